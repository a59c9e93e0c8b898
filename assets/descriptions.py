"""What assets show of themselves in the UI: columns, problems, citations and links to the files they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import dagster as dg
import pyarrow.parquet

from report.figures.rounding import round_value
from report.publish.addresses import web_address
from report.publish.tables import cell_text
from warehouse.builder.outcome import Outcome
from warehouse.model import Column
from warehouse.problems import COLUMNS, Problem
from warehouse.visible import on_one_line, pictured, pictured_lines

WITHHELD_PREVIEW = dg.MetadataValue.md(
    "Withheld: these rows are those of files that may not be passed on, or are worked out of them."
)
_ROWS_SHOWN = 50
_CELL = 200
# Any of these may be escaped in Markdown; what is escaped makes no markup, link or table cell.
_SIGNS = re.compile(r"[\\`*_{}\[\]()<>#+!|&$~^:@=-]")


def code_references(*files: tuple[Path, str]) -> dict[str, Any]:
    """Return the metadata that links an asset to the files that define it."""
    references = [
        dg.LocalFileCodeReference(file_path=str(path), line_number=1, label=label)
        for path, label in files
    ]
    return {
        "dagster/code_references": dg.CodeReferencesMetadataValue(code_references=list(references))
    }


def column_schema(
    types: Iterable[tuple[str, str]], columns: Mapping[str, Column] | None = None
) -> dg.TableSchema:
    """Return a table's columns with type, title and unit."""
    known = columns or {}
    described = []
    for name, kind in types:
        column = known.get(name)
        text = (
            f"{column.title} ({column.unit})"
            if column and column.unit
            else column.title
            if column
            else None
        )
        described.append(dg.TableColumn(name=name, type=kind, description=text))
    return dg.TableSchema(columns=described)


def problems_table(problems: Iterable[Problem]) -> dg.MetadataValue[Any]:
    """Return the failing rows as a table; present with no rows when there are none."""
    shown = [
        {k: _cut(v) for k, v in problem.as_dict().items()}
        for problem in list(problems)[:_ROWS_SHOWN]
    ]
    schema = dg.TableSchema(
        columns=[
            dg.TableColumn(name=name, type="int" if name == "line" else "string")
            for name in COLUMNS
        ]
    )
    return dg.MetadataValue.table([dg.TableRecord(record) for record in shown], schema=schema)


def preview(path: Path, columns: Mapping[str, Column] | None = None) -> dg.MetadataValue[Any]:
    """Return the first rows of a table as Markdown, with titles, units and rounding where they are described."""
    table = pyarrow.parquet.read_table(path)
    table = table.drop_columns([name for name in ("_row",) if name in table.column_names]).slice(
        0, _ROWS_SHOWN
    )
    known = columns or {}
    heads = [_head(known.get(name), name) for name in table.column_names]
    shown = [known.get(name, Column(name, name)) for name in table.column_names]
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" * table.num_columns]
    lines += [
        "| " + " | ".join(map(_cell, row.values(), shown)) + " |" for row in table.to_pylist()
    ]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(value: object, column: Column) -> str:
    if column.decimals is not None and isinstance(value, int | float | Decimal):
        value = round_value(value, column.decimals)
    return _markdown(cell_text(value, column))


def _head(column: Column | None, name: str) -> str:
    if column is None:
        return _markdown(name)
    unit = f" ({column.unit})" if column.unit and column.unit != "year" else ""
    return _markdown(f"{column.title}{unit}")


def outcome_metadata(
    outcome: Outcome, columns: Mapping[str, Column] | None = None
) -> dict[str, Any]:
    """Return row count, columns, identity and accounting of a finished step."""
    assert outcome.step is not None  # noqa: S101 - asked for finished steps only
    record = outcome.step.record
    metadata: dict[str, Any] = {
        "dagster/row_count": record.rows,
        "dagster/column_schema": column_schema(record.columns, columns),
        "content_sha256": record.content_sha256,
        "file": dg.MetadataValue.path(str(outcome.step.table)),
    }
    accounting = (
        "rows_read",
        "rows_rejected",
        "rows_set_apart",
        "physical_lines",
        "natures",
        "sha256",
    )
    metadata.update({key: record.details[key] for key in accounting if key in record.details})
    return metadata


def _cut(value: str | int) -> str | int:
    return value if isinstance(value, int) or len(value) <= _CELL else value[:_CELL] + "..."


def plain(text: str) -> str:
    """Return a text that Markdown shows as it is, in one line: no markup, link, picture or cell of a table."""
    one_line = " ".join(on_one_line(text).splitlines())
    return _SIGNS.sub(r"\\\g<0>", one_line).replace("www.", "www\\.")


def fenced(code: str, language: str) -> str:
    """Return code as a block of Markdown that no line of it can end."""
    longest = max((len(run) for run in re.findall("`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{pictured_lines(code)}\n{fence}"


def address(text: str) -> dg.MetadataValue[Any]:
    """Return an address as a link where it is one of the web, and as a text where it is anything else."""
    found = web_address(text)
    return dg.MetadataValue.url(found) if found else dg.MetadataValue.text(pictured(text))


def _markdown(text: str) -> str:
    return plain(str(_cut(text)))
