"""The dictionary as Markdown: a section a table, a line a column, with units, codes and rules."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from report.publish.dictionary import ColumnEntry
from report.publish.kept_edition import KeptEdition
from warehouse.visible import on_one_line

# What is escaped makes no markup, link or table cell; underscores within words need no escape.
_SIGNS = re.compile(r"[\\`*\[\]<>#|&$~]")


def markdown(
    edition: KeptEdition, entries: Sequence[ColumnEntry], rules: Mapping[str, Sequence[str]]
) -> str:
    """Return a dictionary as Markdown.

    Args:
        edition: The edition, for its tables' titles.
        entries: The columns, those of a table together.
        rules: Source table -> its rules across columns.
    """
    titles = {
        table.model.name: f"{edition.label(table)}. {table.model.title}" for table in edition.tables
    }
    lines = [
        "# Dictionary",
        "",
        f"Columns, units, codes and rules of every table of {_text(edition.title)} and of every table of its sources,",
        f"from the heads of the models and the schemas: `annual-report dictionary {edition.name} docs/dictionary.md`.",
        "A blank is not stated; it is not zero.",
    ]
    for kind, words in (("report", "Tables of the report"), ("source", "Tables of the sources")):
        lines += ["", f"## {words}"]
        own = [entry for entry in entries if entry.kind == kind]
        for table, columns in groupby(own, lambda entry: entry.table):
            lines += _section(table, titles.get(table, ""), list(columns), rules.get(table, ()))
    return "\n".join(lines) + "\n"


def _section(
    table: str, title: str, columns: Sequence[ColumnEntry], rules: Sequence[str]
) -> Iterator[str]:
    yield from ("", f"### {_text(title or table)}", "")
    if title:
        yield from (f"`{table}`", "")
    for rule in rules:
        yield from (f"Rule: {_text(rule)}", "")
    yield "| column | title | holds | unit | codes and rules |"
    yield "| --- | --- | --- | --- | --- |"
    for entry in columns:
        holds = "; ".join(filter(None, (entry.type, entry.remark)))
        said = "; ".join(filter(None, (", ".join(entry.codes), *entry.rules)))
        cells = (entry.name, entry.title, holds, entry.unit, said)
        yield f"| {' | '.join(map(_text, cells))} |"


def _text(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", on_one_line(text))
