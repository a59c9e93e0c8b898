"""Names of columns that the audit adds to tables; they hold a sign that no author's column begins with."""

from __future__ import annotations

ORIGIN = '"#origin"'
"""The row of the audited model that a piece of evidence serves, as a quoted identifier."""
