"""Running SQL that was made from an author's: within a time, and with one exception for all that can go wrong.

What DuckDB rejects in the author's own text is told in DuckDB's words (`RejectedSQL`). What fails only in what was made
of it is a construct that lineage does not support (`UnsupportedSQL`), whatever the failure was.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb
from sqlglot.errors import SqlglotError

from rowlineage.errors import LineageError, RejectedSQL, TimeLimitReached, UnsupportedSQL

SECONDS = 600.0
"""What a trace or a replay may take unless its caller says otherwise."""
_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_FAILURES = (
    SqlglotError,
    RecursionError,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
)
"""What a tree of an unforeseen shape raises while it is read or rewritten."""


@contextmanager
def understood(sql: str, model: str) -> Iterator[None]:
    """Turn every failure to read or rewrite a text into `UnsupportedSQL`.

    Args:
        sql: The author's text.
        model: Name for messages.
    """
    try:
        yield
    except LineageError:
        raise
    except RecursionError as error:
        raise UnsupportedSQL("a query nested this deeply", model=model, line=1) from error
    except _FAILURES as error:
        words = str(error).splitlines()[0] if str(error) else type(error).__name__
        construct = f"this form of query (it cannot be rewritten: {words})"
        raise UnsupportedSQL(construct, model=model, line=first_line(sql)) from error


@contextmanager
def running(
    con: duckdb.DuckDBPyConnection, sql: str, model: str, seconds: float | None = SECONDS
) -> Iterator[None]:
    """Bound what is run inside, and turn its failures into errors of lineage.

    Args:
        con: The connection on which it runs.
        sql: The author's text, which tells whose fault a failure is.
        model: Name for messages.
        seconds: How long it may take; None where its caller watches over it.

    Raises:
        TimeLimitReached: It took longer.
        RejectedSQL: DuckDB does not run the author's own text either.
        UnsupportedSQL: It does.
    """
    late = threading.Event()

    def stop() -> None:
        late.set()
        con.interrupt()

    timer = threading.Timer(threading.TIMEOUT_MAX if seconds is None else seconds, stop)
    timer.daemon = True
    try:
        if seconds is not None:
            timer.start()
        yield
    except duckdb.InterruptException as error:
        if not late.is_set():
            raise
        raise TimeLimitReached(
            f"it ran for more than {seconds:g} seconds",
            where=model or "query",
            expected="a query that ends",
            remedy="trace a smaller part of it, or allow more time",
        ) from error
    except duckdb.OutOfMemoryException as error:
        raise rejected(error, model) from error  # the text alone would need much of it again
    except duckdb.Error as error:
        raise explained(con, sql, model, error) from error
    finally:
        timer.cancel()


def explained(
    con: duckdb.DuckDBPyConnection, sql: str, model: str, error: duckdb.Error
) -> LineageError:
    """Return the error for a failure of what was made of a text: the author's, where the text fails by itself."""
    check_accepted(con, sql, model)
    construct = f"this form of query (with lineage DuckDB says: {_first(error)})"
    return UnsupportedSQL(construct, model=model, line=first_line(sql))


def check_accepted(con: duckdb.DuckDBPyConnection, sql: str, model: str) -> None:
    """Run an author's text as it stands and let its rows go.

    Raises:
        RejectedSQL: DuckDB does not run it.
    """
    try:
        cursor = con.execute(sql)
        while cursor.fetchmany(10_000):
            pass
    except duckdb.Error as error:
        raise rejected(error, model) from error


def rejected(error: duckdb.Error, model: str) -> RejectedSQL:
    """Return what DuckDB says of an author's text, with the line that it names."""
    line = _LINE.search(str(error))
    where = f"{model or 'query'}, line {line[1]}" if line else model or "query"
    return RejectedSQL(
        f"DuckDB does not run it: {_first(error)}",
        where=where,
        expected="a query that runs by itself",
        remedy="correct the query",
    )


def first_line(sql: str) -> int:
    """Return the line of a text's first word, counted from 1."""
    return 1 + sql[: len(sql) - len(sql.lstrip())].count("\n")


def _first(error: duckdb.Error) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__
