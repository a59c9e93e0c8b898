"""Five hundred random changes of true sentences: what becomes false is contradicted, not merely unproven.

The sentences were written without sight of the rules; `mutations` has an oracle that does not use the binder.
"""

import json
from collections import Counter
from pathlib import Path

import pytest

from numbertext.extraction import extract
from report.reconcile.bindings import fingerprint
from report.reconcile.context import contexts
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import knowledge_of
from report.reconcile.verdict import Judge
from tests.report.reconcile.mutations import Sentence, changed, is_false
from warehouse.builder.kept import Kept

SENTENCES = [
    Sentence(**json.loads(line))
    for line in Path(__file__).with_name("true_sentences.jsonl").read_text("utf-8").splitlines()
]
CHANGES, SEED = 500, 1


@pytest.fixture(scope="module")
def kept(edition_2022):
    return Kept(edition_2022[0])


@pytest.fixture(scope="module")
def knowledge(project, kept):
    return knowledge_of(project, kept, "2022")


@pytest.fixture(scope="module")
def verdict(kept, knowledge):
    with kept.connection() as connection:
        judge = Judge(knowledge, Grounds(kept, connection, "2022"))

        def of(sentence):
            start, end = sentence.at, sentence.at + len(sentence.number)
            found = contexts(sentence.text, extract(sentence.text))
            here = [c for c in found if c.statement.start < end and c.statement.end > start]
            return judge.verdict(here[0], fingerprint(here[0])).verdict if here else "not found"

        yield of


def test_true_sentences_are_supported(verdict):
    found = {sentence.id: verdict(sentence) for sentence in SENTENCES}
    others = {name: state for name, state in found.items() if state != "supported"}
    assert len(others) <= 0.03 * len(SENTENCES), others


def test_changes_that_make_them_false_are_contradicted(knowledge, verdict):
    by_figure = {figure.id: q for q in knowledge.quantities for figure in q.figures}
    false = [
        (kind, other)
        for kind, sentence, other in changed(SENTENCES, CHANGES, SEED)
        if is_false(kind, other, by_figure[sentence.figure])
    ]
    assert len(false) > 0.6 * CHANGES
    found = Counter((kind, verdict(other)) for kind, other in false)
    contradicted = sum(n for (_, state), n in found.items() if state == "contradicted")
    assert contradicted >= 0.95 * len(false), found
    assert {kind for kind, _ in found} == {"digit", "magnitude", "unit", "year", "comparison"}
