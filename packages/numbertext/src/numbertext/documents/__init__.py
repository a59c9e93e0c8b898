"""Reading published documents: their text in reading order, with the place of every paragraph and cell.

One module or package a format. What the text says belongs to `numbertext.extraction`.
"""

from __future__ import annotations

from numbertext.documents.document import Block, Document, Unread
from numbertext.documents.errors import DocumentError
from numbertext.documents.reading import read_document

__all__ = ["Block", "Document", "DocumentError", "Unread", "read_document"]
