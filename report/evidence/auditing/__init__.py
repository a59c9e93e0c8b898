"""Auditing an edition: every cell of every table and every figure, and samples of them as working papers."""
