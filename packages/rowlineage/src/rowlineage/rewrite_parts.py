"""A SELECT taken apart: its sources, and what all its rows depend on; made once, for whoever annotates the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlglot import exp

from rowlineage.references import Marked
from rowlineage.relation import Refs, RelationSource, merge


@dataclass
class Parts:
    """A SELECT taken apart.

    Attributes:
        select: The SELECT; its sources and subqueries are rewritten.
        relations: What stands in FROM.
        extra: Sources that stand for subqueries and windows.
        marked: Which nodes the extra sources stand for.
        support: What every row depends on: conditions of WHERE, of joins, of QUALIFY.
    """

    select: exp.Select
    relations: list[RelationSource]
    extra: list[RelationSource]
    marked: Marked
    support: Refs

    @property
    def sources(self) -> dict[str, RelationSource]:
        """All sources by alias."""
        return {source.alias: source for source in (*self.relations, *self.extra)}

    def never_null(self, column: exp.Column) -> frozenset[tuple[str, str]] | None:
        """Return what a column rests on that is known to hold no NULL here; None of any other."""
        source = self.sources.get(column.table)
        return None if source is None or source.optional else source.never_null.get(column.name)

    def closed(self, refs: Refs) -> Refs:
        """Return references completed by the join conditions of the optional sources among them."""
        known: Refs = refs
        missing = list(refs)
        while missing:
            source = self.sources.get(missing.pop())
            if source is None or not source.condition:
                continue
            missing += [alias for alias in source.condition if alias not in known]
            known = merge(known, source.condition)
        return known


def noting(
    relied: set[tuple[str, str]], known: Callable[[exp.Column], frozenset[tuple[str, str]] | None]
) -> Callable[[exp.Column], bool]:
    """Return what says whether a column holds no NULL, and notes what each answer that it holds none rests on."""

    def holds_none(column: exp.Column) -> bool:
        rests_on = known(column)
        relied.update(rests_on or ())
        return rests_on is not None

    return holds_none
