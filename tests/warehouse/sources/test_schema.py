"""Schemas found by name in a project's folder, or written inline."""

import datetime
import textwrap
from decimal import Decimal

import pandera.pandas as pa
import pytest

from warehouse.errors import DefinitionError
from warehouse.sources.fields import Text, Whole
from warehouse.sources.schema import (
    arrow_type,
    load_schema,
    refuse_reshaping,
    schema_fingerprint,
    unique_keys,
)

HARVEST = """
    from __future__ import annotations

    import pandera.pandas as pa

    from warehouse.sources.fields import Whole


    class Harvest(pa.DataFrameModel):
        year: Whole = pa.Field(ge={first_year})

        class Config:
            strict = True
            unique = ["year"]
"""


@pytest.fixture
def root(tmp_path):
    write(tmp_path, "harvest", HARVEST.format(first_year=1951))
    return tmp_path


def write(root, module, text):
    folder = root / "warehouse" / "sources" / "schemas"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{module}.py").write_text(textwrap.dedent(text))


def first_year(schema):
    return schema.columns["year"].checks[0].statistics["min_value"]


def test_a_class_is_found_in_the_projects_folder(root):
    schema = load_schema(root, "harvest.Harvest", "source.yaml")
    assert list(schema.columns) == ["year"]
    assert unique_keys(schema) == (("year",),)


