"""Numbers in English texts: every one found, what each says, and which values make it true.

Rules only, nothing learnt; knows nothing of the figures that a text is held against. The parts are loaded when they
are asked for, since a process that only reads a document needs none of the rules.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from numbertext.conditions import Conditions
    from numbertext.documents import Document, DocumentError, read_document
    from numbertext.errors import ConditionError, TextError
    from numbertext.extraction.extract import extract
    from numbertext.interval import Interval
    from numbertext.literal_truth import Truth, truth
    from numbertext.statement import Statement

__version__ = "0.2.0"
__all__ = [
    "ConditionError",
    "Conditions",
    "Document",
    "DocumentError",
    "Interval",
    "Statement",
    "TextError",
    "Truth",
    "extract",
    "read_document",
    "truth",
]

_HOMES = {
    "ConditionError": "numbertext.errors",
    "Conditions": "numbertext.conditions",
    "Document": "numbertext.documents",
    "DocumentError": "numbertext.documents",
    "Interval": "numbertext.interval",
    "Statement": "numbertext.statement",
    "TextError": "numbertext.errors",
    "Truth": "numbertext.literal_truth",
    "extract": "numbertext.extraction.extract",
    "read_document": "numbertext.documents",
    "truth": "numbertext.literal_truth",
}


def __getattr__(name: str) -> object:
    """Load a public name from its module."""
    if name not in _HOMES:
        raise AttributeError(f"module 'numbertext' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
