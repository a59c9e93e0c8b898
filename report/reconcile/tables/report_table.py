"""A report table as tables of texts are held against it: its columns and its rows, by the words that texts print."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

import pyarrow.parquet

from numbertext.tables import NOTE, SCALE
from report.publish.tables import cell_text
from warehouse.builder.kept import KEPT_MODELS, Kept
from warehouse.builder.manifest import read_manifest
from warehouse.model import Column, parse_model

_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_SIGNS = re.compile(r"[^\w%]+")
Key = tuple[str, ...]


@dataclass(frozen=True)
class ReportTable:
    """A table of the report.

    Attributes:
        name: Its name.
        title: Its title.
        key: The columns that identify a row.
        columns: Its columns by name.
        rows: Its rows, unrounded, by the words of their key; keys that two rows share in words are left out.
    """

    name: str
    title: str
    key: Sequence[str]
    columns: Mapping[str, Column]
    rows: Mapping[Key, Mapping[str, object]]

    def named(self, head: str) -> set[str]:
        """Return the columns that a head names, with its scale and its unit or without."""
        words = plain(head)
        without = plain(SCALE.sub("", _BRACKETS.sub(_unscaled, head)))
        return self._by_words.get(words, set()) | self._by_words.get(without, set())

    @cached_property
    def _by_words(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for name, column in self.columns.items():
            for words in _ways(column):
                if words:
                    found.setdefault(words, set()).add(name)
        return found


def report_tables(kept: Kept) -> list[ReportTable]:
    """Return the report tables of a generation."""
    return [_table(kept, entry.id) for entry in read_manifest(kept.folder).tables]


def _table(kept: Kept, name: str) -> ReportTable:
    given = kept.model(name)
    # The head as it was built, also where the project's own file has been changed since.
    path = kept.folder / KEPT_MODELS / f"{name}.sql"
    model = parse_model(given.sql, path, given.layer, f"the built model {name}")
    arrow = pyarrow.parquet.read_table(kept.tables[name])
    columns = {
        n: (model.columns or {}).get(n, Column(n, n)) for n in arrow.column_names if n != "_row"
    }
    rows: dict[Key, Mapping[str, object]] = {}
    twice: set[Key] = set()
    for row in arrow.to_pylist():
        words = tuple(plain(cell_text(row[n], columns[n])) for n in model.key)
        twice |= {words} & rows.keys()
        rows[words] = row
    kept_rows = {words: row for words, row in rows.items() if words not in twice}
    return ReportTable(name, model.title, tuple(model.key), columns, kept_rows)


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """Return the words of a head or label: no marks of notes, no signs, no difference of letters."""
    text = unicodedata.normalize("NFKC", NOTE.sub("", text.strip()))
    return " ".join(_SIGNS.sub(" ", text.casefold()).split())


def _unscaled(found: re.Match[str]) -> str:
    """Return a bracket without words that only scale; the whole bracket where nothing else is in it."""
    inside = found[1] if found[1] is not None else found[2]
    rest = re.sub(r"^\s*in\b|[,;]\s*$", "", SCALE.sub("", inside)).strip()
    return f"({rest})" if rest else ""


def _ways(column: Column) -> tuple[str, ...]:
    title, unit = plain(column.title), plain(column.unit)
    short = plain(_BRACKETS.sub("", column.title))
    return title, plain(column.name.replace("_", " ")), f"{title} {unit}".strip(), short
