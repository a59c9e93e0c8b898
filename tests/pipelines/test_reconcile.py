"""`annual-report reconcile`: listing, JSON, page, proposed bindings, exit codes; and the same as an asset check."""

import json
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
import yaml

from assets.builds import EDITIONS
from pipelines.cli import app as frame
from pipelines.cli.reconcile_bindings import entries
from pipelines.cli.reconcile_text import print_reconciliation
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from report.reconcile.finding import VERDICTS
from tests.report.reconcile.hand_made import (
    CANDIDATES,
    document,
    finding,
    numbered,
    one_of_each,
    reconciled,
)
from warehouse.definitions import parse_yaml
from warehouse.sources.files import sha256_of

TRUE = "The harvest of North Orchard was 131 tonnes in 2020.\n"
FALSE = "The harvest of North Orchard was 140 tonnes in 2020.\n"
UNKNOWN = "Some 37 bees flew by.\n"
NOTHING = "No number stands here.\n"


@pytest.fixture
def toy(toy_built):
    """The toy project, built: nothing here is about the build itself."""
    return toy_built


@pytest.fixture
def run(toy, monkeypatch, capsys):
    """Reconcile in the toy edition of 2020; returns exit code, output and errors."""
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", "reconcile", *words])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


@pytest.fixture
def text(toy):
    """Write a text file into the toy project; returns its name."""

    def write(content, name="text.txt"):
        (toy.root / name).write_text(content, encoding="utf-8")
        return name

    return write


@pytest.mark.parametrize(
    ("content", "code"), [(TRUE, 0), (FALSE, 1), (UNKNOWN, 3), (NOTHING, 0), (TRUE + FALSE, 1)]
)
def test_exit_codes(run, text, content, code):
    assert run("2020", text(content))[0] == code


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("2020",), "Missing argument 'FILE...'"),
        (("2020", "none.txt"), "none.txt"),
        (("1066", "text.txt"), "1066"),
        (("2021", "text.txt"), "annual-report build 2021"),
        (("2020", "text.txt", "--json", "--bindings"), "--json and --bindings"),
        (("2020", "text.txt", "--html", "text.txt"), "another name"),
        (("2020", "text.txt", "--html", "no/folder/page.html"), "page.html"),
    ],
)
def test_what_cannot_be_done_is_said_with_exit_code_2(run, text, words, message):
    text(TRUE)
    code, out, err = run(*words)
    assert code == 2
    assert message in out + err


def test_json_is_the_contracts(run, text):
    code, out, _ = run("2020", text(FALSE), "--json")
    found = json.loads(out)
    assert code == 1
    assert list(found) == ["schema", "edition", "as_of", "documents", "counts"]
    one = next(s for s in found["documents"][0]["statements"] if s["text"] == "140")
    assert (one["verdict"], one["figure"]) == ("contradicted", "harvest_north")
    assert found["counts"] == {"contradicted": 1, "set aside": 1}


def test_what_is_not_read_of_a_text_is_said_in_every_form(run, text):
    said = "2 \u00d7 hidden text, 1 of them with digits"
    name = text(f"<p>{TRUE}</p><p hidden>9,999</p><p hidden>tonnes</p>", "text.html")
    code, out, _ = run("2020", name, "--html", "page.html")
    assert code == 0
    assert f"not read: {said}" in out
    page = Path("page.html").read_text(encoding="utf-8")
    assert f"Not read: {said}" in page
    _, out, _ = run("2020", name, "--json")
    (left,) = json.loads(out)["documents"][0]["left_out"]
    assert left == {"what": "hidden text", "amount": 2, "with_digits": 1}


def test_the_listing_is_in_the_order_of_the_text_and_marks_the_worst(run, text):
    _, out, _ = run("2020", text(f"{TRUE}\n{FALSE}"))
    rows = [line.split() for line in out.splitlines() if "¶" in line]
    assert [row[:3] for row in rows] == [["¶1", "131", "supported"], ["!", "¶2", "140"]]
    assert "True would be: 131 tonnes" in out
    assert "2 numbers set aside: --set-aside lists them" in out


def test_what_was_set_aside_is_listed_with_its_reason(run, text):
    _, out, _ = run("2020", text(TRUE), "--set-aside")
    assert ["¶1", "2020", "date"] in [line.split() for line in out.splitlines()]


def test_without_an_edition_the_text_is_only_read(run, text):
    code, out, _ = run("-", text(TRUE), "--json")
    found = json.loads(out)
    assert code == 3
    assert found["edition"] is None
    assert found["counts"] == {"unmatched": 1, "set aside": 1}


def test_the_page_is_written_beside_the_other_output(run, text, toy):
    code, out, err = run("2020", text(FALSE), "--html", "page.html", "--json")
    page = (toy.root / "page.html").read_bytes()
    assert code == 1
    assert json.loads(out)
    assert err == "Open page.html\n"
    assert b"contradicted" in page
    run("2020", "text.txt", "--html", "page.html")
    assert (toy.root / "page.html").read_bytes() == page


def test_a_confirmed_proposal_binds(run, text, toy):
    code, out, _ = run("2020", text(TRUE), "--bindings")
    assert code == 0
    (entry,) = parse_yaml(out, "printed")["statements"]
    assert {entry["by"], entry["on"]} == {None}
    signed = out.replace("by:", "by: A. Person").replace("on:\n", "on: 2021-03-02\n")
    (toy.editions / "2020.statements.yaml").write_text(signed, encoding="utf-8")
    code, out, _ = run("2020", "text.txt", "--json")
    (one,) = [s for s in json.loads(out)["documents"][0]["statements"] if s["text"] == "131"]
    assert (code, one["bound_by"]) == (0, "binding")
    assert "statements: []" in run("2020", "text.txt", "--bindings")[1]


