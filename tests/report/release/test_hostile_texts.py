"""Hostile texts in every definition and cell: a release that may hold them verifies, and what it may not is named."""

import json

import pytest

from report.release.gates import reasons_of_texts
from report.release.refusal import ReleaseRefused
from report.release.verify.verify import UNPROVEN, verify
from tests.hostile import STRINGS, hostile
from tests.report.release.projects import EDITION, build, commit, release
from tests.toys import register
from warehouse.builder.plan import make_plan

REFUSED = {name: STRINGS[name] for name in ("terminal", "direction", "signs")}
"""Those with signs that no terminal prints."""
PLAIN = {name: string for name, string in STRINGS.items() if name not in REFUSED} | {
    "signs that print": STRINGS["signs"].replace("\ufffe", ""),
    "marks of the direction": "\u200f\u061cXq7\u200e",
}
EACH = [
    pytest.param(string, id=name, marks=[pytest.mark.long, pytest.mark.rounds])
    for name, string in PLAIN.items()
]
ODD = ("\x00", "\x1b", "\x7f", "\x9b", "\n", "\t", "\u2028", "\u202e", "\u2067", "\ufffe", "\uffff")
"""Signs that no line of a release has, one of each kind; YAML can write them all."""


def made(project):
    """The project committed, built and released: exit code and findings of its verification."""
    commit(project)
    build(project)
    return verify(release(project).revision.folder)


@pytest.mark.parametrize("string", [pytest.param(" ".join(PLAIN.values()), id="all"), *EACH])
def test_a_release_holds_every_text_that_prints(toy, string):
    hostile(toy, string)
    code, found = made(toy)
    assert (code, found["problems"]) == (UNPROVEN, [])
    assert string.strip() in found["title"]


def test_a_release_holds_every_sign_in_cells(toy):
    cell = " ".join(REFUSED.values()).replace('"', '""')
    file = toy.raw / "orchards" / "2021-01-01" / "orchards.csv"
    text = file.read_text("utf-8").replace("North Orchard", f'"{cell} North Orchard {cell}"')
    file.write_text(text, encoding="utf-8", newline="")
    register(toy, "orchards/2021-01-01/orchards.csv")
    code, found = made(toy)
    assert (code, found["problems"]) == (UNPROVEN, [])


LONG = "word " * 80
CELLS = ("'=1", "_x0041_ _x005F_", "1,234", "007", "true", "-5", f'"{LONG * 110}"')
HEADS = (f"{{title: {LONG}}}", "{title: Orchard}", '{title: "a $$b$$ [x](y)"}', '{title: "12"}')


def rest_long(cases, *always):
    """Cases as parameters: some of each kind for every run of the tests, the others for the long suite."""
    return [
        case if case in always else pytest.param(case, marks=pytest.mark.long) for case in cases
    ]


@pytest.mark.parametrize("at", rest_long(range(len(CELLS)), 1, 6))
def test_texts_that_a_sheet_writes_otherwise_are_no_contradiction(toy, at):
    file = toy.raw / "orchards" / "2021-01-01" / "orchards.csv"
    file.write_text(file.read_text("utf-8").replace("North Orchard", CELLS[at]), encoding="utf-8")
    register(toy, "orchards/2021-01-01/orchards.csv")
    model = toy.models / "report" / "table_01_harvest.sql"
    text = model.read_text().replace("{title: Name}", HEADS[at % len(HEADS)])
    model.write_text(text)
    code, found = made(toy)
    assert (code, found["problems"]) == (UNPROVEN, [])


BLANK = '{title: " ", unit: kg}'
EMPTY = """/*
title: Restatements of the year
unit: tonnes
key: [orchard]
columns:
  orchard: {title: Orchard}
  tonnes: {title: Restated, unit: tonnes, decimals: 1}
*/
SELECT h.orchard, h.tonnes FROM core_harvest__orchard_year AS h WHERE h.tonnes < 0
"""


@pytest.mark.parametrize(
    "head", rest_long([*HEADS, "{title: Weakest nature}", BLANK], '{title: "12"}', BLANK)
)
def test_a_table_without_rows_and_odd_heads_are_no_contradiction(toy, head):
    """An edition without a restatement is a true one; what its sheet says instead of rows is known."""
    models = toy.models / "report"
    (models / "table_02_orchards.sql").write_text(EMPTY)
    harvest = models / "table_01_harvest.sql"
    harvest.write_text(harvest.read_text().replace("{title: Name}", head))
    code, found = made(toy)
    assert (code, found["problems"]) == (UNPROVEN, [])
    (folder,) = (toy.releases / EDITION).glob("r1")
    assert (folder / "data/tables/table_02_orchards.csv").read_text() == "orchard,tonnes\n"


@pytest.mark.parametrize(
    ("path", "line", "where"),
    [
        (f"raw/editions/{EDITION}.yaml", "title: Harvest Report 2020", ""),
        (f"raw/editions/{EDITION}.yaml", "publisher: Orchard Board", ""),
        ("report/figures.yaml", "label: Harvest of North Orchard", ", figure harvest_north"),
        ("report/figures.yaml", "unit: tonnes", ", figure harvest_north"),
        ("report/figures.yaml", 'display: "{value} tonnes"', ", figure harvest_north"),
        ("report/figures.yaml", "period: $year", ", figure harvest_north"),
    ],
    ids=lambda value: value.partition(":")[0],
)
def test_what_names_a_release_prints_or_is_named(toy, path, line, where):
    """Whatever the sign: the reason says which text of which figure."""
    name, _, text = line.partition(": ")
    before = (toy.root / path).read_text("utf-8")
    assert line in before
    for sign in ODD:
        odd = json.dumps(f"{text.strip(chr(34))} {sign}x")
        (toy.root / path).write_text(before.replace(line, f"{name}: {odd}", 1), "utf-8")
        (found,) = reasons_of_texts(toy, make_plan(toy, EDITION))
        assert (found.kind, found.where) == ("release", f"{path}{where}"), repr(sign)
        assert found.what == f"its {name} has signs that do not print"
    for sign in ("\u200f", "\u00a0", "<", "\u00e9"):
        odd = json.dumps(f"{text.strip(chr(34))} {sign}x")
        (toy.root / path).write_text(before.replace(line, f"{name}: {odd}", 1), "utf-8")
        assert not list(reasons_of_texts(toy, make_plan(toy, EDITION)))


@pytest.mark.parametrize("string", REFUSED.values(), ids=REFUSED)
def test_a_release_is_refused_for_its_texts_and_nothing_that_follows(toy, string):
    hostile(toy, string)
    commit(toy)
    build(toy)
    with pytest.raises(ReleaseRefused) as refused:
        release(toy)
    edition, figures = f"raw/editions/{EDITION}.yaml", "report/figures.yaml, figure harvest"
    wanted = {(edition, "title"), (edition, "publisher")} | {
        (f"{figures}_{place}", name)
        for place in ("north", "west")
        for name in ("label", "unit", "display")
    }
    assert {(r.where, r.what.split()[1]) for r in refused.value.reasons} == wanted
    assert {r.what.split(" ", 2)[2] for r in refused.value.reasons} == {
        "has signs that do not print"
    }
    assert all("no verifier" in r.remedy for r in refused.value.reasons)
    assert not (toy.releases / EDITION / "r1").exists()
