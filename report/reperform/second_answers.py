"""What the second engine says of the published tables and figures, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from report.figures.published import PublishedFigure
from report.reperform.agreement import agree, cell_of, judge
from report.reperform.evidence import BothEngines
from report.reperform.outcome import DIFFERS, NOT_PERFORMED, SAME, Answer
from report.reperform.second.performed import DONE, TableState
from report.reperform.second.written import SecondResult
from report.reperform.whole_tables import compare_tables


def of_figure(evidence: BothEngines, given: PublishedFigure) -> Answer:
    """Return whether the second engine gives a figure's cell, and the published value from it."""
    second, name = evidence.second, given.table
    if isinstance(second, str):
        return Answer(NOT_PERFORMED, second)
    if name not in second.tables:
        return _not_done(evidence, second, name)
    table = second.tables[name]
    found = judge(given, evidence.catalogue.get(given.id), table)
    compared = {"comparison": found.rule, "value": found.value}
    more = {**compared, **_how(second.states[name])}
    why = found.why or _unlike_first(evidence, given, second)
    return Answer(DIFFERS if why else SAME, why, more)


def of_table(evidence: BothEngines, name: str) -> Answer:
    """Return whether every cell of a table is that of the first engine's rebuild."""
    second, first = evidence.second, evidence.first
    if isinstance(second, str):
        return Answer(NOT_PERFORMED, second)
    if name not in second.tables:
        return _not_done(evidence, second, name)
    if isinstance(first, str) or name not in first.tables:
        return Answer(NOT_PERFORMED, "the first engine gives no table to compare it with")
    key = evidence.plan.models[name].key if evidence.plan else ()
    compared = compare_tables(first.tables[name], second.tables[name], key)
    more = {"cells": compared.cells, **_how(second.states[name])}
    return Answer(DIFFERS if compared.why else SAME, compared.why, more)


def _how(state: TableState) -> dict[str, object]:
    """Return by which rules a table was rewritten, and which of its files were read with the build's own reader."""
    shared = {"read_by_the_build": list(state.shared)} if state.shared else {}
    return {"rules": list(state.rules), **shared}


def not_expressed(evidence: BothEngines) -> Iterator[dict[str, object]]:
    """Yield the constructs that are not expressed, each with the figures that depend on it."""
    if isinstance(evidence.second, str) or evidence.plan is None:
        return
    for found in evidence.second.not_expressed:
        plan = evidence.plan
        model = next((m.name for m in plan.models.values() if m.where == found.model), "")
        figures = [
            figure.id
            for figure in evidence.release.figures
            if model in plan.ancestors(figure.table) | {figure.table}
        ]
        yield {**found.as_dict(), "figures": figures}


def _not_done(evidence: BothEngines, second: SecondResult, name: str) -> Answer:
    state = second.states.get(name)
    if state is None or state.state == DONE:
        return Answer(DIFFERS, f"the release's project has no table {name}")
    if state.state == NOT_PERFORMED:
        return evidence.held_up(name) or Answer(NOT_PERFORMED, state.why)
    return Answer(state.state, state.why)


def _unlike_first(evidence: BothEngines, given: PublishedFigure, second: SecondResult) -> str:
    """Return how the exact cells differ: figures.json holds decimals as JSON numbers, the tables in full."""
    first, name = evidence.first, given.table
    if isinstance(first, str) or name not in first.tables or given.id not in first.figures:
        return ""
    ours, theirs = first.figures[given.id].value, cell_of(given, second.tables[name])
    is_exact = not isinstance(ours, float) and not isinstance(theirs, float)
    return "" if agree(theirs, ours, is_exact=is_exact) else f"{theirs} is not {ours}"
