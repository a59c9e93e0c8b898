"""What a re-performance says of a release as it was made, of one that was altered, and of one that lacks files."""

import json
import os
import shutil
import socket

import pytest

from report.reperform import reperform as reperform_module
from report.reperform.opened import NotARelease, open_release
from report.reperform.reperform import reperform
from report.reperform.second import written
from report.reperform.transpile import rules
from tests.report.reperform.payloads import content_of, make_payload, withhold
from tests.toys import rewrite

CROPS = "harvest/2022-02-01/crops.csv"


def states(outcome, engine):
    return {item.id: getattr(item, engine).state for item in outcome.figures}


def rewrite_json(path, change):
    given = json.loads(path.read_text(encoding="utf-8"))
    change(given)
    path.write_text(json.dumps(given), encoding="utf-8")


def test_both_engines_give_the_toy_again(release):
    outcome = reperform(release)
    assert outcome.state == "same"
    assert states(outcome, "first") == {"harvest_north": "same", "harvest_west": "same"}
    assert states(outcome, "second") == states(outcome, "first")
    assert outcome.content["state"] == "same"
    assert {item.second.more["cells"] for item in outcome.tables} == {12, 6}


def test_both_engines_give_every_figure_of_the_edition_again(release_2022):
    outcome = reperform(release_2022)
    assert (outcome.agreeing("first"), outcome.agreeing("second")) == (70, 70)
    assert {(t.first.state, t.second.state) for t in outcome.tables} == {("same", "same")}
    assert len(outcome.tables) == 22
    assert (outcome.state, outcome.not_expressed, outcome.missing) == ("same", [], [])
    by_id = {item.id: item.second.more for item in outcome.figures}
    assert by_id["displaced_total_exact"]["comparison"] == "exact"
    assert by_id["displaced_change_pct"]["comparison"].startswith("12 digits")
    assert "division" in by_id["displaced_change_pct"]["rules"]


def test_nothing_is_asked_of_a_network_and_nothing_is_left_in_the_release(release, monkeypatch):
    def refused(*_, **__):
        raise AssertionError("a re-performance opened a socket")

    before = sorted(release.rglob("*"))
    monkeypatch.setattr(socket.socket, "connect", refused)
    assert reperform(release).state == "same"
    assert sorted(release.rglob("*")) == before


def in_this_process(project, edition, out):
    """Compute as the process of the second engine does, where a test can plant a fault."""
    out.mkdir()
    written.write(project, edition, out)
    return written.read(out)


@pytest.fixture
def altered(release, monkeypatch):
    """A payload to be altered; its second engine runs in this process, which is quicker."""
    monkeypatch.setattr(reperform_module, "compute", in_this_process)
    return release


def test_an_altered_raw_file_differs_and_is_named(altered):
    file = content_of(altered).raw / CROPS
    file.write_text(file.read_text().replace("140.0", "141.0"))
    outcome = reperform(altered)
    assert outcome.state == "differs"
    assert [entry["path"] for entry in outcome.altered] == [f"raw/{CROPS}"]
    assert outcome.altered[0]["figures"] == ["harvest_north", "harvest_west"]
    assert set(states(outcome, "first").values()) == {"differs"}
    assert f"raw/{CROPS}" in outcome.figures[0].second.why


def test_an_altered_raw_file_with_its_hash_put_right_differs(altered):
    rewrite(content_of(altered), CROPS, "140.0", "141.0")
    outcome = reperform(altered)
    assert outcome.state == "differs"
    assert (outcome.altered, outcome.content["state"]) == ([], "differs")
    for engine in ("first", "second"):
        assert states(outcome, engine) == {"harvest_north": "differs", "harvest_west": "same"}
    assert "141 is not 140" in outcome.figures[0].second.why


def test_an_altered_model_differs(altered):
    model = content_of(altered).models / "core" / "core_harvest__orchard_year.sql"
    model.write_text(model.read_text().replace("sum(c.tonnes)", "sum(2 * c.tonnes)"))
    outcome = reperform(altered)
    assert states(outcome, "first")["harvest_north"] == "differs"
    assert states(outcome, "second")["harvest_north"] == "differs"
    table = next(item for item in outcome.tables if item.id == "table_01_harvest")
    assert (table.first.state, table.second.state) == ("differs", "same")


