"""Working papers: every sampled cell with its raw rows and room for the auditor, the same bytes for the same seed."""

import csv
import io

import pytest

from report.edition import publish
from report.evidence.auditing.edition import open_audit
from report.evidence.auditing.working_paper import FOR_THE_AUDITOR, write_working_paper
from report.evidence.withholding import Closed
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept

OPEN = Closed(frozenset(), frozenset(), frozenset())


def write(generation, folder, **wanted):
    kept = Kept(generation)
    with kept.connection() as connection, open_audit(kept, connection) as audit:
        write_working_paper(kept, audit, folder, closed=OPEN, **wanted)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture
def paper(toy, tmp_path):
    place, _ = publish(EditionBuild(toy, "2020"))
    return write(place, tmp_path / "paper", size=1000, seed=1)


def lines(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


def test_one_line_a_cell_with_room_for_the_auditor(paper):
    found = lines(paper["working-paper.csv"])
    (tonnes,) = [x for x in found if x["row"] == "orchard=SOUTH" and x["column"] == "tonnes"]
    assert (tonnes["value"], tonnes["display"]) == ("90.75", "90.8")
    assert (tonnes["replay"], tonnes["why"]) == ("verified", "")
    assert (
        "raw/harvest/2021-02-01/crops.csv, line 6: year=2020, orchard=SOUTH" in tonnes["rests_on"]
    )
    assert {line[name] for line in found for name in FOR_THE_AUDITOR} == {""}


def test_every_raw_row_of_every_cell(paper):
    found = lines(paper["raw-rows.csv"])
    feeding = [
        (x["source"], x["vintage"], x["line"])
        for x in found
        if x["row"] == "orchard=SOUTH" and x["column"] == "tonnes" and x["role"] == "value"
    ]
    assert feeding == [("harvest", "2021-02-01", "6"), ("harvest", "2021-02-01", "7")]
    counts = {x["number"]: int(x["raw_rows"]) for x in lines(paper["working-paper.csv"])}
    assert {n: sum(x["number"] == n for x in found) for n in counts} == counts


def test_page_is_escaped_and_complete(toy, tmp_path):
    orchards = toy.models / "report" / "table_02_orchards.sql"
    text = orchards.read_text(encoding="utf-8")
    orchards.write_text(
        text.replace("{title: Founded}", "{title: <b>Founded</b>}"), encoding="utf-8"
    )
    place, _ = publish(EditionBuild(toy, "2020"))
    page = write(place, tmp_path / "paper", size=1000, seed=1)["working-paper.html"].decode()
    assert "&lt;b&gt;Founded&lt;/b&gt;" in page
    assert "<b>Founded" not in page
    assert page.count("<section") == page.count("Conclusion") == 18


def test_same_seed_same_bytes(edition_2022, tmp_path):
    place, _ = edition_2022
    first = write(place, tmp_path / "first", size=25, seed=4)
    assert write(place, tmp_path / "second", size=25, seed=4) == first
    assert write(place, tmp_path / "third", size=25, seed=5) != first
    found = lines(first["working-paper.csv"])
    assert len(found) == 25
    assert {x["table"] for x in found} == set(Kept(place).catalog.models) & {
        path.stem for path in (place / "report" / "tables").glob("table_*.parquet")
    }
