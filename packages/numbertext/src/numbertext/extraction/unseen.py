"""Signs that nobody sees, and letters that only look like those of the Latin script.

Sources: Unicode's Default_Ignorable_Code_Point, of which category Cf has the most; its confusables, those of Cyrillic
and Greek letters.
"""

from __future__ import annotations

import re
import unicodedata

# Beside category Cf: joiners, fillers, selectors of variants.
UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0000-\U000e0fff]"
)
# Of category Cf, but shown: signs before or around Arabic, Syriac and Kaithi numbers, marks of annotations.
SHOWN = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\ufff9-\ufffb\U000110bd\U000110cd]")
ALIKE = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u051b\u051d\u04cf\u03b1\u03b9\u03bd\u03bf\u03c1\u03c5"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f"
    "\u03a1\u03a4\u03a5\u03a7",
    "aeopcyxijsdhqwlaivopuABEKMHOPCTXABEZHIKMNOPTYX",
)
FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
WORD = re.compile(r"[^\W\d_]+")
LATIN = re.compile("[A-Za-z]")


def is_unseen(character: str) -> bool:
    """Return whether a character has neither shape nor width."""
    if UNSEEN.match(character):
        return True
    return unicodedata.category(character) == "Cf" and SHOWN.match(character) is None


def in_one_script(text: str) -> str:
    """Return a text with the letters exchanged that only look Latin, in words that are Latin otherwise."""
    return WORD.sub(_alike, text) if FOREIGN.search(text) else text


def _alike(word: re.Match[str]) -> str:
    return word.group().translate(ALIKE) if LATIN.search(word.group()) else word.group()
