"""Which of many alike the normal suite tries: a fixed third, another one in each place; the long one has the rest."""

from __future__ import annotations

from collections.abc import Iterable

import pytest


def third_always(cases: Iterable[object], turn: int) -> list[object]:
    """Return cases as parameters: each third one as it is, the others marked for the long suite.

    Args:
        cases: Parameters, each alone, a tuple of them, or made by `pytest.param`.
        turn: With which of the first three to begin. Places that try the same cases take turns, so that each case is
            in the normal suite somewhere.
    """
    return [_marked(case) if number % 3 != turn % 3 else case for number, case in enumerate(cases)]


def _marked(case: object) -> object:
    values = getattr(case, "values", case if isinstance(case, tuple) else (case,))
    return pytest.param(
        *values, id=getattr(case, "id", None), marks=[*getattr(case, "marks", ()), pytest.mark.long]
    )
