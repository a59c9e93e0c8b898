"""Every limit that protects a build from a hostile or broken raw file, in one place.

A limit is generous for real statistics and small beside the memory of an ordinary machine. Whoever needs a larger one
changes it here, where a reviewer sees it; options of a single source cannot raise them.
"""

from __future__ import annotations

MEBIBYTE = 1 << 20

DECOMPRESSED_BYTES = 2048 * MEBIBYTE
"""Largest size of a gzipped file once decompressed."""

WORKBOOK_BYTES = 512 * MEBIBYTE
"""Largest size of all parts of a workbook together once decompressed; a sheet of a million rows has less."""

RATIO = 200
"""Most decompressed bytes for one compressed byte; statistics in text compress to a tenth, seldom to a fiftieth."""

RATIO_FREE_BYTES = 50 * MEBIBYTE
"""Decompressed size up to which the ratio is not looked at: a small file may be very regular."""

ZIP_ENTRIES = 10_000
"""Most parts of a workbook."""

RECORD_BYTES = 8 * MEBIBYTE
"""Longest record, line or JSON value; a quote that is never closed ends here."""

COLUMNS = 5_000
"""Most columns of a file; a header with more is no header."""

BLOCK_BYTES = 16 * MEBIBYTE
"""Bytes of text parsed at once: bounds memory, and sets the row groups of the Parquet file."""

BATCH_ROWS = 50_000
"""Records handed on at once by the readers that go record by record."""

LISTED_FAULTS = 1_000
"""Faults listed one by one for each rule and file; the rest is counted."""

SHOWN_CHARACTERS = 200
"""Characters of an offending value that are shown."""

THREADS = 4
"""Most blocks worked on at once, whatever the number of processors."""
