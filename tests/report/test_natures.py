"""Nature and form of every cell and figure: those of the worst raw row that feeds it, with no flag set by hand."""

import csv
import re

import pyarrow.parquet
import pytest

from report.edition import publish
from report.figures.published import figures_of
from report.publish.natures import nature_runs
from rowlineage.graph import GraphWalk, cell
from tests.toys import register
from warehouse.builder.cell_natures import CellNatures
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.builder.nature_walk import nature_of
from warehouse.natures import WORSENING, worst

TABLE = "table_01_harvest"


def built(project, edition="2021"):
    place, parts = publish(EditionBuild(project, edition))
    return Kept(place), parts


def keys(kept, table, key):
    with kept.connection() as connection:
        return dict(connection.execute(f"SELECT {key}, _row FROM {table}").fetchall())


@pytest.fixture
def stated_row(toy):
    """The toy edition of 2020 with one return that is stated and one source that is transcribed."""
    path = "harvest/2021-02-01/crops.csv"
    lines = (toy.raw / path).read_text().splitlines()
    natures = [
        "nature",
        *("stated" if "2020,NORTH" in line else "" for line in lines[1:]),
    ]
    (toy.raw / path).write_text(
        "".join(f"{line},{nature}\n" for line, nature in zip(lines, natures, strict=True))
    )
    register(toy, path)
    definition = toy.raw / "orchards" / "source.yaml"
    text = definition.read_text()
    definition.write_text(text.replace("form: as received", "form: transcribed"))
    return toy


def test_a_cell_is_as_good_as_the_worst_row_that_feeds_it(stated_row):
    kept, _ = built(stated_row, "2020")
    cells, rows = kept.natures(TABLE), keys(kept, TABLE, "orchard")
    assert cells[rows["NORTH"], "tonnes"] == ("stated", "as received")
    assert cells[rows["SOUTH"], "tonnes"] == ("measured", "as received")
    assert cells[rows["SOUTH"], "share_pct"] == ("stated", "as received")
    assert cells[rows["NORTH"], "name"] == ("measured", "transcribed")


def test_a_rank_is_as_good_as_the_rows_that_it_is_among(stated_row):
    model = stated_row.models / "report" / f"{TABLE}.sql"
    ranked = "SELECT rank() OVER (ORDER BY h.tonnes DESC NULLS LAST) AS place, o.code AS orchard"
    text = model.read_text().replace("SELECT o.code AS orchard", ranked)
    model.write_text(text.replace("columns:", "columns:\n  place: {title: Place}"))
    kept, _ = built(stated_row, "2020")
    cells, rows = kept.natures(TABLE), keys(kept, TABLE, "orchard")
    assert cells[rows["SOUTH"], "tonnes"] == ("measured", "as received")
    assert cells[rows["SOUTH"], "place"] == ("stated", "transcribed")


def test_figures_and_tables_have_the_nature_of_their_cells(stated_row):
    kept, _ = built(stated_row, "2020")
    manifest = read_manifest(kept.folder)
    figures = {figure.id: (figure.nature, figure.form) for figure in figures_of(manifest)}
    tables = {table.id: (table.nature, table.form) for table in manifest.tables}
    assert figures == {
        "harvest_north": ("stated", "as received"),
        "harvest_west": ("measured", "as received"),
    }
    assert tables == {
        TABLE: ("stated", "transcribed"),
        "table_02_orchards": ("measured", "transcribed"),
    }


def test_the_nature_of_the_vintage_travels(toy):
    kept, _ = built(toy)
    rows = keys(kept, TABLE, "orchard")
    cells = kept.natures(TABLE)
    assert cells[rows["NORTH"], "tonnes"][0] == "provisional"
    assert cells[rows["NORTH"], "name"][0] == "measured"
    assert {nature for nature, _ in kept.natures("table_02_orchards").values()} == {"measured"}


