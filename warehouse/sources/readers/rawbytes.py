"""The bytes of a raw file as UTF-8: decompressed within limits, decoded from the declared encoding, without its mark.

What the text says belongs to the readers of each format.
"""

from __future__ import annotations

import codecs
import gzip
import io
import zipfile
import zlib
from pathlib import Path
from typing import IO, BinaryIO

from warehouse.errors import SourceFileError
from warehouse.sources import limits
from warehouse.sources.readers.foreign import LONGEST, refuse_foreign

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LISTED_NAMES = 20
CHUNK = limits.MEBIBYTE
FOREIGN = (
    "name the encoding that the file was written in as reader option `encoding` "
    "(cp1252 is usual for exports of old Windows programs), or save it as UTF-8"
)


def open_bytes(path: Path, where: str, member: str | None = None) -> BinaryIO:
    """Open a raw file for reading; one ending in `.gz` or `.zip` is decompressed, within the limits.

    Args:
        path: The file.
        where: The file as named in errors.
        member: The file inside a ZIP archive, where that holds several.

    Raises:
        SourceFileError: The file is missing or has no bytes at all, or is not in the archive.
    """
    if not path.is_file():
        raise SourceFileError("the file is missing", where=where, remedy="restore the file")
    if path.stat().st_size == 0:
        raise SourceFileError(
            "the file has 0 bytes", where=where, remedy="fetch the file again; the transfer was cut"
        )
    raw = path.open("rb")
    if path.suffix.lower() == ".zip":
        return io.BufferedReader(_Unpacked(raw, _member(raw, member, where), where), CHUNK)
    if path.suffix.lower() != ".gz":
        return raw
    return io.BufferedReader(_Unpacked(raw, gzip.GzipFile(fileobj=raw), where), buffer_size=CHUNK)


def _member(raw: BinaryIO, wanted: str | None, where: str) -> IO[bytes]:
    """Open the file of an archive that is named, or the only one."""
    try:
        archive = zipfile.ZipFile(raw)
        names = [item.filename for item in archive.infolist() if not item.is_dir()]
        chosen = names if wanted is None else [name for name in names if name == wanted]
        if len(chosen) == 1:
            return archive.open(chosen[0])
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as error:
        raise SourceFileError(
            f"the archive cannot be opened: {error}",
            where=where,
            expected="one complete ZIP archive without password",
            remedy="fetch the file again, or unpack it and register the file inside",
        ) from error
    raise SourceFileError(
        f"the archive holds {len(names):,} files, and {len(chosen)} are meant",
        where=where,
        expected=f"one of {', '.join(names[:LISTED_NAMES])}",
        remedy="set reader option `member` to the name of the file inside the archive",
    )


class _Unpacked(io.RawIOBase):
    """Decompresses, and counts what comes out."""

    def __init__(self, raw: BinaryIO, unzipped: IO[bytes] | gzip.GzipFile, where: str) -> None:
        self._raw = raw
        self._unzipped = unzipped
        self._where = where
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        try:
            part = self._unzipped.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile) as error:
            raise SourceFileError(
                f"the file cannot be decompressed: {error}",
                where=self._where,
                expected="one complete gzip file or ZIP archive",
                remedy="fetch the file again, or register it without that ending if it is not compressed",
            ) from error
        self._count += len(part)
        refuse_bomb(self._count, self._raw.tell(), limits.DECOMPRESSED_BYTES, self._where)
        buffer[: len(part)] = part
        return len(part)

    def close(self) -> None:
        if not self.closed:
            self._unzipped.close()
            self._raw.close()
        super().close()


def refuse_bomb(unpacked: int, packed: int, limit: int, where: str) -> None:
    """Refuse content that grows beyond the limits when it is decompressed.

    Args:
        unpacked: Bytes that came out so far.
        packed: Bytes that went in so far.
        limit: Most bytes that may come out.
        where: The file as named in errors.

    Raises:
        SourceFileError: There are too many bytes, or too many for the size of the file.
    """
    is_dense = unpacked > limits.RATIO_FREE_BYTES and unpacked > limits.RATIO * max(packed, 1)
    if unpacked > limit or is_dense:
        raise SourceFileError(
            f"the file grows to more than {unpacked:,} bytes when decompressed, from {packed:,}",
            where=where,
            expected=f"at most {limit:,} bytes, and at most {limits.RATIO} for each "
            f"compressed byte beyond {limits.RATIO_FREE_BYTES:,}",
            remedy="ask the provider for the file; if it is right as it is, split it",
        )


class Utf8Stream:
    """Reads a file as UTF-8 bytes without byte order mark, whatever its encoding.

    UTF-8 itself is passed on unchecked, as fast as it can be read: whoever parses it checks it.
    """

    def __init__(self, handle: BinaryIO, encoding: str, where: str) -> None:
        self._handle = handle
        self._where = where
        self._start = handle.read(LONGEST)
        self.encoding = codecs.lookup(encoding).name
        refuse_foreign(self._start, "plain text", where)
        for mark, marked in BYTE_ORDER_MARKS:
            if self._start.startswith(mark):
                self._start = self._start[len(mark) :]
                self.encoding = marked
                break
        is_utf8 = self.encoding in ("utf-8", "utf-8-sig")
        self._decoder = None if is_utf8 else codecs.getincrementaldecoder(self.encoding)("strict")
        self._line = 1
        self._pending = b""

    def read(self, size: int) -> bytes:
        """Return about `size` bytes of UTF-8, fewer only at the end of the file; empty when it has ended."""
        if self._decoder is None:
            part = self._start + self._handle.read(max(size - len(self._start), 0))
            self._start = b""
            return part
        while len(self._pending) < size:
            part = self._start + self._handle.read(CHUNK)
            self._start = b""
            text = self._decode(self._decoder, part)
            self._pending += text.encode()
            self._line += text.count("\n")
            if not part:
                break
        part, self._pending = self._pending[:size], self._pending[size:]
        return part

    def _decode(self, decoder: codecs.IncrementalDecoder, part: bytes) -> str:
        try:
            return decoder.decode(part, final=not part)
        except UnicodeDecodeError as error:
            before = error.object[: error.start].decode(self.encoding, "ignore")
            line = self._line + before.count("\n")
            start = 0 if line == 1 else line_start(error)
            raise undecodable(error, self.encoding, line, start, self._where) from error
        except UnicodeError as error:
            raise undecodable(error, self.encoding, self._line, None, self._where) from error


def undecodable(
    error: UnicodeError, encoding: str, line: int, start: int | None, where: str
) -> SourceFileError:
    """Return the error for bytes that are not text in the declared encoding.

    Args:
        error: The error of the decoder.
        encoding: Encoding that was tried.
        line: Line of the byte.
        start: Where that line starts in the bytes that were decoded, if it does.
        where: The file as named in errors.
    """
    byte = ""
    if isinstance(error, UnicodeDecodeError):
        position = "" if start is None else f" at position {error.start - start + 1}"
        byte = f"byte 0x{error.object[error.start]:02X}{position} of "
    return SourceFileError(
        f"{byte}line {line} is not {encoding} text",
        where=where,
        expected=f"text in {encoding}",
        remedy=FOREIGN,
    )


def line_start(error: UnicodeError) -> int | None:
    """Return where the line of an undecodable byte starts, if that is in the bytes that were decoded."""
    if not isinstance(error, UnicodeDecodeError):
        return None
    return error.object.rfind(b"\n", 0, error.start) + 1 or None
