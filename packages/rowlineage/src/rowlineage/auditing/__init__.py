"""Auditing whole tables: every cell traced by the kept evidence and replayed, many rows in one query."""
