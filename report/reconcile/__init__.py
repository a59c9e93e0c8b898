"""Checking a published text against the evidence: reading, extraction, binding and verdicts."""

from report.reconcile.extraction.extract import extract

__all__ = ["extract"]
