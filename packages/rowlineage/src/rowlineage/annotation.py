"""Annotations: the lineage columns of a rewritten relation, and which of them serve which of its columns.

An annotation points from a row of the relation to rows of a *target*: an occurrence of an upstream table or a stage
(an intermediate result that is kept). Nothing here knows SQL text beyond the expression that yields the pointer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from sqlglot import exp

from rowlineage import dialect
from rowlineage.roles import Need, Role, through, union


class Kind(StrEnum):
    """The shape of a pointer."""

    ONE = "one"
    LIST = "list"
    RANGE = "range"
    RANGES = "ranges"
    ALL = "all"


@dataclass(frozen=True)
class Pointer:
    """Where an annotation leads.

    Attributes:
        target: Occurrence (`o1`, `o2`, ...) or stage (`s1`, `s2`, ...).
        kind: `one` BIGINT, `list` BIGINT[], `range` STRUCT(lo, hi), `ranges` STRUCT(lo, hi)[], or
            `all` rows (without a column, or with a BOOLEAN that says whether).
        by: For ranges, the position column of the stage that the bounds refer to.
        only: For ranges and `all`, a BOOLEAN column of the stage that says which rows count; empty for every row.
    """

    target: str
    kind: Kind
    by: str = ""
    only: str = ""

    def gathered(self) -> Pointer:
        """Return the pointer of a row that stands for many rows with this pointer."""
        many = {Kind.ONE: Kind.LIST, Kind.RANGE: Kind.RANGES}
        return replace(self, kind=many.get(self.kind, self.kind))


@dataclass(frozen=True)
class Annotation:
    """One lineage column.

    Attributes:
        pointer: Where it leads.
        value: The SQL expression that yields it; None for `all`.
        uses: For every column of the relation that it serves, what is needed of the target.
        weak: Columns that it serves only if nothing else on the same target does (the keys of a group are proven
            by any of its rows).
    """

    pointer: Pointer
    value: exp.Expr | None
    uses: Mapping[str, Need]
    weak: frozenset[str] = frozenset()


def demanded(
    annotations: Iterable[Annotation], need: Need
) -> Iterator[tuple[Annotation, Need, bool]]:
    """Yield the annotations that a need calls for, with the need of their targets and whether that is weak."""
    matched = [(a, [c for c in need if c in a.uses]) for a in annotations]
    strong = {a.pointer.target for a, columns in matched if any(c not in a.weak for c in columns)}
    for annotation, columns in matched:
        only_strong = annotation.pointer.target in strong
        kept = [c for c in columns if not (only_strong and c in annotation.weak)]
        if kept:
            wanted = union(*(through(c, need[c], annotation.uses[c]) for c in kept))
            yield annotation, wanted, all(c in annotation.weak for c in kept)


@dataclass
class Collector:
    """Collects annotations of one relation, merging those that yield the same rows of the same target."""

    found: dict[tuple[Pointer, str], Annotation] = field(default_factory=dict)
    _texts: dict[int, tuple[exp.Expr, str]] = field(default_factory=dict)

    def add(
        self, pointer: Pointer, value: exp.Expr | None, label: str, need: Need, *, weak: bool
    ) -> None:
        """Record that the column `label` needs `need` of the rows that `value` points to."""
        key = (pointer, self._text(value) if value else "")
        known = self.found.get(key) or Annotation(pointer, value, {})
        was_strong = label in known.uses and label not in known.weak
        uses = {**known.uses, label: union(known.uses.get(label, {}), need)}
        labels = known.weak | {label} if weak and not was_strong else known.weak - {label}
        self.found[key] = replace(known, uses=uses, weak=labels)

    def _text(self, value: exp.Expr) -> str:
        """Return an expression as SQL, which takes most of a rewrite unless the same object is asked only once."""
        if id(value) not in self._texts:
            self._texts[id(value)] = (value, dialect.text(value))
        return self._texts[id(value)][1]

    def annotations(self) -> list[Annotation]:
        """Return what was collected, in the order of first mention."""
        return list(self.found.values())


def only_exists(need: Need) -> Need:
    """Return the same need for rows that prove no more than that something exists."""
    return {column: frozenset({Role.EXISTS}) for column in need}
