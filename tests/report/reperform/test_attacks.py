"""Releases that were changed with care, digests made anew, and what finds each: a table of attacks.

What no re-performance can find stands here too, under `AS_A_WHOLE`, and in docs/reperformance.md with the reason.
"""

import errno
import json
import shutil
from decimal import ROUND_DOWN
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from report.figures import resolve, rounding
from report.publish.files import write_table
from report.reperform import reperform as reperform_module
from report.reperform.opened import NotARelease
from report.reperform.reperform import reperform
from report.reperform.second import raw_cells, written
from tests.report.reperform.payloads import content_of, make_payload, withhold
from tests.toys import rewrite
from warehouse.builder import run_model
from warehouse.sources import cells
from warehouse.sources.files import sha256_of
from warehouse.sources.options import ReaderOptions

CROPS = "harvest/2022-02-01/crops.csv"
CORE = "core/core_harvest__orchard_year.sql"
REPORT = "report/table_01_harvest.sql"
TABLE = "table_01_harvest"


def in_this_process(project, edition, out):
    out.mkdir()
    written.write(project, edition, out)
    return written.read(out)


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """The second engine in this process, which is quicker, and where a test can plant a fault."""
    monkeypatch.setattr(reperform_module, "compute", in_this_process)


def found_by(outcome):
    """Return what finds something: the register, the content hash, or an engine in figures or tables."""
    items = {"figures": outcome.figures, "tables": outcome.tables}
    found = {
        f"{engine}: {kind}"
        for kind, of_kind in items.items()
        for engine in ("first", "second")
        for item in of_kind
        if getattr(item, engine).state == "differs"
    }
    found |= {"register"} if outcome.altered else set()
    found |= {"content"} if outcome.content["state"] == "differs" else set()
    assert (outcome.state == "differs") == bool(found)
    return found


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def in_json(release, name, change):
    path = release / "data" / name
    given = json.loads(path.read_text(encoding="utf-8"))
    change(given)
    path.write_text(json.dumps(given), encoding="utf-8")


def figure(release, **parts):
    in_json(release, "figures.json", lambda given: given["figures"][0].update(parts))


def model(release, name, old, new):
    edit(content_of(release).models / name, old, new)


def catalogue(release, old, new):
    edit(content_of(release).figures, old, new)


def stored_table(release, change):
    """Change a stored table in both of its forms alike."""
    tables = release / "data" / "tables"
    rows = pq.ParquetFile(tables / f"{TABLE}.parquet").read()
    write_table(tables, TABLE, change(rows))


def with_tonnes(rows, value):
    tonnes = [value, *rows["tonnes"].to_pylist()[1:]]
    at = rows.column_names.index("tonnes")
    return rows.set_column(at, "tonnes", pa.array(tonnes, rows.schema.field("tonnes").type))


def as_stored(release):
    """Change a figure, its wording and both forms of its table alike: only what they rest on says otherwise."""
    figure(release, value=150, display="150 tonnes")
    stored_table(release, lambda rows: with_tonnes(rows, 150))


def schema(release, old, new):
    edit(content_of(release).schemas / "harvest.py", old, new)


def twice(release):
    def change(given):
        given["figures"].insert(0, {**given["figures"][0], "value": 150, "display": "150 tonnes"})

    in_json(release, "figures.json", change)


def doubled(release):
    in_json(release, "figures.json", lambda g: g["figures"].append(dict(g["figures"][0])))


def fewer(release):
    """Take a figure out of the catalogue and of figures.json alike."""
    path = content_of(release).figures
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("  - id: harvest_west")], encoding="utf-8")
    in_json(release, "figures.json", lambda given: given["figures"].pop())


def without_table(release):
    """Take a table out of the project and of the stored tables alike."""
    content_of(release).models.joinpath("report/table_02_orchards.sql").unlink()
    for path in (release / "data" / "tables").glob("table_02_orchards.*"):
        path.unlink()


