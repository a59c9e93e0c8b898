"""Vintages that come in, are pinned and withdrawn: all of it or nothing, and what was compared stays compared."""

import pytest

from tests.toys import copied, rewrite, tree
from warehouse.builder.adding import add_vintage, checked
from warehouse.builder.arrival import Arrival
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.pinning import pin
from warehouse.builder.withdrawing import withdraw
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError, GateError
from warehouse.sources.register import load_source

NEWEST = "harvest/2022-02-01/crops.csv"


def returns(toy, *changes):
    """The newest returns with some texts in place of others, as a file beside the project."""
    text = (toy.raw / NEWEST).read_text(encoding="utf-8") + "\n"
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = toy.root.parent / "crops.csv"
    path.write_text(text, encoding="utf-8")
    return path


def add(toy, date, *changes):
    outcomes = add_vintage(toy, Arrival("harvest", date, [("", returns(toy, *changes))]))
    return all(outcome.passed for outcome in outcomes)


def test_what_a_vintage_was_compared_with_is_recorded_and_stays(toy):
    assert add(toy, "2022-03-01", ("81.5", "81.4"))
    assert add(toy, "2022-02-15", ("81.5", "81.3"))
    source = load_source(toy, "harvest")
    assert source.compared("2022-03-01") == ("2022-02-01",)
    assert source.compared("2022-02-15") == ("2022-02-01", "2022-03-01")
    assert source.compared("2022-02-01") == ("2021-02-01",)


def test_a_vintage_dated_before_another_changes_nothing_of_what_was_compared(toy):
    before = EditionBuild(toy, "2021").outcome("raw_harvest__crops")
    assert add(toy, "2021-06-01", ("81.5", "81.4"))
    source = load_source(toy, "harvest")
    assert source.compared("2021-06-01") == ("2021-02-01", "2022-02-01")
    assert source.compared("2022-02-01") == ("2021-02-01",)  # by hand: the register does not say
    assert EditionBuild(toy, "2021").outcome("raw_harvest__crops").problems == before.problems


def test_a_vintage_dated_before_another_is_held_against_that_too(toy):
    with checked(
        toy, Arrival("harvest", "2020-06-01", [("", returns(toy, ("140.0", "940.0")))])
    ) as found:
        assert found.vintage.compared_with == ("2021-02-01",)
        against = {problem.rule for problem in found.problems}
    assert any("2021-02-01 against 2020-06-01" in rule for rule in against)
    assert not found.passed


@pytest.mark.parametrize("date", ["2022-02-31", "2022-13-01", "31.07.2022", "2022", "tomorrow", ""])
def test_only_a_day_that_exists_is_a_vintage(toy, date):
    before = tree(toy.raw)
    with pytest.raises(DefinitionError, match="vintage id"):
        add(toy, date, ("81.5", "81.4"))
    assert tree(toy.raw) == before


def test_the_bytes_of_a_registered_vintage_are_refused(toy):
    file = toy.raw / "harvest/2021-02-01/crops.csv"
    with pytest.raises(DefinitionError, match="those of vintage 2021-02-01, byte for byte"):
        add_vintage(toy, Arrival("harvest", "2022-03-01", [("", file)]))


def test_half_a_vintage_is_refused(toy):
    register = toy.raw / "harvest/source.yaml"
    text = register.read_text()
    more = "  trees:\n    title: Trees\n    schema: harvest.Crops\nvintages:\n"
    register.write_text(text.replace("vintages:\n", more))
    with pytest.raises(DefinitionError, match="has no file for trees") as error:
        add_vintage(toy, Arrival("harvest", "2022-03-01", [("crops", returns(toy))]))
    assert "crops=FILE trees=FILE" in str(error.value)


def test_what_it_changes_in_the_open_editions_is_worked_out_before(toy):
    before = tree(toy.raw)
    file = returns(toy, ("2021,NORTH,apple,140.0", "2021,NORTH,apple,143.0"))
    with checked(toy, Arrival("harvest", "2022-02-20", [("", file)])) as found:
        (trial,) = found.editions
        tables = [build.outcome("table_01_harvest").step for build in (trial.before, trial.after)]
        assert (trial.edition, trial.is_draft, trial.new_errors) == ("2021", False, ())
        assert tables[0].record.content_sha256 != tables[1].record.content_sha256
    assert tree(toy.raw) == before


def test_an_edition_that_is_not_registered_yet_is_tried_as_a_draft(toy):
    file = returns(toy, ("140.0,A\n", "140.0,A\n2022,NORTH,apple,141.0,A\n"))
    with checked(toy, Arrival("harvest", "2023-02-01", [("", file)])) as found:
        assert {trial.edition for trial in found.editions if not trial.is_draft} == set()
        assert "2022" in [trial.edition for trial in found.editions]
        assert found.passed


def test_a_check_across_sources_stops_a_vintage_before_it_is_registered(toy):
    file = returns(toy, ("2021,SOUTH,pear", "2021,EAST,pear,0.5,A\n2021,SOUTH,pear"))
    before = tree(toy.raw)
    with checked(toy, Arrival("harvest", "2022-02-20", [("", file)])) as found:
        assert all(outcome.passed for outcome in found.outcomes)
        (trial,) = found.editions
        assert {p.rule_id for p in trial.new_errors} >= {"check_orchards_exist"}
        assert not found.passed
        with pytest.raises(DefinitionError, match="has problems"):
            found.register()
    assert tree(toy.raw) == before


def test_the_differences_that_hold_a_vintage_up_hide_nothing_of_what_it_would_change(toy):
    file = returns(toy, ("140.0", "190.0"), ("131.0", "191.0"))
    with checked(toy, Arrival("harvest", "2022-02-20", [("", file)])) as found:
        assert not found.passed
        assert found.problems
        (trial,) = found.editions
        assert trial.after.outcome("table_01_harvest").passed


