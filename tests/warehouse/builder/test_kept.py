"""A generation that lost a file, or holds a damaged one, says so: none is passed over, none ends in a traceback."""

import pytest

from pipelines.cli import app as frame
from report.edition import publish
from report.evidence.auditing.edition import report_tables
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.errors import DamagedFileError

LOST = [
    "tables/table_02_orchards.parquet",
    "tables/core_harvest__orchard_year.parquet",
    "tables/raw_harvest__crops.parquet",
    "models/table_01_harvest.sql",
]
DAMAGED = {
    "evidence/table_01_harvest/evidence.json": ["", "[]", "{}", '{"format": 1}', '"text"'],
    "natures/table_01_harvest.parquet": ["", "PAR1 and no more"],
}


@pytest.fixture
def place(toy):
    """The generation of a build."""
    folder, manifest = publish(EditionBuild(toy, "2020"))
    assert manifest.complete
    return folder


def audit(place, monkeypatch, capsys):
    monkeypatch.chdir(place.parents[4])
    monkeypatch.setattr("sys.argv", ["annual-report", "audit", "2020"])
    code = frame.run()
    return code, capsys.readouterr().err


@pytest.mark.parametrize("name", LOST)
def test_a_lost_file_is_named_by_an_audit_which_would_else_count_less(
    place, name, monkeypatch, capsys
):
    assert audit(place, monkeypatch, capsys) == (0, "")
    (place / name).unlink()
    code, said = audit(place, monkeypatch, capsys)
    assert code == 2
    assert name in said
    assert "annual-report build 2020" in said


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, ts in DAMAGED.items() for t in ts])
def test_a_damaged_file_is_named(place, name, text):
    (place / name).write_text(text, encoding="utf-8")
    kept = Kept(place)
    with pytest.raises(DamagedFileError) as caught:
        (kept.natures if "natures" in name else kept.evidence)("table_01_harvest")
    assert caught.value.where.endswith(name)
    assert caught.value.remedy == "annual-report build 2020"


def test_what_could_not_be_built_is_not_lost(toy):
    (toy.root / "warehouse" / "models" / "report" / "table_02_orchards.sql").write_text(
        "/*\ntitle: Orchards\nkey: [orchard]\n*/\nSELECT o.nothing AS orchard FROM raw_orchards__orchards AS o"
    )
    folder, manifest = publish(EditionBuild(toy, "2020"))
    assert not manifest.complete
    assert report_tables(Kept(folder)) == ["table_01_harvest"]
