"""An impact for people: editions, figures, tables and cells, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pipelines.cli.output import say

_TIERS = {"value": "", "full": " (whether it is there, or its place)"}


def print_impact(document: dict[str, Any]) -> None:
    """Print what depends on the origin, edition by edition, and say so where nothing does."""
    for text in _lines(document):
        say(text)


def _lines(document: dict[str, Any]) -> Iterator[str]:
    name = _name(document)
    for entry in document["editions"]:
        yield from _edition(entry, name)
    seen = {entry["edition"] for entry in document["editions"]}
    for edition, vintages in document["pins"].items():
        if edition not in seen:
            pinned = ", ".join(vintages)
            yield f"Edition {edition}: nothing depends on {name}: " + (
                f"it pins {document['source']}@{pinned}" if pinned else "it does not use the source"
            )


def _name(document: dict[str, Any]) -> str:
    vintage = f"@{document['vintage']}" if document["vintage"] else ""
    parts = [f"{document['source']}{vintage}", document["file"]]
    parts.append(document["sheet"] and f"sheet {document['sheet']}")
    parts.append(document["line"] and f"line {document['line']}")
    return ", ".join(part for part in parts if part)


def _edition(entry: dict[str, Any], name: str) -> Iterator[str]:
    rows = f"{entry['rows']} raw row" + ("s" if entry["rows"] != 1 else "")
    head = f"Edition {entry['edition']}, vintage {', '.join(entry['vintages'])}, {rows}"
    if not entry["tables"]:
        yield f"{head}: nothing depends on {name}"
        return
    cells = sum(table["cells"]["full"] for table in entry["tables"])
    yield f"{head}: {len(entry['figures'])} figures, {len(entry['tables'])} tables, {cells} cells"
    for figure in entry["figures"]:
        yield f"  {figure['id']}: {figure['display']}{_TIERS[figure['tier']]}"
    for table in entry["tables"]:
        count = table["cells"]
        yield f"  {table['id']}: {table['title']}: {count['full']} cells, {count['value']} of them by value"
        for cell in table["listed"]:
            key = " ".join(f"{column}={value}" for column, value in cell["key"].items())
            yield f"    {key} {cell['column']}: {cell['value']}{_TIERS[cell['tier']]}"
        left = count["full"] - len(table["listed"])
        if left:
            yield f"    ... and {left} more (--all lists them)"
