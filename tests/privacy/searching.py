"""Looks for planted values in whatever was written: plain and encoded, in files and inside containers."""

import base64
import gzip
import hashlib
import io
import json
import re
import sqlite3
import zipfile
import zlib
from contextlib import suppress

import duckdb
import pyarrow.parquet

_LONG = 8
_THOUSANDS = re.compile(r"(?<=\d)[,\u202f\u00a0 '](?=\d{3})")
DIGESTS = ("md5", "sha1", "sha256", "blake2b")


def forms(value):
    """Yield how a value may be written, by name: (name, bytes)."""
    plain = value.encode()
    yield "plain", plain
    yield "UTF-16", value.encode("utf-16-le")
    yield "UTF-16, the other order", value.encode("utf-16-be")
    yield "UTF-32", value.encode("utf-32-le")
    yield "reversed", plain[::-1]
    yield "hexadecimal", plain.hex().encode()
    yield "hexadecimal, capitals", plain.hex().upper().encode()
    yield "in URLs", "".join(f"%{byte:02X}" for byte in plain).encode()
    yield "entities", "".join(f"&#{ord(sign)};" for sign in value).encode()
    yield "JSON escapes", "".join(f"\\u{ord(sign):04x}" for sign in value).encode()
    for offset in range(3) if len(plain) >= _LONG else ():
        # The first and last signs of base64 depend on what stands beside the value.
        packed = base64.b64encode(b"\0" * offset + plain)
        yield f"base64, {offset}", packed[-(-offset * 4 // 3) : len(packed) - 4]
    for name in DIGESTS:
        for end in ("", "\n"):
            digest = hashlib.new(name, (value + end).encode())
            yield f"{name}{' of the line' if end else ''}", digest.hexdigest().encode()
            yield f"{name}{' of the line' if end else ''}, bytes", digest.digest()


class Search:
    """A search for some values.

    Args:
        values: The values; of each every form is looked for. A short number is looked for by itself, as it stands:
            some digest holds any five digits.
    """

    def __init__(self, values):
        short = [v for v in values if v.isdigit() and len(v) < _LONG]
        self._short = re.compile(rf"(?<![0-9A-Za-z])(?:{'|'.join(short) or '(?!)'})(?![0-9A-Za-z])")
        values = [v for v in values if v not in short]
        self._forms = [(v, name, form) for v in values for name, form in forms(v)]
        self._forms = [(value, name, form.lower()) for value, name, form in self._forms]
        self._known = {}

    def in_bytes(self, data):
        """Return the values that some bytes tell, each with its form."""
        lower = data.lower()
        return {(value, name) for value, name, form in self._forms if form in lower}

    def in_text(self, text):
        """Return the values that a text tells; marks between thousands do not hide a number."""
        plain = _THOUSANDS.sub("", text)
        found = {(value, "plain") for value in self._short.findall(plain)}
        for written in {text, plain}:
            found |= self.in_bytes(written.encode("utf-8", "surrogatepass"))
        return found

    def in_file(self, path):
        """Return the values that a file tells, looked for inside containers too; its name counts."""
        content = path.read_bytes()
        key = hashlib.sha256(content).digest()
        if key not in self._known:
            layers = _layers(path.name, content, path)
            self._known[key] = set().union(*(self._in_layer(data) for data in layers))
        return self.in_text(path.name) | self._known[key]

    def _in_layer(self, data):
        found = self.in_bytes(data)
        text = data.decode("utf-8", "replace")
        found |= {(value, "plain") for value in self._short.findall(text)}
        return found | (self.in_text(text) if _THOUSANDS.search(text) else set())


def _layers(name, data, path=None, depth=0):
    """Yield the bytes of a file, and of all that is packed in it."""
    yield data
    for inner_name, inner in _packed(name, data, path) if depth < 5 else ():
        yield inner_name.encode()
        yield from _layers(inner_name, inner, depth=depth + 1)


def _packed(name, data, path):
    """Yield what is packed in a container, by name; nothing of what is none."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            yield from ((part, parts.read(part)) for part in parts.namelist())
    elif data[:2] == b"\x1f\x8b":
        yield name, gzip.decompress(data)
    elif data[:4] == b"PAR1":
        yield name, _rows(pyarrow.parquet.read_table(io.BytesIO(data)).to_pylist())
    elif data[:16] == b"SQLite format 3\0" and path is not None:
        yield from ((name, cell) for cell in _sqlite(path))
    elif name.endswith(".duckdb") and path is not None:
        with duckdb.connect(str(path), read_only=True) as con:
            for (table,) in con.execute("SELECT table_name FROM duckdb_tables()").fetchall():
                yield table, _rows(con.execute(f'FROM "{table}"').to_arrow_table().to_pylist())
    elif data[:1] == b"x" and data[1:2] in (b"\x01", b"\x9c", b"\xda"):
        with suppress(zlib.error):
            yield name, zlib.decompress(data)


def _sqlite(path):
    """Yield all cells of a database."""
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as con:
        tables = [
            row[0] for row in con.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        for table in tables:
            for row in con.execute(f'SELECT * FROM "{table}"'):
                for cell in row:
                    yield cell if isinstance(cell, bytes) else str(cell).encode()


def _rows(rows):
    return json.dumps(rows, default=str, ensure_ascii=False).encode("utf-8", "surrogatepass")