def test_a_model_traced_lazily_gives_the_same_natures(toy):
    eager = built(toy)[0].natures(TABLE)
    for name in ("core/core_harvest__orchard_year", f"report/{TABLE}"):
        model = toy.root / "warehouse" / "models" / f"{name}.sql"
        model.write_text(
            model.read_text().replace("unit: tonnes\n", "unit: tonnes\nlineage: lazy\n", 1)
        )
    lazy, _ = built(toy)
    assert lazy.evidence(TABLE) is None
    assert lazy.natures(TABLE) == eager


def test_a_model_that_is_no_table_has_a_nature_too(toy):
    build = EditionBuild(toy, "2021")
    assert nature_of(build, "core_harvest__orchard_year") == "provisional"


def test_a_cell_is_marked_by_a_letter_that_is_explained(stated_row):
    kept, _ = built(stated_row, "2020")
    page = (kept.folder / "report" / "index.html").read_text()
    section = page[page.index(f'<section aria-labelledby="{TABLE}"') :]
    section = section[: section.index("</section>")]
    mark = r'<td class="number">131.0<sup><abbr title="stated">s</abbr></sup></td>'
    assert re.search(mark, section)
    assert "<sup>s</sup> stated. Cells without a letter are measured." in section
    orchards = page[page.index('<section aria-labelledby="table_02_orchards"') :]
    assert "<sup>" not in orchards


def test_blank_cells_are_not_marked(edition_2022):
    page = (edition_2022[0] / "report" / "index.html").read_text()
    assert "<sup>" in page
    assert "><sup><abbr" not in page


def test_the_file_beside_a_table_covers_every_cell_once(edition_2022):
    folder = edition_2022[0] / "report"
    paths = sorted((folder / "natures").glob("*.csv"))
    assert len(paths) == len(edition_2022[1].tables)
    for path in paths:
        table = pyarrow.parquet.read_table(folder / "tables" / f"{path.stem}.parquet")
        with path.open(newline="") as file:
            runs = list(csv.DictReader(file))
        for column in table.column_names:
            numbers = [n for run in runs if run["column"] == column for n in spread(run["rows"])]
            assert sorted(numbers) == list(range(1, table.num_rows + 1))


def spread(text):
    for part in text.split():
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def test_runs_of_rows_are_short():
    natures = CellNatures({"x": codes(0, 0, 1, 0)}, {"x": codes(0, 0, 1, 0)})
    assert list(nature_runs(natures)) == [
        ("x", "measured", "as received", "1-2 4"),
        ("x", "estimate", "transcribed", "3"),
    ]


def codes(*ranks):
    return pyarrow.array(ranks, pyarrow.uint8()).to_numpy()


def test_cells_of_2022_agree_with_a_trace_of_them(edition_2022):
    kept = Kept(edition_2022[0])
    names = [name for name in kept.order() if kept.catalog.models[name].layer == "report"]
    places = [(name, *place) for name in names for place in sorted(kept.natures(name))][::75]
    with kept.connection() as connection:
        for table, row, column in places:
            raw = GraphWalk(connection, kept).trace(table, [row], cell(column, [])).raw.to_pylist()
            feeding = [(r["table"], r["row_id"]) for r in raw if r["role"] in WORSENING]
            natures = [
                connection.execute(f"SELECT _nature FROM {name} WHERE _row = {number}").fetchall()[
                    0
                ][0]
                for name, number in feeding
            ]
            forms = {kept.places[number >> 32].form for _, number in feeding}
            form = "transcribed" if "transcribed" in forms else "as received"
            assert kept.natures(table)[row, column] == (worst(natures), form), (table, row, column)


@pytest.mark.parametrize(
    ("figure", "nature"),
    [
        ("displaced_headline", "measured"),
        ("displaced_estimate_may_2023", "estimate"),
        ("flagship_member_states_claimed_2022", "stated"),
        ("member_states", "measured"),
        ("activities_irregular_migration_area", "provisional"),
    ],
)
def test_figures_of_2022(edition_2022, figure, nature):
    natures = {f.id: f.nature for f in figures_of(edition_2022[1])}
    assert natures[figure] == nature
