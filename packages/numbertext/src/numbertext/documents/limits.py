"""Every limit that protects the reading of a document from a hostile or broken file, in one place.

All are generous for a thousand pages.
"""

from __future__ import annotations

MEBIBYTE = 1 << 20

RATIO = 200
"""Most decompressed bytes for one compressed byte; text compresses to a tenth, seldom to a fiftieth."""

RATIO_FREE_BYTES = 50 * MEBIBYTE
"""Decompressed size up to which the ratio is not looked at: a small file may be very regular."""

ZIP_ENTRIES = 10_000
"""Most parts of a DOCX file."""

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

CONVERSION_SECONDS = 120
"""Longest time that LibreOffice may take to convert a document, its start included."""

SECONDS = 20
"""Longest time that reading may take; a hundred pages take one or two seconds."""

ADDRESS_BYTES = 1024 * MEBIBYTE
"""Address space of the process that reads, libraries included."""
