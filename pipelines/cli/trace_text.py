"""A trace for people: the value, the rows behind it, what was left out, the models, and the certificate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipelines.cli.output import Branch, say, say_table, say_tree
from report.evidence.tracing.cell_evidence import (
    PROVENANCE,
    AggregateParts,
    CellEvidence,
    FileRows,
    ModelPassed,
)
from report.figures.plain import Plain
from report.figures.resolve import NOT_STATED

_LONG = 60
_WITHHELD = "what is withheld"
CLOSED = (
    "What the files of a source say whose licence forbids to pass them on, or is not registered, is left out; "
    "--show-withheld shows it to you"
)


def print_trace(evidence: CellEvidence) -> None:
    """Print the evidence of a traced cell."""
    _head(evidence)
    for file in evidence.files:
        _file(file)
    for entry in evidence.contributions:
        _contributions(entry)
    _left_out(evidence)
    _models(evidence.models)
    replay = evidence.replay
    say(f"Replay from these rows alone: {replay.state.replace('_', ' ')}")
    if not evidence.is_verified:
        expected = _WITHHELD if evidence.is_value_withheld else replay.expected
        actual = _WITHHELD if replay.is_withheld else replay.actual
        say(f"  expected {expected}, got {actual}")
    if any(file.is_withheld for file in evidence.files):
        say(CLOSED)


def _head(evidence: CellEvidence) -> None:
    key = ", ".join(f"{name}={value}" for name, value in evidence.key.items())
    value = evidence.value
    if evidence.is_value_withheld:
        key, value = ", ".join(evidence.key), "withheld"
    if evidence.figure:
        say((f"{evidence.figure}: {evidence.display}", "bold"))
    place = f"{evidence.table} [{key}]" + (f" {evidence.column}" if evidence.column else "")
    say(f"{place} = {value}  (edition {evidence.edition}, {evidence.nature})")


def _file(file: FileRows) -> None:
    say()
    say((f"{file.file}  ({file.vintage}, {file.nature}, {file.form})", "bold"))
    if file.citation:
        say(file.citation)
        say(f"sha256 {file.sha256}")
    rows = []
    for row in file.rows:
        said = "withheld" if file.is_withheld else _content(row.values)
        rows.append((row.at, row.role, row.nature, said))
    say_table(("line", "role", "nature", "row"), rows)
    if file.count > len(file.rows):
        say(f"... {file.count} rows in all; --csv prints every one")


def _content(values: Mapping[str, Plain]) -> str:
    """Return a row's own columns first, then where and how it was read."""
    names = sorted(values, key=lambda name: name in PROVENANCE)
    return ", ".join(f"{name}={_short(values[name])}" for name in names if values[name] is not None)


def _short(value: Plain) -> str:
    text = str(value)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def _contributions(entry: AggregateParts) -> None:
    agrees = "which is the cell" if entry.agrees else "which is NOT the cell"
    parts = " + ".join(str(part["value"]) for part in entry.parts)
    more = " + ..." if entry.count > len(entry.parts) else ""
    head = f"{entry.aggregate} in {entry.model}"
    if entry.is_withheld:
        parts, more = f"{entry.count} parts that are withheld", ""
    elif not entry.count:
        parts = "no rows"
    total = NOT_STATED if entry.total is None else entry.total
    total = "a total that is withheld" if entry.is_total_withheld else total
    say()
    say(f"{head}: {parts}{more} = {total}, {agrees}")


def _left_out(evidence: CellEvidence) -> None:
    if evidence.left_out:
        rows = [(e.model, e.table, e.predicate, str(e.rows)) for e in evidence.left_out]
        say()
        say_table(("model", "rows of", "left out by", "rows"), rows, title="Left out")
    for absence in evidence.absent:
        what = f"{absence.construct} in {absence.model}: {absence.condition}"
        say(f"Holds by absence: {what}")


def _models(models: Sequence[ModelPassed]) -> None:
    if not models:
        return
    passed = {model.name: model for model in models}
    say()
    say_tree(_branch(models[0], passed))


def _branch(model: ModelPassed, passed: Mapping[str, ModelPassed]) -> Branch:
    below: list[Branch] = [
        _branch(passed[table], passed) if table in passed else (f"{table}: {count} rows", [])
        for table, count in model.upstream.items()
    ]
    return (_model(model), below)


def _model(model: ModelPassed) -> str:
    rows = "1 row" if model.rows == 1 else f"{model.rows} rows"
    return f"{model.name}: {rows}, {model.replay.replace('_', ' ')}  ({model.title})"
