"""The verification of releases: `verify.py`, which each release carries, and nothing that it would need beside it."""
