"""The audit of whole editions: all of it verified, and exactly the cells found that were tampered with."""

import json
import shutil

import duckdb
import pytest

from report.edition import publish
from report.evidence.auditing.edition import audit_edition
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import EVIDENCE, Kept


def audited(folder, **options):
    kept = Kept(folder)
    with kept.connection() as connection:
        return audit_edition(kept, connection, **options)


@pytest.fixture
def built(toy):
    place, _ = publish(EditionBuild(toy, "2020"))
    return place


def pointer(folder, model, column):
    """Return the name of the evidence column that leads to the rows that feed a column of a model."""
    manifest = json.loads((folder / EVIDENCE / model / "evidence.json").read_text())
    for annotation in manifest["annotations"]:
        roles = [r for need in annotation["uses"].get(column, {}).values() for r in need]
        if annotation["kind"] == "list" and "value" in roles:
            return annotation["column"]
    raise AssertionError(f"no list for {column}")


def rewrite_evidence(folder, model, changes):
    """Change evidence of rows of a model: row -> SQL of the new value, for one evidence column."""
    path = folder / EVIDENCE / model / "evidence.parquet"
    column, by_row = changes
    cases = " ".join(f"WHEN {row} THEN {value}" for row, value in by_row.items())
    with duckdb.connect() as connection:
        select = f"""SELECT * REPLACE (CASE _row {cases} ELSE "{column}" END AS "{column}") FROM '{path}'"""
        connection.execute(f"CREATE TABLE changed AS {select}")
        path.unlink()
        connection.execute(f"COPY (FROM changed ORDER BY _row) TO '{path}' (FORMAT parquet)")


def failing(outcome):
    return {(f.table, f.row, f.column) for table in outcome.tables for f in table.findings}


def test_every_cell_and_figure_of_2022_is_verified(edition_2022):
    place, manifest = edition_2022
    found = audited(place)
    assert failing(found) == set()
    assert found.complete
    assert [table.rows for table in found.tables] == [table.rows for table in manifest.tables]
    assert found.figures == len(manifest.figures) > 0
    assert f"{found.cells:,} of {found.cells:,} cells" in found.summary


@pytest.mark.long
def test_evidence_of_2022_is_what_its_queries_give(edition_2022):
    assert failing(audited(edition_2022[0], deep=True)) == set()


@pytest.mark.parametrize("deep", [False, True])
def test_a_small_project_is_verified(built, deep):
    found = audited(built, deep=deep)
    assert found.complete
    assert found.cells > 0
    assert found.figures == 2


def test_a_file_that_no_cell_rests_on_is_altered_all_the_same(built):
    (built / "report" / "figures.csv").write_text("")
    found = audited(built)
    assert (found.verified, found.unverified_figures) == (found.cells, [])
    assert [part.file for part in found.altered] == ["report/figures.csv"]
    assert not found.complete


CORE = "core_harvest__orchard_year"


TABLE = "table_01_harvest"
NORTH, SOUTH, WEST = 1, 2, 3
NORTH_2019, SOUTH_2019, NORTH_2020, SOUTH_2020 = 1, 2, 3, 4
SHARES = {(TABLE, row, "share_pct") for row in (NORTH, SOUTH, WEST)}


def tonnes(row):
    return (TABLE, row, "tonnes")


def kept_list(folder, row):
    """Return the raw rows that feed the tonnes of a row of the core model."""
    path, column = folder / EVIDENCE / CORE / "evidence.parquet", pointer(folder, CORE, "tonnes")
    with duckdb.connect() as connection:
        found = connection.execute(f"""SELECT "{column}" FROM '{path}' WHERE _row = {row}""")
        return found.fetchone()[0]


def set_lists(folder, by_row):
    rewrite_evidence(folder, CORE, (pointer(folder, CORE, "tonnes"), by_row))


def test_one_row_removed(built):
    set_lists(built, {SOUTH_2020: kept_list(built, SOUTH_2020)[:1]})
    found = audited(built)
    assert failing(found) == {tonnes(SOUTH), *SHARES}
    assert [figure.id for figure in found.unverified_figures] == []
    own = next(f for table in found.tables for f in table.findings if f.column == "tonnes")
    assert (own.fault.table, own.fault.column) == (CORE, "tonnes")


def test_one_row_added_that_changes_no_value(built):
    set_lists(built, {NORTH_2020: kept_list(built, NORTH_2020) + kept_list(built, NORTH_2019)})
    found = audited(built)
    assert failing(found) == {tonnes(NORTH), *SHARES}
    assert [figure.id for figure in found.unverified_figures] == ["harvest_north"]


def test_two_swapped(built):
    lists = {row: kept_list(built, row) for row in (NORTH_2020, SOUTH_2020)}
    set_lists(built, {NORTH_2020: lists[SOUTH_2020], SOUTH_2020: lists[NORTH_2020]})
    assert failing(audited(built)) == {tonnes(NORTH), tonnes(SOUTH), *SHARES}


def test_evidence_that_nothing_published_rests_on_is_not_asked_for(built):
    set_lists(built, {SOUTH_2019: kept_list(built, NORTH_2019)})
    found = failing(audited(built))
    assert tonnes(SOUTH) not in found
    assert found <= SHARES


def test_missing_evidence_is_worked_out_anew_and_said(built):
    shutil.rmtree(built / EVIDENCE / CORE)
    found = audited(built)
    assert found.on_demand == (CORE,)
    assert found.verified == found.cells
    assert {part.fact for part in found.altered} == {"the file is lost"}
    assert not found.complete


def test_unreadable_evidence_is_refused(built):
    (built / EVIDENCE / CORE / "evidence.parquet").write_bytes(b"no Parquet")
    found = audited(built)
    states = {f.state for table in found.tables for f in table.findings}
    assert states == {"refused"}
    assert not found.complete


def test_a_figure_that_says_something_else_than_its_cell_is_found(built):
    path = built / "manifest.json"
    manifest = json.loads(path.read_text())
    manifest["figures"][0]["value"] = 132
    path.write_text(json.dumps(manifest))
    (figure,) = audited(built).unverified_figures
    assert (figure.id, figure.why) == ("harvest_north", "published 132, but its cell holds 131")


def test_outcome_as_data(built):
    set_lists(built, {SOUTH_2020: kept_list(built, SOUTH_2020)[:1]})
    data = audited(built).as_dict()
    assert data["schema"] == "annual-report/audit/1"
    assert data["cells"] - data["verified"] == len(data["not_verified"]) == 4
    first = data["not_verified"][1]
    assert (first["table"], first["key"], first["column"]) == (
        TABLE,
        {"orchard": "SOUTH"},
        "tonnes",
    )
    assert first["state"] == "not_reproduced"
    assert json.loads(json.dumps(data)) == data
