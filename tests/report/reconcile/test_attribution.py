import pytest

from numbertext.extraction import extract
from report.reconcile.attribution import Names
from report.reconcile.context import contexts

NAMES = Names(
    {
        "UNHCR": frozenset({"displacement", "hosts"}),
        "Walk Free": frozenset({"index"}),
        "Global Slavery Index": frozenset({"index"}),
        "Bali Process": frozenset({"members"}),
    }
)


def credited(text, number="12"):
    context = next(c for c in contexts(text, extract(text)) if number in c.statement.text)
    found = NAMES.credited(context)
    return found and found[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("According to UNHCR, 12 people stayed.", "UNHCR"),
        ("The 2023 Global Slavery Index shows 12 people.", "Global Slavery Index"),
        ("UNHCR's figures put it at 12 people.", "UNHCR"),
        ("There were 12 people (UNHCR).", "UNHCR"),
        ("There were 12 people, UNHCR reported.", "UNHCR"),
        ("UNHCR counted 30 people; Walk Free estimates 12 people.", "Walk Free"),
        ("There are 12 refugees under UNHCR's mandate.", None),
        ("In Bali Process Member States 12 people stayed.", None),
        ("UNHCRs shows 12 people.", None),
        ("According to unhcr, 12 people stayed.", None),
        ("There were 12 people. According to UNHCR it rained.", None),
    ],
)
def test_whom_a_sentence_credits(text, expected):
    assert credited(text) == expected
