"""A reconciliation on one HTML page: each text as it stood, every number marked by its verdict, and why.

The page stands alone: no script, no request, so that it can be filed, mailed and opened anywhere.
"""

from __future__ import annotations

from report.reconcile.page.rendering import render

__all__ = ["render"]
