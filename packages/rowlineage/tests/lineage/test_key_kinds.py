"""A column's type is read from the name that DuckDB itself gives it, whatever names and types are in it."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowlineage.key_kinds import ARRAY, LIST, MAP, STRUCT, UNION, ColumnType, kind_of

PLAIN = [
    "INTEGER",
    "DECIMAL(4,2)",
    "VARCHAR",
    "TIMESTAMP WITH TIME ZONE",
    "TIME WITH TIME ZONE",
    "ENUM('a', 'b, c', 'd)''(')",
]
NAMES = st.sampled_from(
    ["a", "B b", 'c"d', '"', "e, (f", "g)", "TIMESTAMP WITH", "DECIMAL", "ä", "'h", "1"]
)


@pytest.fixture(scope="module")
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        yield connection


def plain(text: str) -> ColumnType:
    return ColumnType(text, text.partition("(")[0])


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def fields(types: st.SearchStrategy[ColumnType], form: str) -> st.SearchStrategy[ColumnType]:
    named = st.lists(st.tuples(NAMES, types), min_size=1, max_size=3, unique_by=lambda f: f[0])
    return named.map(
        lambda found: ColumnType(
            f"{form}({', '.join(f'{quoted(n)} {t.text}' for n, t in found)})",
            form,
            tuple(t for _, t in found),
            tuple(n for n, _ in found),
        )
    )


def larger(types: st.SearchStrategy[ColumnType]) -> st.SearchStrategy[ColumnType]:
    return st.one_of(
        types.map(lambda t: ColumnType(f"{t.text}[]", LIST, (t,))),
        types.map(lambda t: ColumnType(f"{t.text}[12]", ARRAY, (t,), size=12)),
        st.tuples(types, types).map(
            lambda p: ColumnType(f"MAP({p[0].text}, {p[1].text})", MAP, tuple(p))
        ),
        fields(types, STRUCT),
        fields(types, UNION),
    )


TYPES = st.recursive(st.sampled_from(PLAIN).map(plain), larger, max_leaves=5)


def shape(kind: ColumnType) -> tuple[object, ...]:
    """A type without its wording: DuckDB leaves out quotes where it can."""
    own = kind.form if kind.members else kind.text
    return own, kind.names, kind.size, *(shape(member) for member in kind.members)


@given(written=TYPES)
def test_a_type_is_read_as_it_was_written(
    con: duckdb.DuckDBPyConnection, written: ColumnType
) -> None:
    ((said,),) = con.execute(f"SELECT typeof(NULL::{written.text})").fetchall()
    read = kind_of(said)
    assert shape(read) == shape(written)
    assert read.text == said
    assert shape(kind_of(written.text)) == shape(written)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("STRUCT(INTEGER, DATE)", ((), ("INTEGER", "DATE"))),
        ("STRUCT(TIMESTAMP WITH TIME ZONE, DATE)", ((), ("TIMESTAMP WITH TIME ZONE", "DATE"))),
        ("STRUCT(TIME WITH TIME ZONE)", ((), ("TIME WITH TIME ZONE",))),
        ("STRUCT(a TIME WITH TIME ZONE)", (("a",), ("TIME WITH TIME ZONE",))),
        ('STRUCT("c""d, (" INTEGER, e DATE)', (('c"d, (', "e"), ("INTEGER", "DATE"))),
        ("STRUCT(DECIMAL(4,2), INTEGER[])", ((), ("DECIMAL(4,2)", "INTEGER[]"))),
    ],
)
def test_fields_with_and_without_names(
    text: str, expected: tuple[tuple[str, ...], tuple[str, ...]]
) -> None:
    kind = kind_of(text)
    assert (kind.form, kind.text) == (STRUCT, text)
    assert (kind.names, tuple(member.text for member in kind.members)) == expected
