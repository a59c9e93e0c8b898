"""A text that was read and written again gives what it gave before: every function, every overload, every operator."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from sqlglot import exp
from sqlglot.errors import SqlglotError

from rowlineage import dialect
from rowlineage.catalog import ConnectionCatalog, literal, quoted
from rowlineage.guards import ENGINE_STATE

SAMPLES: dict[str, tuple[str, ...]] = {
    "BOOLEAN": ("true", "NULL"),
    "TINYINT": ("3",),
    "SMALLINT": ("3", "-2"),
    "INTEGER": ("3", "-2"),
    "BIGINT": ("3", "2"),
    "HUGEINT": ("7",),
    "UTINYINT": ("3",),
    "USMALLINT": ("3",),
    "UINTEGER": ("3",),
    "UBIGINT": ("3",),
    "UHUGEINT": ("7",),
    "BIGNUM": ("7",),
    "FLOAT": ("0.5", "-1.25"),
    "DOUBLE": ("0.5", "-1.25"),
    "DECIMAL": ("2.45", "-2.5"),
    "VARCHAR": ("month", "a,B", "%Y-%m", "2021-03-04 05:06:07"),
    "BLOB": ("abc",),
    "BIT": ("1010",),
    "DATE": ("2021-03-31", "2020-02-29"),
    "TIME": ("05:06:07.5",),
    "TIME_NS": ("05:06:07.5",),
    "TIME WITH TIME ZONE": ("05:06:07+02",),
    "TIMESTAMP": ("2021-03-31 05:06:07.25",),
    "TIMESTAMP_S": ("2021-03-31 05:06:07",),
    "TIMESTAMP_MS": ("2021-03-31 05:06:07",),
    "TIMESTAMP_NS": ("2021-03-31 05:06:07.25",),
    "TIMESTAMP WITH TIME ZONE": ("2021-03-31 05:06:07+00",),
    "INTERVAL": ("1 month 3 days",),
    "UUID": ("00000000-0000-4000-8000-000000000001",),
    "JSON": ('{"l": [1, 2, {"a": null}], "s": "x"}',),
    "VARIANT": ("7",),
    "BIGINT[]": ("[3, 1, NULL, 3]",),
    "INTEGER[]": ("[3, 1, NULL, 3]",),
    "DOUBLE[]": ("[0.5, 0.25]",),
    "FLOAT[]": ("[0.5, 0.25]",),
    "VARCHAR[]": ("[b, a, NULL]",),
    "BOOLEAN[]": ("[true, false]",),
    "FLOAT[3]": ("[0.5, 0.25, 1]",),
    "STRUCT(a INTEGER, b VARCHAR)": ("{a: 1, b: x}",),
    "MAP(VARCHAR, INTEGER)": ("{k=1, l=2}",),
}
"""Values by type, as text that is cast to it."""
ANY = (
    "INTEGER",
    "VARCHAR",
    "DATE",
    "INTEGER[]",
    "STRUCT(a INTEGER, b VARCHAR)",
    "MAP(VARCHAR, INTEGER)",
)
"""What stands for a type that may be any."""
OF_THE_DAY = frozenset(
    {
        "get_current_time",
        "get_current_timestamp",
        "now",
        "transaction_timestamp",
        "today",
        "current_date",
    }
)
REFUSED = frozenset({"<=>"})
"""What is not read at all, and so refused by name."""
MOST = 12
"""Choices of arguments that are tried for one overload."""
UNLIKE = frozenset(
    {
        "random",
        "setseed",
        "uuid",
        "gen_random_uuid",
        "uuidv4",
        "uuidv7",
        "nextval",
        "currval",
        "txid_current",
    }
)
"""Functions that give something else each time."""
Call = str
Overload = tuple[str, str, list[str], str | None]


def overloads(con: duckdb.DuckDBPyConnection) -> list[Overload]:
    """Return name, kind and types of the parameters, and of further ones, of every function that SELECT can call."""
    found = con.execute(
        "SELECT DISTINCT function_name, function_type, parameter_types, varargs FROM duckdb_functions() "
        "WHERE function_type IN ('scalar', 'aggregate', 'macro') AND internal ORDER BY ALL"
    ).fetchall()
    refused = ConnectionCatalog(con).volatile.names | ENGINE_STATE | OF_THE_DAY
    return [
        (name, kind, types or [], more) for name, kind, types, more in found if name not in refused
    ]


def is_word(name: str) -> bool:
    return name.replace("_", "a").isalnum()


def columns(kinds: list[str]) -> str:
    """Return a table with a column for each sample of each type: what is called on columns is not worked out before."""
    named = [
        f"TRY_CAST({'NULL' if value == 'NULL' else literal(value)} AS {kind}) AS {quoted(f'{kind} {n}')}"
        for kind in kinds
        for n, value in enumerate(SAMPLES[kind])
    ]
    return f"(SELECT {', '.join(named)} UNION ALL SELECT {', '.join(named)}) AS t"


def choices(kind: str | None) -> list[str]:
    """Return the columns, and literals, that may stand for a parameter of a type."""
    bare = (kind or "ANY").upper()
    if bare.startswith("LAMBDA"):
        return ["lambda x: x", "lambda x, y: x"]
    kinds = (
        [bare]
        if bare in SAMPLES
        else [bare.partition("(")[0]]
        if bare.partition("(")[0] in SAMPLES
        else list(ANY)
    )
    if bare.endswith("[]") and bare not in SAMPLES:
        kinds = ["INTEGER[]", "VARCHAR[]"]
    named = [f"t.{quoted(f'{k} {n}')}" for k in kinds for n in range(len(SAMPLES[k]))]
    plain = {
        "VARCHAR": ["'month'", "'$.l'", "'%'"],
        "INTEGER": ["2"],
        "BIGINT": ["2"],
        "DOUBLE": ["0.5"],
    }
    return [*named, *(p for k in kinds for p in plain.get(k, []))]


def calls(name: str, kinds: list[str], more: str | None) -> Iterator[str]:
    """Yield calls of a function over the columns of a table."""
    lists = [choices(kind) for kind in kinds] + ([choices(more)] * 2 if more else [])
    for arguments in itertools.islice(itertools.product(*lists), MOST):
        given = ", ".join(arguments)
        if is_word(name):
            yield f"{name}({given})"
        elif len(arguments) == 2:
            yield f"{arguments[0]} {name} {arguments[1]}"
        elif len(arguments) == 1:
            yield f"{name} {arguments[0]}"


def answer(con: duckdb.DuckDBPyConnection, sql: str) -> str | None:
    """Return what a text gives, or None where the engine does not run it."""
    try:
        return repr(con.execute(sql).fetchall())
    except (duckdb.Error, ValueError, OverflowError):
        return None


def again(sql: str) -> str:
    """Return a text as it comes out of reading and writing; what cannot be is refused and no fault."""
    trees = dialect.parse(sql)
    assert trees[0] is not None
    return dialect.text(trees[0])


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        kinds = [kind for kind in SAMPLES if answer(connection, f"SELECT NULL::{kind}") is not None]
        connection.execute(f"CREATE TABLE t AS FROM {columns(kinds)}")
        yield connection


def test_every_third_overload(con: duckdb.DuckDBPyConnection) -> None:
    wrong, unread, tried = come_back(con, overloads(con)[::3])
    assert not wrong
    assert unread <= REFUSED
    assert len(tried) > 300


@pytest.mark.long
def test_every_function_and_overload(con: duckdb.DuckDBPyConnection) -> None:
    wrong, unread, tried = come_back(con, overloads(con))
    assert not wrong
    assert unread == REFUSED
    assert len(tried) > 600


def come_back(
    con: duckdb.DuckDBPyConnection, functions: list[Overload]
) -> tuple[list[tuple[str, str]], set[str], set[str]]:
    """Return what calls give something else when written again, and the functions that were not and that were read."""
    tried: set[str] = set()
    wrong, unread = [], set()
    for name, _, kinds, more in functions:
        for call in calls(name, kinds, more):
            sql = f"SELECT {call} AS x FROM t"
            before = answer(con, sql)
            if before is None:
                continue
            try:
                text = again(sql)
            except SqlglotError:
                unread.add(name)
                continue
            tried.add(name)
            if answer(con, text) != before:
                wrong.append((sql, text))
    return wrong, unread, tried


FORMS = (Path(__file__).parent / "expressions.txt").read_text(encoding="utf-8").splitlines()
"""Expressions in every form that has a syntax of its own, over the columns of `f`; one a line."""


UNREAD = {"x!"}
"""Those that are not read, and so refused by name: whatever joins them was traced before, or was never tried."""


@pytest.mark.parametrize("nulls", ["NULLS_LAST", "NULLS_FIRST"])
def test_every_form(con: duckdb.DuckDBPyConnection, nulls: str) -> None:
    con.execute(
        "CREATE TABLE f AS SELECT *, [3, 1, NULL] AS l, {'a': x, 'b': s} AS st, MAP {'k': x} AS m, "
        "'{\"l\": [1, 2], \"s\": \"x\"}'::JSON AS j FROM (VALUES (3, 1, 'month', DATE '2021-03-31'), "
        "(1, 2, 'mon', DATE '2020-02-29'), (NULL, 3, 'year', NULL)) AS v(x, y, s, d)"
    )
    con.execute(f"SET default_null_order = '{nulls}'")
    wrong, unread, ran = [], set(), 0
    for form in FORMS:
        for sql in (
            f"SELECT {form} AS v FROM f",
            f"SELECT {form} AS v, x FROM f GROUP BY ALL ORDER BY ALL",
        ):
            before = answer(con, sql)
            if before is None:
                continue
            ran += 1
            try:
                text = again(sql)
            except SqlglotError:
                unread.add(form)
                continue
            if answer(con, text) != before:
                wrong.append((sql, text))
    assert not wrong
    assert unread == UNREAD
    assert ran > len(FORMS)


NAMES = ("list", "array", "map", "struct", "row", "date", "time", "key", "value", "year", "index")
ACCESSES = (
    "{}[1]",
    "{}[-1]",
    "{}[1:2]",
    "{}[1][1]",
    "len({}[1:])",
    "list({})[1]",
    "list({} ORDER BY k)[1:2]",
    "(list({}))[1][1]",
)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("access", ACCESSES)
def test_what_is_taken_out_of_a_column_or_call_by_its_place(name: str, access: str) -> None:
    """To sqlglot `list` and `array` before a bracket begin a list of their own, whatever they are names of."""
    tried = 0
    with duckdb.connect() as con:
        con.execute(f'CREATE TABLE t AS SELECT 1 AS k, [[5, 6], [7]] AS "{name}"')
        for written in (f'"{name}"', f"t.{name}", f't."{name}"'):
            sql = f"SELECT {access.format(written)} AS v FROM t"
            before = con.execute(sql).fetchall()
            (tree,) = dialect.parse(sql)
            assert tree is not None
            assert [c.name for c in tree.find_all(exp.Column) if c.name != "k"] == [name]
            assert con.execute(dialect.text(tree, identify=True)).fetchall() == before
            tried += 1
    assert tried == 3