def test_an_altered_figure_and_an_altered_table_differ(altered):
    def raise_it(given):
        given["figures"][0]["display"] = "150 tonnes"

    rewrite_json(altered / "data" / "figures.json", raise_it)
    table = altered / "data" / "tables" / "table_02_orchards.csv"
    table.write_text(table.read_text().replace("1950", "1951"))
    outcome = reperform(altered)
    assert outcome.figures[0].first.why == "display: 140 tonnes, not 150 tonnes"
    assert outcome.figures[0].second.why == "published as 140 tonnes, not 150 tonnes"
    found = {item.id: item.first.state for item in outcome.tables}
    assert found == {"table_01_harvest": "same", "table_02_orchards": "differs"}


def test_a_withheld_file_is_taken_from_the_supply(altered, tmp_path):
    supplied = withhold(altered, f"raw/{CROPS}", tmp_path / "supply")
    assert reperform(altered, supplied.parent).state == "same"
    supplied.rename(supplied.with_name("as the provider calls it.csv"))
    assert reperform(altered, supplied.parent).state == "same"


def test_a_withheld_file_that_is_absent_is_named_with_what_depends_on_it(altered, tmp_path):
    withhold(altered, f"raw/{CROPS}", tmp_path / "supply")
    outcome = reperform(altered)
    assert outcome.state == "incomplete"
    entry = outcome.missing[0]
    assert (entry["path"], entry["tables"]) == (f"raw/{CROPS}", ["table_01_harvest"])
    assert entry["figures"] == ["harvest_north", "harvest_west"]
    assert entry["where_to_get_it"] == "https://orchards.example/harvest"
    for engine in ("first", "second"):
        assert set(states(outcome, engine).values()) == {"not re-performed"}
    orchards = next(item for item in outcome.tables if item.id == "table_02_orchards")
    assert (orchards.first.state, orchards.second.state) == ("same", "same")


def test_a_supplied_file_with_another_hash_is_not_taken(altered, tmp_path):
    supplied = withhold(altered, f"raw/{CROPS}", tmp_path / "supply")
    supplied.write_text(supplied.read_text().replace("140.0", "141.0"))
    outcome = reperform(altered, supplied.parent)
    assert outcome.state == "incomplete"
    assert "the supplied file has sha256" in outcome.missing[0]["why"]


def test_the_vintage_before_is_needed_by_the_build_alone(altered, tmp_path):
    withhold(altered, "raw/harvest/2021-02-01/crops.csv", tmp_path / "supply")
    outcome = reperform(altered)
    assert outcome.state == "incomplete"
    assert set(states(outcome, "first").values()) == {"not re-performed"}
    assert set(states(outcome, "second").values()) == {"same"}


def test_a_construct_that_is_not_expressed_is_listed_and_never_passed(altered):
    model = content_of(altered).models / "core" / "core_harvest__orchard_year.sql"
    model.write_text(model.read_text().replace("sum(c.tonnes) AS", "median(c.tonnes) AS"))
    outcome = reperform(altered)
    assert set(states(outcome, "second").values()) == {"not expressed"}
    assert outcome.not_expressed == [
        {
            "construct": "function median()",
            "model": "warehouse/models/core/core_harvest__orchard_year.sql",
            "line": 6,
            "figures": ["harvest_north", "harvest_west"],
        }
    ]


def test_a_planted_difference_between_the_engines_is_found(altered, monkeypatch):
    def counted(tree):
        for total in list(tree.find_all(rules.exp.Sum)):
            total.replace(rules.exp.Count(this=total.this.copy()))
        return True

    planted = rules.RewriteRule("planted", "a fault of the rules", counted)
    monkeypatch.setattr(rules, "TYPE_RULES", (planted,))
    outcome = reperform(altered)
    assert outcome.state == "differs"
    assert states(outcome, "first") == {"harvest_north": "same", "harvest_west": "same"}
    assert states(outcome, "second") == {"harvest_north": "differs", "harvest_west": "same"}
    table = next(item for item in outcome.tables if item.id == "table_01_harvest")
    assert table.second.why == "tonnes of NORTH: 1, not 140.000000"


