"""A trace for people: the value, the rows behind it, what was left out, the models, and the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from pipelines.cli.summary import console
from report.evidence.tracing.cell_evidence import (
    AggregateParts,
    CellEvidence,
    FileRows,
    ModelPassed,
)
from report.figures.plain import Plain

_LONG = 60
_CLOSED = (
    "What the files of a source say whose licence forbids to pass them on is left out; "
    "--show-withheld shows it to you"
)
_PROVENANCE = ("document", "url", "as_read", "basis", "caveat")


def print_trace(evidence: CellEvidence) -> None:
    """Print the evidence of a traced cell."""
    out = console()
    _head(out, evidence)
    for file in evidence.files:
        _file(out, file)
    for entry in evidence.contributions:
        _contributions(out, entry)
    _left_out(out, evidence)
    _models(out, evidence.models)
    replay = evidence.replay
    out.print(Text(f"Replay from these rows alone: {replay.state.replace('_', ' ')}"))
    if not evidence.is_verified:
        out.print(Text(f"  expected {replay.expected}, got {replay.actual}"))
    if any(file.is_withheld for file in evidence.files):
        out.print(Text(_CLOSED), soft_wrap=True)


def _head(out: Console, evidence: CellEvidence) -> None:
    key = ", ".join(f"{name}={value}" for name, value in evidence.key.items())
    value = evidence.value
    if evidence.is_value_withheld:
        key, value = ", ".join(evidence.key), "withheld"
    if evidence.figure:
        out.print(Text(f"{evidence.figure}: {evidence.display}", style="bold"))
    place = f"{evidence.table} [{key}]" + (f" {evidence.column}" if evidence.column else "")
    out.print(Text(f"{place} = {value}  (edition {evidence.edition}, {evidence.nature})"))


def _file(out: Console, file: FileRows) -> None:
    out.print(Text(f"\n{file.file}  ({file.vintage}, {file.nature}, {file.form})", style="bold"))
    if file.citation:
        out.print(Text(file.citation), soft_wrap=True)
        out.print(Text(f"sha256 {file.sha256}"), soft_wrap=True)
    rows = Table("line", "role", "nature", "row", box=None)
    for row in file.rows:
        line = f"{row.sheet} {row.line}".strip()
        said = "withheld" if file.is_withheld else _content(row.values)
        rows.add_row(line, row.role, row.nature, Text(said))
    out.print(rows)
    if file.count > len(file.rows):
        out.print(f"... {file.count} rows in all; --csv prints every one")


def _content(values: Mapping[str, Plain]) -> str:
    """Return a row's own columns first, then where and how it was read."""
    names = sorted(values, key=lambda name: name in _PROVENANCE)
    return ", ".join(f"{name}={_short(values[name])}" for name in names if values[name] is not None)


def _short(value: Plain) -> str:
    text = str(value)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def _contributions(out: Console, entry: AggregateParts) -> None:
    agrees = "which is the cell" if entry.agrees else "which is NOT the cell"
    parts = " + ".join(str(part["value"]) for part in entry.parts)
    more = " + ..." if entry.count > len(entry.parts) else ""
    head = f"\n{entry.aggregate} in {entry.model}"
    if entry.count and not entry.parts:
        parts, more = f"{entry.count} parts that are withheld", ""
    total = "a total that is withheld" if entry.total is None and not entry.parts else entry.total
    out.print(Text(f"{head}: {parts}{more} = {total}, {agrees}"), soft_wrap=True)


def _left_out(out: Console, evidence: CellEvidence) -> None:
    if evidence.left_out:
        table = Table(
            "model",
            "rows of",
            "left out by",
            "rows",
            title="Left out",
            title_justify="left",
            box=None,
        )
        for entry in evidence.left_out:
            cells = (entry.model, entry.table, entry.predicate, str(entry.rows))
            table.add_row(*(Text(cell) for cell in cells))
        out.print()
        out.print(table)
    for absence in evidence.absent:
        what = f"{absence.construct} in {absence.model}: {absence.condition}"
        out.print(Text(f"Holds by absence: {what}"), soft_wrap=True)


def _models(out: Console, models: Sequence[ModelPassed]) -> None:
    if not models:
        return
    passed = {model.name: model for model in models}
    root = Tree(Text(_model(models[0])))
    _grow(root, models[0], passed)
    out.print()
    out.print(root)


def _grow(tree: Tree, model: ModelPassed, passed: Mapping[str, ModelPassed]) -> None:
    for table, count in model.upstream.items():
        if table in passed:
            _grow(tree.add(Text(_model(passed[table]))), passed[table], passed)
        else:
            tree.add(Text(f"{table}: {count} rows"))


def _model(model: ModelPassed) -> str:
    rows = "1 row" if model.rows == 1 else f"{model.rows} rows"
    return f"{model.name}: {rows}, {model.replay.replace('_', ' ')}  ({model.title})"
