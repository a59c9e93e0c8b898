"""What data staff see of a vintage that comes in: what is wrong, once; what it would change; and nothing half done."""

import json

import pytest

from tests.toys import tree
from warehouse.problem_groups import grouped, told
from warehouse.problems import Problem, ShownProblem

NEWEST = "harvest/2022-02-01/crops.csv"


@pytest.fixture
def returns(toy, tmp_path):
    """Write the newest returns with a text in place of another, under the officer's own name for them."""

    def write(old="140.0", new="143.0"):
        path = tmp_path / "Returns final (2).csv"
        text = (toy.raw / NEWEST).read_text(encoding="utf-8")
        path.write_text(text.replace(old, new), encoding="utf-8")
        return str(path)

    return write


def test_check_says_what_would_change_and_changes_nothing(run, toy, returns):
    before = tree(toy.raw)
    code, out, _ = run("check", "harvest", "2022-02-20", returns("140.0", "190.0"))
    assert code == 1  # tonnes moved by more than one per cent
    assert "compared with 2022-02-01" in out
    assert "Edition 2021" in out
    assert "harvest_north" in out
    assert "190 tonnes" in out
    assert "nothing under raw/ changed" in out
    assert tree(toy.raw) == before


def test_check_answers_a_program(run, toy, returns):
    code, out, _ = run("check", "harvest", "2022-02-20", returns(), "--json")
    told = json.loads(out)
    assert (code, told["passed"], told["problems"], told["rows"]) == (0, True, [], 9)
    assert told["compared_with"] == ["2022-02-01"]
    (edition,) = told["editions"]
    assert (edition["edition"], edition["draft"], edition["problems"]) == ("2021", False, [])
    assert set(edition["figures"][0]) == {"id", "label", "before", "after"}
    code, out, _ = run("check", "harvest", "2022-02-20", returns("140.0", "lots"), "--json")
    told = json.loads(out)
    assert (code, told["passed"]) == (1, False)
    assert told["problems"][0]["value"] == "lots"


@pytest.mark.parametrize("command", ["check", "add-vintage"])
def test_the_officer_s_own_file_is_named_and_all_problems_are_kept(run, toy, returns, command):
    file = returns(",A\n", ",Q\n")
    code, out, _ = run(command, "harvest", "2022-02-20", file)
    assert code == 1
    assert out.count("Returns final (2).csv") == 1
    assert "5 times: Q (5 times)" in out
    assert "and 2 more" in out
    kept = toy.build / "intake/harvest/2022-02-20/problems.csv"
    assert kept.read_text(encoding="utf-8").count("quality") >= 5
    assert toy.shown(kept) in out


def test_from_arrival_to_pin_to_withdrawal(run, toy, returns):
    assert run("add-vintage", "harvest", "2022-02-20", returns("81.5", "81.6"))[0] == 0
    assert run("pin", "2021", "harvest", "2022-02-20")[0] == 0
    code, out, _ = run("sources", "--json")
    harvest = next(source for source in json.loads(out) if source["source"] == "harvest")
    assert code == 0
    assert harvest["vintages"][-1] == {"vintage": "2022-02-20", "editions": ["2021"]}
    take_out = ("withdraw-vintage", "harvest", "2022-02-20", "--by", "Ann", "--why", "A draft.")
    code, _, err = run(*take_out)
    assert (code, "edition 2021 pins vintage 2022-02-20" in err) == (2, True)
    assert run("pin", "2021", "harvest", "2022-02-01")[0] == 0
    assert run(*take_out)[0] == 0
    assert "withdrawn" in run("sources")[1]
    assert run("build", "2021")[0] == 0


def test_a_register_that_cannot_be_read_is_named_among_the_others(run, toy):
    (toy.raw / "orchards/source.yaml").write_text("source: [")
    code, out, _ = run("sources")
    assert code == 1
    assert "raw/orchards/source.yaml" in out
    assert "2022-02-01" in out


@pytest.mark.parametrize("date", ["31.07.2024", "2024-02-31", "2023-13-45"])
@pytest.mark.parametrize("command", ["check", "add-vintage"])
def test_a_date_that_is_none_is_answered_in_words(run, returns, command, date):
    code, _, err = run(command, "harvest", date, returns())
    assert (code, "a day or month that exists" in err) == (2, True)


def problem(line, value, rule_id="t.c.r", remedy="mend it"):
    return Problem(
        "s", "t", "2022", "f.csv", "", line, "c", value, "it is right", remedy, rule_id=rule_id
    )


def test_a_cause_is_told_once_with_its_places_and_values():
    many = [problem(n, "<5" if n % 3 else str(n)) for n in range(2, 302)]
    other = [problem(9, "x", "t.c.other"), problem(4, "<5", remedy="another way out")]
    groups = grouped(ShownProblem(each, is_withheld=False) for each in (*many, *other))
    assert [len(group.problems) for group in groups] == [300, 1, 1]
    first, *_ = told(groups[0])
    assert first == (
        "error: f.csv, lines 2, 3, 4 and 297 more, column c: 300 times: <5 (200 times), 3 (once), "
        "6 (once) and 98 other values"
    )
    assert next(iter(told(groups[1]))) == "error: f.csv, line 9, column c: x"


def test_no_value_that_is_withheld_is_counted():
    hidden = [ShownProblem(problem(n, ""), is_withheld=True) for n in (2, 3)]
    (group,) = grouped(hidden)
    assert group.values == "(withheld)"


