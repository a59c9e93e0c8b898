r"""Whether a row has a key: each value is read as the type of its column, and compared with the cell as such.

A key is written by people and programs: in YAML, in JSON, on a command line, taken from a data frame. So the same
cell is named in several ways, `4.4`, `4.40` and `"4.40"` on a DECIMAL(4,2) column. What the column cannot hold exactly
is refused rather than rounded, as a cast of the engine would: 4.4 on an INTEGER column names no row, not that of 4.

    typed("true", "BOOLEAN")      -> True            typed(1, "BOOLEAN")    -> refused
    typed(4.4, "DECIMAL(4,2)")    -> Decimal("4.40") typed(4.4, "INTEGER")  -> refused
    typed("2021-03-01", "DATE")   -> "2021-03-01"    typed(10, "VARCHAR")   -> "10"
    typed([1, 2.0], "INTEGER[]")  -> "[1, 2]"        typed(b"\xe9", "BLOB") -> "\xE9"

Types of one value are read by `key_readers` and `key_moments`, those with members by `key_members`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from rowlineage.catalog import literal, quoted
from rowlineage.errors import NoSuchRow
from rowlineage.key_kinds import kind_of
from rowlineage.key_members import is_nested, nested, nested_holds_sql
from rowlineage.key_readers import READERS, Plain, opaque
from rowlineage.key_texts import BLANK, Blank, as_text, plain

__all__ = ["BLANK", "FLOATS", "RELATIVE_TOLERANCE", "Blank", "Typed", "as_text", "key_condition"]
__all__ += ["holds_sql", "typed"]

FLOATS = frozenset({"FLOAT", "DOUBLE"})
RELATIVE_TOLERANCE = 1e-9
Typed: TypeAlias = Plain | Blank | None


def typed(value: object, kind: str, column: str = "") -> Typed:
    """Return a key's value as its column holds it: the same for every way in which it may be written.

    Dates and times come back as text in ISO 8601, lists, structures and maps as text in JSON, so that the result can
    be compared, written down and read again.

    Args:
        value: The value; None for NULL, `BLANK` for one that was left empty.
        kind: The column's type, as DuckDB writes it.
        column: The column, for the error.

    Raises:
        NoSuchRow: If no cell of the type is the value exactly.
    """
    value = plain(value)
    if value is None or isinstance(value, Blank):
        return value
    known = kind_of(kind)
    if is_nested(known):
        found: Plain | None = nested(value, known)
        expected = "its members as the type has them, or the cell as text as DuckDB shows it"
    else:
        read, expected = READERS.get(known.form, (opaque, "the cell as text, in quotes"))
        found = read(value, known)
    if found is None:
        fact = f"{column or 'a column'} of type {kind} holds no value {_shown(value)}"
        raise NoSuchRow(fact, expected=expected)
    return found


def holds_sql(column: str, value: Typed, kind: str) -> str:
    """Return the SQL condition that a column, given as SQL, holds a value as `typed` returned it for the type."""
    # Values stand in the text as literals: bound parameters make DuckDB import pandas.
    if value is None:
        return f"{column} IS NULL"
    if isinstance(value, Blank):
        return f"coalesce({column}::VARCHAR, '') = ''"
    known, text = kind_of(kind), as_text(value)
    if is_nested(known):
        return nested_holds_sql(column, text, known)
    if known.form in READERS:
        return f"{column} = TRY_CAST({literal(text)} AS {kind})"
    return f"{column}::VARCHAR = {literal(text)}"


def key_condition(
    key: Mapping[str, object], types: Mapping[str, str], names: Sequence[str], *, tolerant: bool
) -> str:
    """Return the condition for a key over columns that are named by their position.

    Args:
        key: Column -> value, in any of the ways that `typed` reads.
        types: Types of the columns.
        names: The columns, in order.
        tolerant: Whether floats near by, within a relative 1e-9, count too, since sums depend on the order; which of
            several rows is meant, the condition without it tells.

    Raises:
        NoSuchRow: If a column cannot hold its value.
    """
    parts = ["TRUE"]
    for name, given in key.items():
        column, kind = quoted(str(names.index(name))), types[name]
        value = typed(given, kind, name)
        held = holds_sql(column, value, kind)
        if tolerant and isinstance(value, float) and math.isfinite(value):
            near = f"abs({column} - {value!r}) <= {abs(value) * RELATIVE_TOLERANCE!r}"
            held = f"({held} OR {near})"
        parts.append(held)
    return " AND ".join(parts)


def _shown(value: object) -> str:
    """Return a value for a message, which a terminal can show whatever is in it."""
    text = f'"{value}"' if isinstance(value, str) else as_text(value)
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode("utf-8")
