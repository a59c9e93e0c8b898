"""A trace for people: the value, the rows behind it, what was left out, the models, and the certificate."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from pipelines.cli.summary import console

_LONG = 60
_PROVENANCE = ("document", "url", "as_read", "basis", "caveat")


def print_trace(document: dict[str, Any]) -> None:
    """Print a trace as `report.evidence.tracing.document` gives it."""
    out = console()
    _head(out, document)
    for source in document["sources"]:
        _source(out, source)
    for contributions in document["contributions"]:
        _contributions(out, contributions)
    _left_out(out, document)
    _models(out, document["models"])
    state = document["replay"]["state"].replace("_", " ")
    out.print(Text(f"Replay from these rows alone: {state}"))
    if document["replay"]["state"] != "verified":
        out.print(
            Text(f"  expected {document['replay']['expected']}, got {document['replay']['actual']}")
        )


def _head(out: Console, document: dict[str, Any]) -> None:
    key = ", ".join(f"{name}={value}" for name, value in document["key"].items())
    if document["figure"]:
        out.print(Text(f"{document['figure']}: {document['display']}", style="bold"))
    place = f"{document['table']} [{key}]" + (
        f" {document['column']}" if document["column"] else ""
    )
    out.print(
        Text(
            f"{place} = {document['value']}  (edition {document['edition']}, {document['nature']})"
        )
    )


def _source(out: Console, source: dict[str, Any]) -> None:
    title = f"{source['file']}  ({source['vintage']}, {source['nature']}, {source['form']})"
    out.print(Text(f"\n{title}", style="bold"))
    if source["citation"]:
        out.print(Text(f"{source['citation']}"), soft_wrap=True)
        out.print(Text(f"sha256 {source['sha256']}"), soft_wrap=True)
    rows = Table("line", "role", "nature", "row", box=None)
    for row in source["rows"]:
        line = f"{row['sheet']} {row['line']}".strip()
        rows.add_row(line, row["role"], row["nature"], Text(_content(row["values"])))
    out.print(rows)
    if source["count"] > len(source["rows"]):
        out.print(f"... {source['count']} rows in all; --csv prints every one")


def _content(values: dict[str, Any]) -> str:
    """Return a row's own columns first, then where and how it was read."""
    names = sorted(values, key=lambda name: name in _PROVENANCE)
    return ", ".join(f"{name}={_short(values[name])}" for name in names if values[name] is not None)


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def _contributions(out: Console, contributions: dict[str, Any]) -> None:
    agrees = "which is the cell" if contributions["agrees"] else "which is NOT the cell"
    parts = " + ".join(str(part["value"]) for part in contributions["parts"])
    more = " + ..." if contributions["count"] > len(contributions["parts"]) else ""
    head = f"\n{contributions['aggregate']} in {contributions['model']}"
    out.print(Text(f"{head}: {parts}{more} = {contributions['total']}, {agrees}"), soft_wrap=True)


def _left_out(out: Console, document: dict[str, Any]) -> None:
    if document["excluded"]:
        table = Table(
            "model",
            "rows of",
            "left out by",
            "rows",
            title="Left out",
            title_justify="left",
            box=None,
        )
        for entry in document["excluded"]:
            cells = (entry["model"], entry["table"], entry["predicate"], str(entry["rows"]))
            table.add_row(*(Text(cell) for cell in cells))
        out.print()
        out.print(table)
    for entry in document["absent"]:
        what = f"{entry['construct']} in {entry['model']}: {entry['condition']}"
        out.print(Text(f"Holds by absence: {what}"), soft_wrap=True)


def _models(out: Console, models: list[dict[str, Any]]) -> None:
    if not models:
        return
    passed = {model["name"]: model for model in models}
    root = Tree(Text(_model(models[0])))
    _grow(root, models[0], passed)
    out.print()
    out.print(root)


def _grow(tree: Tree, model: dict[str, Any], passed: dict[str, dict[str, Any]]) -> None:
    for table, count in model["upstream"].items():
        if table in passed:
            _grow(tree.add(Text(_model(passed[table]))), passed[table], passed)
        else:
            tree.add(Text(f"{table}: {count} rows"))


def _model(model: dict[str, Any]) -> str:
    rows = "1 row" if model["rows"] == 1 else f"{model['rows']} rows"
    return f"{model['name']}: {rows}, {model['replay'].replace('_', ' ')}  ({model['title']})"
