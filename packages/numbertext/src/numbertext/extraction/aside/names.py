"""Numbers inside names, known by their capitals: `Boeing 737`, `Euro 6`, `Three Gorges`, `Big Four`."""

from __future__ import annotations

from numbertext.extraction.aside.counting import counts_a_noun, is_amount
from numbertext.extraction.aside.dates import MONTHS, is_year
from numbertext.extraction.aside.nouns import DOCUMENTS, EVENTS
from numbertext.extraction.currencies import BEFORE, CODES
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import (
    ADVERBS,
    AUXILIARIES,
    BASE_VERBS,
    PERSONS,
    STOPS,
    VERBS_IN_S,
    is_adjective,
    is_adverb,
    is_past,
    is_plural,
)
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist
from numbertext.extraction.words import ORDINAL_SUFFIXES

PLACES = wordlist("in at from for to across of and with by under among including on than")
OPENINGS = frozenset(('"', "'", ":", "•", "*", "(", ""))
BODIES = wordlist("Group Gang Committee Council Club")
JOINTS = wordlist("and or to ,")
ROADS = wordlist("us")
MEASURED = wordlist(
    "SD SE OR RR HR AUC IQR BMI SMR NPS EPS HDI ROE ROI ROA CPI TFR CI UI CrI IRR RRR ARR PR SIR MD SMD WMD RD NNT PPV"
    " NPV AIC BIC RMSE MAE GPA IQ PPI PMI WPI HPI AQI PUE SAIDI SAIFI CAIDI LTIFR TRIR LTIR FTE"
    " GDP GNI GNP GVA CPIH RPI HICP NAV APR AER LTV DSCR EBITDA ROCE ROIC NIM"
)
STREETS = wordlist("Avenue Street")
WHOLE_NAME = 3
"""How many words with capitals behind `One` make a name: `One World Trade Center`."""
LONGEST_TABLE = 30
MODEL = 100
"""From here on a number behind a name is a model, and the name goes with it."""


def capital_name(page: TokenPage, index: int) -> Draft | None:
    """Claim a bare number behind a name: `Boeing 737`, `Apollo 11`, `Euro 6`."""
    token = page.token(index)
    if token.kind != "number" or not token.text.replace(".", "").isdigit() or token.is_glued:
        return None
    if page.low(index - 1) == "of" and page.token(index - 2).text in BODIES:
        return None if counts_a_noun(page, index) else aside(index, index + 1, "identifier", "body")
    if _is_statistic(page, index):
        return None
    if not _is_name(page, index - 1) or not _is_bare(page, index) or not _names(page, index):
        return None
    is_model = token.text.isdigit() and int(token.text[:9]) >= MODEL
    return aside(index - is_model, index + 1, "identifier", "name")


def _is_statistic(page: TokenPage, index: int) -> bool:
    """Return whether capitals abbreviate a measure: `(SD 3.1;`, `, ROE 12.1`."""
    before = page.token(index - 1)
    if before.text in MEASURED:
        return True
    is_short = before.text.isupper() and len(before.text) > 1
    return is_short and "." in page.token(index).text and page.low(index - 2) in ("(", ";", ",")


def _is_bare(page: TokenPage, index: int) -> bool:
    """Return whether nothing at a number shows that it is an amount: scales, measures, currencies, suffixes."""
    before, after = page.token(index - 1), page.low(index + 1)
    numeral = page.numerals.get(index)
    is_ordinal = after in ORDINAL_SUFFIXES and page.is_glued(index + 1)
    is_money = before.text in CODES or before.low in BEFORE
    is_longer = numeral is not None and numeral.last > index + 1
    if is_ordinal or is_money or is_longer or page.is_hyphen(index + 1) or is_amount(page, index):
        return False
    is_version = _is_acronym(page, index - 1) and not is_plural(after)
    return (
        "." not in page.token(index).text
        or after in STOPS
        or not page.is_word(index + 1)
        or is_version
    )


