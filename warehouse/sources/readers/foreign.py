"""What a file is by its first bytes, where it is not what its register says: each kind named, with the way out.

No file is read by what it looks like; the register says how it is read, and this only explains why it cannot be.
"""

from __future__ import annotations

import re

from warehouse.errors import SourceFileError

FETCH = "fetch the file again, and look at what the address answers"
CONVERT = (
    "convert it to CSV or XLSX, and register that file with the original beside it as `original`"
)
FORMAT = "set reader option `format` to {}"
LONGEST = 512
KINDS: tuple[tuple[bytes, str, str], ...] = (
    (
        rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis",
        "an OpenDocument file",
        FORMAT.format("ods"),
    ),
    (
        rb"PK\x03\x04",
        "a ZIP archive or XLSX workbook",
        FORMAT.format("xlsx or ods"),
    ),
    (rb"\x1f\x8b", "gzipped", "give the file the ending .gz"),
    (rb"\xd0\xcf\x11\xe0", "an old Office file, or one with a password", FORMAT.format("xls")),
    (rb"PAR1", "a Parquet file", FORMAT.format("parquet")),
    (rb"\$FL[23]", "an SPSS file", FORMAT.format("sav")),
    (rb"<stata_dta>|[\x71-\x73][\x01\x02]\x01\x00", "a Stata file", FORMAT.format("dta")),
    (
        rb"%PDF",
        "a PDF",
        "transcribe its table into a CSV file, and register that with form: transcribed",
    ),
    (rb"7z\xbc\xaf\x27\x1c", "a 7z archive", "unpack it, and register the file inside"),
    (rb"Rar!\x1a\x07", "a RAR archive", "unpack it, and register the file inside"),
    (
        rb"\xfd7zXZ|BZh[1-9]|\x28\xb5\x2f\xfd",
        "compressed in another way than gzip",
        "unpack it, or compress it as .gz",
    ),
    (rb"\x00\x01\x00\x00Standard (?:Jet|ACE) DB", "an Access database", CONVERT),
    (rb"SQLite format 3\x00", "an SQLite database", CONVERT),
    (rb"RD[XA][23]\n|X\n\x00\x00", "a file of R", CONVERT),
    (rb"HEADER RECORD\*{7}LIB|\x00{12}\xc2\xea\x81\x60", "a SAS file", CONVERT),
    (
        rb"version https://git-lfs\.github\.com/spec",
        "a pointer of git-lfs and not the file itself",
        "fetch the file with `git lfs pull`",
    ),
    (rb"(?i:<!doctype\s+html|<html)", "a web page, perhaps one that tells of an error", FETCH),
    (rb"(?i:<\?xml|<!doctype|<[a-z]+:?[a-z]*[\s>])", "XML", CONVERT),
    (rb"(?:CHARSET|AXIS-VERSION|CODEPAGE)=\"", "a PX file (PC-Axis)", CONVERT),
    (rb"\{\\rtf", "an RTF document", CONVERT),
)
MARK = b"\xef\xbb\xbf"


def foreign_kind(start: bytes) -> tuple[str, str] | None:
    """Return what a file is by its first bytes and what to do, or None where they may be text.

    Args:
        start: The first bytes, at most `LONGEST` of them.
    """
    text = start.removeprefix(MARK).lstrip(b" \t\r\n") if not start.startswith(b"\0") else start
    for pattern, words, remedy in KINDS:
        if re.match(pattern, text, re.DOTALL):
            return words, remedy
    return None


def refuse_foreign(start: bytes, wanted: str, where: str) -> None:
    """Refuse a file that is plainly something else; raises SourceFileError.

    Args:
        start: Its first bytes.
        wanted: What it should be, in words.
        where: The file as named in errors.
    """
    found = foreign_kind(start)
    if found:
        raise SourceFileError(f"the file is {found[0]}, not {wanted}", where=where, remedy=found[1])
