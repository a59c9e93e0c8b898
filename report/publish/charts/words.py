"""The words of a chart: what it measures, how good the evidence is, where it is from, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence

from report.publish.charts.points import Point
from report.publish.natures import LETTERS
from report.publish.tables import PublishedTable
from warehouse.chart import ChartHead
from warehouse.natures import NATURES
from warehouse.visible import on_one_line

KINDS = {"lines": "Line chart", "bars": "Bar chart", "tiles": "Tile grid"}
_MARKED = {"lines": "hollow markers", "bars": "hatched bars", "tiles": ""}
_BLANKS = {
    "lines": "A gap in a line is a blank: not stated by the source, not zero.",
    "bars": "",
    "tiles": "An empty tile is a blank: not stated by the source, not zero.",
}


def title(table: PublishedTable, head: ChartHead) -> str:
    """Return a chart's title."""
    return on_one_line(head.title or table.model.title)


def unit(table: PublishedTable, head: ChartHead) -> str:
    """Return the unit of a chart's values with its scale, e.g. `million people`."""
    column = next(column for column in table.columns if column.name == head.value)
    scale = "" if head.scale == "one" else f"{head.scale} "
    return f"{scale}{column.unit}".strip()


def measure(table: PublishedTable, head: ChartHead) -> str:
    """Return what is measured, with its unit."""
    column = next(column for column in table.columns if column.name == head.value)
    in_words = unit(table, head)
    if column.title.casefold() == column.unit.casefold():
        return in_words[:1].upper() + in_words[1:]
    is_said = in_words.casefold() in column.title.casefold()
    return on_one_line(column.title if is_said else f"{column.title}, {in_words}")


def letters(found: Sequence[Point]) -> dict[str, str]:
    """Return the letters that a chart needs, by nature: none where one nature, or hatching, says it all."""
    used = {point.nature for point in found if point.value is not None}
    weaker = [nature for nature in NATURES[1:] if nature in used]
    return {nature: LETTERS[nature] for nature in weaker} if len(used) > 1 else {}


def natures(head: ChartHead, found: Sequence[Point]) -> str:
    """Return how good the evidence is, from the best to the weakest, and how the weaker is marked."""
    used = {point.nature for point in found if point.value is not None}
    marked, letter = _MARKED[head.kind], letters(found)
    said = []
    for nature in (nature for nature in NATURES if nature in used):
        marks = [f"letter {letter[nature]}"] if nature in letter else []
        marks += [marked] if marked and nature != NATURES[0] else []
        said.append(f"{nature} ({', '.join(marks)})" if marks else nature)
    return f"Nature: {'; '.join(said)}."


def foot(
    head: ChartHead, found: Sequence[Point], missing: str, source: str, belongs_to: str
) -> list[str]:
    """Return the paragraphs below a chart: natures and blanks, the note, the sources with the table it is from."""
    has_blanks = any(point.value is None for point in found)
    blanks = _BLANKS[head.kind] if has_blanks else ""
    first = " ".join(filter(None, (natures(head, found), missing, blanks)))
    return [first, *filter(None, [on_one_line(head.note)]), f"{source} {belongs_to}"]


def left_out(head: ChartHead, found: Sequence[Point], drawn: Sequence[Point]) -> str:
    """Return which rows a bar chart does not show, in words; empty where it shows all."""
    if head.kind != "bars":
        return ""
    with_value = sum(point.value is not None for point in found)
    blank = len(found) - with_value
    said = [f"Shown are the first {len(drawn)} of {with_value}."] if len(drawn) < with_value else []
    if blank:
        said.append(
            f"{blank} more {'has' if blank == 1 else 'have'} no number: not stated, not zero."
        )
    return " ".join(said)


def told(table: PublishedTable, head: ChartHead, found: Sequence[Point], missing: str) -> str:
    """Return what a chart shows, for those who do not see it.

    Args:
        table: The table.
        head: What is shown of it.
        found: Its points.
        missing: Which of them are not drawn, in words.
    """
    start = f"{KINDS[head.kind]}. {title(table, head)}: {measure(table, head)}."
    words = _told_lines(found) if head.kind == "lines" else _told_values(found)
    return " ".join(filter(None, (start, words, missing, natures(head, found))))


def _told_lines(found: Sequence[Point]) -> str:
    parts = []
    for series in dict.fromkeys(point.series for point in found):
        own = sorted((p for p in found if p.series == series and p.value is not None), key=place)
        if own:
            name = f"{series}: " if series else ""
            first, last = own[0], own[-1]
            parts.append(f"{name}{first.shown} in {first.label}, {last.shown} in {last.label}")
    return "; ".join(parts) + "."


def _told_values(found: Sequence[Point]) -> str:
    ranked = sorted((p for p in found if p.value is not None), key=lambda p: p.value or 0)
    low, high = ranked[0], ranked[-1]
    said = (
        f"{len(ranked)} with a number, from {low.shown} ({low.name}) to {high.shown} ({high.name})"
    )
    blank = len(found) - len(ranked)
    return f"{said}; {blank} without." if blank else f"{said}."


def place(point: Point) -> tuple[int, str]:
    """Return where a point stands in time: years by number, other labels as they are written."""
    return (int(point.label), "") if point.label.isdecimal() else (0, point.label)
