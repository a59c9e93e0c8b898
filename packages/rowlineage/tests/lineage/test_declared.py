"""Tables without a row id, told by a key or by what they say, and files that are declared as sources."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from rowlineage import CONTENT, AmbiguousKey, Lineage, NoSuchRow, UnsupportedSQL


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute("""
            CREATE TABLE sold (day DATE, region VARCHAR, amount INTEGER);
            INSERT INTO sold VALUES ('2020-01-01', 'N', 1), ('2020-01-01', 'N', 1), ('2020-01-02', 'S', 4),
                ('2020-01-03', 'N', NULL), ('2020-01-03', NULL, 16);
            CREATE TABLE place (id VARCHAR, name VARCHAR);
            INSERT INTO place VALUES ('N', 'North'), ('S', 'South');
            CREATE VIEW northern AS SELECT * FROM sold WHERE region = 'N';
            CREATE TABLE own (rowid INTEGER, x INTEGER); INSERT INTO own VALUES (7, 1);
        """)
        yield connection


def told(trace: object) -> list[tuple[str, str, dict[str, object], int]]:
    return [(i.table, i.role, dict(i.row), i.copies) for i in trace.identities()]


def test_by_content_copies_are_counted(con: duckdb.DuckDBPyConnection) -> None:
    lineage = Lineage(con, keys={"sold": CONTENT})
    sql = "SELECT region, sum(amount) AS total FROM sold GROUP BY region"
    trace = lineage.trace(sql, {"region": "N"}, "total")
    day = con.execute("SELECT DATE '2020-01-01'").fetchall()[0][0]
    assert told(trace) == [("sold", "value", {"day": day, "region": "N", "amount": 1}, 2)]
    assert trace.replay()["state"] == "verified"
    assert trace.contributions().agrees
    assert [
        e["rows"]
        for e in lineage.trace(f"{sql} HAVING sum(amount) > 2", {"region": "S"}).excluded()
    ] == [3]


def test_one_of_two_copies(con: duckdb.DuckDBPyConnection) -> None:
    trace = Lineage(con, keys={"*": CONTENT}).trace("SELECT amount FROM sold LIMIT 1", {})
    assert [(i.row["amount"], i.copies) for i in trace.identities()] == [(1, 1)]


def test_by_a_key_beside_a_row_id(con: duckdb.DuckDBPyConnection) -> None:
    con.execute("CREATE TABLE aim AS SELECT 9 AS _row, 'N' AS id, 5 AS least")
    sql = (
        "SELECT p.name, count(*) AS n, max(a.least) AS least FROM sold s JOIN place p ON p.id = s.region "
        "LEFT JOIN aim a USING (id) GROUP BY p.name"
    )
    trace = Lineage(con, keys={"sold": (), "Place": ["ID"]}).trace(sql, {"name": "North"}, "least")
    assert [i[:3] for i in told(trace) if i[0] != "sold"] == [
        ("place", "witness", {"id": "N"}), ("aim", "value", {"_row": 9})
    ]  # fmt: skip
    assert trace.replay()["state"] == "verified"


def test_rows_of_a_view_are_told_by_its_table(con: duckdb.DuckDBPyConnection) -> None:
    trace = Lineage(con, keys={"sold": ()}).trace("SELECT count(*) AS n FROM northern", {}, "n")
    assert [(i.table, i.row["amount"], i.copies) for i in trace.identities()] == [
        ("sold", 1, 2),
        ("sold", None, 1),
    ]


@pytest.mark.parametrize(
    ("key", "words"), [(["day"], "2 rows have that"), (["region"], "1 rows lack")]
)
def test_a_key_that_does_not_tell(
    con: duckdb.DuckDBPyConnection, key: list[str], words: str
) -> None:
    with pytest.raises(AmbiguousKey, match=words):
        Lineage(con, keys={"sold": key}).trace("SELECT sum(amount) AS n FROM sold", {}, "n")


@pytest.mark.parametrize(
    ("table", "keys"), [("sold", {}), ("sold", {"sold": ["nothing"]}), ("own", {"own": ()}), ("sold", {"place": ()})]
)  # fmt: skip
def test_rows_that_nothing_tells(
    con: duckdb.DuckDBPyConnection, table: str, keys: dict[str, list[str]]
) -> None:
    with pytest.raises(UnsupportedSQL, match=f"table {table} without") as caught:
        Lineage(con, keys=keys).trace(f"SELECT count(*) AS n\nFROM {table}", {}, "n")
    assert (caught.value.line, "keys=" in caught.value.remedy) == (2, True)


READS = {
    "'{0}'": "SELECT region, sum(amount) AS n FROM '{0}' GROUP BY region",
    "its own name": "SELECT sold.region, sum(sold.amount) AS n FROM '{0}' GROUP BY region",
    "an alias": "SELECT s.region, sum(s.amount) AS n FROM '{0}' AS s GROUP BY ALL",
    "read_csv": "SELECT f.region, sum(f.amount) AS n FROM read_csv('{0}', header = true) f "
    "JOIN place p ON p.id = f.region GROUP BY ALL",
}  # fmt: skip


@pytest.mark.parametrize("sql", READS.values(), ids=list(READS))
def test_a_declared_file(con: duckdb.DuckDBPyConnection, tmp_path: Path, sql: str) -> None:
    path = tmp_path / "sold.csv"
    path.write_text("region,amount\nN,1\nS,4\nN,2\nN,1\n")
    before = con.execute("SHOW ALL TABLES").fetchall()
    lineage = Lineage(con, keys={"place": ["id"]}, sources=[str(path)])
    trace = lineage.trace(sql.format(path), {"region": "N"}, "n")
    assert (trace.values["n"], trace.replay()["state"]) == (4, "verified")
    named = [(i.table, i.row["amount"], i.copies) for i in trace.identities() if i.table != "place"]
    assert named == [(str(path), 1, 2), (str(path), 2, 1)]
    with pytest.raises(NoSuchRow):
        lineage.trace(sql.format(path), {"region": "E"}, "n")
    del trace
    lineage.trace("SELECT id FROM place", {"id": "N"})
    assert con.execute("SHOW ALL TABLES").fetchall() == before


def test_a_file_that_is_not_declared(con: duckdb.DuckDBPyConnection) -> None:
    for sql in (
        "SELECT 1 AS n,\n * FROM 'other.csv'",
        "SELECT 1 AS n\n, * FROM read_csv('other.csv')",
    ):
        with pytest.raises(UnsupportedSQL, match="declare it as a source") as caught:
            Lineage(con, sources=["sold.csv"]).trace(sql, {}, "n")
        assert caught.value.line == 2