def _is_acronym(page: TokenPage, at: int) -> bool:
    """Return whether a word is in capitals throughout: `NUTS 2`, `TLS 1.2`, `UNSCR 2417`."""
    token = page.token(at)
    return token.kind == "word" and token.text.isupper() and len(token.text) > 1


def _names(page: TokenPage, index: int) -> bool:
    """Return whether the word before takes the number along, and is no place or time of something counted."""
    if page.starts_sentence(index - 1) and not _opens_with_name(page, index):
        return False
    if is_gapped(page, index) or _is_tabled(page, index):
        return False
    after, text = page.low(index + 1), page.token(index).text
    if page.token(index - 1).text.isupper() and len(text) > 3 and text.isdigit():
        return not counts_a_noun(page, index)
    is_place = page.low(index - 2) in PLACES or (
        page.low(index - 2) == "the" and page.starts_sentence(index - 3)
    )
    is_version = "." in text and _is_acronym(page, index - 1)
    if (
        is_place
        and not is_version
        and (after in AUXILIARIES or is_past(after) or after in BASE_VERBS)
    ):
        return False
    is_class = _is_acronym(page, index - 1) and page.token(index - 2).text in (".", ";", "")
    is_named = is_class or _is_singular_name(page, index)
    return not counts_a_noun(page, index) or not (is_place or not is_named)


def is_gapped(page: TokenPage, index: int) -> bool:
    """Return whether a number stands for a clause without its verb: `England has 159 per 100,000, Finland 51.`."""
    token, after = page.token(index), page.token(index + 1)
    if page.low(index - 2) not in (",", ";", "and", "the") or "," in token.text:
        return False
    if after.text not in (",", ";", ".", "", ")") and after.low != "and":
        return False
    earlier = [at for at in range(max(0, index - 24), index - 2) if at in page.numerals]
    return any(
        page.same_sentence(at, index)
        and not page.token(at - 1).text[:1].isupper()
        and not is_year(page, at)
        for at in earlier
    )


def _is_tabled(page: TokenPage, index: int) -> bool:
    """Return whether names and their numbers follow a colon or bracket in a row: `by agency: UNHCR 120, WFP 61`."""
    at, count = index - 1, 1
    while at > index - LONGEST_TABLE and (
        page.token(at).text[:1].isupper()
        or page.token(at).kind == "number"
        or page.low(at) in (",", ";", "and")
    ):
        count += page.token(at).kind == "number"
        at -= 1
    follows = page.low(index + 1) in (",", ";", "and") and page.token(index + 3).kind == "number"
    count += follows and page.token(index + 2).text[:1].isupper()
    return page.token(at).text in (":", "(") and count > 1


def _is_name(page: TokenPage, at: int) -> bool:
    token = page.token(at)
    is_capital = token.kind == "word" and any(map(str.isupper, token.text))
    if token.low.endswith("'s"):
        return False
    if _is_acronym(page, at) and token.low in ROADS:
        return True
    return is_capital and token.low not in STOPS | ADVERBS and not is_adverb(token.low)


def _opens_with_name(page: TokenPage, index: int) -> bool:
    """Return whether the first word of a sentence is a name with its number: `Apollo 11 landed`, `Radio 4 has`."""
    word, after = page.low(index - 1), page.low(index + 1)
    is_common = is_past(word) or is_plural(word) or is_adjective(word) or word in BASE_VERBS
    is_common = is_common and not _is_acronym(page, index - 1)
    is_verb = after in AUXILIARIES or is_past(after) or after in VERBS_IN_S or after == "of"
    is_verb = is_verb or (_is_acronym(page, index - 1) and after not in ("per", "%", "to"))
    return not is_common and word not in PERSONS | MONTHS and is_verb


def _is_singular_name(page: TokenPage, index: int) -> bool:
    """Return whether a name before a small number may take it along: `the new Euro 6 lorries`; not a gap or a list."""
    if page.token(index - 2).text in (",", ";", ":", "") or len(page.token(index).text) > 2:
        return False
    return not is_plural(page.low(index - 1)) and not page.token(index - 2).text[:1].isupper()


