"""The second engine: an edition computed by DataFusion, in a process of its own that does not hold DuckDB.

It shares with the build the definitions (register, schemas, models) and the parser of SQL, and nothing that computes.
"""
