"""A table is what its file says: a result that is read back otherwise is refused, another name of its type is not."""

import duckdb
import pytest

from warehouse.builder.content import columns_of
from warehouse.builder.written import open_written
from warehouse.connection import copy
from warehouse.errors import DefinitionError


@pytest.fixture
def opened(tmp_path):
    def run(value):
        connection, file = duckdb.connect(), tmp_path / "table.parquet"
        connection.execute(f"CREATE TEMP TABLE result AS SELECT 1 AS _row, {value} AS n")
        copy(connection, "FROM result", file)
        open_written(connection, "result", file, view="written", where="model.sql")
        return columns_of(connection, "written")

    return run


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("5::BIGINT", "BIGINT"),
        ("5::HUGEINT", "DOUBLE"),
        ("NULL::HUGEINT", "DOUBLE"),
        ("-(2::HUGEINT ** 53)::HUGEINT", "DOUBLE"),
        ("5::UHUGEINT", "DOUBLE"),
        ("'a'::ENUM('a', 'b')", "VARCHAR"),
        ("1.50::DECIMAL(9, 2)", "DECIMAL(9,2)"),
    ],
)
def test_types_are_those_of_the_file(opened, value, kind):
    assert opened(value) == [("n", kind)]


@pytest.mark.parametrize(
    "value",
    ["9007199254740993::HUGEINT", "9007199254740993::UHUGEINT", "(-9007199254740993)::HUGEINT"],
)
def test_a_number_that_the_file_would_round_is_refused(opened, value):
    with pytest.raises(DefinitionError, match="cannot say exactly") as caught:
        opened(value)
    assert "BIGINT" in str(caught.value)