BOTH = {"content", "first: figures", "second: figures", "first: tables"}
ATTACKS = {
    "raw value": (
        lambda r: edit(content_of(r).raw / CROPS, "140.0", "141.0"),
        {"register", "first: figures", "second: figures"},
    ),
    "raw value and its registered digest": (
        lambda r: rewrite(content_of(r), CROPS, "140.0", "141.0"),
        BOTH,
    ),
    "raw value of a row that no figure shows": (
        lambda r: rewrite(content_of(r), CROPS, "81.5", "82.5"),
        {"content", "first: tables"},
    ),
    "raw row left out": (
        lambda r: rewrite(content_of(r), CROPS, "2021,NORTH,apple,140.0,A\n", ""),
        BOTH,
    ),
    "registered digest": (
        lambda r: edit(content_of(r).raw / "harvest/source.yaml", "0d173a5b", "1d173a5b"),
        {"register", "first: figures", "second: figures"},
    ),
    "another vintage pinned": (
        lambda r: edit(content_of(r).editions / "2021.yaml", "2022-02-01", "2021-02-01"),
        {"content", "first: figures", "second: figures", "first: tables"},
    ),
    "model": (lambda r: model(r, CORE, "sum(c.tonnes)", "sum(2 * c.tonnes)"), BOTH),
    "model: a condition": (
        lambda r: model(r, CORE, "FROM raw_harvest__crops AS c", "FROM raw_harvest__crops AS c WHERE c.quality <> 'A'"),
        BOTH,
    ),
    "model: a part that no figure shows": (
        lambda r: model(r, REPORT, "100 * h.tonnes", "99 * h.tonnes"),
        {"content", "first: tables"},
    ),
    "schema: a wrong type": (
        lambda r: schema(r, "tonnes: Ratio", "tonnes: Whole"),
        {"first: figures", "first: tables", "content"},
    ),
    "schema: a column is personal": (
        lambda r: schema(r, 'title="Tonnes harvested"', 'title="Tonnes", metadata={"personal": True}, description="x"'),
        {"first: figures"},
    ),
    "schema: markers of nothing": (
        lambda r: edit(content_of(r).raw / "harvest/source.yaml", "csv}", 'csv, null_markers: ["140.0", "-"]}'),
        BOTH,
    ),
    "catalogue: another row": (
        lambda r: catalogue(r, "orchard: NORTH", "orchard: SOUTH"),
        {"content", "first: figures"},
    ),
    "catalogue: another column": (
        lambda r: catalogue(r, "column: tonnes", "column: share_pct"),
        {"content", "first: figures"},
    ),
    "catalogue: wording": (
        lambda r: catalogue(r, '"{value} tonnes"', '"not {value} tonnes"'),
        {"content", "first: figures", "second: figures"},
    ),
    "catalogue: label": (
        lambda r: catalogue(r, "Harvest of North", "Harvest of South"),
        {"content", "first: figures"},
    ),
    "catalogue: rounding": (
        lambda r: catalogue(r, "decimals: 0", "decimals: 2"),
        {"content", "first: figures", "second: figures"},
    ),
    "catalogue: the way of rounding, which changes no digit here": (
        lambda r: catalogue(r, "decimals: 0", "decimals: 0\n    rounding: down"),
        {"first: figures"},
    ),
    "catalogue and figures.json: wording": (
        lambda r: (catalogue(r, '"{value} tonnes"', '"not {value} tonnes"'), figure(r, display="not 140 tonnes")),
        {"content"},
    ),
    "catalogue and figures.json: rounding": (
        lambda r: (catalogue(r, "decimals: 0", "decimals: 2"), figure(r, display="140.00 tonnes", decimals=2)),
        {"content"},
    ),
    "catalogue and figures.json: a figure fewer": (fewer, {"content"}),
    "figures.json: value": (lambda r: figure(r, value=150), {"first: figures", "second: figures"}),
    "figures.json: value, in the last digit that a number has": (
        lambda r: figure(r, value=140.00000000000003),
        {"first: figures", "second: figures"},
    ),
    "figures.json: wording": (
        lambda r: figure(r, display="not 140 tonnes"),
        {"first: figures", "second: figures"},
    ),
    "figures.json: a false one before the true one": (
        twice,
        {"first: figures", "second: figures"},
    ),
    "figures.json: the same one twice": (doubled, {"first: figures"}),
    "stored table, as CSV": (
        lambda r: edit(r / f"data/tables/{TABLE}.csv", "140.0", "150.0"),
        {"first: tables"},
    ),
    "stored table, as CSV and Parquet": (
        lambda r: stored_table(r, lambda rows: with_tonnes(rows, 150)),
        {"first: tables"},
    ),
    "stored table: rows in another order": (
        lambda r: stored_table(r, lambda rows: rows.take([1, 0, 2])),
        {"first: tables"},
    ),
    "stored table: a row left out": (
        lambda r: stored_table(r, lambda rows: rows.slice(1)),
        {"first: tables"},
    ),
    "stored table, figure and wording alike": (
        as_stored,
        {"first: figures", "second: figures", "first: tables"},
    ),
    "a table taken out everywhere": (without_table, {"content"}),
    "content hash": (
        lambda r: in_json(r, "release.json", lambda given: given.update(content_sha256="0" * 64)),
        {"content"},
    ),
}  # fmt: skip