@pytest.mark.long
def test_without_the_rule_of_division_shares_differ(release_2022, monkeypatch):
    def as_written(tree):
        for quotient in tree.find_all(rules.exp.Div):
            quotient.set("typed", True)
        return True

    shape = [rule for rule in rules.SHAPE_RULES if rule.name != "division"]
    cut_off = rules.RewriteRule("cut off", "whole numbers divided as DataFusion does", as_written)
    monkeypatch.setattr(rules, "SHAPE_RULES", (*shape, cut_off))
    monkeypatch.setattr(reperform_module, "compute", in_this_process)
    found = states(reperform(release_2022), "second")
    assert [name for name, state in found.items() if state == "differs"] == [
        "displaced_change_pct",
        "hosted_by_members_share_pct",
        "hosted_asia_pacific_share_pct",
        "modern_slavery_index_asia_pacific_prevalence",
    ]


def test_a_figure_or_a_table_too_few_or_too_many_differs(altered):
    rewrite_json(altered / "data" / "figures.json", lambda given: given["figures"].pop())
    tables = altered / "data" / "tables"
    shutil.copyfile(tables / "table_02_orchards.csv", tables / "table_03_more.csv")
    (tables / "table_02_orchards.csv").unlink()
    outcome = reperform(altered)
    assert states(outcome, "first") == {"harvest_north": "same", "harvest_west": "differs"}
    found = {item.id: item.first.why for item in outcome.tables if item.first.state == "differs"}
    assert found == {
        "table_02_orchards": "the release holds no tables/table_02_orchards.csv",
        "table_03_more": "the release's project has no such table",
    }


def test_a_parquet_file_that_is_not_the_record_differs(altered):
    tables = altered / "data" / "tables"
    shutil.copyfile(tables / "table_01_harvest.parquet", tables / "table_02_orchards.parquet")
    found = {item.id: item.first.why for item in reperform(altered).tables}
    assert found["table_02_orchards"] == "tables/table_02_orchards.parquet holds other rows"


def test_a_schema_that_fails_is_an_answer_and_no_crash(altered):
    schema = content_of(altered).root / "warehouse" / "sources" / "schemas" / "harvest.py"
    schema.write_text("1 / 0\n")
    outcome = reperform(altered)
    assert outcome.state == "differs"
    assert set(states(outcome, "second").values()) == {"not re-performed"}


def test_a_definition_that_cannot_be_read_leaves_everything_undone(altered):
    model = content_of(altered).models / "report" / "table_02_orchards.sql"
    model.write_text("no model at all")
    outcome = reperform(altered)
    assert outcome.state == "incomplete"
    assert set(states(outcome, "first").values()) == {"not re-performed"}
    assert "table_02_orchards.sql" in outcome.figures[0].first.why


@pytest.mark.parametrize("name", ["release.json", "figures.json", "project"])
def test_a_folder_that_is_no_release_is_refused(altered, name):
    place = altered / "data" / name
    shutil.rmtree(place) if place.is_dir() else place.write_text("{}")
    with pytest.raises(NotARelease, match="not a release"):
        reperform(altered)


@pytest.mark.parametrize("name", ["release.json", "figures.json", "withheld.json"])
@pytest.mark.parametrize("given", ["[]", "null", '"x"', "5", "{", "[[]]", '{"files": [[]]}'])
def test_a_file_that_holds_something_else_is_refused(altered, name, given):
    (altered / "data" / name).write_text(given)
    with pytest.raises(NotARelease, match="not a release") as error:
        open_release(altered)
    assert name in error.value.fact


@pytest.mark.parametrize("part", ["schema", "edition", "revision", "content_sha256"])
@pytest.mark.parametrize("wrong", [None, [], {}, 1.5, True])
def test_a_part_of_the_statement_of_another_type_is_refused(altered, part, wrong):
    rewrite_json(altered / "data" / "release.json", lambda given: given.update({part: wrong}))
    with pytest.raises(NotARelease, match=part):
        open_release(altered)


