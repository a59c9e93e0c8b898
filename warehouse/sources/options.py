"""The reader options of a source: how its files are written, as declared in source.yaml.

What is allowed, with which type and default, is read off one dataclass. Using the options belongs to the readers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from warehouse.errors import DefinitionError
from warehouse.sources.layouts.arrangement import KEYS as ARRANGING
from warehouse.sources.layouts.arrangement import Arrangement, read_arrangement
from warehouse.sources.layouts.declared import REMEDY, a_pattern, likely, one_of, some_texts
from warehouse.sources.layouts.form_options import CellForm, read_forms

WITH_PLACES = ("csv", "xlsx", "xls", "ods")
"""The formats whose cells have a line and a column of their own."""
FORMATS = ("csv", "xlsx", "xls", "ods", "json", "ndjson", "geojson", "parquet", "dta", "sav")


@dataclass(frozen=True)
class ReaderOptions:
    """How the files of one raw table are written.

    Attributes:
        format: One of `FORMATS`; a file name ending in `.gz` is decompressed in every format.
        encoding: Character encoding of a text file; a byte order mark in the file wins over it.
        delimiter: One character between the fields of a CSV file.
        quote: One character around fields of a CSV file, or empty where the file does not quote.
        preamble_lines: Lines, or sheet rows, before the header.
        header_rows: Rows of the header; the names of several rows are joined by a blank.
        sheet: Worksheet to read; needed where a workbook shows more than one.
        read_hidden: Whether the named sheet may be a hidden one.
        null_markers: What stands for "not stated"; blanks around a cell do not count.
        thousands: Mark between groups of three digits, or nothing.
        decimal: Mark before the decimals.
        suppressed_columns: Columns, by their name in the schema, in which a value may be withheld by the provider.
        suppressed_markers: What the provider writes in place of a withheld value, such as `<5`.
        allow_empty: Whether a file may hold a header and no row.
        records: Keys, or places from 0, that lead to the array of records in a JSON file, joined by full stops.
        rename: Pairs of a column name as in the file and its name in the schema.
        cells: How the cells of some columns are written, by their name in the schema.
        only_declared: Whether columns that the schema does not have are passed over.
        ignore: Headings, or patterns of them, of columns that are passed over.
        arrangement: How rows and columns are arranged, where that is declared.
        raised: What becomes of raised or lowered text in a cell of a workbook: `refuse`, `drop` or `join`.
        struck: What becomes of struck-out text in a cell of a workbook: `refuse`, `drop` or `keep`.
        hidden_cells: What becomes of hidden rows and columns of a sheet: `say`, `read` or `skip`.
        value_labels: What is read of a labelled value in a Stata or SPSS file: its `code` or its `label`.
        member: The file inside a ZIP archive; needed where it holds more than one.
    """

    format: str = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    preamble_lines: int = 0
    header_rows: int = 1
    sheet: str | None = None
    read_hidden: bool = False
    null_markers: tuple[str, ...] = ("", "-", "...", "N/A")
    thousands: str | None = None
    decimal: str = "."
    suppressed_columns: tuple[str, ...] = ()
    suppressed_markers: tuple[str, ...] = ()
    allow_empty: bool = False
    records: str | None = None
    rename: tuple[tuple[str, str], ...] = ()
    cells: tuple[tuple[str, CellForm], ...] = ()
    only_declared: bool = False
    ignore: tuple[str, ...] = ()
    arrangement: Arrangement | None = None
    raised: str = "refuse"
    struck: str = "refuse"
    hidden_cells: str = "say"
    value_labels: str = "code"
    member: str | None = None

    @classmethod
    def parse(cls, given: Mapping[str, object], where: str) -> ReaderOptions:
        """Return the options as written in source.yaml.

        Args:
            given: The mapping under `reader`.
            where: File and table named in errors.

        Raises:
            DefinitionError: An option is unknown, of another type than allowed, or contradicts another one.
        """
        for key in given:
            if key not in ALLOWED:
                raise DefinitionError(
                    f"the reader option {key!r} is unknown{likely(key, ALLOWED)}",
                    where=where,
                    expected=f"one of {', '.join(ALLOWED)}",
                    remedy=REMEDY,
                )
        values: dict[str, Any] = {}
        for key, value in given.items():
            if key not in ARRANGING:
                values.update(_read(key, value, where))
        arranging = {key: value for key, value in given.items() if key in ARRANGING}
        values["arrangement"] = read_arrangement(arranging, where)
        options = cls(**values)
        _check(options, where)
        return options

    def fingerprint(self) -> str:
        """Return all options as one text that is the same wherever and whenever they are the same.

        An option that came later is left out where it says nothing, so that what was read before is still the same.
        """
        kept = {k: v for k, v in asdict(self).items() if k not in LATER or v != getattr(UNSET, k)}
        return json.dumps(kept, sort_keys=True, ensure_ascii=True)


UNSET = ReaderOptions()
LATER = (
    *("cells", "only_declared", "ignore", "arrangement"),
    *("raised", "struck", "hidden_cells", "value_labels", "member"),
)
TEXTS = ("format", "encoding", "delimiter", "quote", "decimal")
TEXTS_OR_NONE = ("sheet", "thousands", "records", "member")
COUNTS = ("preamble_lines", "header_rows")
FLAGS = ("allow_empty", "read_hidden")
ONLY_DECLARED = "only declared"
CHOICES = {
    "raised": ("refuse", "drop", "join"),
    "struck": ("refuse", "drop", "keep"),
    "hidden_cells": ("say", "read", "skip"),
    "value_labels": ("code", "label"),
}


def _read(key: str, value: object, where: str) -> dict[str, object]:
    """Return the attributes that one option sets."""
    if key in OWN:
        return OWN[key](value, where)
    is_count = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    for keys, is_right, expected in (
        (TEXTS, isinstance(value, str), "a text"),
        (TEXTS_OR_NONE, value is None or isinstance(value, str), "a text or nothing"),
        (COUNTS, is_count, "a whole number, 0 or more"),
        (FLAGS, isinstance(value, bool), "true or false"),
    ):
        if key in keys:
            _typed(key, value, expected, where, is_right=is_right)
    if key in CHOICES:
        _typed(
            key, value, f"one of {', '.join(CHOICES[key])}", where, is_right=value in CHOICES[key]
        )
    return {key: value}


def _null_markers(value: object, where: str) -> dict[str, object]:
    return {"null_markers": _texts("null_markers", value, where)}


def _cells(value: object, where: str) -> dict[str, object]:
    return {"cells": read_forms(value, where)}


def _columns(value: object, where: str) -> dict[str, object]:
    one_of(value, (ONLY_DECLARED,), "columns", where)
    return {"only_declared": True}


def _ignore(value: object, where: str) -> dict[str, object]:
    texts = some_texts(value, "ignore", where)
    return {"ignore": tuple(a_pattern(text, "ignore", where) for text in texts)}


def _typed(key: str, value: object, expected: str, where: str, *, is_right: bool) -> None:
    if not is_right:
        raise DefinitionError(
            f"the reader option {key} is {value!r}", where=where, expected=expected, remedy=REMEDY
        )


def _texts(key: str, value: object, where: str) -> tuple[str, ...]:
    items = value if isinstance(value, list | tuple) else (None,)
    texts = tuple(item for item in items if isinstance(item, str))
    is_right = len(texts) == len(items)
    _typed(key, value, "a list of texts, in quotes", where, is_right=is_right)
    return texts


def _suppressed(value: object, where: str) -> dict[str, object]:
    given = value if isinstance(value, Mapping) else {}
    is_right = sorted(given) == ["columns", "markers"]
    _typed(
        "suppressed", value, "the keys columns and markers, each a list", where, is_right=is_right
    )
    return {
        "suppressed_columns": _texts("suppressed.columns", given["columns"], where),
        "suppressed_markers": _texts("suppressed.markers", given["markers"], where),
    }


def _renamed(value: object, where: str) -> dict[str, object]:
    pairs = tuple(value.items()) if isinstance(value, Mapping) else ((None, None),)
    named = tuple((old, new) for old, new in pairs if isinstance(old, str) and isinstance(new, str))
    expected = "a mapping of the name in the file to the name here"
    _typed("rename", value, expected, where, is_right=len(named) == len(pairs))
    return {"rename": named}


OWN: Mapping[str, Callable[[object, str], dict[str, object]]] = {
    "suppressed": _suppressed,
    "rename": _renamed,
    "null_markers": _null_markers,
    "cells": _cells,
    "columns": _columns,
    "ignore": _ignore,
}
ALLOWED = (*CHOICES, *TEXTS, *TEXTS_OR_NONE, *COUNTS, *FLAGS, *OWN, *ARRANGING)


def _check(options: ReaderOptions, where: str) -> None:
    """Refuse options that contradict each other or that no reader can follow."""
    faults = {
        f"format is {options.format!r}": options.format not in FORMATS,
        f"encoding {options.encoding!r} is unknown": not _is_encoding(options.encoding),
        f"delimiter is {options.delimiter!r}": not _is_mark(options.delimiter),
        f"quote is {options.quote!r}": options.quote != "" and not _is_mark(options.quote),
        "delimiter and quote are the same": options.delimiter == options.quote,
        "decimal is not one character": len(options.decimal) != 1,
        "thousands is not one character": len(options.thousands or "x") != 1,
        "decimal and thousands are the same": options.decimal == options.thousands,
        "header_rows is 0, and positions say nothing": _is_headless(options),
        "a column that is renamed is filled in another way": _is_filled_twice(options),
        "rows and columns are arranged, and the format has no places": _has_no_places(options),
        "two columns are renamed to one name": _has_twins([new for _, new in options.rename]),
    }
    for fact, is_wrong in faults.items():
        if is_wrong:
            expected = f"one of {', '.join(FORMATS)}" if fact.startswith("format") else ""
            raise DefinitionError(
                f"reader option: {fact}", where=where, expected=expected, remedy=REMEDY
            )


def _is_headless(options: ReaderOptions) -> bool:
    return options.header_rows == 0 and not (options.arrangement and options.arrangement.positions)


def _is_filled_twice(options: ReaderOptions) -> bool:
    made = options.arrangement.made if options.arrangement else ()
    split_off = [name for _, form in options.cells for name in form.into]
    return bool({new for _, new in options.rename} & {*made, *split_off} or {*made} & {*split_off})


def _has_no_places(options: ReaderOptions) -> bool:
    return options.arrangement is not None and options.format not in WITH_PLACES


def _is_encoding(name: str) -> bool:
    try:
        b"ab".decode(name)
    except LookupError:
        return False
    except UnicodeError:
        return True
    return True


def _is_mark(text: str) -> bool:
    return len(text) == 1 and text.isascii() and text not in "\r\n\0"


def _has_twins(names: list[str]) -> bool:
    return len(set(names)) < len(names)
