"""A trace explained as one page of HTML that needs nothing else: no script, no font, no file beside it.

Path("total.html").write_text(as_page(trace), encoding="utf-8")
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from html import escape

from rowlineage.explanation_text import cell, certificate, others
from rowlineage.identities import TracedRows
from rowlineage.signs import safe, told
from rowlineage.trace import Trace

LISTED = 50
"""How many rows of a table and role are shown; all are counted."""
_ROLES = {
    "value": ("feeds the value", "feed the value"),
    "order": ("holds its place in a ranking or window", "hold its place in a ranking or window"),
    "witness": ("decides that the row is there", "decide that the row is there"),
}
"""What one row does, and what several do."""
_STYLE = """
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; margin: 0; overflow-wrap: anywhere; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
pre, .rows { overflow-x: auto; } pre { padding: .8rem; border: 1px solid #8886; border-radius: 4px; }
table { border-collapse: collapse; } th, td { padding: .2rem .8rem .2rem 0; text-align: left; vertical-align: top; }
th { border-bottom: 1px solid; } td { border-bottom: 1px solid #8884; white-space: pre-wrap; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.verified { color: #18794e; } .not_reproduced { color: #b42318; }
@media (prefers-color-scheme: dark) { .verified { color: #4cc38a; } .not_reproduced { color: #ff9592; } }
@media print { body { margin: 0; max-width: none; } .rows { overflow: visible; } }
""".strip()


def as_page(trace: Trace, listed: int = LISTED) -> str:
    """Return a trace as a page of HTML.

    Args:
        trace: The trace.
        listed: How many rows of each table and role are shown.
    """
    title = _values(cell(trace))
    parts = [*_head(trace, title), *_rows(trace, listed), *_parts(trace, listed), *_others(trace)]
    return "\n".join(
        [
            "<!doctype html>",
            '<html lang="en"><head><meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(title)}</title><style>\n{_STYLE}\n</style></head><body>",
            *parts,
            "</body></html>\n",
        ]
    )


def _head(trace: Trace, title: str) -> Iterator[str]:
    yield f"<h1>{escape(title)}</h1>"
    if trace.key and trace.column is not None:
        yield f"<p>where {escape(_values(trace.key))}</p>"
    yield f'<p class="{trace.replay()["state"]}">{escape(certificate(trace))}</p>'
    yield f"<pre>{escape(_lines(trace.sql))}</pre>"
    if trace.parameters:
        yield f"<p>Run with {escape(_values(trace.parameters))}.</p>"


def _values(given: Mapping[str, object]) -> str:
    return ", ".join(f"{safe(name)} = {told(value)}" for name, value in given.items())


def _lines(sql: str) -> str:
    """Return a text with its line breaks and without what else steers."""
    return "\n".join(map(safe, sql.splitlines()))


def _rows(trace: Trace, listed: int) -> Iterator[str]:
    found = trace.contents(listed)
    if not found:
        yield "<h2>Rows</h2><p>It rests on no row.</p>"
    for traced in found:
        yield f"<h2>{escape(_heading(traced))}</h2>"
        yield from _table(traced.columns, traced.rows)
        if traced.count > len(traced.rows):
            yield f"<p>and {traced.count - len(traced.rows):,} more</p>"


def _heading(traced: TracedRows) -> str:
    one, several = _ROLES[traced.role]
    does = f"1 row that {one}" if traced.count == 1 else f"{traced.count:,} rows that {several}"
    return f"{safe(traced.table)}: {does}"


def _parts(trace: Trace, listed: int) -> Iterator[str]:
    """Yield what each combination of rows puts into a cell that is one aggregate."""
    found = trace.contributions()
    if found is None or not found.agrees:
        return
    rows = found.parts.slice(0, listed).to_pylist()
    yield f"<h2>{escape(safe(found.aggregate))}</h2>"
    yield from _table(found.parts.column_names, [tuple(row.values()) for row in rows])
    if found.parts.num_rows > len(rows):
        yield f"<p>and {found.parts.num_rows - len(rows):,} more</p>"
    yield f"<p>Together {escape(told(found.total))}.</p>"


def _others(trace: Trace) -> Iterator[str]:
    lines = list(others(trace))
    if lines:
        yield "<h2>Other rows</h2>"
        yield f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>"


def _table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    heads = "".join(f"<th>{escape(safe(name))}</th>" for name in columns)
    yield f'<div class="rows"><table><tr>{heads}</tr>'
    for row in rows:
        yield f"<tr>{''.join(map(_cell, row))}</tr>"
    yield "</table></div>"


def _cell(value: object) -> str:
    is_number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    kind = ' class="number"' if is_number else ""
    return f"<td{kind}>{escape(told(value))}</td>"