@pytest.mark.parametrize("part", ["path", "sha256"])
def test_an_entry_of_what_is_withheld_of_another_type_is_refused(altered, tmp_path, part):
    withhold(altered, f"raw/{CROPS}", tmp_path / "supply")
    rewrite_json(altered / "data" / "withheld.json", lambda g: g["files"][0].update({part: 5}))
    with pytest.raises(NotARelease, match=part):
        open_release(altered)


def test_a_link_in_a_release_is_refused(altered, tmp_path):
    (tmp_path / "elsewhere").write_text("secret")
    (content_of(altered).raw / "link.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotARelease, match="holds a link"):
        reperform(altered)


def test_a_content_hash_of_when_sums_were_hugeint_is_no_difference(toy, tmp_path):
    model = toy.models / "report" / "table_02_orchards.sql"
    model.write_text(
        "/*\ntitle: Years\nunit: years\nkey: [orchard]\ncolumns:\n  orchard: {title: Orchard}\n"
        "  years: {title: Years, decimals: 0}\n*/\n"
        "SELECT code AS orchard, sum(year(founded)) AS years FROM raw_orchards__orchards GROUP BY code\n"
    )
    made = make_payload(toy, "2021", tmp_path / "release")
    rewrite_json(made / "data" / "release.json", lambda g: g.update(content_sha256="0" * 64))
    outcome = reperform(made)
    assert (outcome.state, outcome.content["state"]) == ("incomplete", "not re-performed")
    assert "HUGEINT" in outcome.content["why"]
    path = made / "data" / "tables" / "table_01_harvest.csv"
    path.write_text(path.read_text().replace("140", "141"))
    assert (reperform(made).state, reperform(made).content["state"]) == ("differs", "differs")


@pytest.mark.parametrize("kind", ["pipe", "link"])
@pytest.mark.parametrize(
    "name",
    [
        "tables/table_01_harvest.parquet",
        "figures.json",
        "release.json",
        "withheld.json",
        "tables/x.csv",
    ],
)
def test_a_pipe_or_link_anywhere_in_the_payload_is_refused_and_never_opened(altered, kind, name):
    path = altered / "data" / name
    content = path.read_bytes() if path.exists() else b""
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        (altered / "elsewhere").write_bytes(content)
        path.symlink_to(altered / "elsewhere")
    with pytest.raises(NotARelease, match="neither file nor folder") as refused:
        reperform(altered)
    assert refused.value.where == f"data/{name}"


def test_a_project_that_is_a_link_or_holds_a_pipe_is_refused(altered, tmp_path):
    os.mkfifo(content_of(altered).raw / "pipe.csv")
    with pytest.raises(NotARelease, match="neither file nor folder"):
        reperform(altered)
    (content_of(altered).raw / "pipe.csv").unlink()
    place = altered / "data" / "project"
    place.rename(tmp_path / "elsewhere")
    place.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotARelease, match="holds a link"):
        reperform(altered)


@pytest.mark.parametrize(
    "code", ["raise SystemExit(0)", "raise SystemExit", "import sys; sys.exit()"]
)
def test_a_schema_that_asks_to_leave_agrees_with_nothing(altered, code):
    (schema,) = (altered / "data" / "project").rglob("harvest.py")
    schema.write_text(f"{schema.read_text()}\n{code}\n")
    outcome = reperform(altered)
    assert outcome.state != "same"
    assert "same" not in states(outcome, "second").values()


def test_a_folder_in_the_place_of_a_parquet_file_differs(altered):
    path = altered / "data" / "tables" / "table_01_harvest.parquet"
    path.unlink()
    path.mkdir()
    (table,) = (t for t in reperform(altered).tables if t.id == "table_01_harvest")
    assert table.first.state == "differs"


def test_a_withheld_path_that_leaves_the_project_is_refused(altered, tmp_path):
    withhold(altered, f"raw/{CROPS}", tmp_path / "supply")

    def climb(given):
        given["files"][0]["path"] = "raw/../../../crops.csv"

    rewrite_json(altered / "data" / "withheld.json", climb)
    with pytest.raises(NotARelease, match="not stay inside"):
        reperform(altered, tmp_path / "supply")
