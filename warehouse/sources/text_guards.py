"""Texts that look right and are not: swallowed lines, characters of a wrong code page, keys that differ unseen.

Works on the distinct texts of a batch, whatever its format. What a value may be belongs to the schema.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict

import pyarrow
import pyarrow.compute as pc

from warehouse.sources.faults import Faults, Rule
from warehouse.sources.layout import Layout
from warehouse.sources.options import ReaderOptions
from warehouse.sources.readers.batch import Batch

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
CONTROLS = re.compile("[\u0080-\u009f\ufffd]")
LISTED = 3


def guard_texts(batch: Batch, layout: Layout, options: ReaderOptions) -> Faults:
    """Return what is odd about the texts of a batch.

    Args:
        batch: Records as text.
        layout: The fields of the table; keys that differ unseen are told of text columns.
        options: The delimiter, by which a swallowed line is known.
    """
    faults = Faults()
    texts = {field.given for field in layout.fields if pyarrow.types.is_string(field.kind)}
    for name, column in batch.columns.items():
        if not pyarrow.types.is_dictionary(column.type):
            continue
        distinct = column.dictionary
        if options.format == "csv":
            _swallowed(name, column, batch, options, faults)
        is_plain = pc.all(pc.string_is_ascii(distinct), min_count=0).as_py()
        if not is_plain:
            _misread(name, column, batch, faults)
        if name in texts and not (is_plain and _differ_when_trimmed(distinct)):
            _twins(name, column, batch, options, faults)
    return faults


def _differ_when_trimmed(distinct: pyarrow.StringArray) -> bool:
    return bool(pc.count_distinct(pc.utf8_trim_whitespace(distinct)).as_py() == len(distinct))


def _swallowed(
    name: str, column: pyarrow.DictionaryArray, batch: Batch, options: ReaderOptions, faults: Faults
) -> None:
    """Report quoted cells that hold a line which looks like a record of its own."""
    width = len(batch.columns)
    has_lines = pc.match_substring(column.dictionary, "\n")
    if width < 2 or not pc.any(has_lines, min_count=0).as_py():
        return
    rule = Rule(
        "file.swallowed_lines",
        name,
        f"{name} is one cell: a quoted cell holds no line that looks like a record of its own",
        "look at the quotes around this line: one is opened that closes only lines below; "
        "if the file does not use quotes, set reader option `quote` to an empty text",
    )
    for place, text in enumerate(column.dictionary.to_pylist()):
        lines = (text or "").splitlines()
        inner = [line for line in lines[1:-1] if line.count(options.delimiter) == width - 1]
        ends = len(lines) == 2 and _ends_like_records(lines, options.delimiter, width)
        if inner or ends:
            line = int(batch.lines[_first_row(column, place)])
            faults.add(rule, line, text)


def _ends_like_records(lines: list[str], delimiter: str, width: int) -> bool:
    """Return whether two lines in one cell are the end of a record and the whole of its beginning, or the reverse."""
    counts = [line.count(delimiter) for line in lines]
    return width > 2 and width - 1 in counts


def _misread(name: str, column: pyarrow.DictionaryArray, batch: Batch, faults: Faults) -> None:
    """Report texts that were decoded with a wrong code page."""
    rule = Rule(
        "file.code_page",
        name,
        f"{name} is in the characters that its provider wrote",
        "the file was decoded with a wrong code page, by its provider or here: correct reader option `encoding`, "
        "or ask for the file again",
        "warning",
    )
    found = [
        (place, text)
        for place, text in enumerate(column.dictionary.to_pylist())
        if text and not text.isascii() and (CONTROLS.search(text) or is_mojibake(text))
    ]
    for place, text in found[:LISTED]:
        more = f" (and {len(found) - 1:,} more)" if len(found) > 1 else ""
        faults.add(rule, int(batch.lines[_first_row(column, place)]), f"{text}{more}")


def is_mojibake(text: str) -> bool:
    """Return whether a text is UTF-8 that was read as a Windows code page: `Ã©` for an e with an accent."""
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _twins(
    name: str, column: pyarrow.DictionaryArray, batch: Batch, options: ReaderOptions, faults: Faults
) -> None:
    """Report texts that look the same and are not."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    texts = column.dictionary.to_pylist()
    blanks = {marker.strip() for marker in options.null_markers}
    for place, text in enumerate(texts):
        if text and text.strip() not in blanks:
            alike[as_seen(text)].append(place)
    rule = Rule(
        "file.twins",
        name,
        f"{name} has no two values that look the same and differ in blanks or invisible characters",
        "they are different keys to the engine: bring them to one form in the model that reads the table",
        "warning",
    )
    for places in alike.values():
        if len(places) > 1:
            shown = ", ".join(ascii(texts[place]) for place in places[:LISTED])
            faults.add(rule, int(batch.lines[_first_row(column, places[1])]), shown)


def as_seen(text: str) -> str:
    """Return a text as a reader sees it: composed, one blank for any, nothing that is invisible."""
    return " ".join(INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def _first_row(column: pyarrow.DictionaryArray, place: int) -> int:
    return int(pc.index(column.indices, pyarrow.scalar(place, column.indices.type)).as_py())
