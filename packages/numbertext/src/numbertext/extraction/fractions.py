"""Fractions of a whole, alone and as ranges: `a third`, `two-thirds`, `half`, `¾`, `between a third and a half`."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import STOPS, is_past, is_plural
from numbertext.extraction.movement import COMPARATIVES, is_moving
from numbertext.extraction.page import TokenPage
from numbertext.extraction.ranges import WIDE
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import FRACTION_PLURALS, FRACTIONS, ONES, VULGAR


def fraction(page: TokenPage, index: int) -> Draft | None:
    """Claim `a third`, `two-thirds`, `three quarters`, `half`, `¾`, `2/3`."""
    found = _one_fraction(page, index)
    return _joined(page, _of_point(page, found)) if found else None


def _one_fraction(page: TokenPage, index: int) -> Draft | None:
    rules = (_of_century, _and_a_half, _half_of_point, _with_numerator, _single, _half, _sign)
    return next((found for rule in rules if (found := rule(page, index))), None)


def _of_point(page: TokenPage, draft: Draft) -> Draft:
    """Read `a tenth of a percentage point`, and `a quarter of a point` between shares, as points."""
    end = page.follows(draft.last, OF_POINT)
    is_short = page.low(end - 2) == "a"
    if end == draft.last or draft.kind != "fraction" or (is_short and not _is_of_shares(page, end)):
        return draft
    return replace(draft, kind="points", last=end, unit="percentage points", rule="points.fraction")


def _joined(page: TokenPage, low: Draft) -> Draft:
    """Read `between a third and a half`, `two thirds to three quarters` as one range."""
    joint = page.low(low.last)
    opening = page.low(low.first - 1)
    if (
        low.kind != "fraction"
        or joint not in ("and", "to", "or")
        or (joint == "and") != (opening == "between")
    ):
        return low
    if joint != "and" and is_moving(page, low.first - (opening == "from")):
        return low
    at = low.last + 1
    found = (_one_fraction(page, spot) for spot in (at, at + 1))
    high = next((item for item in found if item and item.first == at), None)
    if high is None or high.kind != "fraction" or not (low.value or 0) < (high.value or 0):
        return low
    first = low.first - (opening in ("between", "from"))
    first -= first < low.first and page.low(first - 1) in WIDE
    return replace(
        low,
        first=first,
        last=high.last,
        value=None,
        low=low.value,
        high=high.value,
        comparator="between",
        rule="range.fraction",
        ratio=None,
    )


def share(first: int, last: int, numerator: Decimal, denominator: Decimal, rule: str) -> Draft:
    """Return a claim for a fraction of a whole."""
    one = Decimal(1)
    return Draft(
        first,
        last,
        "fraction",
        rule,
        value=numerator / denominator,
        ratio=(numerator, denominator),
        unit="share",
        precision=one,
        granularity=one,
    )


def _with_numerator(page: TokenPage, index: int) -> Draft | None:
    numeral = page.numerals.get(index)
    if numeral is None or not numeral.is_whole or numeral.value > 99:
        return None
    at = numeral.last + (page.low(numeral.last) == "-")
    word = page.low(at)
    denominator = FRACTION_PLURALS.get(word)
    if numeral.value == 1 and numeral.is_words:
        denominator = FRACTIONS.get(word)
    if word == "quarters" and (numeral.value == 2 or is_of_year(page, index, at + 1)):
        return None
    if denominator is None or numeral.value >= denominator * 2 or page.low(index - 1) == "twenty":
        return None
    return share(index, at + 1, numeral.value, denominator, "fraction.words")


def is_of_year(page: TokenPage, index: int, last: int) -> bool:
    """Return whether quarters are those of a year: `three quarters running`; `for three quarters of all` is a share."""
    is_row = page.low(last) in ("running", "straight", "later", "ago", "earlier") or page.matches(
        last, ("in", "a", "row")
    )
    is_span = page.low(index - 1) in ("for", "past", "last", "previous", "next", "these", "first")
    return is_row or (is_span and page.low(last) != "of" and not is_plural(page.low(last)))


def _single(page: TokenPage, index: int) -> Draft | None:
    """Read `a third` and `a quarter`, unless a noun follows that the ordinal counts (`a third phase`)."""
    word, before = page.low(index), page.low(index - 1)
    if (
        word not in FRACTIONS
        or word == "half"
        or before not in ("a", "another", "further", "remaining", *MEASURED)
    ):
        return None
    if before in MEASURED:
        first = index - 2 * (before != "good" and page.low(index - 2) == "a")
        return share(first, index + 1, Decimal(1), FRACTIONS[word], "fraction.measured")
    if before == "remaining":
        return share(index, index + 1, Decimal(1), FRACTIONS[word], "fraction.remaining")
    after = page.low(index + 1)
    is_noun = page.is_word(index + 1) and after not in STOPS and not is_past(after)
    is_verb = after in (
        "lack",
        "have",
        "live",
        "work",
        "said",
        "say",
        "use",
        "more",
        "less",
        "fewer",
        "higher",
        "lower",
    )
    is_verb = is_verb or after in COMPARATIVES
    if after in ("is", "was", "has", "had", "will") and _is_counting(page, index):
        return None
    if is_noun and not is_verb and word != "quarter" and not is_plural(after):
        return None
    first = index - (before == "a")
    return share(first, index + 1, Decimal(1), FRACTIONS[word], "fraction.single")


def _is_counting(page: TokenPage, index: int) -> bool:
    """Return whether ordinals came before in the sentence: `the first and second readings; a third is due`."""
    near = {
        page.low(at) for at in range(max(0, index - 20), index) if page.same_sentence(at, index)
    }
    return bool(near & {"first", "second"})


def _half_of_point(page: TokenPage, index: int) -> Draft | None:
    """Read `half a percentage point`, `half a point` between shares."""
    if page.low(index) != "half":
        return None
    behind = (("-", "percentage", "-", "point"), ("a", "percentage", "point"))
    last = page.follows(index + 1, behind)
    if last == index + 1 and page.matches(last, ("a", "point")) and _is_of_shares(page, index):
        last += 2
    return _half_point(index, last) if last > index + 1 else None


def _half(page: TokenPage, index: int) -> Draft | None:
    if index in page.numerals or page.low(index) != "half" or page.is_hyphen(index + 1):
        return None
    if page.low(index + 1) == "as" and _is_quality(page, index + 2):
        return replace(
            share(index, index + 1, Decimal(1), Decimal(2), "change.half"),
            kind="change",
            unit="times",
            direction="down",
        )
    has_article = page.low(index - 1) == "a" or page.low(index - 1) == "one"
    after = page.low(index + 1)
    if after in ("a", "an") and page.low(index + 2) in _HALVED:
        half = Decimal("0.5")
        tenth = Decimal("0.1")
        return Draft(
            index,
            index + 1,
            "cardinal",
            "cardinal.half",
            value=half,
            precision=tenth,
            granularity=tenth,
            noun_at=index + 2,
            is_singular=True,
            is_rounded=True,
        )
    return share(index - has_article, index + 1, Decimal(1), Decimal(2), "fraction.half")


def _is_quality(page: TokenPage, at: int) -> bool:
    """Return whether what is halved follows: `half as many`, `half as deep as`."""
    is_open = page.is_word(at) and page.low(at) not in STOPS
    return (
        page.low(at) in QUANTITIES
        or (is_open and not page.low(at + 1).isalnum())
        or (is_open and page.low(at + 1) == "as")
    )


def _of_century(page: TokenPage, index: int) -> Draft | None:
    """Read `a quarter of a century`, which before `after` and `ago` says when."""
    noun = index + 3
    if page.low(index) != "quarter" or not page.matches(index + 1, ("of", "a", "century")):
        return None
    first = index - (page.low(index - 1) == "a")
    if page.low(noun + 1) in ("ago", "later", "earlier", "after", "before"):
        return aside(first, noun + 1, "period", "ago")
    share_of, tenth = Decimal("0.25"), Decimal("0.01")
    return Draft(
        first,
        index + 1,
        "cardinal",
        "cardinal.of_century",
        value=share_of,
        unit="century",
        precision=tenth,
        granularity=tenth,
        is_rounded=True,
    )


def _and_a_half(page: TokenPage, index: int) -> Draft | None:
    """Read `an hour and a half`, `a year and a half`."""
    is_added = page.low(index) == "half" and page.matches(index - 2, ("and", "a"))
    if not is_added or page.low(index - 3) not in _HALVED:
        return None
    value, tenth = Decimal("1.5"), Decimal("0.1")
    first = index - 4 if page.low(index - 4) in ("a", "an") else index - 1
    return Draft(
        first,
        index + 1,
        "cardinal",
        "cardinal.and_a_half",
        value=value,
        unit=page.low(index - 3),
        precision=tenth,
        granularity=tenth,
        is_rounded=True,
    )


def _is_of_shares(page: TokenPage, index: int) -> bool:
    """Return whether points are those of percentages spoken of before or right behind."""
    near = {page.low(at) for at in range(max(0, index - 20), index + 6)}
    return bool(near & {"%", "percentage", "cent", "percent", "share"})


def _half_point(first: int, last: int) -> Draft:
    half, tenth = Decimal("0.5"), Decimal("0.1")
    return Draft(
        first,
        last,
        "points",
        "points.half",
        value=half,
        unit="percentage points",
        precision=tenth,
        granularity=tenth,
        is_rounded=True,
    )


def _sign(page: TokenPage, index: int) -> Draft | None:
    token = page.token(index)
    if token.text == "½" and page.matches(index + 1, ("a", "percentage", "point")):
        return _half_point(index, index + 4)
    if token.text in VULGAR:
        numerator, denominator = VULGAR[token.text]
        return share(index, index + 1, Decimal(numerator), Decimal(denominator), "fraction.sign")
    one, other = page.numerals.get(index), page.numerals.get(index + 2)
    is_slash = page.low(index + 1) == "/" and page.is_glued(index + 1) and page.is_glued(index + 2)
    if one is None or other is None or not is_slash or not 0 < one.value < other.value <= 20:
        return None
    ends = not page.is_glued(index + 3) or page.token(index + 3).text in ".,;)"
    return share(index, index + 3, one.value, other.value, "fraction.slash") if ends else None


MEASURED = ("good", "full", "mere")
"""Adjectives between article and fraction; `a good` is a comparison and left to those."""
OF_POINT = (
    ("of", "a", "percentage", "point"),
    ("of", "a", "point"),
    ("percentage", "point"),
    ("percentage", "points"),
    ("-", "percentage", "-", "point"),
    ("percent", "point"),
)
QUANTITIES = wordlist("many much likely often large big high long fast common numerous great")
_HALVED = wordlist(
    "hour day year century decade month week minute kilometre mile metre tonne ton hectare kilogram litre"
    " percentage per degree dozen"
) - set(ONES)
