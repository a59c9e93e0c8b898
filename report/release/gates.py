"""The gates of a release: what must hold before an edition is frozen, and every reason why it does not.

A release is made from the current generation, which must be what a build would give now.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from report.evidence.auditing.edition import AuditedEdition
from report.figures.catalogue import load_catalogue
from report.release.bag import DATA
from report.release.refusal import Reason
from report.release.verify.verify import LINE, is_inside, verify
from warehouse.builder import stamp
from warehouse.builder.generation import Generations
from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.builder.plan import Plan
from warehouse.errors import DamagedFileError, GateError, ReportError
from warehouse.folders import CURRENT, LATEST
from warehouse.problems import WITHHELD
from warehouse.project import Project
from warehouse.sources.files import check_file, locate
from warehouse.sources.originals import check_original

_SHOWN = 50
_PLAIN_NAME = "register it under a plain name: no verifier takes a release with such a one"
_PLAIN_TEXT = "write it on one line, without them: no verifier takes a release with such a one"


def reasons_of_edition(plan: Plan) -> list[Reason]:
    """Return why an edition is not to be released whatever was built of it."""
    if not plan.edition.is_draft:
        return []
    name = plan.edition.name
    what = f"edition {name} is a proposal that nobody has registered"
    return [Reason("generation", what, plan.edition.where, f"annual-report new-edition {name}")]


def reasons_of_texts(project: Project, plan: Plan) -> Iterator[Reason]:
    """Yield every text by which an edition and its figures are named that has signs which no terminal prints.

    Raises:
        DefinitionError: If the catalogue of figures is wrong.
    """
    edition = plan.edition
    texts = {
        (edition.where, "title"): edition.title,
        (edition.where, "publisher"): edition.publisher,
    }
    for figure in load_catalogue(project):
        place = f"{project.shown(project.figures)}, figure {figure.id}"
        texts[place, "label"], texts[place, "unit"] = figure.label, figure.unit
        texts[place, "display"], texts[place, "period"] = figure.display, figure.period
    for (place, name), text in texts.items():
        if not LINE.fullmatch(text):
            yield Reason("release", f"its {name} has signs that do not print", place, _PLAIN_TEXT)


def reasons_of_sources(plan: Plan) -> Iterator[Reason]:
    """Yield every pinned raw file that is missing, not the registered one or oddly named; each is hashed whole."""
    for raw in plan.raw.values():
        where = raw.place().file
        if not is_inside(f"{DATA}/project/{where}", is_payload=True):
            what = "the file's name has signs that do not print"
            if where.isprintable():
                what = "the file's name is one that Windows cannot hold"
            yield Reason("source", what, where, _PLAIN_NAME)
        try:
            path = locate(raw.source.folder / raw.vintage_id, raw.file.path, where)
            check_file(path, raw.file.sha256, raw.file.size, where)
            check_original(raw.source.folder / raw.vintage_id, raw.file, where)
        except ReportError as error:
            yield Reason.of("source", error)


def reasons_of_generation(project: Project, edition: str) -> list[Reason]:
    """Return why the current generation is not to be released: what failed, what is missing, whether it is stale."""
    generations = Generations(project, edition)
    build = f"annual-report build {edition}"
    if not generations.pointers.is_there(LATEST):
        return [Reason("generation", "the edition was never built", "", build)]
    try:
        latest = generations.open(LATEST)
        found = list(_of_manifest(read_manifest(latest)))
        if found:
            return found
        is_current = generations.open(CURRENT) == latest
    except DamagedFileError as error:
        return [Reason.of("generation", error)]
    except GateError:
        is_current = False
    if not is_current or not stamp.is_current(project.root, edition):
        what = "what was built is not what the present definitions, files and engine give"
        return [Reason("generation", what, "", build)]
    return []


def reasons_of_audit(audited: AuditedEdition) -> Iterator[Reason]:
    """Yield every figure that is unproven, and every cell of a table."""
    remedy = f"annual-report audit {audited.edition}"
    for figure in audited.unverified_figures:
        yield Reason("figure", f"{figure.state}: {figure.why}", figure.id, remedy)
    for part in audited.altered:
        what = f"not as it was built: {part.fact}"
        yield Reason("generation", what, part.file, f"annual-report build {audited.edition}")
    cells = audited.not_verified()
    for cell in cells[:_SHOWN]:
        key = ", ".join(f"{name}={value}" for name, value in cell.key.items())
        where = f"{cell.table}, {key}, {cell.column}"
        yield Reason("cell", f"{cell.state}: {cell.why}", where, remedy)
    if len(cells) > _SHOWN:
        yield Reason("cell", f"and {len(cells) - _SHOWN} more cells", "", remedy)


def reasons_of_release(edition: str, folder: Path) -> Iterator[Reason]:
    """Yield what every reader would find wrong with a release that was written and is not yet in its place."""
    for problem in verify(folder)[1]["problems"][:_SHOWN]:
        what = f"{problem['kind']}: {problem['detail']}"
        remedy = f"correct what it names, then annual-report build {edition}"
        yield Reason("release", what, problem["path"], remedy)


def _of_manifest(manifest: Manifest) -> Iterator[Reason]:
    errors = (shown for shown in manifest.shown() if shown.problem.severity == "error")
    for problem, is_withheld in errors:
        line = f", line {problem.line}" if problem.line else ""
        value = WITHHELD if is_withheld else problem.value or "(blank)"
        what = f"{value} {problem.column}: not so: {problem.rule}"
        yield Reason("check", what, f"{problem.file}{line}", problem.remedy)
    for table, why in manifest.missing.items():
        yield Reason("table", f"not built: {why}", table, "correct what it waits for, then build")
