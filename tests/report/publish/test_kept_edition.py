"""A kept edition is read back as it was published: the same rounded values, natures and sources as in the build."""

import pytest

from report.edition import gather
from report.publish.dictionary import dictionary
from report.publish.kept_edition import open_edition
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import GateError


def test_tables_are_those_of_the_build(kept, toy):
    edition = kept()
    built = gather(EditionBuild(toy, "2020")).tables
    assert [t.model.name for t in edition.tables] == [t.model.name for t in built]
    for read, made in zip(edition.tables, built, strict=True):
        assert read.arrow.equals(made.arrow)
        assert read.shown_rows() == made.shown_rows()
        assert read.natures.as_arrow().equals(made.natures.as_arrow())
        assert (read.sources, read.content_sha256) == (made.sources, made.content_sha256)


def test_what_the_edition_says_of_itself(kept):
    edition = kept()
    assert (edition.title, edition.publisher) == ("Harvest Report 2020", "Orchard Board")
    assert [str(day) for day in (*edition.period, edition.as_of)] == [
        "2020-01-01",
        "2020-12-31",
        "2021-03-01",
    ]
    assert [edition.label(t) for t in edition.tables] == ["Table 1", "Table 2"]
    assert edition.credits(edition.tables[1]) == ["Orchard Board, Register of orchards, 2021-01-01"]


def test_a_model_changed_since_the_build_changes_nothing(kept, toy):
    kept()
    model = toy.models / "report" / "table_01_harvest.sql"
    model.write_text(model.read_text().replace("title: Harvested", "title: Changed"))
    columns = open_edition(toy, "2020").tables[0].columns
    assert [column.title for column in columns][2] == "Harvested"


def test_an_edition_that_was_not_built_is_told(toy):
    with pytest.raises(GateError, match="annual-report build 2020"):
        open_edition(toy, "2020")


def test_the_dictionary_names_columns_units_types_and_codes(edition_2022, project):
    entries = dictionary(project, open_edition(_project_of(edition_2022), "2022"))
    by_column = {(entry.table, entry.name): entry for entry in entries}
    share = by_column["table_01_displacement", "share_of_total_pct"]
    assert (share.unit, share.type, share.remark) == (
        "per cent",
        "decimal number",
        "rounded to 1 decimal place",
    )
    basis = by_column["raw_unhcr_displacement__global", "basis"]
    assert basis.codes == ("seen", "computed", "inferred")
    assert by_column["raw_unhcr_displacement__global", "people"].remark == "may be blank"
    assert len(by_column) == len(entries)


def _project_of(edition_2022):
    from warehouse.project import Project

    return Project(edition_2022[0].parents[4])
