"""A trace for people: the value, the rows behind it, what was left out, the models, and the certificate."""

from __future__ import annotations

from typing import Any

from pipelines.cli.output import Branch, say, say_table, say_tree

_LONG = 60
_PROVENANCE = ("document", "url", "as_read", "basis", "caveat")


def print_trace(document: dict[str, Any]) -> None:
    """Print a trace as `report.evidence.tracing.document` gives it."""
    _head(document)
    for source in document["sources"]:
        _source(source)
    for contributions in document["contributions"]:
        _contributions(contributions)
    _left_out(document)
    _models(document["models"])
    state = document["replay"]["state"].replace("_", " ")
    say(f"Replay from these rows alone: {state}")
    if document["replay"]["state"] != "verified":
        say(f"  expected {document['replay']['expected']}, got {document['replay']['actual']}")


def _head(document: dict[str, Any]) -> None:
    key = ", ".join(f"{name}={value}" for name, value in document["key"].items())
    if document["figure"]:
        say((f"{document['figure']}: {document['display']}", "bold"))
    place = f"{document['table']} [{key}]" + (
        f" {document['column']}" if document["column"] else ""
    )
    say(f"{place} = {document['value']}  (edition {document['edition']}, {document['nature']})")


def _source(source: dict[str, Any]) -> None:
    title = f"{source['file']}  ({source['vintage']}, {source['nature']}, {source['form']})"
    say()
    say((title, "bold"))
    if source["citation"]:
        say(source["citation"])
        say(f"sha256 {source['sha256']}")
    rows = (
        (f"{r['sheet']} {r['line']}".strip(), r["role"], r["nature"], _content(r["values"]))
        for r in source["rows"]
    )
    say_table(("line", "role", "nature", "row"), rows)
    if source["count"] > len(source["rows"]):
        say(f"... {source['count']} rows in all; --csv prints every one")


def _content(values: dict[str, Any]) -> str:
    """Return a row's own columns first, then where and how it was read."""
    names = sorted(values, key=lambda name: name in _PROVENANCE)
    return ", ".join(f"{name}={_short(values[name])}" for name in names if values[name] is not None)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _LONG else text[: _LONG - 3] + "..."


def _contributions(contributions: dict[str, Any]) -> None:
    agrees = "which is the cell" if contributions["agrees"] else "which is NOT the cell"
    parts = " + ".join(str(part["value"]) for part in contributions["parts"])
    more = " + ..." if contributions["count"] > len(contributions["parts"]) else ""
    head = f"{contributions['aggregate']} in {contributions['model']}"
    say()
    say(f"{head}: {parts}{more} = {contributions['total']}, {agrees}")


def _left_out(document: dict[str, Any]) -> None:
    if document["excluded"]:
        rows = [
            (entry["model"], entry["table"], entry["predicate"], str(entry["rows"]))
            for entry in document["excluded"]
        ]
        say()
        say_table(("model", "rows of", "left out by", "rows"), rows, title="Left out")
    for entry in document["absent"]:
        what = f"{entry['construct']} in {entry['model']}: {entry['condition']}"
        say(f"Holds by absence: {what}")


def _models(models: list[dict[str, Any]]) -> None:
    if not models:
        return
    passed = {model["name"]: model for model in models}
    say()
    say_tree(_branch(models[0], passed))


def _branch(model: dict[str, Any], passed: dict[str, dict[str, Any]]) -> Branch:
    below: list[Branch] = [
        _branch(passed[table], passed) if table in passed else (f"{table}: {count} rows", [])
        for table, count in model["upstream"].items()
    ]
    return (_model(model), below)


def _model(model: dict[str, Any]) -> str:
    rows = "1 row" if model["rows"] == 1 else f"{model['rows']} rows"
    return f"{model['name']}: {rows}, {model['replay'].replace('_', ' ')}  ({model['title']})"
