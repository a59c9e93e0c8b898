"""Names of columns and tables that the audit adds; they begin with a sign that no author's name begins with."""

from __future__ import annotations

ORIGIN = '"#origin"'
"""The row of the audited model that a piece of evidence serves, as a quoted identifier."""

GROUP = '"#group"'
"""The number of the kind of evidence that a piece belongs to, within one model."""
