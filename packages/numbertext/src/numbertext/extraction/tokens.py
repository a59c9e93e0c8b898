"""Text to tokens: words, digit groups and marks. A digit group keeps its separators; nothing is interpreted."""

from __future__ import annotations

import re
from dataclasses import dataclass

from numbertext.extraction.wordlist import wordlist

TOKEN = re.compile(
    r"""
      (?P<address>(?:https?://|www\.)[^\s<>"]{1,2000}(?<![).,;:\]])
        | 10\.\d{4,9}/[^\s<>"]{1,200}(?<![).,;:\]])
        | (?<![\w.@-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5})
    | (?P<number>
        \d{1,3}(?:,\d{3}){1,12}(?:\.\d{1,40})?(?![\d]|,\d{3})
      | \d{1,3}(?:[ ]\d{3}){1,12}(?:\.\d{1,40})?(?!\d|[ ]?,?\d{3})
      | \d{1,2}(?:,\d{2}){1,5},\d{3}(?:\.\d{1,40})?(?!\d|,\d)
      | \d{1,500}(?:\.\d{1,500})*+
      | (?<![\w.)])\.\d{1,40}(?![\w.])
      )
    | (?P<break>\n\s{0,200}\n|\n(?=[A-Z][^\n:.;,]{0,60}:[ ]))
    | (?P<word>[^\W\d_½⅓⅔¼¾⅐-⅒⅕-⅞²³¹⁰⁴-⁹]{1,200}(?:'[^\W\d_]{1,3}(?![^\W\d_]))?)
    | (?P<mark>[^\s])
    """,
    re.VERBOSE,
)
SENTENCE_ENDS = frozenset(".!?:;")
ABBREVIATIONS = wordlist(
    "no nos art arts sec para paras fig figs p pp vol vols ch approx ca c e g i etc vs st dr mr mrs ms rs"
    " al cf ed eds est tel ext jan feb mar apr jun jul aug sep sept oct nov dec u s a n d inc max min"
    " avg incl ltd co nr rev ver"
    " reg regs cl cls sch ss rr nn subs r op opp mk"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of text that is read as one.

    Attributes:
        text: As it stands in the normalised text.
        low: The same in lower case.
        start: Position in the normalised text.
        end: Position after it.
        kind: `word`, `number`, `mark`, `address` or `break`.
        is_glued: Whether no space stands before it.
    """

    text: str
    low: str
    start: int
    end: int
    kind: str
    is_glued: bool


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a normalised text, in order; white space is in none."""
    found: list[Token] = []
    end = -1
    for match in TOKEN.finditer(text):
        written = match.group()
        kind = match.lastgroup or "mark"
        start = match.start()
        found.append(Token(written, written.lower(), start, match.end(), kind, start == end))
        end = match.end()
    return found


def sentences_of(tokens: list[Token]) -> list[int]:
    """Return the number of the sentence that each token belongs to."""
    numbers: list[int] = []
    current = 0
    for index, token in enumerate(tokens):
        numbers.append(current)
        if token.kind == "break" or _ends_sentence(tokens, index):
            current += 1
    return numbers


def _ends_sentence(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.text not in SENTENCE_ENDS or index + 1 >= len(tokens):
        return False
    after = tokens[index + 1]
    if after.is_glued and after.text not in ('"', ")", "'"):
        return False
    if token.text == ".":
        before = tokens[index - 1] if index else None
        if before and before.is_glued and before.low in ABBREVIATIONS:
            return False
        if before and before.low in ABBREVIATIONS:
            return not (after.kind == "number" or after.text[:1].islower())
    return token.text not in ":;"
