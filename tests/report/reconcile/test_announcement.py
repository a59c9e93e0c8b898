"""The announcement of 10 July 2023 against the 2022 edition: its facts in our own words, altered, and with bindings."""

import csv
import re
from pathlib import Path

import pytest

from numbertext.documents import read_document
from report.edition import publish
from report.reconcile.reconciliation import reconcile_documents
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept

NAME = "press_release_2023-07-10.txt"
FOLDER = Path(__file__).resolve().parents[2] / "announcement"
FACTS = list(csv.DictReader((FOLDER / "facts.csv").open(encoding="utf-8", newline="")))
LONGEST_IN_COMMON = 7
"""Words in a row that two texts may share that state the same numbers: names, and a number with what it counts."""


@pytest.fixture(scope="module")
def announcement():
    """What stands for it in a clone: the same numbers about the same subjects, in sentences of our own."""
    return FOLDER / "in_our_words.txt"


@pytest.fixture(scope="module")
def held(project, edition_2022):
    place, known = edition_2022[0], {}

    def against(path):
        said = path.read_bytes()
        if said not in known:
            known[said] = reconcile_documents(project, Kept(place), "2022", [read_document(path)])
        return known[said], known[said].documents[0].findings

    return against


def said(finding):
    return (finding.statement.text, finding.figure, finding.statement.set_aside or "")


def fact(row):
    return (row["printed"], row["figure"], row["aside"])


def places(findings):
    """Paragraph, sentence and number within it of every finding."""
    found, seen = [], {}
    for finding in findings:
        block = finding.block
        before = block.text[: finding.statement.start - block.start]
        at = (block.paragraph, 1 + len(re.findall(r"[.!?]\s+(?=\S)", before)))
        seen[at] = seen.get(at, 0) + 1
        found.append(tuple(map(str, (*at, seen[at]))))
    return found


def runs(text, size):
    words = re.findall(r"\w+(?:[-’']\w+)*", text.lower())
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def test_our_words_state_every_fact_and_no_other_number(announcement, held):
    findings = held(announcement)[1]
    assert [said(finding) for finding in findings] == [fact(row) for row in FACTS]


def test_the_facts_are_those_of_the_announcement(announcement, held, shared):
    """Every number of the real text is a fact, in its place and with its verdict, and no sentence of it is in ours."""
    real = shared / "documents" / NAME
    theirs, ours = held(real)[1], held(announcement)[1]
    assert [said(finding) for finding in theirs] == [fact(row) for row in FACTS]
    assert places(theirs) == [(r["paragraph"], r["sentence"], r["order"]) for r in FACTS]
    assert [(f.verdict, f.also) for f in theirs] == [(f.verdict, f.also) for f in ours]
    assert_every_number_is_in(real.read_text("utf-8"), theirs)
    kept = [path.read_text("utf-8") for path in sorted(FOLDER.iterdir())]
    for text in kept:
        assert not runs(text, LONGEST_IN_COMMON + 1) & runs(
            real.read_text("utf-8"), LONGEST_IN_COMMON + 1
        )


def the(findings, text, nth=0):
    return [finding for finding in findings if finding.statement.text == text][nth]


def altered(announcement, folder, old, new):
    text = announcement.read_text("utf-8")
    assert text.count(old) == 1
    path = folder / announcement.name
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_every_number_is_found(announcement, held):
    assert_every_number_is_in(announcement.read_text("utf-8"), held(announcement)[1])


def assert_every_number_is_in(text, findings):
    covered = [(f.statement.start, f.statement.end) for f in findings]
    for number in re.finditer(r"\d+|\b(?:two|three|seven|second|Eighth|first|hundreds)\b", text):
        assert any(a <= number.start() and number.end() <= b for a, b in covered), number
    assert not [f for f in findings if f.verdict == "unresolved"]
    for finding in findings:
        start, end = finding.statement.start, finding.statement.end
        assert finding.statement.text == text[start:end]


@pytest.mark.parametrize(
    ("text", "verdict", "also", "figure"),
    [
        ("second", "supported", (), "rso_decade"),
        ("more than 110 million", "undecided", (), "displaced_estimate_may_2023"),
        ("50 million", "supported", (), "modern_slavery_index_world"),
        (
            "an estimated seven per cent",
            "stale",
            ("misattributed",),
            "child_labour_asia_pacific_2020_pct",
        ),
        ("two", "supported", (), "flagship_events_in_year"),
        ("hundreds", "undecided", (), "flagship_delegates_stated"),
        ("40", "stated only", (), "flagship_member_states_claimed_2022"),
        (
            "first time in three years",
            "stated only",
            (),
            "years_since_last_gathering_claimed_2022",
        ),
        ("20th", "supported", (), "bali_process_anniversary"),
        ("10th", "supported", (), "rso_anniversary"),
        ("Eighth", "supported", (), "ministerial_conferences_held"),
    ],
)
def test_verdicts(announcement, held, text, verdict, also, figure):
    finding = the(held(announcement)[1], text)
    assert (finding.verdict, finding.also, finding.figure) == (verdict, also, figure)
    assert finding.evidence.trace.startswith("annual-report trace ")
    assert finding.evidence.files


