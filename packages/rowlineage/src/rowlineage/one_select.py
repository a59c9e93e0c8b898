"""Whether DuckDB sees one SELECT in a text: another parser may see a comment where DuckDB sees a second statement."""

from __future__ import annotations

import duckdb


def is_one_select(con: duckdb.DuckDBPyConnection, text: str) -> bool:
    """Say whether a text is one SELECT, alone and as a part of another; nothing is run.

    Args:
        con: The connection.
        text: The statement, without a semicolon at its end.

    Raises:
        duckdb.Error: If DuckDB cannot read it.
    """
    return all(_is_one(con, whole) for whole in (text, f"FROM (\n{text}\n)"))


def _is_one(con: duckdb.DuckDBPyConnection, text: str) -> bool:
    statements = con.extract_statements(text)
    if len(statements) == 1 and statements[0].query:
        # A PIVOT without IN is several steps to the engine: one statement of several, or in DuckDB 1 ...
        return statements[0].type in (duckdb.StatementType.SELECT, duckdb.StatementType.MULTI)
    # ... the statements themselves, the text of which DuckDB does not tell, with the types that they make.
    kinds = [s.type for s in statements if s.query or s.type != duckdb.StatementType.CREATE]
    return kinds == [duckdb.StatementType.SELECT]
