"""What one execution may take: how long it may run, and what is said when that, or memory, is over.

A limit is no word on the text that ran: it neither rejects an author's query nor decides about a cell.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import TypeAlias

import duckdb

from rowlineage.errors import LineageError, MemoryLimitReached, TimeLimitReached

SECONDS = 600.0
"""What a trace, the capture of a model or a replay may take unless its caller says otherwise."""
MET = (duckdb.InterruptException, duckdb.OutOfMemoryException)
"""What DuckDB raises when a limit is met; whoever goes on after an error of DuckDB's lets these pass."""
Bounds: TypeAlias = Callable[[duckdb.DuckDBPyConnection, str], AbstractContextManager[None]]
"""Holds what is run on a connection for a model, which is named, within limits; `limited` is one."""
_PAUSE = 0.1


def is_limit(seconds: float) -> bool:
    """Say whether a number of seconds is a limit that can be kept; what is not a number, or endless, is none."""
    return 0 < seconds < threading.TIMEOUT_MAX


def checked(seconds: float) -> float:
    """Return a limit as it was given.

    Raises:
        LineageError: If it is none.
    """
    if not is_limit(seconds):
        raise LineageError(
            f"{seconds:g} seconds are no time limit",
            expected=f"more than 0, and less than {threading.TIMEOUT_MAX:.0f}",
            remedy="leave it out for the usual one",
        )
    return seconds


class Watch:
    """Interrupts a connection when its time is over, again and again until it is stopped.

    Between two statements an interrupt is lost, so that one would not end a row of short ones.

    Args:
        con: The connection.
        seconds: How long it may run.
        stuck: Called where an interrupt does not end a statement either; one function may never look for it.
        grace: Seconds after the limit at which that is so.

    Attributes:
        has_interrupted: Whether the time was over.
    """

    def __init__(
        self,
        con: duckdb.DuckDBPyConnection,
        seconds: float,
        stuck: Callable[[], None] | None = None,
        grace: float = threading.TIMEOUT_MAX,
    ) -> None:
        self._con, self._seconds, self._stuck, self._grace = con, seconds, stuck, grace
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._wait, daemon=True, name="time limit")
        self.has_interrupted = False

    def start(self) -> None:
        """Begin to count."""
        self._thread.start()

    def stop(self) -> None:
        """End; afterwards nothing is interrupted any more."""
        self._is_over.set()
        self._thread.join()

    def _wait(self) -> None:
        left, begun = self._seconds, time.monotonic()
        while not self._is_over.wait(left):
            self.has_interrupted, left = True, _PAUSE
            with suppress(duckdb.Error):  # it was closed
                self._con.interrupt()
            if self._stuck and time.monotonic() - begun > self._seconds + self._grace:
                self._stuck()


@contextmanager
def limited(con: duckdb.DuckDBPyConnection, where: str, seconds: float = SECONDS) -> Iterator[None]:
    """Hold what is run on a connection within a time, and tell clearly where it, or memory, was too little.

    Args:
        con: The connection.
        where: Name of the model, for the message.
        seconds: How long all of it may take.

    Raises:
        MemoryLimitReached: DuckDB, or the process, had no more memory.
        TimeLimitReached: It took longer.
    """
    watch = Watch(con, checked(seconds))
    watch.start()
    try:
        yield
    except duckdb.InterruptException as error:
        if not watch.has_interrupted:
            raise
        raise TimeLimitReached(seconds, where) from error
    except (duckdb.OutOfMemoryException, MemoryError) as error:
        raise MemoryLimitReached(str(error), where) from error
    finally:
        watch.stop()


def clean_up(con: duckdb.DuckDBPyConnection, statement: str) -> None:
    """Run a short statement that takes something back, though the time be over."""
    while True:
        try:
            con.execute(statement)
        except duckdb.InterruptException:
            continue
        return
