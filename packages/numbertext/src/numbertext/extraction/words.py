"""The number words of English and what each is worth. How they combine is `numerals`."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from numbertext.extraction.wordlist import wordlist

_D = Decimal

ONES = MappingProxyType(
    {
        word: _D(value)
        for value, word in enumerate(
            [
                "zero",
                "one",
                "two",
                "three",
                "four",
                "five",
                "six",
                "seven",
                "eight",
                "nine",
                "ten",
                "eleven",
                "twelve",
                "thirteen",
                "fourteen",
                "fifteen",
                "sixteen",
                "seventeen",
                "eighteen",
                "nineteen",
            ]
        )
    }
)
TENS = MappingProxyType(
    {
        word: _D(10 * value)
        for value, word in enumerate(
            ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
        )
    }
    | {"fourty": _D(40)}
)
SCALES = MappingProxyType(
    {
        "thousand": _D(10) ** 3,
        "lakh": _D(10) ** 5,
        "lakhs": _D(10) ** 5,
        "million": _D(10) ** 6,
        "crore": _D(10) ** 7,
        "crores": _D(10) ** 7,
        "billion": _D(10) ** 9,
        "trillion": _D(10) ** 12,
        "quadrillion": _D(10) ** 15,
    }
)
SHORT_SCALES = MappingProxyType(
    {
        "k": _D(10) ** 3,
        "m": _D(10) ** 6,
        "mn": _D(10) ** 6,
        "mln": _D(10) ** 6,
        "mio": _D(10) ** 6,
        "mil": _D(10) ** 6,
        "bn": _D(10) ** 9,
        "bln": _D(10) ** 9,
        "b": _D(10) ** 9,
        "tn": _D(10) ** 12,
        "trn": _D(10) ** 12,
    }
)
PLURAL_SCALES = wordlist(
    "dozens hundreds thousands millions billions trillions lakhs crores scores"
)
ORDINALS = MappingProxyType(
    {
        word: _D(value)
        for value, word in enumerate(
            [
                "zeroth",
                "first",
                "second",
                "third",
                "fourth",
                "fifth",
                "sixth",
                "seventh",
                "eighth",
                "ninth",
                "tenth",
                "eleventh",
                "twelfth",
                "thirteenth",
                "fourteenth",
                "fifteenth",
                "sixteenth",
                "seventeenth",
                "eighteenth",
                "nineteenth",
            ]
        )
        if value
    }
    | {
        word: _D(10 * value)
        for value, word in enumerate(
            [
                "twentieth",
                "thirtieth",
                "fortieth",
                "fiftieth",
                "sixtieth",
                "seventieth",
                "eightieth",
                "ninetieth",
            ],
            start=2,
        )
    }
    | {"hundredth": _D(100), "thousandth": _D(1000), "millionth": _D(10) ** 6}
)
FRACTIONS = MappingProxyType(
    {
        "half": _D(2),
        "quarter": _D(4),
        **{word: value for word, value in ORDINALS.items() if value > 2},
    }
)
FRACTION_PLURALS = MappingProxyType(
    {"halves": _D(2), **{f"{word}s": value for word, value in FRACTIONS.items() if word != "half"}}
)
VULGAR = MappingProxyType(
    {
        "½": (1, 2),
        "⅓": (1, 3),
        "⅔": (2, 3),
        "¼": (1, 4),
        "¾": (3, 4),
        "⅕": (1, 5),
        "⅖": (2, 5),
        "⅗": (3, 5),
        "⅘": (4, 5),
        "⅙": (1, 6),
        "⅚": (5, 6),
        "⅐": (1, 7),
        "⅑": (1, 9),
        "⅒": (1, 10),
        "⅛": (1, 8),
        "⅜": (3, 8),
        "⅝": (5, 8),
        "⅞": (7, 8),
    }
)
MULTIPLIERS = MappingProxyType(
    {
        **dict.fromkeys(("doubled", "doubling", "doubles"), _D(2)),
        **dict.fromkeys(("tripled", "tripling", "triples"), _D(3)),
        **dict.fromkeys(("trebled", "trebling", "trebles"), _D(3)),
        **dict.fromkeys(("quadrupled", "quadrupling", "quadruples"), _D(4)),
        **dict.fromkeys(("quintupled", "quintupling"), _D(5)),
        **dict.fromkeys(("halved", "halving", "halves"), _D("0.5")),
    }
)
"""Words that say a multiple by themselves."""
BARE_MULTIPLIERS = MappingProxyType(
    {
        "double": _D(2),
        "treble": _D(3),
        "triple": _D(3),
        "quadruple": _D(4),
        "halve": _D("0.5"),
    }
)
"""The same where an adjective or a noun is meant as often: they count before a noun group with its article."""
TIMES = MappingProxyType({"once": _D(1), "twice": _D(2), "thrice": _D(3)})
ORDINAL_SUFFIXES = wordlist("st nd rd th")
