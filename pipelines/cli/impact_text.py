"""An impact for people: editions, figures, tables and cells, in the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.cli.output import say
from report.evidence.impact.impact import DependentEdition, Impact
from report.evidence.impact.origin import Origin

_TIERS = {"value": "", "full": " (whether it is there, or its place)"}


def print_impact(impact: Impact) -> None:
    """Print what depends on the origin, edition by edition, and say so where nothing does."""
    for text in _lines(impact):
        say(text)


def _lines(impact: Impact) -> Iterator[str]:
    name = _name(impact.origin)
    for found in impact.editions:
        yield from _edition(found, name)
    seen = {found.edition for found in impact.editions}
    for edition, vintages in impact.pins.items():
        if edition not in seen:
            pinned = ", ".join(vintages)
            yield f"Edition {edition}: nothing depends on {name}: " + (
                f"it pins {impact.origin.source}@{pinned}"
                if pinned
                else "it does not use the source"
            )


def _name(origin: Origin) -> str:
    vintage = f"@{origin.vintage}" if origin.vintage else ""
    parts = [f"{origin.source}{vintage}", origin.file]
    parts.append(f"sheet {origin.sheet}" if origin.sheet else "")
    parts.append(f"line {origin.line}" if origin.line else "")
    return ", ".join(part for part in parts if part)


def _edition(found: DependentEdition, name: str) -> Iterator[str]:
    rows = f"{found.rows} raw row" + ("s" if found.rows != 1 else "")
    head = f"Edition {found.edition}, vintage {', '.join(found.vintages)}, {rows}"
    if not found.tables:
        yield f"{head}: nothing depends on {name}"
        return
    cells = sum(table.cells for table in found.tables)
    yield f"{head}: {len(found.figures)} figures, {len(found.tables)} tables, {cells} cells"
    for figure in found.figures:
        yield f"  {figure.id}: {figure.display}{_TIERS[figure.tier]}"
    for table in found.tables:
        yield f"  {table.id}: {table.title}: {table.cells} cells, {table.by_value} of them by value"
        for cell in table.listed:
            key = " ".join(f"{column}={value}" for column, value in cell.key.items())
            yield f"    {key} {cell.column}: {cell.value}{_TIERS[cell.tier]}"
        left = table.cells - len(table.listed)
        if left:
            yield f"    ... and {left} more (--all lists them)"