def test_a_pin_changes_one_value_of_an_edition(toy):
    assert add(toy, "2022-02-20", ("81.5", "81.4"))
    path = toy.editions / "2021.yaml"
    before = path.read_text()
    assert pin(toy, "2021", "harvest", "2022-02-20") == "2022-02-01"
    assert path.read_text() == before.replace("harvest: 2022-02-01", "harvest: 2022-02-20")


def test_a_pin_after_the_as_of_date_wants_a_reason(toy):
    assert add(toy, "2022-08-20", ("81.5", "81.4"))
    before = (toy.editions / "2021.yaml").read_bytes()
    with pytest.raises(DefinitionError, match="later than the as-of date"):
        pin(toy, "2021", "harvest", "2022-08-20")
    assert (toy.editions / "2021.yaml").read_bytes() == before
    reason = 'the "second" count: see # 4, {as agreed}'
    pin(toy, "2021", "harvest", "2022-08-20", reason)
    assert load_edition(toy, "2021").pins["harvest"].after_as_of == reason
    assert pin(toy, "2021", "harvest", "2022-02-01") == "2022-08-20"


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("2022", "harvest", "2022-02-01"), "not registered"),
        (("2021", "plums", "2022-02-01"), "does not use source"),
        (("2021", "harvest", "2022-02-30"), "vintage id"),
        (("2021", "harvest", "2020-02-01"), "vintage 2020-02-01 is not registered"),
    ],
)
def test_a_pin_of_nothing_is_refused(toy, words, error):
    before = tree(toy.raw)
    with pytest.raises(DefinitionError, match=error):
        pin(toy, *words)
    assert tree(toy.raw) == before


def test_a_withdrawn_vintage_leaves_its_record_and_can_come_in_again(toy):
    before = tree(toy.raw)
    register = toy.raw / "harvest/source.yaml"
    assert add(toy, "2022-03-01", ("81.5", "81.4"))
    withdraw(toy, "harvest", "2022-03-01", by="Ann Grower", why='It was the "draft": {not} #ours')
    after = tree(toy.raw)
    source = load_source(toy, "harvest")
    (gone,) = source.withdrawn
    assert (gone.by, gone.why) == ("Ann Grower", 'It was the "draft": {not} #ours')
    assert "2022-03-01" not in source.vintages
    assert after.keys() == before.keys()
    changed = register.relative_to(toy.raw)
    assert {name for name in before if after[name] != before[name]} == {changed}
    assert set(before[changed].splitlines()) <= set(after[changed].splitlines())
    assert add(toy, "2022-03-01", ("81.5", "81.3"))
    withdraw(toy, "harvest", "2022-03-01", by="Ann Grower", why="Again.")
    assert [gone.why for gone in load_source(toy, "harvest").withdrawn][1:] == ["Again."]


def test_the_only_vintage_can_be_withdrawn(tmp_path):
    toy = copied("toy", tmp_path / "toy")
    for name in ("2020", "2021"):
        (toy.editions / f"{name}.yaml").unlink()
    withdraw(toy, "orchards", "2021-01-01", by="Ann", why="No longer ours.")
    assert load_source(toy, "orchards").vintages == {}


def test_what_something_rests_on_is_not_withdrawn(toy):
    assert add(toy, "2022-03-01", ("81.5", "81.4"))
    assert add(toy, "2022-04-01", ("81.5", "81.3"))
    before = tree(toy.raw)
    with pytest.raises(GateError, match="edition 2021 pins vintage 2022-02-01"):
        withdraw(toy, "harvest", "2022-02-01", by="Ann", why="x")
    with pytest.raises(GateError, match="2022-04-01 was compared with 2022-03-01"):
        withdraw(toy, "harvest", "2022-03-01", by="Ann", why="x")
    (toy.releases / "2021" / "r1").mkdir(parents=True)
    (toy.releases / "2021" / "r1" / "bagit.txt").write_text("")
    with pytest.raises(GateError, match="edition 2021, which is released"):
        withdraw(toy, "harvest", "2022-02-01", by="Ann", why="x")
    with pytest.raises(GateError, match="frozen by release r1"):
        pin(toy, "2021", "harvest", "2022-04-01")
    for by, why in (("", "x"), ("Ann", "  ")):
        with pytest.raises(DefinitionError, match="blank"):
            withdraw(toy, "harvest", "2022-04-01", by=by, why=why)
    assert tree(toy.raw) == before


def test_a_folder_that_a_withdrawal_left_behind_goes_with_the_next_change(toy):
    assert add(toy, "2022-03-01", ("81.5", "81.4"))
    folder = toy.raw / "harvest/2022-03-01"
    content = (folder / "crops.csv").read_bytes()
    withdraw(toy, "harvest", "2022-03-01", by="Ann", why="x")
    folder.mkdir()
    (folder / "crops.csv").write_bytes(content)
    assert add(toy, "2022-03-02", ("81.5", "81.2"))
    assert not folder.exists()
    folder.mkdir()
    (folder / "mine.csv").write_bytes(content)
    assert add(toy, "2022-03-03", ("81.5", "81.1"))
    assert (folder / "mine.csv").exists()


def test_an_edition_whose_files_cannot_be_read_hinders_no_vintage(toy):
    rewrite(toy, "harvest/2022-02-01/crops.csv", "79.0", "79.1")
    (toy.editions / "2021.yaml").write_text("edition: [")
    with checked(toy, Arrival("harvest", "2022-02-20", [("", returns(toy))])) as found:
        assert [outcome.passed for outcome in found.outcomes] == [True]
