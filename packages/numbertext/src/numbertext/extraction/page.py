"""The text as the rules see it: tokens, the numerals among them, sentences, and looking left and right."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from numbertext.extraction.numerals import Numeral, numerals_of
from numbertext.extraction.tokens import Token, sentences_of, tokens_of

NOTHING = Token("", "", -1, -1, "", is_glued=False)
HYPHENS = frozenset("-–")


class TokenPage:
    """A text that was normalised and cut into tokens.

    Attributes:
        text: The normalised text.
        tokens: Its tokens.
        numerals: Cardinal numerals by the index of their first token.
        sentences: For each token, the number of its sentence.
        amounts: What `amounts` has read at a numeral, kept because several rules ask.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self._count = len(self.tokens)
        self.sentences = sentences_of(self.tokens)
        self.numerals = numerals_of(self.tokens)
        self.amounts: dict[int, object] = {}
        self._lows = tuple(token.low for token in self.tokens)
        self._starts = [token.start for token in self.tokens]
        self._with_small = {
            self.sentences[index]
            for index, token in enumerate(self.tokens)
            if token.kind == "word" and len(token.low) >= 4 and token.text == token.low
        }
        self._ending: dict[int, Numeral] = {item.last: item for item in self.numerals.values()}

    def __len__(self) -> int:
        return len(self.tokens)

    def token(self, index: int) -> Token:
        """Return a token; an empty one outside of the text."""
        return self.tokens[index] if 0 <= index < self._count else NOTHING

    def low(self, index: int) -> str:
        """Return a token in lower case; nothing outside of the text."""
        return self._lows[index] if 0 <= index < self._count else ""

    def is_word(self, index: int) -> bool:
        """Return whether a token is a word."""
        return self.token(index).kind == "word"

    def is_glued(self, index: int) -> bool:
        """Return whether a token stands right behind the one before."""
        return self.token(index).is_glued

    def is_hyphen(self, index: int) -> bool:
        """Return whether a token is a hyphen (or a short dash) between two tokens without spaces."""
        return (
            self.token(index).text in HYPHENS and self.is_glued(index) and self.is_glued(index + 1)
        )

    def starts_sentence(self, index: int) -> bool:
        """Return whether a token is the first word of its sentence."""
        before = index - 1
        while before > index - 8 and self.token(before).text in (
            '"',
            "'",
            "(",
            "*",
            "•",
            "-",
            "–",
            "—",
        ):
            before -= 1
        return before < 0 or self.sentences[before] != self.sentences[index]

    def same_sentence(self, one: int, other: int) -> bool:
        """Return whether two tokens stand in one sentence."""
        last = len(self.tokens) - 1
        return self.sentences[min(one, last)] == self.sentences[min(other, last)]

    def has_small_words(self, index: int) -> bool:
        """Return whether the sentence of a token has longer words without capitals: it is no heading."""
        return self.sentences[index] in self._with_small

    def matches(self, index: int, phrase: tuple[str, ...]) -> bool:
        """Return whether the words of a phrase stand at an index."""
        return index >= 0 and self._lows[index : index + len(phrase)] == phrase

    def until(self, end: int) -> int:
        """Return the index after the last token that starts before a position of the text."""
        return bisect_left(self._starts, end)

    def numeral_ending(self, index: int) -> Numeral | None:
        """Return the numeral whose last token is just before an index."""
        return self._ending.get(index)

    def follows(self, index: int, phrases: Iterable[tuple[str, ...]]) -> int:
        """Return the index after the longest of some phrases at an index; the same index where none stands."""
        lengths = [len(phrase) for phrase in phrases if self.matches(index, phrase)]
        return index + max(lengths, default=0)

    def precedes(self, index: int, phrases: Iterable[tuple[str, ...]]) -> int:
        """Return the index at which the longest of some phrases before an index starts."""
        lengths = [len(item) for item in phrases if self.matches(index - len(item), item)]
        return index - max(lengths, default=0)


# Former names, until version 0.3.
Page = TokenPage