def test_dates_titles_and_names_are_set_aside(announcement, held):
    aside = {f.statement.text for f in held(announcement)[1] if f.verdict == "set aside"}
    assert {"COVID-19", "2022", "2023"} <= aside
    assert any("10 Jul 2023" in text for text in aside)


def test_true_wordings(announcement, held):
    findings = held(announcement)[1]
    displaced = the(findings, "more than 110 million")
    assert displaced.rewording == "an estimated 110 million by May 2023"
    assert "108.4 million at end-2022" in displaced.why
    assert the(findings, "an estimated seven per cent").rewording == "5.6 per cent in 2020"


def test_the_exit_code_and_the_counts(announcement, held):
    found, findings = held(announcement)
    assert found.exit_code == 1
    assert sum(found.counts.values()) == len(findings)


@pytest.mark.parametrize(
    ("old", "new", "text", "verdict"),
    [
        ("50 million", "60 million", "60 million", "contradicted"),
        ("50 million", "about 50 million", "about 50 million", "supported"),
        ("50 million", "fewer than 40 million", "fewer than 40 million", "contradicted"),
        (
            "more than 110 million",
            "an estimated 110 million",
            "an estimated 110 million",
            "supported",
        ),
        ("more than 110 million", "more than 120 million", "more than 120 million", "contradicted"),
        ("more than 110 million", "more than 108 million", "more than 108 million", "supported"),
        ("an estimated seven per cent", "5.6 per cent", "5.6 per cent", "misattributed"),
        ("an estimated seven per cent", "nine per cent", "nine per cent", "stale"),
        ("an estimated seven per cent", "four per cent", "four per cent", "contradicted"),
        ("two flagship events", "three flagship events", "three", "contradicted"),
        ("across 40 Member States", "across 44 Member States", "44", "contradicted"),
        ("20th anniversary", "21st anniversary", "21st", "contradicted"),
        ("its second decade has begun", "its third decade has begun", "third", "contradicted"),
        ("Eighth Bali", "Ninth Bali", "Ninth", "contradicted"),
        ("in three years", "in five years", "first time in five years", "contradicted"),
    ],
)
def test_altered_numbers_change_the_verdict(announcement, held, tmp_path, old, new, text, verdict):
    findings = held(altered(announcement, tmp_path, old, new))[1]
    assert the(findings, text).verdict == verdict


@pytest.mark.parametrize(
    ("file", "old", "new", "text", "verdict"),
    [
        (
            "unhcr_headlines/2023-06-14/headlines.csv",
            ",110,",
            ",114.2,",
            "more than 110 million",
            "supported",
        ),
        pytest.param(
            "rso_statements/2023-07-10/statements.csv",
            "events,40,",
            "events,52,",
            "40",
            "contradicted",
            marks=pytest.mark.long,
        ),
        ("milestones/2023-03-30/milestones.csv", "2012", "2002", "second", "contradicted"),
    ],
)
def test_altered_raw_rows_change_the_verdict(
    announcement, content_built, file, old, new, text, verdict
):
    rewrite(content_built, file, old, new)
    place, parts = publish(EditionBuild(content_built, "2022"))
    assert parts.complete
    found = reconcile_documents(content_built, Kept(place), "2022", [read_document(announcement)])
    assert the(found.documents[0].findings, text).verdict == verdict


def test_with_every_statement_bound_by_a_person(announcement, content_built, held):
    """Bindings say which figure is meant, not what is true of it: the verdicts stay."""
    words = [f for f in held(announcement)[1] if f.figure]
    entries = [
        f"  - {{fingerprint: {f.fingerprint!r}, sentence: s, number: n, figure: {f.figure}, by: A. Reviewer, "
        "on: 2023-07-12}"
        for f in {f.fingerprint: f for f in words}.values()
    ]
    path = content_built.editions / "2022.statements.yaml"
    path.write_text("statements:\n" + "\n".join(entries) + "\n", "utf-8")
    place, _ = publish(EditionBuild(content_built, "2022"))
    found = reconcile_documents(content_built, Kept(place), "2022", [read_document(announcement)])
    bound = [f for f in found.documents[0].findings if f.figure]
    assert {f.bound_by for f in bound} == {"binding"}
    assert [(f.statement.text, f.verdict, f.figure) for f in bound] == [
        (f.statement.text, f.verdict, f.figure) for f in words
    ]
