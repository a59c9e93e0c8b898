"""Numbers that make no statement, by the reason why: one module a group of reasons."""
