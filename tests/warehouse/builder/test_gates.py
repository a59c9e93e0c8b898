"""A table is built only from inputs that exist and passed; a bad file stops what rests on it and nothing else."""

import pytest

from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import GateError


def test_whole_edition_is_built(toy):
    build = EditionBuild(toy, "2020")
    assert [p for p in build.problems() if p.severity == "error"] == []
    assert build.outcome("table_01_harvest").step.record.rows == 3


def test_altered_file_names_both_hashes_and_stops_only_what_rests_on_it(toy):
    file = toy.raw / "harvest/2021-02-01/crops.csv"
    file.write_text(file.read_text().replace("131.0", "931.0"))
    build = EditionBuild(toy, "2020")
    (problem,) = build.problems()
    registered = build.plan.raw["raw_harvest__crops"].file.sha256
    assert registered in problem.value + problem.rule
    assert problem.file == "raw/harvest/2021-02-01/crops.csv"
    assert build.outcome("table_01_harvest").blocked_by == ("core_harvest__orchard_year",)
    assert build.outcome("table_02_orchards").passed


def test_broken_rule_is_a_problem_with_its_line_and_blocks(toy):
    rewrite(toy, "harvest/2021-02-01/crops.csv", "SOUTH,apple,78.5,B", "SOUTH,apple,-78.5,C")
    build = EditionBuild(toy, "2020")
    found = [(p.line, p.column, p.value) for p in build.problems()]
    assert (6, "tonnes", "-78.5") in [
        (line, column, value.rstrip("0")) for line, column, value in found
    ]
    assert (6, "quality", "C") in found
    assert not build.outcome("table_01_harvest").passed


def test_sql_check_names_the_offending_line_and_blocks(toy):
    rewrite(toy, "harvest/2021-02-01/crops.csv", "2020,NORTH,apple", "2020,EAST,apple")
    build = EditionBuild(toy, "2020")
    (problem,) = build.problems()
    assert (problem.line, problem.column, problem.value) == (5, "orchard", "EAST")
    assert "check_orchards_exist" in build.outcome("core_harvest__orchard_year").blocked_by


def test_downstream_alone_cannot_get_around_a_failed_check(toy):
    rewrite(toy, "harvest/2021-02-01/crops.csv", "2020,NORTH,apple", "2020,EAST,apple")
    alone = EditionBuild(toy, "2020").outcome("core_harvest__orchard_year", make_inputs=False)
    assert alone.step is None
    assert "check_orchards_exist" in alone.blocked_by


def test_downstream_alone_does_not_use_a_table_of_earlier_raw_rows(toy):
    EditionBuild(toy, "2020").problems()
    rewrite(toy, "harvest/2021-02-01/crops.csv", "131.0", "132.0")
    with pytest.raises(GateError, match="core_harvest__orchard_year has not been built"):
        EditionBuild(toy, "2020").outcome("table_01_harvest", make_inputs=False)


def test_a_tampered_step_is_built_again(toy):
    first = EditionBuild(toy, "2020").outcome("core_harvest__orchard_year").step
    first.table.write_bytes(b"PAR1 not the table that was checked PAR1")
    again = EditionBuild(toy, "2020").outcome("core_harvest__orchard_year").step
    assert again.record.content_sha256 == first.record.content_sha256
    assert again.table.read_bytes() != b"PAR1 not the table that was checked PAR1"


def test_every_row_is_accounted_for(toy):
    rewrite(toy, "harvest/2021-02-01/crops.csv", "2020,NORTH,apple,131.0", "2020,NORTH,apple,many")
    record = EditionBuild(toy, "2020").outcome("raw_harvest__crops").step.record
    assert record.details["rows_read"] == record.rows + record.details["rows_rejected"] == 6
    assert record.details["rows_rejected"] == 1


def test_a_model_that_duckdb_refuses_is_a_problem_of_that_model(toy):
    model = toy.models / "report" / "table_02_orchards.sql"
    model.write_text(model.read_text().replace("o.founded", "o.planted"))
    build = EditionBuild(toy, "2020")
    (problem,) = build.problems()
    assert problem.file == "warehouse/models/report/table_02_orchards.sql"
    assert build.outcome("table_01_harvest").passed


def test_a_key_that_is_not_unique_is_refused(toy):
    model = toy.models / "core" / "core_harvest__orchard_year.sql"
    model.write_text(model.read_text().replace("key: [year, orchard]", "key: [year]"))
    (problem,) = EditionBuild(toy, "2020").problems()
    assert problem.value.startswith("2 rows for year=")


def test_a_model_sees_no_file_and_no_network(toy):
    model = toy.models / "report" / "table_02_orchards.sql"
    model.write_text(
        model.read_text().replace(
            "o.founded", "(SELECT content FROM read_text('/etc/hostname')) AS founded"
        )
    )
    with pytest.raises(Exception, match="the name of a raw table or a model"):
        EditionBuild(toy, "2020")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("sum(c.tonnes) AS tonnes", "sum(c.tonnes::DOUBLE) AS tonnes", "double aggregate"),
        ("sum(c.tonnes) AS tonnes", "any_value(c.tonnes) AS tonnes", "pick among ties"),
        ("sum(c.tonnes) AS tonnes", "random() AS tonnes", "random"),
    ],
)
def test_what_may_differ_from_run_to_run_is_refused(toy, old, new, message):
    model = toy.models / "core" / "core_harvest__orchard_year.sql"
    model.write_text(model.read_text().replace(old, new))
    (problem,) = [
        p for p in EditionBuild(toy, "2020").problems() if p.table == "core_harvest__orchard_year"
    ]
    assert message in problem.value
    assert "core_harvest__orchard_year.sql" in problem.file
