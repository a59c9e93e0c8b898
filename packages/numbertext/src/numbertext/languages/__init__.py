"""Telling in which language each passage of a document is; what is read is English."""

from numbertext.languages.identifier import ENGLISH, language_name
from numbertext.languages.passages import Passage, passages

__all__ = ["ENGLISH", "Passage", "language_name", "passages"]
