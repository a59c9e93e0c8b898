"""Why a number is left open, with the question that would settle it."""

from __future__ import annotations

import re

from numbertext.languages import language_name
from numbertext.paragraphs import LANGUAGE_RULE
from numbertext.statement import Statement
from report.reconcile.context import MOST_NUMBERS

_DIGITS = re.compile(r"\d[\d.,']*\d|\d")
_GROUPS = re.compile(r"\d{1,3}(?:'\d{3})+")
_REASONS = {
    "unresolved.backward": "Its text is made to run from right to left: what is shown is not what is stored.",
    "unresolved.unreadable": "Its characters do not say for sure which number it is.",
    "unresolved.brackets": "Do the brackets say that it is negative? Write a minus sign if so, else leave them out.",
}
_GROUPED = "English groups digits by commas."
CROWDED = (
    f"Its sentence has more than {MOST_NUMBERS} numbers: which words are of which is not certain. Write it as a"
    " table, or part it."
)
_UNKNOWN = "No rule says what this number is."


def unresolved(statement: Statement) -> str:
    """Return why a number is left open.

    Args:
        statement: A number that is `unresolved`.
    """
    rule = statement.rule
    if rule.startswith(LANGUAGE_RULE):
        language = language_name(rule.removeprefix(LANGUAGE_RULE))
        return f"The passage is in {language}, and only English is read."
    if rule == "unresolved.separators" or _GROUPS.fullmatch(statement.text):
        return _which_separators(statement.text)
    return _REASONS.get(rule, _UNKNOWN)


def _which_separators(text: str) -> str:
    """Ask what a comma, point or apostrophe between digits means: `5,6` is 5.6, or 5 and 6."""
    found = _DIGITS.search(text)
    written = found[0] if found else text
    if "'" in written:
        grouped = written.replace("'", ",")
        return f"Is it {grouped}? {_GROUPED}"
    if "," in written:
        whole, _, part = written.rpartition(",")
        return (
            f"Is it {whole.replace('.', ',')}.{part}, or {whole} and {part}? "
            "English has a point before decimals, and a space behind a comma between numbers."
        )
    whole, _, decimals = written.rpartition(".")
    grouped = written.replace(".", ",")
    if "." in whole:
        return f"Is it {grouped}? {_GROUPED}"
    return f"Is it {grouped}, or {whole} to {len(decimals)} decimal places? {_GROUPED}"
