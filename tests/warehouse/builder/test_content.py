"""The content hash: names, types and rows count; order, engine columns and writers do not."""

import duckdb
import pytest

from warehouse.builder.content import content_sha256


def hashed(sql):
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS {sql}")
        return content_sha256(connection, "t")


BASE = "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v(n, s)"


def test_order_of_rows_does_not_matter():
    assert hashed(BASE) == hashed("SELECT * FROM (VALUES (2, NULL), (1, 'a')) AS v(n, s)")


def test_engine_columns_do_not_count():
    assert hashed(BASE) == hashed(f"SELECT 7 AS _row, 'measured' AS _nature, * FROM ({BASE})")


@pytest.mark.parametrize(
    "other",
    [
        "SELECT * FROM (VALUES (1, 'a'), (2, '')) AS v(n, s)",
        "SELECT * FROM (VALUES (1, 'a'), (1, 'a'), (2, NULL)) AS v(n, s)",
        "SELECT * FROM (VALUES (1, 'a'), (2, NULL)) AS v(m, s)",
        "SELECT n::BIGINT AS n, s FROM (VALUES (1, 'a'), (2, NULL)) AS v(n, s)",
        "SELECT * FROM (VALUES (1, 'N;'), (2, 'a')) AS v(n, s)",
        "SELECT * FROM (VALUES (1, 'a')) AS v(n, s)",
    ],
)
def test_any_difference_of_content_shows(other):
    assert hashed(BASE) != hashed(other)


def test_neighbouring_texts_cannot_be_shifted():
    assert hashed("SELECT 'ab' AS x, 'c' AS y") != hashed("SELECT 'a' AS x, 'bc' AS y")


def test_an_empty_table_has_a_hash_of_its_columns():
    assert hashed(f"{BASE} WHERE n > 9") != hashed("SELECT 1 AS other WHERE false")
