"""Every limit that protects the reading of a document from a hostile or broken file, in one place.

Limits of archives are those of workbooks (`warehouse.sources.limits`). All are generous for a thousand pages.
"""

from __future__ import annotations

from warehouse.sources.limits import MEBIBYTE, RATIO, RATIO_FREE_BYTES, ZIP_ENTRIES

__all__ = ["MEBIBYTE", "RATIO", "RATIO_FREE_BYTES", "ZIP_ENTRIES"]

FILE_BYTES = 64 * MEBIBYTE
"""Largest file."""

XML_BYTES = 48 * MEBIBYTE
"""Largest size of all parts of a DOCX file that are read, once decompressed."""

TEXT_BYTES = 8 * MEBIBYTE
"""Largest file of text, Markdown or HTML; a hundred pages of HTML take half a mebibyte."""

DEPTH = 200
"""Deepest nesting of elements; the deepest known of real documents stay below 100."""

TEXT_POINTS = 10_000_000
"""Most code points of a document's text; a hundred pages have 300,000."""

BLOCKS = 250_000
"""Most blocks of a document, cells of tables included."""

SPAN = 1_000
"""Most columns or rows that one cell may span, as browsers have it."""

PAGES = 2_000
"""Most pages of a PDF."""

PAGE_CHARACTERS = 200_000
"""Most characters of one PDF page; a dense one has 10,000."""

SECONDS = 20
"""Longest time that reading may take; a hundred pages take one or two seconds."""

ADDRESS_BYTES = 1024 * MEBIBYTE
"""Address space of the process that reads, libraries included."""
