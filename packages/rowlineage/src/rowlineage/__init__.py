"""Row-level lineage of SQL: from any cell of a query's result to the rows that it rests on, proven by running again.

Works on any DuckDB connection and any tables with a row-id column; knows nothing of what the tables mean.
"""

from typing import TYPE_CHECKING

from rowlineage.errors import (
    AmbiguousKey,
    DifferentAnswer,
    InternalFault,
    LimitReached,
    LineageError,
    MemoryLimitReached,
    NoSuchRow,
    RejectedSQL,
    TimeLimitReached,
    UnsupportedSQL,
)

if TYPE_CHECKING:
    from rowlineage.declared import CONTENT as CONTENT
    from rowlineage.lineage import Lineage
    from rowlineage.trace import Trace

__version__ = "0.2.0"
__all__ = [
    "AmbiguousKey",
    "DifferentAnswer",
    "InternalFault",
    "LimitReached",
    "Lineage",
    "LineageError",
    "MemoryLimitReached",
    "NoSuchRow",
    "RejectedSQL",
    "TimeLimitReached",
    "Trace",
    "UnsupportedSQL",
]


def __getattr__(name: str) -> object:
    """Load what reads SQL when it is first asked for: the parser takes longer to load than all the rest."""
    if name == "Lineage":
        from rowlineage.lineage import Lineage  # noqa: PLC0415 - see above

        return Lineage
    if name == "Trace":
        from rowlineage.trace import Trace  # noqa: PLC0415 - see above

        return Trace
    if name == "CONTENT":
        from rowlineage.declared import CONTENT  # noqa: PLC0415 - see above

        return CONTENT
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted({*globals(), *__all__})
