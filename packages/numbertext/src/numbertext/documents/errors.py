"""The error of a document that cannot be read, and the one that several formats share."""

from __future__ import annotations

from numbertext.documents.limits import DEPTH
from numbertext.errors import TextError


class DocumentError(TextError):
    """A published document is missing, of another format than it says, broken, or unsafe to read."""


def too_deep() -> DocumentError:
    """Return the error for elements within elements beyond the limit."""
    return DocumentError(
        "its elements are nested too deeply",
        expected=f"at most {DEPTH} levels",
        remedy="open it in the program that made it and save it again",
    )
