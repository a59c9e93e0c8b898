"""What each word of comparison says of a number, written down by hand from what the words mean in English.

Each word stands before or behind a number in a plain sentence. The list is complete: a word that the rules know and
that is not here fails a test, so that nobody adds one without saying what it means.
"""

from __future__ import annotations

import pytest

from numbertext import extract
from numbertext.extraction.comparisons import LEFT, RIGHT
from numbertext.statement import Statement

MEANS = {
    "eq": "exactly|precisely",
    "gt": """more than|over|above|exceeded|exceeding|exceeds|exceed|topped|topping|tops|surpassed|surpassing|surpass|
        surpasses|pass|passed|passes|passing|crossed|crossing|a good|upwards of|upward of|in excess of|greater than|
        higher than|larger than|longer than|bigger than|older than|taller than|heavier than|wider than|deeper than|
        faster than|hotter than|warmer than|later than|farther than|further than|broader than|thicker than|dearer than|
        stronger than|richer than|steeper than|louder than|north of|better than|>""",
    "ge": """at least|at the least|at the very least|at a minimum|min .|a minimum of|the minimum of|minimum of|
        a minimum|minimum|≥|as few as|as little as|as low as|as short as|as small as""",
    "lt": """fewer than|less than|under|below|lower than|smaller than|shorter than|younger than|lighter than|
        narrower than|shallower than|slower than|colder than|cooler than|earlier than|nearer than|closer than|
        thinner than|cheaper than|weaker than|poorer than|worse than|quieter than|fell short of|fall short of|
        falls short of|falling short of|fallen short of|short of|<""",
    "le": """up to|as many as|as much as|as high as|as long as|at most|at the most|at the very most|max .|
        a maximum of|the maximum of|maximum of|up to a maximum of|a maximum|up to and including|≤""",
    "about": """about|around|some|an estimated|estimated|roughly|approximately|approx|approx .|~|≈|circa|c .|c|ca|ca .|
        in the region of|in the order of|of the order of|on the order of|in the neighbourhood of|in the vicinity of|
        somewhere around|something like|more or less|an approximate""",
    "": "or so",
    "almost": """almost|nearly|close to|just under|just below|just short of|just shy of|shy of|approaching|approached|
        nearing|virtually|practically|not quite|little short of|verging on|bordering on|near|near to|nigh on|
        getting on for|the best part of|the better part of|not far off|not far short of""",
}
MEANS_BEHIND = {
    "ge": """or more|or above|or higher|or over|or greater|or longer|or better|and above|and over|and more|or older|
        - plus|plus|+|at least|at a minimum""",
    "le": "or less|or fewer|or under|or below|or lower|or shorter|and below|at most|at the most|at a maximum",
    "about": "or so|- odd|odd|or thereabouts|give or take",
}
SENTENCES = {
    "gt": ("We counted more than 4,000 visitors.", "The hall held over 4,000 visitors."),
    "ge": ("We counted at least 4,000 visitors.", "We counted no fewer than 4,000 visitors."),
    "lt": ("We counted fewer than 4,000 visitors.", "We counted under 4,000 visitors."),
    "le": ("We counted not more than 4,000 visitors.", "We counted at most 4,000 visitors."),
    "about": ("We counted roughly 4,000 visitors.", "We counted 4,000 or so visitors."),
    "almost": ("We counted nearly 4,000 visitors.", "We counted just under 4,000 visitors."),
    "eq": ("We counted 4,000 visitors.", "We counted exactly 4,000 visitors."),
}

DENIED = {"gt": "le", "le": "gt", "lt": "ge", "ge": "lt"}
"""What is left of a comparison when it is denied, by the meaning of the words."""
EQUATIVES_DENIED = {"le": "lt", "ge": "gt"}
"""`not as many as forty` are fewer, `not as few as forty` are more."""
BEFORE_NEGATED = (
    "The number was not",
    "The number was never",
    "The number was no longer",
    "The number wasn't",
    "The number has not been",
    "The number has never been",
    "It will not be",
    "It did not stay",
    "We did not receive",
    "The office cannot admit",
    "In no year did it rise; it has not stood",
    "None was",
)
"""Denials right before the words of comparison, and with verbs between."""
UNGRAMMATICAL = (
    "a good",
    "a minimum",
    "a maximum",
    "minimum",
    "≥",
    "≤",
    ">",
    "<",
    "min .",
    "max .",
    "at a minimum",
)
"""Words of comparison that no denial stands before."""


