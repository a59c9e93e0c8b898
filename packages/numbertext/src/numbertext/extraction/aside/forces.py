"""Numbers of forces and of courts that name them: `the 82nd Airborne`, `617 Squadron`, `3 Commando Brigade`."""

from __future__ import annotations

from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import is_plural
from numbertext.extraction.ordinals import ordinal_at
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

FORCES = wordlist(
    "Airborne Armored Armoured Army Artillery Battalion Brigade Cavalry Circuit Commando Company Corps Division"
    " Dragoons Engineers Expeditionary Fleet Flotilla Fusiliers Guards Gurkhas Hussars Infantry Lancers Legion"
    " Marine Marines Mechanised Mechanized Panzer Para Parachute Platoon Precinct Regiment Rangers Rifles Signals"
    " Squadron Wing XI XV"
)
"""What an ordinal in digits names with a capital: forces, police precincts and courts of appeal."""
NUMBERED = wordlist(
    "Squadron Commando Brigade Battalion Regiment Division SAS Para Platoon Flotilla Corps"
)
"""What a bare number stands before: `40 Commando`, `16 Air Assault Brigade`."""
LONGEST_NAME = 4
HIGHEST = 1000


def force(page: TokenPage, index: int) -> Draft | None:
    """Claim the number of a force, a precinct or a court, written as an ordinal or bare."""
    return _ordinal(page, index) or _numbered(page, index)


def _ordinal(page: TokenPage, index: int) -> Draft | None:
    """Read the ordinal of a force or court: `the 101st Airborne Division`, `7th Marines`, `the 9th Circuit`."""
    found = ordinal_at(page, index) if page.token(index).kind == "number" else None
    if found is None or not set(_capitals(page, found.last)) & FORCES:
        return None
    return aside(index, found.last, "identifier", "force")


def _numbered(page: TokenPage, index: int) -> Draft | None:
    """Read the number of a force: `617 Squadron`; in `12 Division heads` it counts."""
    numeral = page.numerals.get(index)
    if numeral is None or numeral.is_words or not numeral.is_whole or numeral.value > HIGHEST:
        return None
    words = _capitals(page, numeral.last)
    if not words or words[-1] not in NUMBERED or numeral.last != index + 1:
        return None
    counts = is_plural(page.low(numeral.last + len(words)))
    return None if counts else aside(index, index + 1, "identifier", "force")


def _capitals(page: TokenPage, first: int) -> list[str]:
    """Return the words with capitals from an index on; none in a heading, whose words all have them."""
    words: list[str] = []
    if not page.has_small_words(first - 1):
        return words
    while len(words) < LONGEST_NAME and page.token(first + len(words)).text[:1].isupper():
        words.append(page.token(first + len(words)).text)
    return words