def every_other(cases):
    """Cases as parameters: every other one, which is like the one beside it, is left to the long suite."""
    return [
        pytest.param(*case, id=name, marks=pytest.mark.long if number % 2 else ())
        for number, (name, case) in enumerate(cases.items())
    ]


@pytest.mark.parametrize(("attack", "finds"), every_other(ATTACKS))
def test_what_was_changed_is_found(release, attack, finds):
    attack(release)
    found = found_by(reperform(release))
    assert finds <= found
    assert found


PARTS = {
    "label": "x", "value": 1, "unit": "x", "display": "x", "nature": "stated", "form": "transcribed", "period": "x",
    "table": "table_02_orchards", "key": {"orchard": "SOUTH"}, "column": "share_pct",
    "decimals": 3, "scale": "thousand", "rounding": "down",
}  # fmt: skip


@pytest.mark.parametrize("part", every_other({part: (part,) for part in PARTS}))
def test_every_part_of_a_figure_counts(release, part):
    figure(release, **{part: PARTS[part]})
    assert "first: figures" in found_by(reperform(release))


def made_anew(release, toy, change):
    """Change the definitions and make everything that is published anew from them."""
    change(toy)
    shutil.rmtree(release)
    make_payload(toy, "2021", release)


AS_A_WHOLE = {
    "raw value": lambda toy: rewrite(toy, CROPS, "140.0", "141.0"),
    "model": lambda toy: edit(toy.models / CORE, "sum(c.tonnes)", "sum(2 * c.tonnes)"),
    "catalogue": lambda toy: edit(toy.figures, "decimals: 0", "decimals: 2"),
}


@pytest.mark.parametrize("change", AS_A_WHOLE.values(), ids=AS_A_WHOLE)
def test_a_release_made_anew_as_a_whole_is_another_release_and_re_performed_as_such(
    release, toy, change
):
    """What it rests on is part of it: only who signed, and what the provider's file was, tell it apart."""
    before = json.loads((release / "data/release.json").read_text())["content_sha256"]
    made_anew(release, toy, change)
    assert found_by(reperform(release)) == set()
    after = json.loads((release / "data/release.json").read_text())["content_sha256"]
    assert after != before


CHECK = "checks/check_orchards_exist.sql"
NOT_COMPARED = {
    "rounding of a column where the table is shown": lambda r: model(
        r, REPORT, "unit: tonnes, decimals: 1", "unit: tonnes, decimals: 0"
    ),
    "title of a table": lambda r: model(r, REPORT, "title: Harvest", "title: The harvest"),
    "a check that finds less": lambda r: model(r, CHECK, "WHERE NOT", "WHERE FALSE AND NOT"),
    "limits of the comparison with the vintage before": lambda r: edit(
        content_of(r).raw / "harvest/source.yaml", "rows_change_pct: 60", "rows_change_pct: 90"
    ),
}