def by_phrase(means: dict[str, str]) -> dict[str, str]:
    return {
        " ".join(phrase.split()): comparator
        for comparator, phrases in means.items()
        for phrase in phrases.split("|")
    }


@pytest.mark.parametrize(("known", "means"), [(LEFT, MEANS), (RIGHT, MEANS_BEHIND)])
def test_every_word_of_comparison_says_what_it_means(
    known: dict[str, str], means: dict[str, str]
) -> None:
    assert known == by_phrase(means)


@pytest.mark.parametrize(
    ("comparator", "sentence"), [(c, text) for c, texts in SENTENCES.items() for text in texts]
)
def test_a_sentence_says_so(comparator: str, sentence: str) -> None:
    (statement,) = extract(sentence)
    assert statement.comparator == comparator


def compared() -> list[tuple[str, str]]:
    """Return the phrases that bound a number from one side, with what they say."""
    means = by_phrase(MEANS)
    return [(p, c) for p, c in means.items() if c in DENIED and p not in UNGRAMMATICAL]


@pytest.mark.parametrize(("phrase", "comparator"), compared())
@pytest.mark.parametrize("opening", BEFORE_NEGATED)
def test_every_denial_turns_every_comparison_round(
    opening: str, phrase: str, comparator: str
) -> None:
    plain = statements(f"The number was {phrase} 4,000.")
    denied = statements(f"{opening} {phrase} 4,000.")
    is_equative = phrase.startswith("as ")
    turned = (EQUATIVES_DENIED if is_equative else DENIED)[comparator]
    assert [item.comparator for item in plain] == [comparator]
    assert [item.comparator for item in denied] == [turned]


@pytest.mark.parametrize(
    "phrase", ["more", "greater", "higher", "longer", "later", "fewer", "less", "lower", "smaller"]
)
def test_no_before_a_comparative_turns_it_round(phrase: str) -> None:
    (statement,) = statements(f"The number was no {phrase} than 4,000.")
    is_larger = phrase in ("more", "greater", "higher", "longer", "later")
    assert statement.comparator == ("le" if is_larger else "ge")
    assert statement.text == f"no {phrase} than 4,000"


@pytest.mark.parametrize(
    ("behind", "comparator"),
    [("or more", "lt"), ("or less", "gt"), ("or fewer", "gt"), ("or above", "lt")],
)
def test_a_denial_turns_what_stands_behind_a_number(behind: str, comparator: str) -> None:
    assert [s.comparator for s in statements(f"We did not receive 4,000 {behind}.")] == [comparator]


@pytest.mark.parametrize(
    "text",
    [
        "Not only more than 4,000 visitors came.",
        "It was not the weather, and more than 4,000 visitors came.",
        "It did not rain because more than 4,000 visitors prayed.",
        "The dam did not hold, so more than 4,000 people left.",
        "Whether or not more than 4,000 people come is open.",
        "The hall was not new but more than 4,000 visitors came.",
        "It did not rain. More than 4,000 visitors came.",
    ],
)
def test_what_is_denied_elsewhere_leaves_a_comparison_alone(text: str) -> None:
    (statement,) = statements(text)
    assert statement.comparator == "gt"


@pytest.mark.parametrize(
    "text",
    [
        "The parts add up to 4,000.",
        "The bill came up to 4,000 crowns.",
        "Costs amount to 4,000.",
        "It totals 4,000.",
    ],
)
def test_what_a_sum_comes_to_is_no_comparison(text: str) -> None:
    assert [s.comparator for s in statements(text)] == ["eq"]


def statements(text: str) -> list[Statement]:
    return [item for item in extract(text) if item.is_statement]
