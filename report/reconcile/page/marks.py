"""How each verdict is marked and explained: a letter and an underline beside the colour, and one sentence."""

from __future__ import annotations

from dataclasses import dataclass

from report.reconcile import finding as verdicts


@dataclass(frozen=True)
class Mark:
    """The mark of a verdict.

    Attributes:
        verdict: One of `VERDICTS`.
        letter: What stands raised after a number, for readers who cannot tell the colours and for print.
        meaning: What the verdict says, in one sentence.
    """

    verdict: str
    letter: str
    meaning: str

    @property
    def css(self) -> str:
        """The verdict as a CSS class."""
        return "v-" + self.verdict.replace(" ", "-")


_ALL = (
    Mark(verdicts.CONTRADICTED, "✗", "The figure that it is about says otherwise."),
    Mark(
        verdicts.STALE,
        "S",
        "True of an older period or vintage, although a newer one was out at the as-of date.",
    ),
    Mark(
        verdicts.MISATTRIBUTED,
        "M",
        "The sentence names one source, and the figure's rows come from another.",
    ),
    Mark(
        verdicts.UNDECIDED,
        "U",
        "The evidence covers only a part of what is said, or is too coarse to tell.",
    ),
    Mark(verdicts.STATED_ONLY, "O", "A source says so in words; no rows stand behind it."),
    Mark(
        verdicts.NEAR,
        "C",
        "A figure comes close, but the sentence says something that it does not explain, or lacks what it wants.",
    ),
    Mark(verdicts.UNMATCHED, "N", "No figure of the edition is about it."),
    Mark(verdicts.UNRESOLVED, "R", "The number could not be read with certainty."),
    Mark(verdicts.LOOSE, "L", "True, but a careful writer would say more."),
    Mark(verdicts.SUPPORTED, "✓", "The figure that it is about bears it out."),
    Mark(verdicts.WAIVED, "W", "A named person accepted it, with a reason."),
    Mark(
        verdicts.SET_ASIDE,
        "-",
        "No statement: a date, a number of a list, a name, an idiom.",
    ),
)
MARKS = {mark.verdict: mark for mark in _ALL}
