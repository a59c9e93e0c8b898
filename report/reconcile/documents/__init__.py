"""Reading published documents: their text in reading order, with the place of every paragraph and cell.

One module or package a format. What the text says belongs to `report.reconcile.extraction`.
"""

from __future__ import annotations

from report.reconcile.documents.document import Block, Document
from report.reconcile.documents.errors import DocumentError
from report.reconcile.documents.reading import read_document

__all__ = ["Block", "Document", "DocumentError", "read_document"]
