"""The search finds what it looks for: every form of a value, in every container."""

import base64
import gzip
import io
import sqlite3
import zipfile

import duckdb
import pyarrow
import pyarrow.parquet
import pytest
from docx import Document
from openpyxl import Workbook

from tests.privacy.searching import Search, forms

VALUE = "Zebedee Quillfeather"


@pytest.mark.parametrize(("name", "form"), list(forms(VALUE)))
def test_every_form_is_found(name, form):
    assert (VALUE, name) in Search([VALUE, "Someone Else"]).in_bytes(b"before" + form + b"after")


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "abcd"])
def test_base64_is_found_wherever_the_value_stands(before):
    packed = base64.b64encode(f"{before}{VALUE}{before}".encode())
    assert Search([VALUE]).in_bytes(packed)


def test_thousands_hide_no_number():
    assert Search(["7718290463"]).in_text("paid 7,718,290,463 in all")


def zipped(data, name="x.txt"):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, data)
    return file.getvalue()


def sheet(path):
    book = Workbook()
    book.active.append([VALUE])
    book.save(path)


def document(path):
    text = Document()
    text.add_paragraph(VALUE)
    text.save(path)


def sqlite(path):
    with sqlite3.connect(path) as con:
        con.execute("CREATE TABLE t AS SELECT ? AS c", [gzip.compress(VALUE.encode())])


def database(path):
    with duckdb.connect(str(path)) as con:
        con.execute(f"CREATE TABLE t AS SELECT '{VALUE}' AS c FROM range(5000)")


CONTAINERS = {
    "a.zip": lambda p: p.write_bytes(zipped(VALUE)),
    "names.zip": lambda p: p.write_bytes(zipped("x", VALUE)),
    "nested.zip": lambda p: p.write_bytes(zipped(zipped(gzip.compress(VALUE.encode())))),
    "a.gz": lambda p: p.write_bytes(gzip.compress(VALUE.encode("utf-16-le"))),
    "a.parquet": lambda p: pyarrow.parquet.write_table(
        pyarrow.table({"c": [VALUE]}), p, compression="zstd"
    ),
    "a.xlsx": sheet,
    "a.docx": document,
    "a.db": sqlite,
    "a.duckdb": database,
    f"{VALUE}.txt": lambda p: p.write_text("x"),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_every_container_is_opened(tmp_path, name):
    CONTAINERS[name](tmp_path / name)
    assert Search([VALUE]).in_file(tmp_path / name)
    (tmp_path / "none").write_text("nothing")
    assert Search([VALUE]).in_file(tmp_path / "none") == set()
