"""Digits set above or below the line, or struck through, as characters of their own.

A note mark must not become part of the number or word before it: *children* with a raised 12 is `children¹²`.
"""

from __future__ import annotations

SUPERSCRIPT = str.maketrans("0123456789+-\u2212=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾")
SUBSCRIPT = str.maketrans("0123456789+-\u2212=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")
STRUCK = "\u0336"


def superscript(text: str) -> str:
    """Return text that stands above the line; only digits and signs have characters for it."""
    return text.translate(SUPERSCRIPT)


def subscript(text: str) -> str:
    """Return text that stands below the line; only digits and signs have characters for it."""
    return text.translate(SUBSCRIPT)


def struck(text: str) -> str:
    """Return text that is struck through: it is shown, but whether it still counts nobody can say."""
    return "".join(sign + STRUCK if sign.isdigit() else sign for sign in text)
