"""The audit of models that read models, and the faults it must find: no cell too few, no cell too many."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from auditing.kept import Captured, Text
from lineage.tables import fill
from rowlineage.auditing.audit import Audit
from rowlineage.auditing.findings import AuditedTable
from rowlineage.roles import Role

TEXTS = {
    "core_sale": Text(
        "SELECT id, region_id, kind, amount FROM sale WHERE amount IS NOT NULL", ["id"]
    ),
    "core_total": Text("SELECT sum(amount) AS total FROM core_sale", []),
    "stat_region": Text(
        "SELECT region_id, sum(amount) AS x, sum(amount) FILTER (WHERE kind = 'a') AS a FROM core_sale "
        "WHERE region_id IS NOT NULL GROUP BY region_id ORDER BY region_id",
        ["region_id"],
    ),
    "table_share": Text(
        "SELECT r.name, s.x, s.a, s.x / t.total AS share, rank() OVER (ORDER BY s.x DESC) AS place "
        "FROM stat_region s JOIN region r ON r.id = s.region_id CROSS JOIN core_total t ORDER BY r.name",
        ["name"],
    ),
}
NORTH, SOUTH = 1, 2


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"threads": 1}) as connection:
        fill(connection)
        yield connection


def audited(con: duckdb.DuckDBPyConnection, models: Captured, *, deep: bool = True) -> AuditedTable:
    audit = Audit(con, models, deep=deep)
    try:
        return audit.run(["table_share"])[0]
    finally:
        audit.close()


def failing(table: AuditedTable) -> set[tuple[int, str]]:
    return set(table.by_cell())


def list_of(models: Captured, column: str) -> str:
    """Return the lineage column of `stat_region` with the list of rows that feed one of its columns."""
    found = [
        a.value.name
        for a in models.kept["stat_region"].manifest.annotations
        if a.value is not None and Role.VALUE in frozenset().union(*a.uses.get(column, {}).values())
    ]
    return str(found[0])


def tamper(con: duckdb.DuckDBPyConnection, model: str, column: str, row: int, value: str) -> None:
    changed = con.execute(
        f'UPDATE {model}__evidence SET "{column}" = {value} WHERE _row = {row}'
    ).fetchone()
    assert changed == (1,)


def test_every_cell_is_verified(con: duckdb.DuckDBPyConnection) -> None:
    found = audited(con, Captured(con, TEXTS))
    assert (found.rows, found.cells, found.verified) == (2, 10, 10)


@pytest.mark.parametrize(
    ("kept", "is_near"),
    [
        ("2e-13 * (1 + 1e-12)", True),
        ("-2e-13", False),
        ("9e-13", False),
        ("2e-13 * (1 + 1e-7)", False),
        ("0.0", False),
        ("'nan'::DOUBLE", False),
    ],
)
def test_a_float_comes_back_within_a_billionth_however_small_it_is(
    con: duckdb.DuckDBPyConnection, kept: str, is_near: bool
) -> None:
    models = Captured(con, {"table_share": Text("SELECT id, 2e-13 AS x FROM region", ["id"])})
    assert con.execute(f"UPDATE table_share SET x = {kept} WHERE id = {NORTH}").fetchone() == (1,)
    found = audited(con, models)
    assert failing(found) == (set() if is_near else {(NORTH, "x")})


def test_nothing_is_left_on_the_connection(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS, lazy=["stat_region"])
    before = con.execute("SHOW ALL TABLES").fetchall()
    audited(con, models)
    assert con.execute("SHOW ALL TABLES").fetchall() == before


def test_a_removed_row_is_found_in_its_cell_only(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    column = list_of(models, "a")
    tamper(con, "stat_region", column, NORTH, f'list_slice("{column}", 1, 1)')
    found = audited(con, models)
    assert failing(found) == {(NORTH, "a")}
    (finding,) = found.findings
    assert str(finding.fault) == "stat_region, row 1, a: expected 3, came back 1"
    assert (finding.state, finding.expected) == ("not_reproduced", None)


def test_an_added_row_is_found_in_its_cell_only(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    column = list_of(models, "a")
    tamper(con, "stat_region", column, SOUTH, f'list_append("{column}", 1)')
    found = audited(con, models)
    assert failing(found) == {(SOUTH, "a")}
    assert found.findings[0].fault.why.endswith("1 row(s) too many, 0 missing")
    assert failing(audited(con, models, deep=False)) == set()


def test_an_added_row_that_counts_is_found_by_the_replay_alone(
    con: duckdb.DuckDBPyConnection,
) -> None:
    models = Captured(con, TEXTS)
    column = list_of(models, "x")
    con.execute("UPDATE stat_region__evidence SET " + f'"{column}" = [4] WHERE _row = {SOUTH}')
    con.execute("UPDATE stat_region SET x = 8 WHERE region_id = 2")
    con.execute("UPDATE table_share SET x = 8, share = 8 / 367 WHERE name = 'South'")
    assert failing(audited(con, models, deep=False)) == set()
    tamper(con, "stat_region", column, SOUTH, "[4, 5]")
    assert failing(audited(con, models, deep=False)) == {
        (SOUTH, "x"),
        (SOUTH, "share"),
        (SOUTH, "place"),
    }


def test_a_row_that_does_not_exist_is_found(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    column = list_of(models, "a")
    tamper(con, "stat_region", column, SOUTH, f'list_append("{column}", 999)')
    found = audited(con, models, deep=False)
    assert failing(found) == {(SOUTH, "a")}
    assert "not in its table" in str(found.findings[0].fault)


def test_swapped_evidence_is_found_in_both_rows(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    column = list_of(models, "a")
    kept = con.execute(f'SELECT "{column}" FROM stat_region__evidence ORDER BY _row').fetchall()
    tamper(con, "stat_region", column, NORTH, str(kept[1][0]))
    tamper(con, "stat_region", column, SOUTH, str(kept[0][0]))
    assert failing(audited(con, models)) == {(NORTH, "a"), (SOUTH, "a")}


def test_evidence_of_a_neighbour_does_not_help(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    (stage,) = models.kept["table_share"].stages.values()
    (region,) = [
        a.value.name
        for a in models.kept["table_share"].manifest.stages["s1"]
        if a.value is not None and a.pointer.target == "o2"
    ]
    con.execute(f'UPDATE {stage} SET "{region}" = NULL WHERE "{region}" = 1')
    found = failing(audited(con, models, deep=False))
    assert {(NORTH, c) for c in ("name", "x", "a", "share", "place")} <= found
    assert found - {(SOUTH, "place")} == {(NORTH, c) for c in ("name", "x", "a", "share", "place")}


def test_missing_evidence_of_a_row_is_found(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    con.execute(f"DELETE FROM table_share__evidence WHERE _row = {SOUTH}")
    assert {row for row, _ in failing(audited(con, models))} == {SOUTH}


def test_a_changed_value_is_found_with_what_came_back(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    con.execute(f"UPDATE table_share SET x = x + 1 WHERE _row = {NORTH}")
    (finding,) = audited(con, models).findings
    assert (finding.column, finding.expected, finding.actual) == ("x", 264, 263)


def test_a_fault_far_below_is_found_in_all_that_rest_on_it(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    con.execute('UPDATE core_sale__evidence SET "#l1" = 107 WHERE _row = 5')
    found = audited(con, models)
    assert {(SOUTH, "x"), (SOUTH, "share"), (NORTH, "share")} <= failing(found)
    assert {(NORTH, "x"), (NORTH, "a"), (SOUTH, "a")}.isdisjoint(failing(found))
    assert {finding.fault.table for finding in found.findings} == {"core_sale"}


def test_a_model_without_kept_evidence_is_traced_on_demand(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS, lazy=["stat_region", "table_share"])
    audit = Audit(con, models)
    assert audit.run(["table_share"])[0].verified == 10
    assert audit.nodes.on_demand == ["table_share", "stat_region"]
    audit.close()


def test_unreadable_evidence_is_refused(con: duckdb.DuckDBPyConnection) -> None:
    models = Captured(con, TEXTS)
    con.execute("DROP TABLE stat_region__evidence")
    found = audited(con, models)
    assert {finding.state for finding in found.findings} == {"refused"}
    assert found.verified == 0
