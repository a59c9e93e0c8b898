"""The audit book of an edition: a static site in which an auditor clicks from a sentence to the line of a source file.

It needs no server, no network and no request to another place, and the same edition gives the same bytes everywhere.
"""

from __future__ import annotations

from report.book.book import BOOK_FOLDER, BookSummary, write_book

__all__ = ["BOOK_FOLDER", "BookSummary", "write_book"]
