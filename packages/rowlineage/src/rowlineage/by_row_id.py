"""Where a query compares row ids without naming them: they are columns like others to NATURAL JOIN and to a star.

SELECT s.amount FROM sale s NATURAL JOIN region r      joins by _row too
SELECT * FROM sale INTERSECT SELECT * FROM refund      rows with different ids are different rows
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlglot import exp

from rowlineage.guards import line_of

_NATURAL, _BY_NAME = "natural", "name the columns, JOIN ... USING (...)"


@dataclass(frozen=True)
class ComparedRowIds:
    """A place where row ids are compared.

    Attributes:
        words: `NATURAL JOIN region`, `INTERSECT`, `DISTINCT`.
        line: Line of the SQL text; 0 when it is not known.
        remedy: What to write instead.
    """

    words: str
    line: int
    remedy: str

    def sentence(self, row_id: str) -> str:
        """Return it as a warning."""
        where = f"line {self.line}: " if self.line else ""
        return f"{where}{self.words} compares {row_id} too: {self.remedy}"


def note_natural(tree: exp.Expr) -> None:
    """Let natural joins remember that they were such, before the names are resolved."""
    for join in tree.find_all(exp.Join):
        if join.method == "NATURAL":
            table = join.this.name or join.this.alias
            kind = " ".join(word for word in (join.side, join.kind) if word)
            words = f"NATURAL {kind} JOIN {table}".replace("  ", " ")
            join.meta[_NATURAL] = ComparedRowIds(words, line_of(join), _BY_NAME)


def compared(tree: exp.Expr, row_id: str) -> tuple[ComparedRowIds, ...]:
    """Return where a query whose names are resolved compares row ids by a star or by all common names."""
    return tuple(found for node in tree.walk(bfs=False) for found in _at(node, row_id.lower()))


def _at(node: exp.Expr, row_id: str) -> Iterator[ComparedRowIds]:
    if isinstance(node, exp.Join) and _NATURAL in node.meta:
        on = node.args.get("on")
        pairs = on.find_all(exp.EQ) if on is not None else ()
        if any(_is(pair.expression, row_id) for pair in pairs):
            yield node.meta[_NATURAL]
    elif isinstance(node, exp.SetOperation) and node.args.get("distinct"):
        if row_id in [name.lower() for name in node.named_selects]:
            yield ComparedRowIds(node.key.upper(), line_of(node), "name the columns on both sides")
    elif isinstance(node, exp.Select) and _is_distinct(node):
        yield from (
            ComparedRowIds("DISTINCT", line_of(node), "name the columns")
            for projection in node.selects
            if _is(projection.unalias(), row_id)
        )


def _is_distinct(select: exp.Select) -> bool:
    distinct = select.args.get("distinct")
    return distinct is not None and not distinct.args.get("on")


def _is(node: exp.Expr, row_id: str) -> bool:
    return isinstance(node, exp.Column) and node.name.lower() == row_id
