"""Re-performing a release: both engines on a copy of its own files, and the comparison with what was published."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import datafusion
import duckdb

from report.figures.catalogue import Figure, load_catalogue
from report.figures.published import PublishedFigure
from report.reperform import first_answers, second_answers
from report.reperform.evidence import BothEngines
from report.reperform.first import NAME as FIRST
from report.reperform.first import rebuild
from report.reperform.inputs import ALTERED, FileFault, acceptances_missing, file_faults
from report.reperform.opened import OpenedRelease, open_release
from report.reperform.outcome import DIFFERS, Answer, Item, Reperformance
from report.reperform.second.engine import NAME as SECOND
from report.reperform.second_process import compute
from report.reperform.workspace import Missing, not_taken, prepare
from warehouse.builder.plan import Plan, make_plan
from warehouse.errors import user_errors
from warehouse.project import Project

Made = TypeVar("Made")


def reperform(
    path: Path, supply: Path | None = None, listener: Callable[[str], None] = lambda _: None
) -> Reperformance:
    """Build a release again from its own raw files, compute it in a second engine, and compare.

    Nothing is written outside a temporary folder, and no network is used. The schemas of the release are Python and are
    run: `verify` the release first.

    Args:
        path: The release.
        supply: Folder with the raw files that a licence withholds.
        listener: Called with what is being done.

    Raises:
        NotARelease: If the folder is no release.
    """
    release = open_release(path)
    with tempfile.TemporaryDirectory(prefix="reperform-") as folder:
        root = Path(folder)
        listener("copying its files")
        project, missing = prepare(release, supply, root / "project")
        evidence = _gather(release, project, root, missing, listener)
        return replace(_outcome(evidence, missing), not_taken=tuple(not_taken(release, supply)))


def _gather(
    release: OpenedRelease,
    project: Project,
    root: Path,
    missing: list[Missing],
    listener: Callable[[str], None],
) -> BothEngines:
    edition = release.edition
    plan = _tried(lambda: make_plan(project, edition))
    if isinstance(plan, str):
        return BothEngines(release, None, {}, [], plan, plan)
    listener(f"building it again in {FIRST}, computing it in {SECOND}")
    with ThreadPoolExecutor(max_workers=1) as beside:  # the second engine is another process
        computed = beside.submit(_tried, lambda: compute(project.root, edition, root / "second"))
        first = _tried(lambda: rebuild(project, edition, root / "tables"))
        second = computed.result()
    faults = [*file_faults(plan), *acceptances_missing(plan, missing)]
    return BothEngines(release, plan, _catalogue(project), faults, first, second)


def _tried(make: Callable[[], Made]) -> Made | str:
    """Return what was made, or why it could not be, in one line.

    The files are another's: whatever they break is an answer about them, and no reason to give none on the rest.
    """
    try:
        return make()
    except user_errors() as error:
        return str(error).splitlines()[0]
    except (Exception, SystemExit) as error:  # a schema may ask to leave, which is no answer
        return f"stopped by {type(error).__name__}: {' '.join(str(error).split())}"


def _catalogue(project: Project) -> dict[str, Figure]:
    figures = _tried(lambda: load_catalogue(project))
    return {} if isinstance(figures, str) else {figure.id: figure for figure in figures}


def _outcome(evidence: BothEngines, missing: list[Missing]) -> Reperformance:
    release, first = evidence.release, evidence.first
    problems = () if isinstance(first, str) else first.problems
    return Reperformance(
        edition=release.edition,
        revision=release.revision,
        content=first_answers.content(evidence),
        engines={
            "first": {"name": FIRST, "version": str(duckdb.__version__)},
            "second": {"name": SECOND, "version": str(datafusion.__version__)},
        },
        figures=[
            *_figures(evidence),
            *first_answers.unpublished(evidence),
        ],
        tables=[
            *(_table(evidence, name) for name in _tables(evidence.plan)),
            *first_answers.unknown_tables(evidence),
        ],
        not_expressed=list(second_answers.not_expressed(evidence)),
        missing=_missing(evidence, missing),
        altered=[_fault(evidence, f) for f in evidence.faults if f.state == ALTERED],
        problems=[problem.as_dict() for problem in problems],
    )


def _tables(plan: Plan | None) -> list[str]:
    return [model.name for model in plan.report_tables] if plan else []


def _figures(evidence: BothEngines) -> Iterator[Item]:
    """Yield every figure that is published; one that is there twice differs, whatever it says."""
    seen: set[str] = set()
    for given in evidence.release.figures:
        item = _figure(evidence, given)
        twice = Answer(DIFFERS, "figures.json holds it twice")
        yield replace(item, first=twice) if given.id in seen else item
        seen.add(given.id)


def _figure(evidence: BothEngines, given: PublishedFigure) -> Item:
    first = first_answers.of_figure(evidence, given)
    second = second_answers.of_figure(evidence, given)
    return Item(given.id, given.table, given.display, first, second)


def _table(evidence: BothEngines, name: str) -> Item:
    first, second = first_answers.of_table(evidence, name), second_answers.of_table(evidence, name)
    return Item(name, name, "", first, second)


def _missing(evidence: BothEngines, withheld: list[Missing]) -> list[dict[str, object]]:
    """Return the files that are not there: those withheld with where to get them, and any other."""
    by_path = {item.file.path: item for item in withheld}
    found = []
    for fault in {f.path: f for f in evidence.faults if f.state != ALTERED}.values():
        item = by_path.pop(fault.path, None)
        given = dict(item.file.given) if item else {}
        found.append({**given, **_fault(evidence, fault), "why": item.why if item else fault.why})
    rest = [{**i.file.given, "why": i.why, "tables": [], "figures": []} for i in by_path.values()]
    return [*found, *rest]


def _fault(evidence: BothEngines, fault: FileFault) -> dict[str, object]:
    plan = evidence.plan
    assert plan is not None  # noqa: S101 - faults are only looked for under a plan
    held_up = {other.table for other in evidence.faults if other.path == fault.path}
    tables = [n for n in _tables(plan) if held_up & set(plan.ancestors(n))]
    figures = [f.id for f in evidence.release.figures if f.table in tables]
    shown = {"path": fault.path, "sha256": fault.sha256, "why": fault.why}
    return {**shown, "tables": tables, "figures": figures}