def test_two_projects_may_use_the_same_name(root, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    write(other, "harvest", HARVEST.format(first_year=2000))
    assert first_year(load_schema(root, "harvest.Harvest", "")) == 1951
    assert first_year(load_schema(other, "harvest.Harvest", "")) == 2000


def test_a_change_of_the_module_is_seen(root):
    load_schema(root, "harvest.Harvest", "")
    before = schema_fingerprint(root, "harvest.Harvest")
    write(root, "harvest", HARVEST.format(first_year=1960))
    assert first_year(load_schema(root, "harvest.Harvest", "")) == 1960
    assert schema_fingerprint(root, "harvest.Harvest") != before


def test_the_fingerprint_covers_what_the_module_imports(root):
    write(root, "common", "FIRST = 1951\n")
    write(root, "other", "FIRST = 1\n")
    write(root, "harvest", "from .common import FIRST\n")
    before = schema_fingerprint(root, "harvest.Harvest")
    write(root, "other", "FIRST = 2\n")
    assert schema_fingerprint(root, "harvest.Harvest") == before
    write(root, "common", "FIRST = 1952\n")
    assert schema_fingerprint(root, "harvest.Harvest") != before


def test_the_fingerprint_covers_imports_by_full_name(root):
    write(root, "common", "FIRST = 1951\n")
    write(root, "harvest", "from warehouse.sources.schemas.common import FIRST\n")
    before = schema_fingerprint(root, "harvest.Harvest")
    write(root, "common", "FIRST = 1952\n")
    assert schema_fingerprint(root, "harvest.Harvest") != before


def test_a_module_may_import_another_of_its_folder(root):
    write(root, "common", "FIRST = 1951\n")
    relative = HARVEST.format(first_year="FIRST").replace(
        "import pandera.pandas as pa", "import pandera.pandas as pa\n    from .common import FIRST"
    )
    write(root, "harvest", relative)
    assert first_year(load_schema(root, "harvest.Harvest", "")) == 1951
    write(root, "common", "FIRST = 1970\n")
    assert first_year(load_schema(root, "harvest.Harvest", "")) == 1970


@pytest.mark.parametrize(
    "spec", ["nothing.Harvest", "harvest.Nothing", "Harvest", "../x.Harvest", "harvest.pa", ""]
)
def test_what_is_not_there_is_refused(root, spec):
    with pytest.raises(DefinitionError) as caught:
        load_schema(root, spec, "source.yaml")
    assert caught.value.where == "source.yaml"


def test_a_broken_module_names_its_file(root):
    write(root, "harvest", "import nothing_of_this_name\n")
    with pytest.raises(DefinitionError, match=r"harvest\.py cannot be imported"):
        load_schema(root, "harvest.Harvest", "source.yaml")


def test_a_module_that_asks_to_leave_ends_no_command(root):
    write(root, "harvest", "raise SystemExit(0)\n")
    with pytest.raises(DefinitionError, match="cannot be imported: SystemExit"):
        load_schema(root, "harvest.Harvest", "source.yaml")


INLINE = {
    "unique": ["year", "name"],
    "columns": {
        "year": {"type": "whole", "title": "Year", "unit": "year", "min": 1951, "max": 2100},
        "name": {"type": "text", "one_of": ["Asia", "World"], "matches": "[A-Z].*"},
        "rate": {"type": "decimal(5, 2)", "nullable": True, "min": 0.5},
        "day": {"type": "date", "min": datetime.date(2000, 1, 1)},
        "is_final": "flag",
        "case_number": {"type": "text", "personal": True, "required": False},
    },
}


def test_an_inline_schema_has_the_same_parts_as_a_written_one():
    schema = load_schema(None, INLINE, "source.yaml")
    assert [str(arrow_type(column)) for column in schema.columns.values()] == [
        "int64",
        "string",
        "decimal128(5, 2)",
        "date32[day]",
        "bool",
        "string",
    ]
    assert schema.columns["year"].metadata == {"unit": "year"}
    assert schema.columns["rate"].nullable
    assert not schema.columns["case_number"].required
    assert schema.columns["case_number"].metadata == {"personal": True}
    assert schema.columns["rate"].checks[0].statistics == {"min_value": Decimal("0.5")}
    assert unique_keys(schema) == (("year", "name"),)


@pytest.mark.parametrize(
    "columns",
    [
        {},
        {"year": {"type": "integer"}},
        {"year": {}},
        {"rate": {"type": "decimal(40, 2)"}},
        {"rate": {"type": "decimal(2, 5)"}},
        {"year": {"type": "whole", "minimum": 1}},
        {"year": {"type": "whole", "min": "1951"}},
        {"year": {"type": "whole", "min": 1.5}},
        {"day": {"type": "date", "min": "2000-01-01"}},
        {"year": {"type": "whole", "matches": "[0-9]"}},
        {"name": {"type": "text", "matches": "("}},
        {"name": {"type": "text", "one_of": "Asia"}},
        {"name": {"type": "text", "nullable": "yes"}},
        {"_row": "text"},
    ],
)
def test_a_wrong_inline_schema_is_refused(columns):
    with pytest.raises(DefinitionError):
        load_schema(None, {"columns": columns}, "source.yaml")


def test_a_key_must_be_a_column():
    with pytest.raises(DefinitionError, match="unique"):
        load_schema(None, {"columns": {"year": "whole"}, "unique": ["yaer"]}, "source.yaml")


def test_the_fingerprint_of_an_inline_schema_follows_its_content():
    changed = {**INLINE, "unique": ["year"]}
    assert schema_fingerprint(None, INLINE) == schema_fingerprint(None, dict(INLINE))
    assert schema_fingerprint(None, INLINE) != schema_fingerprint(None, changed)


def column(**given):
    return pa.DataFrameSchema({"year": pa.Column(given.pop("dtype", ARROW), **given)})


ARROW = load_schema(None, {"columns": {"year": "whole"}}, "").columns["year"].dtype


@pytest.mark.parametrize(
    "schema",
    [
        column(coerce=True),
        column(dtype="float64"),
        column(dtype="int64"),
        column(regex=True),
        column(parsers=pa.Parser(lambda values: values)),
        column(checks=pa.Check(lambda groups: True, groupby="year")),
        column(checks=pa.Check.unique_values_eq([1, 2])),
        column(unique=True, metadata={"personal": True}),
        pa.DataFrameSchema({"year": pa.Column(ARROW)}, strict="filter"),
        pa.DataFrameSchema({"year": pa.Column(ARROW)}, coerce=True),
        pa.DataFrameSchema({"year": pa.Column(ARROW)}, drop_invalid_rows=True),
        pa.DataFrameSchema({"year": pa.Column(ARROW)}, index=pa.Index(int)),
        pa.DataFrameSchema({"year": pa.Column(ARROW)}, unique=["place"]),
        pa.DataFrameSchema({}),
    ],
)
def test_schemas_check_and_never_reshape(schema):
    with pytest.raises(DefinitionError, match="cannot be used"):
        refuse_reshaping(schema, "source.yaml")


def test_a_schema_of_the_projects_own_types_passes():
    class Harvest(pa.DataFrameModel):
        year: Whole = pa.Field(ge=1951)
        name: Text

    refuse_reshaping(Harvest.to_schema(), "source.yaml")
