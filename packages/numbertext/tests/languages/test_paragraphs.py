"""Numbers of what is not English: each listed as it stands, none with a value."""

import json
from pathlib import Path

import pytest

from numbertext import extract
from numbertext.paragraphs import LANGUAGE_RULE, extract_paragraphs

LABELLED = [
    json.loads(line)
    for line in (Path(__file__).parent / "languages.jsonl").read_text("utf-8").splitlines()
]
OTHERS = [
    row
    for row in LABELLED
    if row["language"] not in ("en", "mul") and row["kind"] in ("sentence", "paragraph")
]


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row["id"])
def test_no_number_of_another_language_is_read(row):
    (found,) = extract_paragraphs([row["text"]])
    if not any(statement.rule.startswith(LANGUAGE_RULE) for statement in found):
        # So short that nothing tells its language.
        assert len(row["text"].split()) <= 5
        return
    assert [s for s in found if s.is_statement] == []
    said = "".join(statement.text for statement in found)
    assert all(digit in said for number in row["numbers"] for digit in number if digit.isdigit())


def test_every_number_has_its_place():
    text = "Les recettes ont atteint 12 345,6 millions d'euros en 2021, soit 5,6 % de plus."
    (found,) = extract_paragraphs([text])
    assert [statement.text for statement in found] == ["12 345,6", "2021", "5,6"]
    assert {statement.rule for statement in found} == {"unresolved.language.fr"}
    assert all(text[s.start : s.end] == s.text and s.value is None for s in found)


def test_digits_of_every_script():
    (found,) = extract_paragraphs(["बजट में १२,३४५ करोड़ रुपये का प्रावधान है और ५.६ प्रतिशत की वृद्धि हुई।"])
    assert [statement.text for statement in found] == ["१२,३४५", "५.६"]


def test_a_passage_without_digits_is_listed_itself():
    text = "Douze personnes ont été arrêtées au cours de l'année."
    (found,) = extract_paragraphs([text])
    assert [(s.text, s.rule) for s in found] == [(text, "unresolved.language.fr")]


def test_english_beside_it_is_read():
    text = "Arrivals fell by 12 per cent. Les arrivées ont reculé de 5,6 pour cent."
    (found,) = extract_paragraphs([text])
    assert [(s.text, s.is_statement) for s in found] == [("12 per cent", True), ("5,6", False)]


def test_english_is_read_as_it_was():
    texts = [row["text"] for row in LABELLED if row["language"] == "en"][:50]
    beside = "The office counted the arrivals of the year, which were fewer than before."
    read = extract_paragraphs([beside, *texts, beside])[1:-1]
    differing = [text for text, found in zip(texts, read, strict=True) if found != extract(text)]
    assert len(differing) <= 2, differing
