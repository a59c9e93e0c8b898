"""What the first engine's rebuild says of the published tables and figures: the same content, or which part is not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow
import pyarrow.compute as pc
import pyarrow.parquet

from report.figures.published import PublishedFigure
from report.reperform.evidence import BothEngines
from report.reperform.first import FirstResult
from report.reperform.outcome import DIFFERS, NOT_PERFORMED, SAME, Answer, Item
from warehouse.records import JsonObject
from warehouse.sources.files import sha256_of


def content(evidence: BothEngines) -> dict[str, object]:
    """Return whether the content hash of the whole is the published one."""
    published = evidence.release.content_sha256
    first = evidence.first
    if isinstance(first, str):
        return {"state": NOT_PERFORMED, "why": first, "published": published, "rebuilt": None}
    if first.content_sha256 == published:
        return {"state": SAME, "published": published, "rebuilt": published}
    if _differs_by_sums_alone(evidence, first):
        why = (
            "every table and figure is the same; its content hash may be that of an earlier version, "
            "which hashed sums of whole numbers as HUGEINT"
        )
        return {"state": NOT_PERFORMED, "why": why, "published": published, "rebuilt": None}
    # With a file missing the whole cannot be the same; whether a part differs is said part by part.
    state = NOT_PERFORMED if first.missing and evidence.faults else DIFFERS
    return {"state": state, "published": published, "rebuilt": first.content_sha256}


def _differs_by_sums_alone(evidence: BothEngines, first: FirstResult) -> bool:
    """Return whether nothing but the way in which an earlier version hashed wide sums tells the contents apart."""
    if not evidence.release.may_hash_sums_apart or not any(map(_has_sums, first.tables.values())):
        return False
    figures = [of_figure(evidence, given) for given in evidence.release.figures]
    tables = [of_table(evidence, name) for name in first.tables]
    is_same = all(answer.state == SAME for answer in (*figures, *tables))
    others = (*unpublished(evidence), *unknown_tables(evidence), *first.missing)
    return is_same and not others


def _has_sums(table: pyarrow.Table) -> bool:
    """Return whether a column may be a sum of whole numbers: doubles without a fraction."""
    columns = [c.drop_null() for c in table.columns if pyarrow.types.is_float64(c.type)]
    return any(len(c) and pc.all(pc.equal(c, pc.trunc(c))).as_py() for c in columns)


def of_figure(evidence: BothEngines, given: PublishedFigure) -> Answer:
    """Return whether the rebuild gives a figure as it was published, in every part of it."""
    first = evidence.first
    if isinstance(first, str):
        return Answer(NOT_PERFORMED, first)
    found = first.figures.get(given.id)
    if found is None:
        return _not_built(evidence, first, given.table)
    rebuilt, published = _parts(found.published, given), _parts(given, given)
    differing = [name for name, value in rebuilt.items() if published[name] != value]
    if not differing:
        return Answer(SAME)
    parts = [f"{name}: {rebuilt[name]}, not {published[name]}" for name in differing]
    return Answer(DIFFERS, "; ".join(parts))


def _parts(figure: PublishedFigure, given: PublishedFigure) -> JsonObject:
    """Return what is compared of a figure: its content, and how it is rounded where the release tells that."""
    if given.decimals is None:
        return figure.content
    precision = {name: getattr(figure, name) for name in ("decimals", "scale", "rounding")}
    return {**figure.content, **precision}


def of_table(evidence: BothEngines, name: str) -> Answer:
    """Return whether the rebuild gives a table as it was published: its content hash, or its canonical CSV."""
    first = evidence.first
    if isinstance(first, str):
        return Answer(NOT_PERFORMED, first)
    if name not in first.digests:
        return _not_built(evidence, first, name)
    more = {"content_sha256": first.digests[name]}
    folder = evidence.release.data / "tables"
    if not (folder / f"{name}.csv").is_file():
        return Answer(DIFFERS, f"the release holds no tables/{name}.csv", more)
    if sha256_of(folder / f"{name}.csv") != sha256_of(first.files[name]):
        return Answer(DIFFERS, f"tables/{name}.csv holds other rows", more)
    if not _same_parquet(folder / f"{name}.parquet", first.tables[name]):
        return Answer(DIFFERS, f"tables/{name}.parquet holds other rows", more)
    return Answer(SAME, more=more)


def unpublished(evidence: BothEngines) -> Iterator[Item]:
    """Yield the figures that the rebuild gives and figures.json does not hold."""
    published = {figure.id for figure in evidence.release.figures}
    rebuilt = {} if isinstance(evidence.first, str) else evidence.first.figures
    for name, value in rebuilt.items():
        if name not in published:
            answer = Answer(DIFFERS, "figures.json does not hold it")
            yield Item(name, value.figure.table, value.display, answer, answer)


def unknown_tables(evidence: BothEngines) -> Iterator[Item]:
    """Yield the published tables that the release's project does not define."""
    plan = evidence.plan
    known = {model.name for model in plan.report_tables} if plan else set()
    for path in sorted((evidence.release.data / "tables").glob("*.csv")) if plan else ():
        if path.stem not in known:
            answer = Answer(DIFFERS, "the release's project has no such table")
            yield Item(path.stem, path.stem, "", answer, answer)


def _same_parquet(path: Path, table: pyarrow.Table) -> bool:
    """Return whether a Parquet file beside the record holds the same; a release need not have it."""
    if not path.exists():
        return True
    try:
        found = pyarrow.parquet.ParquetFile(path).read()
    except (pyarrow.ArrowException, OSError):
        return False
    return bool(found.equals(table))


def _not_built(evidence: BothEngines, first: FirstResult, table: str) -> Answer:
    held_up = evidence.held_up(table)
    if held_up is not None:
        return held_up
    problem = next(iter(first.problems), None)
    words = first.missing.get(table, "the rebuild does not give it")
    if problem is not None:
        words += f": {problem.file}, {problem.column}: {problem.value}: not so: {problem.rule}"
    return Answer(DIFFERS, words)
