"""Tables of a text held against the report's tables: found by heads and labels, or bound by a person; cell by cell."""
