"""Numbers that say where something is: coordinates, grid references, postcodes before a town."""

from __future__ import annotations

import re

from numbertext.extraction.aside.dates import MONTHS
from numbertext.extraction.draft import Draft, aside
from numbertext.extraction.grammar import STOPS, is_plural
from numbertext.extraction.page import TokenPage
from numbertext.extraction.wordlist import wordlist

_ANGLE = (
    r"\d{1,3}(?:\.\d{1,10})?[ ]?(?:°|degrees?\b)[ ]?(?:\d{1,2}(?:\.\d{1,10})?[ ]?['′][ ]?)?"
    r"(?:\d{1,2}(?:\.\d{1,10})?[ ]?[\"″][ ]?)?(?:[NSEW]\b|north\b|south\b|east\b|west\b)"
)
COORDINATES = re.compile(rf"{_ANGLE}(?:(?:[ ]?[,/]?[ ]?|[ ]and[ ]){_ANGLE})?")
LINKING = wordlist("am an der sur de la le bei ob im cedex")
"""What goes on with the name of a town: `60325 Frankfurt am Main`."""
GRIDS = wordlist("grid gridref ngr osgb utm mgrs")


def coordinates(page: TokenPage, index: int) -> Draft | None:
    """Claim latitudes and longitudes: `54°N, 12°E`, `51° 28' 40" N`, `12 degrees north`."""
    if page.token(index).kind != "number" or page.low(index + 1) not in ("°", "degrees", "degree"):
        return None
    found = COORDINATES.match(page.text, page.token(index).start)
    return aside(index, page.until(found.end()), "identifier", "coordinates") if found else None


def grid(page: TokenPage, index: int) -> Draft | None:
    """Claim a reference on a map's grid with its letters: `grid reference TF 225 567`."""
    if page.token(index).kind != "number":
        return None
    letters = page.token(index - 1)
    is_lettered = letters.text.isupper() and len(letters.text) <= 3
    first = index - is_lettered
    is_referred = is_lettered or page.low(index - 1) in ("ref", "reference", ".", ":")
    if not is_referred or not {page.low(at) for at in range(first - 4, first)} & GRIDS:
        return None
    last = index + 1
    while page.token(last).kind == "number" and last < index + 3:
        last += 1
    digits = sum(len(page.token(at).text.replace(" ", "")) for at in range(index, last))
    return aside(first, last, "identifier", "grid") if digits >= 4 else None


def postcode_of_town(page: TokenPage, index: int) -> Draft | None:
    """Claim the digits before a town in an address: `10115 Berlin.`, `, 75007 Paris,`."""
    token, town, after = page.token(index), page.token(index + 1), page.token(index + 2)
    if token.kind != "number" or not token.text.isdigit() or not 4 <= len(token.text) <= 6:
        return None
    is_town = town.kind == "word" and town.text[:1].isupper() and len(town.text) > 2
    if not is_town or is_plural(town.low) or town.low in MONTHS | STOPS:
        return None
    opens = page.low(index - 1) in (",", "-", "to", "in", "is", "at", ":") or page.starts_sentence(
        index
    )
    is_numbered = after.kind == "number" and len(after.text) <= 2
    is_longer = after.low in LINKING and page.token(index + 3).text[:1].isupper()
    ends = after.text in (",", ".", ";", ")", "") or is_numbered or is_longer
    return aside(index, index + 1, "identifier", "postcode_of_town") if opens and ends else None
