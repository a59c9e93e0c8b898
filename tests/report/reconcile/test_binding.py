"""Which figure a sentence is about, on the 2022 edition's own catalogue."""

import pytest

from numbertext.extraction import extract
from report.reconcile.bindings import fingerprint
from report.reconcile.context import contexts
from report.reconcile.finding import AGAINST
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import knowledge_of
from report.reconcile.verdict import Judge
from warehouse.builder.kept import Kept


@pytest.fixture(scope="module")
def verdict(project, edition_2022):
    kept = Kept(edition_2022[0])
    knowledge = knowledge_of(project, kept, "2022")
    with kept.connection() as connection:
        judge = Judge(knowledge, Grounds(kept, connection, "2022"))

        def of(text):
            found = [c for c in contexts(text, extract(text)) if c.statement.is_statement]
            assert len(found) == 1, [c.statement.text for c in found]
            return judge.verdict(found[0], fingerprint(found[0]))

        yield of


@pytest.mark.parametrize(
    ("text", "expected", "figure"),
    [
        # by period
        ("At the end of 2021, 89.4 million people were forcibly displaced.", "supported", "displaced_total"),
        ("At the end of 2020, 89.4 million people were forcibly displaced.", "contradicted", "displaced_total"),
        ("At the end of 1990, 89.4 million people were forcibly displaced.", "unmatched", ""),
        ("89.4 million people are forcibly displaced.", "stale", "displaced_total"),
        # by place
        (
            "In Asia and the Pacific, 49 million children are in child labour.",
            "supported", "child_labour_asia_pacific_2020",
        ),
        ("160 million children are in child labour worldwide.", "supported", "child_labour_world_2020"),
        # of another place: a figure is close, and is not the one that the sentence is about
        ("In Africa, 160 million children are in child labour.", "near", "child_labour_world_2020"),
        ("In India 11 million people live in modern slavery.", "supported", "modern_slavery_india"),
        # by unit
        (
            "In Asia and the Pacific, 5.6 per cent of children are in child labour.",
            "supported", "child_labour_asia_pacific_2020_pct",
        ),
        (
            "In Asia and the Pacific, 5.6 per 1,000 children are in child labour.",
            "contradicted", "child_labour_asia_pacific_2020_pct",
        ),
        ("The Bali Process has 45 Member States.", "supported", "member_states"),
        # changes, published and worked out
        ("Forced displacement rose by 21.3 per cent in 2022.", "supported", "displaced_change_pct"),
        ("Forced displacement fell by 21.3 per cent in 2022.", "contradicted", "displaced_change_pct"),
        ("The number of asylum-seekers rose by 17.8 per cent in 2022.", "supported", "asylum_seekers"),
        ("The number of asylum-seekers doubled in 2022.", "contradicted", "asylum_seekers"),
        # from when a change is measured
        ("Forced displacement more than doubled in a decade.", "supported", "displaced_total"),
        ("Forced displacement more than doubled since 2012.", "supported", "displaced_total"),
        ("Forced displacement more than doubled since 2019.", "contradicted", "displaced_total"),
        ("Between 2012 and 2022 displacement grew by 154 per cent.", "supported", "displaced_total"),
        ("From 2020 to 2021 displacement rose by 8 per cent.", "supported", "displaced_total"),
        ("Displacement rose by 21.3 per cent on the year before.", "supported", "displaced_change_pct"),
        ("There were 19 million more displaced people than in 2021.", "supported", "displaced_change"),
        ("The number of refugees has risen by 38 per cent since 1951.", "unmatched", ""),
        ("Displacement eased for the first time in ten years.", "unmatched", ""),
        ("The number of refugees rose by 8.1 million over the year.", "supported", "refugees_unhcr"),
        # never by value alone
        ("The office bought 45 chairs.", "unmatched", ""),
        ("Some 108.4 million trees were planted.", "unmatched", ""),
    ],
)  # fmt: skip
def test_what_a_sentence_is_about(verdict, text, expected, figure):
    found = verdict(text)
    assert (found.verdict, found.figure) == (expected, figure), found.why


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "More than 100 million people were forcibly displaced at the end of 2021.",
            "more than 89 million at end-2021",
        ),
        (
            "At least 40 million refugees were under UNHCR's mandate at the end of 2022.",
            "at least 29 million at end-2022",
        ),
        ("Almost 50 per cent of children in Asia and the Pacific are in child labour.", "5.6 per cent in 2020"),
        ("The Bali Process has 46 Member States.", "45 Member States"),
        ("In Asia and the Pacific, 60 million children are in child labour.", "49 million in 2020"),
    ],
)  # fmt: skip
def test_true_wordings(verdict, text, expected):
    assert verdict(text).rewording == expected


def test_sources_of_one_number_are_told_apart(verdict):
    text = "{} put the number of people in modern slavery at 49.6 million in 2021."
    assert verdict(text.format("Walk Free figures")).verdict == "supported"
    assert verdict(text.format("UNODC figures")).verdict == "misattributed"
    assert verdict(text.format("Some observers")).verdict == "supported"


@pytest.mark.parametrize(
    "ending",
    [
        "more than in any year since 1951",
        "more than a year before",
        "fewer than was feared",
        "a rise without example",
        "more than ever",
    ],
)
@pytest.mark.parametrize(
    "level",
    [
        "At the end of 2022, 108.4 million people were forcibly displaced",
        "108.4 million people, a record, were forcibly displaced at the end of 2022",
    ],
)
def test_a_level_is_not_accused_of_being_no_change(readers, level, ending):
    found = [verdict for _, _, verdict in readers["2022"].verdicts(f"{level}, {ending}.")]
    assert found
    assert [verdict.why for verdict in found if verdict.verdict in AGAINST] == []