@pytest.mark.parametrize("change", NOT_COMPARED.values(), ids=NOT_COMPARED)
def test_what_decides_no_value_is_not_compared(release, change):
    """The signature tells of these, see docs/reperformance.md; a comparison that is added takes one off this list."""
    change(release)
    assert found_by(reperform(release)) == set()


def wrong_decimals(monkeypatch):
    right = cells._decimals

    def wrong(text, plain, kind):
        made = right(text, plain, kind)
        values = [v and v + 1 for v in made.values.to_pylist()]
        return cells.TypedCells(**{**vars(made), "values": pa.array(values, made.values.type)})

    monkeypatch.setattr(cells, "_decimals", wrong)


def wrong_query(monkeypatch):
    right = run_model._ordered
    monkeypatch.setattr(run_model, "_ordered", lambda m: right(m).replace("sum(c.", "max(c."))
    monkeypatch.setattr(run_model, "_check_text", lambda *_: None)


def wrong_rounding(monkeypatch):
    monkeypatch.setitem(rounding.MODES, "half_up", ROUND_DOWN)


def wrong_wording(monkeypatch):
    right = resolve.as_text
    monkeypatch.setattr(resolve, "as_text", lambda value, places: right(value * 10, places))


PLANTED = {
    "the build's typing": (wrong_decimals, {"second: figures", "second: tables"}),
    "the build's SQL": (wrong_query, {"second: tables"}),
    "rounding of what is published": (wrong_rounding, {"second: figures"}),
    "wording of what is published": (wrong_wording, {"second: figures"}),
}


@pytest.mark.parametrize(("plant", "finds"), PLANTED.values(), ids=PLANTED)
def test_a_fault_of_the_engine_that_released_and_rebuilds_is_found_by_the_second(
    toy, tmp_path, monkeypatch, plant, finds
):
    edit(toy.raw / CROPS, "140.0", "140.5")
    rewrite(toy, CROPS, "140.5", "140.5")
    plant(monkeypatch)
    outcome = reperform(make_payload(toy, "2021", tmp_path / "planted"))
    assert found_by(outcome) == finds
    assert outcome.content["state"] == "same"


def test_what_the_second_engine_reads_as_the_build_does_is_said_a_figure_at_a_time(
    release, monkeypatch
):
    outcome = reperform(release)
    assert {"read_by_the_build" in item.second.more for item in outcome.figures} == {False}
    monkeypatch.setattr(
        "report.reperform.second.raw_tables.is_read_apart", lambda path, _: path != "crops.csv"
    )
    outcome = reperform(release)
    assert {tuple(i.second.more["read_by_the_build"]) for i in outcome.figures} == {
        (f"raw/{CROPS}",)
    }
    tables = {item.id: item.second.more.get("read_by_the_build") for item in outcome.tables}
    assert tables == {TABLE: [f"raw/{CROPS}"], "table_02_orchards": None}


@pytest.mark.parametrize(
    ("path", "form", "is_apart"),
    [
        ("a.csv", "csv", True),
        ("a.csv.gz", "csv", False),
        ("a.CSV.GZ", "csv", False),
        ("a.xlsx", "xlsx", False),
        ("a.json", "json", False),
    ],
)
def test_which_files_are_read_apart_from_the_build(path, form, is_apart):
    assert raw_cells.is_read_apart(path, ReaderOptions(format=form)) is is_apart


def unexpressed(release):
    model(release, CORE, "sum(c.tonnes) AS", "median(c.tonnes) AS")


def test_what_is_not_expressed_agrees_with_nothing(release):
    unexpressed(release)
    document = reperform(release).as_dict()
    second = document["engines"]["second"]
    assert (second["figures_same"], second["figures"]) == (0, 2)
    assert second["states"] == {
        "same": 0,
        "differs": 0,
        "not expressed": 2,
        "not re-performed": 0,
    }
    (table,) = (t for t in document["tables"] if t["id"] == TABLE)
    assert (table["second"]["state"], "cells" in table["second"]) == ("not expressed", False)