def revision(page: TokenPage, index: int) -> Draft | None:
    """Claim the revision of a classification with its name: `SITC Rev. 4`, `NACE Rev. 2`."""
    at = index - 1 - (page.low(index - 1) == ".")
    if page.token(index).kind != "number" or page.low(at) not in ("rev", "ver", "revision"):
        return None
    is_named = page.token(at - 1).text.isupper() and page.is_word(at - 1)
    return aside(at - 1 if is_named else index, index + 1, "identifier", "revision")


def street(page: TokenPage, index: int) -> Draft | None:
    """Claim the ordinal of a street or of a parallel: `5th Avenue`, `42nd Street`, `the 38th parallel`."""
    found = ordinal_at(page, index)
    if found is None:
        return None
    after = page.token(found.last).text
    is_street = after in STREETS or (after == "parallel" and found.value > 10)
    return aside(index, found.last, "identifier", "street") if is_street else None


def capital_word(page: TokenPage, index: int) -> Draft | None:
    """Claim a capitalised number word of a name: `Three Gorges`, `Big Four`, `Group of Twenty`, `First Minister`."""
    token = page.token(index)
    if token.kind != "word" or not token.text[:1].isupper() or token.low in ("a", "an"):
        return None
    found, numeral = ordinal_at(page, index), page.numerals.get(index)
    last = found.last if found else numeral.last if numeral else 0
    if not last or not page.has_small_words(index) or page.token(last).text == "-":
        return None
    opens = page.starts_sentence(index) or page.token(index - 1).text in OPENINGS
    leads = page.is_word(last) and page.token(last).text[:1].isupper()
    if opens:
        is_fixed = found is not None or token.low == "zero" or _is_opening_name(page, index, last)
        return _claimed(page, index, last) if leads and is_fixed else None
    if page.low(index - 1).endswith("'s") and page.token(index - 1).text[:1].isupper():
        return aside(index, last, "identifier", "work")
    follows = _is_name(page, index - 1) or (
        page.low(index - 1) in ("of", "at") and _is_name(page, index - 2)
    )
    if leads or follows:
        return _claimed(page, index, last)
    is_name = found is not None and page.low(index - 1) == "the" and page.low(last) not in JOINTS
    return aside(index, last, "identifier", "capital_ordinal") if is_name else None


def hyphenated(page: TokenPage, index: int) -> Draft | None:
    """Claim the number word of a name with a hyphen: `the Six-Day War`."""
    numeral = page.numerals.get(index)
    if numeral is None or page.token(index).kind != "word" or page.starts_sentence(index):
        return None
    is_named = page.is_hyphen(numeral.last) and page.token(numeral.last + 1).text[:1].isupper()
    is_capital = page.token(index).text[:1].isupper() and page.has_small_words(index)
    return (
        aside(index, numeral.last, "identifier", "hyphenated") if is_named and is_capital else None
    )


def _is_opening_name(page: TokenPage, index: int, last: int) -> bool:
    """Return whether a number word with a capital opens a name: `Six Sigma training`, `Three Mile Island is`."""
    end = last
    while page.is_word(end) and page.token(end).text[:1].isupper():
        end += 1
    closing, after = page.low(end - 1), page.low(end)
    if page.numerals.get(index) is None or is_plural(closing) or page.is_hyphen(end):
        return False
    if page.numerals[index].value == 1:
        is_verb = after in STOPS or after in VERBS_IN_S or is_past(after) or not page.is_word(end)
        return end - last >= WHOLE_NAME and is_verb
    return not any(is_plural(page.low(at)) for at in range(end, end + 3) if page.is_word(at))


def _claimed(page: TokenPage, index: int, last: int) -> Draft | None:
    """Claim the number word, unless the name is that of a meeting that it counts (`the Eighth Conference`)."""
    words = []
    for at in range(last, last + 7):
        token = page.token(at)
        if not token.text[:1].isupper():
            break
        words.append(token)
    if ordinal_at(page, index) and any(token.low in EVENTS for token in words):
        return None
    reason = "title" if any(token.text in DOCUMENTS for token in words) else "identifier"
    return aside(index, last, reason, "capital_word")
