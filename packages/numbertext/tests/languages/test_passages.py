"""Which passages are in English: 250 that are and look foreign, 200 in fifty languages, and all sentences here."""

import json
from collections import Counter
from pathlib import Path

import pytest

from numbertext.languages import ENGLISH, language_name, passages

HERE = Path(__file__).parent
LABELLED = [json.loads(line) for line in (HERE / "languages.jsonl").read_text("utf-8").splitlines()]
STATEMENTS = sorted((HERE.parent / "statements").glob("*.jsonl"))
BESIDE = "The office recorded the arrivals of the year in its report, which was published in June."


def language_of(text: str, around: list[str] | None = None) -> str:
    """Return the language that most words of a paragraph are in, between others."""
    around = around or []
    counts: Counter[str] = Counter()
    for passage in passages([*around, text, *around])[len(around)]:
        counts[passage.language] += passage.weight
    return max(counts, key=counts.__getitem__)


@pytest.mark.parametrize("path", STATEMENTS, ids=lambda path: path.stem)
def test_no_english_sentence_is_taken_for_another_language(path):
    texts = [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
    assert texts
    assert [text for text in texts if language_of(text) != ENGLISH] == []


def test_names_headings_and_rows_of_english_reports_are_english():
    english = [row["text"] for row in LABELLED if row["language"] == ENGLISH]
    foreign = [text for text in english if language_of(text, [BESIDE]) != ENGLISH]
    # Titles of books in other languages, which references quote.
    assert len(english) == 250
    assert len(foreign) <= 6, foreign


def test_other_languages_are_told():
    others = [row for row in LABELLED if row["language"] not in (ENGLISH, "mul")]
    taken = [row["text"] for row in others if language_of(row["text"]) == ENGLISH]
    named = [row for row in others if language_of(row["text"]) == row["language"]]
    assert len(others) == 200
    assert len(taken) <= 21, taken
    assert len(named) >= 168


def test_no_sentence_of_another_language_is_english():
    sentences = [
        row["text"]
        for row in LABELLED
        if row["language"] not in (ENGLISH, "mul") and row["kind"] in ("sentence", "paragraph")
    ]
    taken = [text for text in sentences if language_of(text) == ENGLISH]
    # Of three words each: Czech and Estonian.
    assert len(sentences) > 100
    assert len(taken) <= 2, taken


@pytest.mark.parametrize(
    ("paragraphs", "languages"),
    [
        (["The arrivals fell. Les arrivées ont reculé de 12 pour cent."], [["en", "fr"]]),
        (["The project closed in 2022. انتهى المشروع في عام ٢٠٢٢."], [["en", "ar"]]),
        # A row says nothing by itself: it is in the language of what is around it.
        (["Die Zahl der Anträge stieg deutlich an.", "Gesamt 12"], [["de"], ["de"]]),
        ([BESIDE, "Gesamt 12"], [["en"], ["en"]]),
        (["Total 12"], [["en"]]),
        (["12.4", "", "µg 5", "Σ 3"], [["en"], [], ["en"], ["en"]]),
    ],
)
def test_each_passage_has_its_language(paragraphs, languages):
    found = passages(paragraphs)
    assert [[passage.language for passage in of] for of in found] == languages


@pytest.mark.parametrize("text", [row["text"] for row in LABELLED if row["language"] == "mul"])
def test_passages_lie_side_by_side(text):
    (found,) = passages([text])
    places = [place for passage in found for place in (passage.start, passage.end)]
    assert places == sorted(places)
    assert places[0] == 0
    assert places[-1] == len(text)
    assert "".join(text[p.start : p.end] for p in found).replace(" ", "").replace("\n", "") == (
        text.replace(" ", "").replace("\n", "")
    )


def test_languages_have_english_names():
    assert language_name("fr") == "French"
    assert language_name("no") == "Norwegian"
    assert language_name("xx") == "xx"