def test_a_release_whose_first_answer_is_right_is_incomplete_where_the_second_is_not_expressed(
    toy, tmp_path
):
    edit(toy.models / CORE, "sum(c.tonnes) AS", "median(c.tonnes) AS")
    outcome = reperform(make_payload(toy, "2021", tmp_path / "unexpressed"))
    assert (outcome.state, outcome.agreeing("first"), outcome.agreeing("second")) == (
        "incomplete",
        2,
        0,
    )


def test_a_release_in_which_nothing_is_compared_is_not_the_same(release):
    shutil.rmtree(content_of(release).models / "report")
    content_of(release).figures.write_text("figures: []\n")
    shutil.rmtree(release / "data" / "tables")
    in_json(release, "figures.json", lambda given: given.update(figures=[]))
    assert reperform(release).state != "same"


def other(path, text="year,orchard\n"):
    path.write_text(text)
    return path


def test_a_wrong_file_of_the_supply_is_refused_by_its_name(release, tmp_path):
    supplied = withhold(release, f"raw/{CROPS}", tmp_path / "supply")
    supplied.write_text(supplied.read_text().replace("140.0", "141.0"))
    outcome = reperform(release, supplied.parent)
    assert outcome.state == "incomplete"
    assert f"crops.csv: the supplied file has sha256 {sha256_of(supplied)}" in outcome.missing[0]["why"]  # fmt: skip
    assert [entry["path"] for entry in outcome.not_taken] == ["crops.csv"]


@pytest.mark.parametrize("of", ["the supply", "the copy"])
def test_who_refuses_is_told_apart(release, tmp_path, monkeypatch, of):
    """A supplied file that cannot be read is missing; a disk that is full is no fault of it."""
    supplied = withhold(release, f"raw/{CROPS}", tmp_path / "supply")
    real = Path.open

    def open_(path, *given, **named):
        is_written = bool(given) and "w" in given[0]
        if of == "the supply" and path == supplied:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        if of == "the copy" and is_written and path.name == supplied.name:
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return real(path, *given, **named)

    monkeypatch.setattr(Path, "open", open_)
    if of == "the copy":
        with pytest.raises(OSError, match="No space left") as error:
            reperform(release, supplied.parent)
        assert error.value.filename != str(supplied)
        return
    outcome = reperform(release, supplied.parent)
    assert outcome.missing[0]["why"] == (
        "crops.csv: the supplied file cannot be read: Permission denied"
    )
    assert [(e["sha256"], e["why"]) for e in outcome.not_taken] == [
        ("", "cannot be read: Permission denied")
    ]


def test_a_file_too_many_is_named_and_the_right_one_is_taken(release, tmp_path):
    supplied = withhold(release, f"raw/{CROPS}", tmp_path / "supply")
    extra = other(supplied.with_name("notes.csv"))
    (supplied.parent / "harvest").mkdir()
    outcome = reperform(release, supplied.parent)
    assert outcome.state == "same"
    (entry,) = outcome.not_taken
    assert (entry["path"], entry["sha256"]) == ("notes.csv", sha256_of(extra))


def test_a_digest_exchanged_in_withheld_json_lets_no_other_file_in(release, tmp_path):
    supplied = withhold(release, f"raw/{CROPS}", tmp_path / "supply")
    supplied.write_text(supplied.read_text().replace("140.0", "141.0"))
    in_json(
        release, "withheld.json", lambda g: g["files"][0].update(sha256=sha256_of(supplied))
    )  # fmt: skip
    assert "register" in found_by(reperform(release, supplied.parent))


def test_a_file_that_is_there_is_not_replaced_by_one_that_is_said_to_be_withheld(release, tmp_path):
    """Else a release could name its models or open files as withheld, and take others in their place."""
    inside = content_of(release).raw / CROPS
    good = inside.read_bytes()
    supplied = withhold(release, f"raw/{CROPS}", tmp_path / "supply")
    inside.write_bytes(good)
    supplied.write_text(supplied.read_text().replace("140.0", "141.0"))
    in_json(release, "withheld.json", lambda g: g["files"][0].update(sha256=sha256_of(supplied)))
    with pytest.raises(NotARelease, match="withheld and in it"):
        reperform(release, supplied.parent)