def test_a_proposal_holds_whatever_a_document_says():
    made = document('12: "# & *\x1b[2J\u202e\x85 {yes}\n- by: x 13')
    found = numbered(made, ["contradicted"], why="so\n  - it is", candidates=CANDIDATES)
    text = entries(reconciled(made, *found, *found))
    loaded = parse_yaml(text, "printed")["statements"]
    assert [e["number"] for e in loaded] == ["12", "2", "13"]
    assert {e["figure"] for e in loaded} == {"harvest_north"}
    assert "# or: harvest_all" in text
    assert yaml.safe_load(text)
    assert not {"\x1b", "\u202e", "\x85"} & set(text)


def test_no_control_character_of_a_document_reaches_the_terminal(capsys):
    made = document("12\x1b]0;x\x07 and \x9b31m\u202e13", path="a\x1b[2J.txt")
    verdicts = ["contradicted", "set aside"]
    found = numbered(made, verdicts, why="\x1b[1m\x9b", figure="\x1b", rewording="\x07")
    one = finding(made, made.blocks[0], "12\x1b]0;x\x07", "stale")
    print_reconciliation(reconciled(made, one, *found), with_set_aside=True)
    out = capsys.readouterr().out
    assert "␛" in out
    assert not {c for c in out if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160)}
    assert "\u202e" not in out


def test_every_verdict_is_listed_and_counted(capsys):
    made, found = one_of_each()
    print_reconciliation(reconciled(made, *found), with_set_aside=True)
    out = capsys.readouterr().out
    assert all(out.count(verdict) >= 2 for verdict in VERDICTS)
    assert "footnote 3" in out
    assert "¶10 p.2" in out


def test_the_command_does_not_load_dagster(toy):
    program = (
        "import sys; from pipelines.cli import reconcile, reconcile_text, reconcile_bindings;"
        "from report.reconcile.page import render; from report.reconcile import reconciliation;"
        "sys.exit('dagster' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def checked(toy, *documents):
    """Register documents, run the edition in Dagster; returns what failed by asset, and the check's evaluation."""
    edition = toy.editions / "2020.yaml"
    listed = json.dumps(list(documents))
    text = edition.read_text(encoding="utf-8").replace("documents: []", f"documents: {listed}")
    edition.write_text(text, encoding="utf-8")
    job = build_defs(toy).resolve_job_def(EDITION_JOB)
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(EDITIONS.name, ["2020"])
        quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
        result = job.execute_in_process(
            instance=instance, partition_key="2020", run_config=quiet, raise_on_error=False
        )
        found = result.get_asset_check_evaluations()
    (check,) = [e for e in found if e.check_name == "documents_reconcile"]
    failed = [event for event in result.all_events if event.is_step_failure]
    return {event.step_key: event.step_failure_data.user_failure_data for event in failed}, check


def registered(toy, content, path="documents/text.txt", **given):
    file = toy.root / path
    file.parent.mkdir(exist_ok=True)
    file.write_text(content, encoding="utf-8")
    facts = {"title": "A text", "url": "https://example.org", "published": "2021-03-01"}
    return {**facts, "sha256": sha256_of(file), "path": path, **given}


@pytest.mark.parametrize(
    ("content", "passed"), [(TRUE, True), (FALSE, False), (UNKNOWN, False), ("No number.", False)]
)
def test_check_of_the_documents_warns_and_blocks_nothing(toy, content, passed):
    failed, check = checked(toy, registered(toy, content))
    assert not failed
    assert check.passed is passed
    assert not check.blocking
    assert check.severity == dg.AssetCheckSeverity.WARN
    assert check.metadata["documents"].value == 1
    assert ("| 140 |" in check.metadata["against"].value) is (content == FALSE)
    assert ("37" in check.metadata["unproven"].value) is (content == UNKNOWN)


@pytest.mark.parametrize("count", [0, 2])
def test_check_passes_over_documents_without_a_file(toy, count):
    without = {**registered(toy, FALSE), "path": None}
    failed, check = checked(toy, *([without] * count))
    assert not failed
    assert not check.passed
    assert check.severity == dg.AssetCheckSeverity.WARN
    assert check.description.startswith("there was nothing to check")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"sha256": "0" * 64}, "has the sha256"),
        ({"path": "../secret.txt"}, "a file inside the project"),
        ({"path": "documents/none.txt"}, "a file inside the project"),
        ({"path": "report/figures.yaml"}, "has the sha256"),
    ],
)
def test_check_and_book_say_what_is_wrong_with_a_registered_file(toy, given, message):
    document = registered(toy, TRUE)
    (toy.root.parent / "secret.txt").write_text(TRUE, encoding="utf-8")
    failed, check = checked(toy, {**document, **given})
    assert not check.passed
    assert message in check.description
    assert list(failed) == ["audit_book"]
    assert message in failed["audit_book"].description


def test_words_of_a_document_are_no_markup_in_the_ui(toy):
    content = "The harvest of North Orchard was [140](http://x) | <b>140</b> tonnes in 2020.\n"
    _, check = checked(toy, registered(toy, content, "documents/a_b_[c](d).txt"))
    table = check.metadata["against"].value + check.metadata["unproven"].value
    assert "](" not in table
    assert "<b>" not in table
