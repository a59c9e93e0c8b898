"""Negated comparisons: `not above 50`, `no longer under 12`, `did not receive more than 40`.

A negation turns every word of comparison into its opposite, and this is the only place that says so.
"""

from __future__ import annotations

from types import MappingProxyType

from numbertext.extraction.grammar import AUXILIARIES, BASE_VERBS, is_adverb, is_past
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

OPPOSITE = MappingProxyType({"gt": "le", "le": "gt", "lt": "ge", "ge": "lt"})
STRICT = MappingProxyType({"le": "lt", "ge": "gt"})
"""What `not as many as` says: fewer; an equative is denied without being turned round."""

NEGATIONS = (
    ("at", "no", "time"),
    ("at", "no", "point"),
    ("not", "any", "longer"),
    ("not", "to"),
    ("failed", "to"),
    ("fails", "to"),
    ("fail", "to"),
    ("failing", "to"),
    ("no", "longer"),
    ("not",),
    ("never",),
    ("nor",),
    ("cannot",),
    ("without",),
)
NONE = wordlist("none nobody nothing neither")
"""Subjects that deny what is said of them: `none was above 50`."""
GOVERNING = wordlist("for to at by in with on from as into past beyond ever once any yet have had")
"""Small words between a negated verb and what it governs: `did not last for more than 40 days`."""
FOCUSING = wordlist("only just merely simply least because that until unless if when or and but so")
"""What follows a `not` that denies something else: `not only more than 50`."""
FARTHEST = 6


def negated(page: TokenPage, start: int, comparator: str) -> tuple[int, str, str]:
    """Return a comparison as the negation before it leaves it.

    Args:
        page: The text.
        start: Index of its first word.
        comparator: What it says without a negation.

    Returns:
        Where it starts with a negation that stands right before it, its comparator, and the negation (empty for none).
    """
    if comparator not in OPPOSITE:
        return start, comparator, ""
    begins, ends = _negation(page, start)
    if begins == ends:
        return start, comparator, ""
    words = " ".join(page.low(at) for at in range(begins, ends))
    is_equative = page.low(start) == "as" and page.low(start + 2) == "as"
    turned = (STRICT if is_equative else OPPOSITE)[comparator]
    is_adjacent = ends == start and page.low(begins) not in FORMS_APART
    return (begins if is_adjacent else start), turned, words


FORMS_APART = wordlist("failed fails fail failing cannot without") | {"none"}
"""Negations that are verbs, or verbs too, and so stay outside of the comparison."""


def _negation(page: TokenPage, start: int) -> tuple[int, int]:
    """Return where a negation of what starts at an index begins and ends; the same index twice for none."""
    is_comparative = "than" in (page.low(start + 1), page.low(start + 2))
    if page.low(start - 1) == "no" and is_comparative:
        return start - 1, start
    at = start
    while start - at < FARTHEST and page.same_sentence(at - 1, start):
        begins = _ending_at(page, at)
        if begins < at:
            is_focused = at < start and page.low(at) in FOCUSING
            is_choice = page.low(begins - 1) == "or" and page.low(begins - 2) == "whether"
            return (start, start) if is_focused or is_choice else (begins, at)
        if not _governs(page, at - 1):
            break
        at -= 1
    return start, start


def _ending_at(page: TokenPage, at: int) -> int:
    """Return where a negation begins that ends before an index."""
    begins = page.precedes(at, NEGATIONS)
    if begins < at:
        return begins
    word = page.low(at - 1)
    if word.endswith("n't") or word in NONE:
        return at - 1
    is_subject = page.low(at - 2) == "no" and page.is_word(at - 1) and page.low(at) in _VERBAL
    return at - 2 if is_subject else at


def _governs(page: TokenPage, at: int) -> bool:
    """Return whether a word may stand between a negation and the comparison: a verb, its adverbs and prepositions."""
    word = page.low(at)
    if not page.is_word(at):
        return False
    is_verbal = word in _VERBAL or word in BASE_VERBS or is_past(word) or word.endswith("ing")
    is_denied = _ending_at(page, at) < at and word not in FOCUSING
    return is_verbal or word in GOVERNING or is_adverb(word) or is_denied


_VERBAL = AUXILIARIES - {"cannot"} | wordlist("went ran came rose fell got took saw paid lasted")
