"""Where each page of the book stands, and names that are safe in a path and an address whatever they came from."""

from __future__ import annotations

import hashlib
import re

FIGURES, TABLES, MODELS, SOURCES, TEXTS = "figures", "tables", "models", "sources", "texts"
CHECKS, DICTIONARY, INDEX = "checks.html", "dictionary.html", "index.html"
LISTS = {part: f"{part}.html" for part in (FIGURES, TABLES, SOURCES, TEXTS)}
ROWS_A_PAGE = 200
_SAFE = re.compile(r"[a-z0-9][a-z0-9_-]{0,79}")
# Names that some systems keep for devices.
_DEVICE = re.compile(r"con|prn|aux|nul|(com|lpt)[0-9]")


def safe(name: str) -> str:
    """Return a name for files and anchors: the given one where it is safe, else its safe part with a digest."""
    if _SAFE.fullmatch(name) and not _DEVICE.fullmatch(name):
        return name
    part = re.sub(r"[^a-z0-9]+", "-", name.lower()[:200]).strip("-")[:40]
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{part or 'x'}-{digest}"


def figure_page(figure: str) -> str:
    """Return the address of a figure's page from the book's first folder."""
    return f"{FIGURES}/{safe(figure)}.html"


def table_page(table: str, page: int = 1) -> str:
    """Return the address of a page of a table, from 1."""
    name = safe(table)
    # A safe name holds no dot, so that no other table's first page has this name.
    return f"{TABLES}/{name}.html" if page == 1 else f"{TABLES}/{name}.{page}.html"


def row_address(table: str, row: int) -> str:
    """Return the address of a row of a table; rows are numbered from 1, as `_row` does."""
    return f"{table_page(table, (row - 1) // ROWS_A_PAGE + 1)}#r{row}"


def chart_file(table: str) -> str:
    """Return the address of a table's chart."""
    return f"charts/{safe(table)}.svg"


def model_page(model: str, layer: str) -> str:
    """Return the address of the page that shows a model's SQL."""
    return table_page(model) + "#sql" if layer == "report" else f"{MODELS}/{safe(model)}.html"


def source_page(source: str) -> str:
    """Return the address of a source's page."""
    return f"{SOURCES}/{safe(source)}.html"


def text_page(number: int) -> str:
    """Return the address of a text's page; texts are numbered from 1."""
    return f"{TEXTS}/{number}.html"


def dictionary_anchor(table: str, column: str = "") -> str:
    """Return the anchor of a table, or of one of its columns, in the dictionary."""
    return f"t-{safe(table)}" + (f"--{safe(column)}" if column else "")
