"""What a statement of a model may take: memory, room on the disk, time. A limit ends it and changes no result.

Time is watched as `rowlineage.limits` does it for everybody; here are memory, the variables, and the words of a build.

DuckDB keeps its own tables within `memory_limit` and writes what is more to the disk. A text of three thousand million
characters passes that by, so the process as a whole is bounded too while a model runs, where the system can do so.
All are generous for real statistics; whoever needs more sets a variable of the environment.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import duckdb

from rowlineage.limits import Watch, is_limit
from warehouse.errors import DefinitionError, ReportError

MEMORY_VARIABLE = "ANNUAL_REPORT_MEMORY"
SPILL_VARIABLE = "ANNUAL_REPORT_SPILL"
SECONDS_VARIABLE = "ANNUAL_REPORT_SECONDS"
SECONDS = 3600
"""How long the statements of one model, its capture or its replay may run."""
GRACE_SECONDS = 60
"""How long after that a statement has to end; one function that does not return cannot be interrupted."""

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SIZE = re.compile(r"([0-9]{1,9})\s*([KMGT]?)(i?B)?", re.IGNORECASE)
_LEAST = 256 << 20
_BESIDE = 1 << 30
"""What the process may take besides: buffers of threads, evidence in Arrow."""
_STATUS = Path("/proc/self/status")
_CONTAINER = Path("/sys/fs/cgroup/memory.max")
_changing = threading.Lock()
_running = 0
_before: tuple[int, int] = (0, 0)


def memory_bytes() -> int:
    """Return the memory that DuckDB may take: as the environment says, else half of the machine's."""
    return _size(MEMORY_VARIABLE) or max(_LEAST, _machine() // 2)


def spill_bytes(folder: Path) -> int:
    """Return what may be written aside: as the environment says, else half of what is free where the folder is."""
    return _size(SPILL_VARIABLE) or max(_LEAST, _free(folder) // 2)


def seconds() -> float:
    """Return how long the statements of one model may run."""
    given = os.environ.get(SECONDS_VARIABLE, "").strip()
    if not given:
        return SECONDS
    with suppress(ValueError):
        if is_limit(float(given)):
            return float(given)
    raise ReportError(f"{SECONDS_VARIABLE}={given}", expected="seconds, more than 0, e.g. 3600")


@contextmanager
def bounded(connection: duckdb.DuckDBPyConnection, where: str) -> Iterator[None]:
    """Hold what is run on a connection within memory, room and time.

    Args:
        connection: The connection.
        where: The model or check whose statements they are.

    Raises:
        DefinitionError: If a limit was met; names the model, the limit and the variable that widens it.
    """
    limit = seconds()
    watch = Watch(connection, limit, partial(_end, where, limit), GRACE_SECONDS)
    try:
        with memory_bounded(where, "correct the SQL; where it is right, "):
            watch.start()
            try:
                yield
            finally:
                watch.stop()
    except Exception as error:
        is_ended = any(isinstance(cause, duckdb.InterruptException) for cause in _causes(error))
        if watch.has_interrupted and is_ended:
            raise _too_long(where, limit) from None
        raise


def _end(where: str, limit: float) -> None:
    """End the process in words; nothing half done is believed, since every step is put in place when it is whole."""
    text = f"{_too_long(where, limit)}\n  it cannot be interrupted: the process ends\n"
    os.write(2, text.encode())
    os._exit(2)


@contextmanager
def memory_bounded(where: str, first: str = "") -> Iterator[None]:
    """Bound the private memory of the process, and say in words when that, or the memory of DuckDB, is not enough.

    Args:
        where: What needs it.
        first: What to do before more memory is allowed, as the beginning of the remedy.

    Raises:
        DefinitionError: If the limit was met.
    """
    try:
        with _held_within_memory():
            yield
    except Exception as error:
        # Whoever ran a statement may have made an error of its own of what DuckDB said.
        for cause in _causes(error):
            if isinstance(cause, duckdb.OutOfMemoryException | MemoryError):
                raise _too_much(where, cause, first) from None
        raise


@contextmanager
def _held_within_memory() -> Iterator[None]:
    """Bound the private memory; the outermost of several that run sets the limit and takes it back."""
    global _running, _before  # noqa: PLW0603 - the limit is one of the whole process
    with _changing:
        _running += 1
        if _running == 1:
            _before = _set_limit()
    try:
        yield
    finally:
        with _changing:
            _running -= 1
            if _running == 0:
                _restore(_before)


def _set_limit() -> tuple[int, int]:
    """Set the soft limit to what is used now and what a model may take, never above a limit that is there."""
    used = _used()
    if used is None:
        return (0, 0)
    import resource  # noqa: PLC0415 - not on every system

    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = used + memory_bytes() + _BESIDE
    lower = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([wanted, *lower]), hard))
    return (soft, hard)


def _restore(limits: tuple[int, int]) -> None:
    if limits != (0, 0):
        import resource  # noqa: PLC0415 - not on every system

        resource.setrlimit(resource.RLIMIT_DATA, limits)


def _used() -> int | None:
    """Return the private memory of the process in bytes, or None where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        text = _STATUS.read_text(encoding="ascii", errors="replace")
        return int(text.split("VmData:")[1].split()[0]) << 10
    return None


def _machine() -> int:
    """Return the memory of the machine, or of the container, in bytes; 4 GiB where neither tells."""
    try:
        physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        physical = 4 << 30
    with suppress(OSError, ValueError):
        return min(physical, int(_CONTAINER.read_text(encoding="ascii")))
    return physical


def _free(folder: Path) -> int:
    """Return the room in bytes where a folder is, or will be."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(there).free


def _size(variable: str) -> int:
    given = os.environ.get(variable, "").strip()
    if not given:
        return 0
    match = _SIZE.fullmatch(given)
    size = int(match[1]) * _UNITS[match[2].upper()] if match else 0
    if size < 1 << 20:
        raise ReportError(f"{variable}={given}", expected="a size of at least 1 MB, e.g. 4GB")
    return size


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error, and what each was raised from."""
    while error is not None:
        yield error
        error = error.__cause__


def _too_much(where: str, error: BaseException, first: str) -> DefinitionError:
    said = str(error).strip().partition("\n")[0] or type(error).__name__
    size = f"{memory_bytes() >> 20:,} MB"
    return DefinitionError(
        f"takes more memory or disk than it may: {said}",
        where=where,
        expected=f"at most {size} of memory at once, and what the disk has room for",
        remedy=f"{first}{MEMORY_VARIABLE}=16GB (or {SPILL_VARIABLE}) allows more",
    )


def _too_long(where: str, limit: float) -> DefinitionError:
    return DefinitionError(
        f"runs longer than {limit:,.0f} seconds",
        where=where,
        expected="a query that ends",
        remedy=f"correct the SQL; where it is right, {SECONDS_VARIABLE}=86400 allows more",
    )
