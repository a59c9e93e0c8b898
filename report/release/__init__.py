"""Releases: an edition frozen as a package that a stranger can verify and re-perform without us."""
