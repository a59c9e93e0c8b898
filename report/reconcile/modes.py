"""How a number is said: as a fact, or denied, asked, supposed or foreseen.

What is not said as a fact is neither refuted by a figure nor borne out by it.
"""

from __future__ import annotations

import re

from report.reconcile.context import Context
from report.reconcile.segment import own_words

DENIED, ASKED, SUPPOSED, FORESEEN = "denied", "asked", "supposed", "foreseen or aimed at"
_WORDS = {
    DENIED: "not never no nobody none neither nor cannot without hardly deny denied denies denying false wrong"
    " untrue myth",
    SUPPOSED: "if unless suppose supposing supposed assume assuming whether would could might may should perhaps"
    " possibly probably likely unlikely hypothetical imagine",
    FORESEEN: "will shall won't must forecast forecasts expect expects expected expectation project projected"
    " projection plan plans planned planning target targets targeted aim aims aimed goal goals hope hopes hoped intend"
    " intends intended wants wanted next future budgeted promise promised pledge pledged commit",
}
_MODE_OF = {word: mode for mode, words in _WORDS.items() for word in words.split()}
_BEFORE = re.compile(
    r"\b(?:(?:not|wrong|false|untrue|nobody|no one|never|unable|myth|deny|denies|denied|doubts?|rumou?rs?"
    r"|claims?|claimed"
    r"|believes?|maintains?|alleged?|argued?|argues|suppose|assum\w+|imagine|expects?|forecasts?|if|unless|whether"
    r"|would|could)\b[^.;]*?)\b(?:that|if|whether)\b",
    re.I,
)
_ASKED = re.compile(r"\?[\"'”’)\]]*\s*$")


def mode_of(context: Context, explained: frozenset[str] = frozenset()) -> str:
    """Return how a number is said, one of the modes; empty where it is said as a fact.

    Args:
        context: The number in its surroundings.
        explained: Words that the figure itself has, in lower case: what it publishes may be a target or a forecast.
    """
    start, end = context.sentence
    if _ASKED.search(context.text[start:end]):
        return ASKED
    said = (word.lower() for _, word in own_words(context))
    found = [_mode(word) for word in said if word == "may" or word not in explained]
    modes = [mode for mode in found if mode]
    if modes:
        return modes[0]
    return SUPPOSED if _BEFORE.search(context.text, start, context.statement.start) else ""


def _mode(word: str) -> str:
    return DENIED if word.endswith(("n't", "n’t")) else _MODE_OF.get(word, "")
