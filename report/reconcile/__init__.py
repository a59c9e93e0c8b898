"""Checking a published text against the evidence: reading, extraction, binding and verdicts."""
