"""Running SQL that was made from an author's: within limits, and with one exception for all that can go wrong.

What DuckDB rejects in the author's own text is told in DuckDB's words (`RejectedSQL`). What fails only in what was made
of it is a construct that lineage does not support (`UnsupportedSQL`), whatever the failure was. A limit that was met is
neither (`LimitReached`), and a fault of rowlineage is told as such (`InternalFault`).
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import duckdb
from sqlglot.errors import SqlglotError

from rowlineage.errors import InternalFault, LineageError, RejectedSQL, UnsupportedSQL
from rowlineage.limits import MET, SECONDS, limited
from rowlineage.one_select import is_one_select
from rowlineage.own_words import statement

__all__ = ["SECONDS", "accepted", "check_one_select", "first_line", "running", "understood"]

_LINE = re.compile(r"^LINE (\d+):", re.MULTILINE)
_REMEDIES: tuple[tuple[type[duckdb.Error], str], ...] = (
    (duckdb.OperationalError, "see to what DuckDB names, and try again"),
    (duckdb.InternalError, "write the query in other words: it is a fault of DuckDB"),
    (duckdb.FatalException, "open the database anew: it is a fault of DuckDB"),
    (duckdb.Error, "correct the query"),
)


@contextmanager
def understood(sql: str, model: str) -> Iterator[None]:
    """Tell every failure to read or rewrite a text: what is not understood by name, what is our own fault as such.

    Args:
        sql: The author's text.
        model: Name for messages.

    Raises:
        InternalFault: The code failed.
        UnsupportedSQL: The parser, or its depth, failed.
    """
    try:
        yield
    except (LineageError, duckdb.Error, OSError, MemoryError):
        raise
    except RecursionError as error:
        raise UnsupportedSQL("a query nested this deeply", model=model, line=1) from error
    except SqlglotError as error:
        construct = f"this form of query (it cannot be rewritten: {_first(error)})"
        raise UnsupportedSQL(construct, model=model, line=first_line(sql)) from error
    except Exception as error:
        if isinstance(error.__cause__, KeyboardInterrupt):
            raise
        raise InternalFault(error, _place(error), model) from error


@contextmanager
def running(
    con: duckdb.DuckDBPyConnection, sql: str, model: str, seconds: float | None = SECONDS
) -> Iterator[None]:
    """Bound what is run inside, and turn its failures into errors of lineage.

    Args:
        con: The connection on which it runs.
        sql: The author's text, which tells whose fault a failure is.
        model: Name for messages.
        seconds: How long it may run; None where its caller watches over it.

    Raises:
        LimitReached: It took longer, or more memory than there is.
        RejectedSQL: DuckDB does not run the author's own text either.
        UnsupportedSQL: It does.
    """
    with nullcontext() if seconds is None else limited(con, model, seconds):
        try:
            yield
        except MET:
            raise
        except duckdb.Error as error:
            raise explained(con, sql, model, error) from error


def explained(
    con: duckdb.DuckDBPyConnection, sql: str, model: str, error: duckdb.Error
) -> LineageError:
    """Return the error for a failure of what was made of a text: the author's, where the text fails by itself."""
    check_accepted(con, sql, model)
    construct = f"this form of query (with lineage DuckDB says: {_first(error)})"
    return UnsupportedSQL(construct, model=model, line=first_line(sql))


def check_accepted(con: duckdb.DuckDBPyConnection, sql: str, model: str) -> None:
    """Run an author's text, in brackets, and let its rows go: what changes data cannot stand in brackets.

    Raises:
        RejectedSQL: DuckDB does not run it.
        UnsupportedSQL: DuckDB sees more in it than one SELECT; nothing is run.
    """
    check_one_select(con, sql, model)
    with accepted(model):
        cursor = con.execute(f"FROM ({statement(sql)}\n)")
        while cursor.fetchmany(10_000):
            pass


def check_one_select(con: duckdb.DuckDBPyConnection, sql: str, model: str) -> None:
    """Check that DuckDB, too, sees one SELECT in an author's text.

    Raises:
        RejectedSQL: DuckDB cannot read it.
        UnsupportedSQL: It sees anything else.
    """
    with accepted(model):
        if is_one_select(con, statement(sql)):
            return
    construct = "what DuckDB reads as more than one SELECT"
    remedy = "take comments and signs out that end a statement or a bracket"
    raise UnsupportedSQL(construct, model=model, line=first_line(sql), remedy=remedy)


@contextmanager
def accepted(model: str) -> Iterator[None]:
    """Tell in DuckDB's words what it does not run of an author's text.

    Raises:
        RejectedSQL: If it does not; a limit that is met says nothing of the text.
    """
    try:
        yield
    except MET:
        raise
    except duckdb.Error as error:
        raise rejected(error, model) from error


def rejected(error: duckdb.Error, model: str) -> RejectedSQL:
    """Return what DuckDB says of an author's text, with the line that it names; no limit is a word on the text."""
    line = _LINE.search(str(error))
    where = f"{model or 'query'}, line {line[1]}" if line else model or "query"
    return RejectedSQL(
        f"DuckDB does not run it: {_first(error)}",
        where=where,
        expected="a query that runs by itself",
        remedy=next(remedy for kind, remedy in _REMEDIES if isinstance(error, kind)),
    )


def first_line(sql: str) -> int:
    """Return the line of a text's first word, counted from 1."""
    return 1 + sql[: len(sql) - len(sql.lstrip())].count("\n")


def _first(error: Exception) -> str:
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _place(error: Exception) -> str:
    """Return the last line of ours that an error went through."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if Path(frame.filename).parent == Path(__file__).parent]
    last = (own or frames)[-1]
    return f"{Path(last.filename).name}, line {last.lineno}"
