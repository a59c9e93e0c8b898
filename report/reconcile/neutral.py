"""The words that narrow no figure, from `neutral_words.yaml`, and whether a word of a clause is one of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from report.reconcile.words import root_of

TABLE = Path(__file__).with_name("neutral_words.yaml")
OF_CHANGES, OF_PERIODS, OF_SUBJECTS = "of_changes", "of_periods", "of_subjects"


@cache
def neutral_words() -> dict[str, frozenset[str]]:
    """Return the neutral words by group, as they are written."""
    groups = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
    return {str(group): frozenset(map(str, words)) for group, words in groups.items()}


def is_neutral(word: str, *, is_change: bool, has_period: bool, is_named: bool = True) -> bool:
    """Return whether a word narrows no figure.

    Args:
        word: The word as it is written.
        is_change: Whether number and figure say a change.
        has_period: Whether the clause says a period.
        is_named: Whether the sentence names the figure's subject, not its unit only.
    """
    left_out = {
        OF_CHANGES: not is_change,
        OF_PERIODS: not (is_change or has_period),
        OF_SUBJECTS: not is_named,
    }
    known = _roots(frozenset(name for name, is_out in left_out.items() if is_out))
    return word.lower() in known or root_of(word) in known


@cache
def _roots(left_out: frozenset[str]) -> frozenset[str]:
    """Return the words of all groups but some, and their roots."""
    groups = (group for name, group in neutral_words().items() if name not in left_out)
    words = frozenset[str]().union(*groups)
    return words | frozenset(map(root_of, words))
