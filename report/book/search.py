"""What the search finds: one short entry for each figure, table, model, source, statement and column."""

from __future__ import annotations

import json
from collections.abc import Iterator

from report.book.addresses import (
    DICTIONARY,
    dictionary_anchor,
    model_page,
    source_page,
    table_page,
    text_page,
)
from report.book.contents import Contents
from report.book.shown import cut
from report.reconcile.page.passages import sentence_around
from warehouse.visible import visible

_SHORT = 160
Found = tuple[str, str, str, str]
"""Kind, title, what is said of it, address from the book's first folder."""


def search_script(contents: Contents) -> str:
    """Return a script that holds the entries: a page opened from a disk may not read any other kind of file."""
    entries = [
        [kind, _short(title), _short(detail), address]
        for kind, title, detail, address in _entries(contents)
    ]
    lines = ",\n".join(json.dumps(entry, separators=(",", ":")) for entry in entries)
    return f"window.bookEntries = [\n{lines}\n];\n"


def _short(text: str) -> str:
    return visible(" ".join(cut(text, _SHORT).split()))


def _entries(contents: Contents) -> Iterator[Found]:
    for figure in contents.figures.values():
        given = figure.published
        detail = f"{given.display} · {given.period} · {given.unit} · {figure.id}"
        yield "figure", given.label, detail, figure.address
    for name, table in contents.tables.items():
        label = contents.edition.label(table)
        yield "table", f"{label}. {table.model.title}", name, table_page(name)
    for name, source in contents.sources.items():
        yield "source", source.title, f"{source.publisher} · {name}", source_page(name)
    yield from _statements(contents)
    yield from _models(contents)
    for entry in contents.dictionary:
        address = f"{DICTIONARY}#{dictionary_anchor(entry.table, entry.name)}"
        yield "column", entry.title, f"{entry.name} · {entry.unit} · {entry.table}", address


def _statements(contents: Contents) -> Iterator[Found]:
    for text in contents.texts:
        for entry in text.part.entries:
            if not entry.is_set_aside:
                before, phrase, after = sentence_around(text.part.document.document, entry.finding)
                words = f"{before[-60:]}{phrase}{after[:60]}"
                address = f"{text_page(text.number)}#n{entry.number}"
                yield "statement", phrase, f"{entry.finding.verdict} · …{words}…", address


def _models(contents: Contents) -> Iterator[Found]:
    for model in map(contents.kept.model, contents.kept.order()):
        if model.layer != "report":
            yield "model", model.title, model.name, model_page(model.name, model.layer)
