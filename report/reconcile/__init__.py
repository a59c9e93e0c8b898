"""Checking a published text against the evidence: binding its statements to figures, and verdicts."""

from numbertext import extract

__all__ = ["extract"]