SIGNED = ("--by", "Ann Grower", "--role", "statistician", "--why", 'They wrote "lots": no count.')
BAD = ("2019,SOUTH,apple,80.0,A", "2019,SOUTH,apple,lots,A")


def ids(out):
    return [line.split(": ")[1] for line in out.splitlines() if line.startswith("  id: ")]


def test_a_known_bad_row_is_accepted_and_the_table_stands_without_it(run, toy, returns):
    add = ("add-vintage", "harvest", "2022-02-20", returns(*BAD))
    code, out, _ = run(*add)
    (wrong,) = ids(out)
    assert code == 1
    assert run("accept", "harvest", "2022-02-20", wrong, *SIGNED)[::2] == (0, "")
    code, out, _ = run(*add)
    (removed,) = ids(out)  # the row is left out, and so its key is gone
    assert code == 1
    assert "(accepted by Ann Grower, statistician" in out
    assert "keys_removed" in out
    assert run("accept", "harvest", "2022-02-20", removed, *SIGNED)[0] == 0
    code, out, _ = run(*add)
    assert code == 0, out
    assert run("pin", "2021", "harvest", "2022-02-20")[0] == 0
    code, out, _ = run("build", "2021", "--json")
    told = json.loads(out)
    assert code == 0
    assert any("accepted by Ann Grower" in problem["rule"] for problem in told["problems"])


def test_what_was_accepted_blocks_again_when_it_changes(run, toy, returns):
    code, out, _ = run("check", "harvest", "2022-02-20", returns(*BAD))
    assert run("accept", "harvest", "2022-02-20", *ids(out), *SIGNED)[0] == 0
    code, out, _ = run("check", "harvest", "2022-02-20", returns(BAD[0], BAD[1].replace("ts", "t")))
    assert code == 1
    assert "error" in out
    assert "tonnes: lot\n" in out


def test_all_of_a_rule_is_accepted_at_once(run, toy, returns):
    check = ("check", "harvest", "2022-02-20", returns("140.0", "190.0"))
    code, out, _ = run(*check)
    rule = "raw_harvest__crops.comparison"
    assert code == 1
    accept = ("accept", "harvest", "2022-02-20", "--rule", rule, "--all", *SIGNED)
    assert run(*accept)[0] == 0
    code, _, err = run(*accept)
    assert (code, "accepted already, by Ann Grower" in err) == (2, True)
    code, out, _ = run(*check)
    assert (code, "could be registered" in out) == (0, True), out


def test_what_the_publisher_s_file_lacks_cannot_be_accepted(run, toy, returns):
    assert run("check", "harvest", "2022-02-20", returns("quality", "class"))[0] == 1
    assert (
        run("accept", "harvest", "2022-02-20", "--rule", "raw_harvest__crops", "--all", *SIGNED)[0]
        == 2
    )
    again = run("check", "harvest", "2022-02-20", returns("quality", "class"))
    assert again[0] == 1


def test_a_check_across_sources_is_accepted_for_an_edition(run, toy, returns):
    more = ("2021,SOUTH,pear", "2021,EAST,pear,0.5,A\n2021,SOUTH,pear")
    add = ("add-vintage", "harvest", "2022-02-20", returns(*more))
    code, out, _ = run(*add)
    assert (code, "check_orchards_exist" in out or "EAST" in out) == (1, True)
    (wrong,) = ids(out)
    assert run("accept", "harvest", "2022-02-20", wrong, *SIGNED)[::2] == (0, "")
    assert run(*add)[0] == 0, run(*add)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("harvest", "2022-02-20", "0123456789abcdef", *SIGNED), "annual-report check harvest"),
        (("harvest", "2022-02-01", "0123456789abcdef", *SIGNED), "nothing that blocks is called"),
        (("2021", "0123456789abcdef", *SIGNED), "nothing that blocks is called"),
        (("harvest", *SIGNED), "no vintage of harvest is named"),
        (("harvest", "2022-02-01", *SIGNED), "not clear what is accepted"),
        (("2021", "--rule", "x", *SIGNED), "not clear what is accepted"),
        (("2021", "x", "--by", "Ann", "--role", " ", "--why", "x"), "--role is blank"),
        (("plums", "2022-02-01", "x", *SIGNED), "raw/plums/source.yaml"),
        (("harvest", "2022-02-30", "x", *SIGNED), "a day or month that exists"),
    ],
)
def test_nothing_is_accepted_by_mistake(run, toy, words, message):
    before = tree(toy.raw)
    code, _, err = run("accept", *words)
    assert (code, message in err) == (2, True), err
    assert tree(toy.raw) == before


def test_another_delimiter_is_one_cause_with_the_option_that_reads_it(run, toy, returns):
    code, out, _ = run("check", "harvest", "2022-02-20", returns(",", ";"))
    assert (code, out.count("error:")) == (1, 1)
    assert "its columns are separated by semicolons, not by commas" in out
    assert 'delimiter: ";"' in out


def test_cells_of_one_kind_are_one_cause_with_the_option_that_reads_them(run, toy, returns):
    file = returns("apple,131.0", "apple,<5")
    code, out, _ = run("check", "harvest", "2022-02-20", file)
    assert (code, out.count("error:")) == (1, 1)
    assert 'suppressed: {columns: [tonnes], markers: ["<5"]}' in out
