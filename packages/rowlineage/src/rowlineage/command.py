"""The command `rowlineage`: traces one cell of a query on a database file, which it leaves as it is.

    rowlineage trace shop.duckdb "SELECT region, sum(amount) AS total FROM sale GROUP BY region" \
        --key region=North --column total

Ends with 0 when the evidence is verified, 1 when it is not reproduced, 2 when there is none; with 141, as a shell has
it, when whoever reads what it prints has left.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import duckdb

from rowlineage.account import TableAccount
from rowlineage.errors import LineageError, UnsupportedSQL
from rowlineage.explanation_html import as_page
from rowlineage.explanation_text import as_lines
from rowlineage.key_texts import BLANK, as_json
from rowlineage.limits import SECONDS, checked
from rowlineage.lineage import Lineage
from rowlineage.signs import safe
from rowlineage.trace import Trace

VERIFIED, NOT_REPRODUCED, NO_EVIDENCE = range(3)
READER_LEFT = 141


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
    except BrokenPipeError:
        _print_no_more()
        return READER_LEFT
    except (LineageError, duckdb.Error, OSError) as error:
        if isinstance(error, OSError) and error.filename is None:
            _print_no_more()
        for line in str(error).splitlines():
            sys.stderr.write(f"{safe(line)}\n")
        return NO_EVIDENCE


def _print_no_more() -> None:
    """Let what is still to be printed go nowhere: the interpreter would fail over it when it ends."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
        "--table-key",
        action="append",
        default=[],
        type=_table_key,
        metavar="TABLE=COLUMNS",
        help="tells the rows of a table without a row id: columns with commas between, or none for all "
        "that a row says; * in place of a table is every one",
    )
    trace.add_argument(
        "--parameter",
        action="append",
        default=[],
        type=_pair,
        metavar="NAME=VALUE",
        help="value of a parameter of the query, as text: $NAME",
    )
    trace.add_argument(
        "--seconds",
        type=_limit,
        default=SECONDS,
        help=f"how long it may take (default: {SECONDS:g})",
    )
    trace.add_argument("--json", action="store_true", help="print all of it as JSON")
    trace.add_argument(
        "--html", type=Path, metavar="PAGE", help="also write it as a page, with what the rows say"
    )
    return parser


def _pair(given: str) -> tuple[str, object]:
    name, sign, value = given.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{safe(given)} is not COLUMN=VALUE")
    return name, value or BLANK


def _table_key(given: str) -> tuple[str, list[str]]:
    name, sign, columns = given.partition("=")
    if not sign or not name:
        raise argparse.ArgumentTypeError(f"{safe(given)} is not TABLE=COLUMNS")
    return name, [column.strip() for column in columns.split(",") if column.strip()]


def _limit(given: str) -> float:
    try:
        return checked(float(given))
    except (ValueError, LineageError) as error:
        raise argparse.ArgumentTypeError(f"{safe(given)} is no number of seconds") from error


def _query(given: str) -> str:
    """Return the query, from the standard input where that is asked for."""
    try:
        sql = sys.stdin.read() if given == "-" and sys.stdin else given
        sql.encode()  # what could not be decoded may stand in it under another sign
    except UnicodeError as error:
        place = "the standard input" if given == "-" else "the query"
        raise LineageError(
            f"{place} is not text in UTF-8: {error}",
            expected="one SELECT",
            remedy="save it as UTF-8",
        ) from error
    return sql


def _trace(asked: argparse.Namespace) -> int:
    if not asked.file.is_file():
        raise LineageError(f"{asked.file} is not there", expected="a DuckDB database file")
    names = [name.lower() for name, _ in asked.key]
    for name in names:
        if names.count(name) > 1:
            raise LineageError(f"the key names {name} twice", expected="each column once")
    if asked.html:
        _refuse_page(asked.html, asked.file)
    sql = _query(asked.sql)
    with duckdb.connect(
        asked.file, read_only=True, config={"enable_external_access": False}
    ) as connection:
        keys = dict(asked.table_key)
        lineage = Lineage(connection, asked.row_id, seconds=asked.seconds, keys=keys)
        parameters = {name: None if value is BLANK else value for name, value in asked.parameter}
        trace = lineage.trace(sql, dict(asked.key), asked.column, parameters=parameters)
        replayed = trace.replay()
        if asked.html:
            _write(asked.html, as_page(trace))
        for line in [_as_json(trace)] if asked.json else as_lines(trace):
            _say(line)
        _flush()
    return VERIFIED if replayed["state"] == "verified" else NOT_REPRODUCED


def _refuse_page(page: Path, database: Path) -> None:
    """Refuse a page that would take the place of the database, of its log, or of what is no file."""
    log = Path(f"{database}.wal")
    if os.path.realpath(page) in map(os.path.realpath, (database, log)) or (
        page.exists() and (page.samefile(database) or not page.is_file())
    ):
        raise LineageError(
            f"{page} is the database, or no file that a page may replace",
            expected="a file of its own for the page",
            remedy="give the page another name",
        )


def _write(page: Path, content: str) -> None:
    """Write a page beside its place and move it there, so that it is whole or what stood there stays."""
    work = page.with_name(f".{page.name[:100]}.{os.getpid()}")
    try:
        work.write_text(content, encoding="utf-8")
        work.replace(page)
    except OSError as error:
        with suppress(OSError):
            work.unlink()
        raise LineageError(
            f"the page {page} cannot be written: {error.strerror}",
            remedy="name another file, in a folder that is there and has room",
        ) from error


def _say(line: str) -> None:
    if sys.stdout is not None:  # closed by whoever started the command
        sys.stdout.write(f"{line}\n")


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _as_json(trace: Trace) -> str:
    parts = trace.contributions()
    found = {
        "values": trace.values,
        "parameters": trace.parameters,
        "rows": trace.rows().to_pylist(),
        "identities": [{**vars(told), "row": dict(told.row)} for told in trace.identities()],
        "excluded": list(trace.excluded()),
        **_accounts(trace),
        "warnings": trace.warnings(),
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
    return safe(as_json(found))


def _accounts(trace: Trace) -> dict[str, object]:
    """Return which rows aggregates pass over, and where all rows went; None where this cannot be told."""
    try:
        accounts = [_counted(account) for account in trace.account()]
        return {"ignored": list(trace.ignored()), "account": accounts}
    except UnsupportedSQL:
        return {"ignored": None, "account": None}


def _counted(account: TableAccount) -> dict[str, object]:
    """Return where the rows of a mention of a table went, in numbers."""
    return {
        "table": account.table,
        "occurrence": account.occurrence,
        "rows": account.rows,
        "traced": account.traced,
        "elsewhere": account.elsewhere,
        "excluded": account.excluded,
        "ignored": account.ignored,
        "reasons": [
            {"kind": loss.kind, "words": loss.words, "why": loss.why, "rows": int(loss.rows.size)}
            for loss in account.losses
        ],
    }
