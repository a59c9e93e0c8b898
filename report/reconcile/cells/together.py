"""The word *together*: it adds cells up, unless it belongs to a verb that brings people together."""

from __future__ import annotations

from itertools import product

_VERBS = (
    "brought bring brings bringing came come comes coming worked work works working met meet meets meeting got get"
    " gets getting put puts putting pulled pull drew draw drawn gathered gather called joined join live lived sat sit"
)
# A look-behind wants one length: a verb stands right before it, or with one of these between.
_BETWEEN = ("", "all ", "them ", "us ", "closely ")
TOGETHER = (
    "".join(rf"(?<!\b{verb} {word})" for verb, word in product(_VERBS.split(), _BETWEEN))
    + "together"
)
"""Pattern of *together* as a sum is said with it; not of `which brought together hundreds of delegates`."""
