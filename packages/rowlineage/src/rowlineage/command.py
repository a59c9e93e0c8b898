"""The command `rowlineage`: traces one cell of a query on a database file, which it leaves as it is.

    rowlineage trace shop.duckdb "SELECT region, sum(amount) AS total FROM sale GROUP BY region" \
        --key region=North --column total

Ends with 0 when the evidence is verified, 1 when it is not reproduced, 2 when there is none.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import duckdb

from rowlineage.errors import LineageError
from rowlineage.key_texts import BLANK, as_json, as_text
from rowlineage.lineage import Lineage
from rowlineage.trace import Trace

VERIFIED, NOT_REPRODUCED, NO_EVIDENCE = range(3)
_STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LISTED = 20


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code.

    Args:
        arguments: What follows the command's name; by default those of the process.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    asked = _parser().parse_args(arguments)
    try:
        return _trace(asked)
    except (LineageError, duckdb.Error, OSError) as error:
        for line in str(error).splitlines():
            sys.stderr.write(f"{_safe(line)}\n")
        return NO_EVIDENCE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="rowlineage", description="Row-level lineage of SQL.")
    commands = parser.add_subparsers(required=True, metavar="trace")
    trace = commands.add_parser("trace", help="trace one row or cell of a query's result")
    trace.add_argument("file", type=Path, help="a DuckDB database; it is opened for reading only")
    trace.add_argument("sql", help="one SELECT; - reads it from the standard input")
    trace.add_argument(
        "--key",
        action="append",
        default=[],
        type=_pair,
        metavar="COLUMN=VALUE",
        help="tells the row; once for each column of its key. Nothing after the sign is NULL or an empty text",
    )
    trace.add_argument("--column", help="the cell; without it the whole row is traced")
    trace.add_argument("--row-id", default="_row", help="the tables' row-id column (default: _row)")
    trace.add_argument(
        "--seconds", type=float, default=600, help="how long it may take (default: 600)"
    )
    trace.add_argument("--json", action="store_true", help="print all of it as JSON")
    return parser


def _pair(given: str) -> tuple[str, object]:
    name, sign, value = given.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{_safe(given)} is not COLUMN=VALUE")
    return name, value or BLANK


def _trace(asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        raise LineageError(f"{asked.file} is not there", expected="a DuckDB database file")
    names = [name.lower() for name, _ in asked.key]
    for name in names:
        if names.count(name) > 1:
            raise LineageError(f"the key names {name} twice", expected="each column once")
    sql = sys.stdin.read() if asked.sql == "-" else asked.sql
    with duckdb.connect(
        asked.file, read_only=True, config={"enable_external_access": False}
    ) as connection:
        lineage = Lineage(connection, asked.row_id, seconds=asked.seconds)
        trace = lineage.trace(sql, dict(asked.key), asked.column)
        replayed = trace.replay()
        lines = [_as_json(trace)] if asked.json else _as_text(trace, asked.column)
        for line in lines:
            sys.stdout.write(f"{line}\n")
    return VERIFIED if replayed["state"] == "verified" else NOT_REPRODUCED


def _as_json(trace: Trace) -> str:
    parts = trace.contributions()
    found = {
        "values": trace.values,
        "rows": trace.rows().to_pylist(),
        "excluded": list(trace.excluded()),
        "absences": [vars(absence) for absence in trace.absences()],
        "contributions": parts
        and {
            "aggregate": parts.aggregate,
            "parts": parts.parts.to_pylist(),
            "total": parts.total,
            "agrees": parts.agrees,
        },
        "replay": trace.replay(),
    }
    return _safe(as_json(found))


def _as_text(trace: Trace, column: str | None) -> Iterator[str]:
    shown = {n: v for n, v in trace.values.items() if column is None or n.lower() == column.lower()}
    for name, value in shown.items():
        yield _safe(f"{name} = {as_text(value) if value is not None else 'NULL'}")
    replayed = trace.replay()
    told = "gives it again" if replayed["state"] == "verified" else "gives another answer"
    yield f"{replayed['state'].replace('_', ' ')}: the query on these rows alone {told}"
    yield ""
    grouped: dict[tuple[str, str], list[int]] = {}
    for row in trace.rows().to_pylist():
        grouped.setdefault((row["table"], row["role"]), []).append(row["row_id"])
    for (table, role), ids in grouped.items():
        more = f", ... ({len(ids)} rows)" if len(ids) > _LISTED else ""
        yield _safe(f"{table} ({role}): {', '.join(map(str, ids[:_LISTED]))}{more}")
    for out in trace.excluded():
        yield _safe(f"left out of {out['table']} by {out['predicate']}: {out['rows']}")
    for absence in trace.absences():
        yield _safe(f"holds by absence: {absence.construct} of {', '.join(absence.tables)}")


def _safe(text: str) -> str:
    """Return a text without signs that steer a terminal, which JSON reads back."""
    return _STEERING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text)
