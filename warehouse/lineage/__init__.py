"""Row-level lineage of SQL: from any cell of a query's result to the rows that it rests on, proven by running again.

Works on any DuckDB connection and any tables with a row-id column; knows nothing of what the tables mean.
"""

from warehouse.lineage.errors import AmbiguousKey, NoSuchRow, UnsupportedSQL
from warehouse.lineage.lineage import Lineage
from warehouse.lineage.trace import Trace

__all__ = ["AmbiguousKey", "Lineage", "NoSuchRow", "Trace", "UnsupportedSQL"]
