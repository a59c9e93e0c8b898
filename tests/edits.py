"""Edits that a hand may make to what a build has kept: each of a kind that a check could pass over."""

import json
import os

import pyarrow as pa
import pyarrow.parquet as pq


def cell_changed(path, _=None):
    """Change one value and write the file as a valid one of its kind; where that is not plain, one byte."""
    if path.suffix == ".parquet":
        table = pq.ParquetFile(path).read()
        changed = table.slice(1) if table.num_rows > 1 else _with_another_value(table)
        replace(path, lambda: pq.write_table(changed, path))
    elif path.suffix == ".json":
        given = json.loads(path.read_text(encoding="utf-8"))
        given["edited"] = 1
        write(path, json.dumps(given).encode())
    else:
        write(path, path.read_bytes().replace(b"1", b"2", 1) + b" ")


def _with_another_value(table):
    if not table.num_rows:
        return table.append_column("edited", pa.nulls(0))
    return pa.concat_tables([table, table])


def truncated(path, _=None):
    write(path, path.read_bytes()[:-7])


def flipped(path, _=None):
    """Flip one bit and leave size and time as they were."""
    stat, content = path.stat(), bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    with path.open("r+b") as file:  # in place, through every hard link
        file.write(content)
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))


def lost(path, _=None):
    path.unlink()


def exchanged(path, other):
    """Put the same file of another edition in its place; where there is none, or the same, another one of its kind."""
    replace(path, lambda: path.write_bytes(other))


def nested(path, _=None):
    """JSON that is deeper than any reader goes, and no table."""
    write(path, b"[" * 100_000)


EDITS = {
    edit.__name__.replace("_", " "): edit
    for edit in (cell_changed, truncated, flipped, lost, exchanged, nested)
}


def write(path, content):
    replace(path, lambda: path.write_bytes(content))


def replace(path, make):
    """Put a new file in the place of another, so that what shares its bytes by a hard link does not change."""
    path.unlink()
    make()
