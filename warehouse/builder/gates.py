"""The rule of the gates: which check must pass before a model may read the table that the check is on.

The engine asks for one model at a time; Dagster can only hold up all that is downstream of a table, or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from warehouse.model import Model


def waits_for(model: Model, check: Model, models: Mapping[str, Model]) -> bool:
    """Return whether a model may be built only when a check has passed.

    So it is where the model reads the table that the check is on. A check that only warns holds nothing up, nor does
    one that reads the model itself, directly or not: it cannot come before what it checks.
    """
    return (
        check.on in model.upstream
        and check.severity == "error"
        and model.name not in ancestors(check, models)
    )


def blocks_all(check: Model, models: Mapping[str, Model]) -> bool:
    """Return whether every model that reads the table of a check waits for the check.

    Only then may Dagster hold up all that is downstream of the table: otherwise the check would wait for itself.
    """
    readers = [model for model in models.values() if check.on in model.upstream]
    return check.severity == "error" and all(waits_for(r, check, models) for r in readers)


def ancestors(model: Model, models: Mapping[str, Model]) -> set[str]:
    """Return every table that a model or check reads, at any depth."""
    found: set[str] = set()
    waiting = list(model.upstream)
    while waiting:
        table = waiting.pop()
        if table not in found:
            found.add(table)
            waiting.extend(models[table].upstream if table in models else ())
    return found
