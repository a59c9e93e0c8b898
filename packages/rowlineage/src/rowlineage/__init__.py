"""Row-level lineage of SQL: from any cell of a query's result to the rows that it rests on, proven by running again.

Works on any DuckDB connection and any tables with a row-id column; knows nothing of what the tables mean.
"""

from rowlineage.errors import AmbiguousKey, LineageError, NoSuchRow, UnsupportedSQL
from rowlineage.lineage import Lineage
from rowlineage.trace import Trace

__version__ = "0.2.0"
__all__ = ["AmbiguousKey", "Lineage", "LineageError", "NoSuchRow", "Trace", "UnsupportedSQL"]
