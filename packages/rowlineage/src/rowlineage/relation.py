"""The parts of a rewrite: annotated relations, the sources of a SELECT, stages, and the state that all share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from rowlineage.annotation import Annotation, Kind, Pointer, demanded
from rowlineage.query import Query
from rowlineage.roles import COPIES, EXISTENCE, ROW, Need, Role, union

POSITION = "#pos"
WHOLE = "#whole"
Refs = Mapping[str, Need]
NeverNull = Mapping[str, frozenset[tuple[str, str]]]
"""Columns that hold no NULL, each with the columns of occurrences (occurrence, column) that it rests on for that."""


@dataclass
class Annotated:
    """A rewritten query: the author's columns, then the lineage columns.

    Attributes:
        query: Yields the author's columns under their names, then one column for each annotation that has one.
        columns: The author's columns.
        annotations: Their `value` is the name of the lineage column.
        row_numbers: Columns that are the rank of the row within its window, and nothing else.
        never_null: Columns that are known to hold no NULL.
    """

    query: exp.Query
    columns: list[str]
    annotations: list[Annotation]
    row_numbers: frozenset[str] = frozenset()
    never_null: NeverNull = field(default_factory=dict)

    @property
    def has_lists(self) -> bool:
        """Whether a row carries more than single row ids."""
        return any(a.pointer.kind in (Kind.LIST, Kind.RANGES) for a in self.annotations)


@dataclass
class RelationSource:
    """Something that expressions of a SELECT refer to: a relation in FROM, a subquery, a window.

    Attributes:
        alias: Its name in `Refs`; subqueries and windows get names that no relation has.
        annotations: Their `value` is an expression that is valid in the SELECT.
        optional: Whether a row of the SELECT exists without it (the null-extended side of an outer join).
        after_groups: Whether the expressions are valid only after grouping.
        row_numbers: Columns that are the rank of a row within its window.
        never_null: Columns that are known to hold no NULL.
        condition: What the join condition of an optional source refers to, or a LATERAL takes from those beside it;
            it matters only where the source does.
        from_nothing: Whether it could yield a row even if all its tables were empty.
    """

    alias: str
    annotations: list[Annotation]
    optional: bool = False
    after_groups: bool = False
    row_numbers: frozenset[str] = frozenset()
    never_null: NeverNull = field(default_factory=dict)
    condition: Refs = field(default_factory=dict)
    from_nothing: bool = False


def whole(stage_id: str, columns: tuple[str, ...]) -> Annotation:
    """Return the annotation, in use for the label WHOLE, that points from every row to all rows of a stage."""
    every: Need = {
        **dict.fromkeys(columns, frozenset({Role.FILTER})),
        COPIES: frozenset({Role.EXISTS}),
    }
    return Annotation(Pointer(stage_id, Kind.ALL), None, {WHOLE: every})


@dataclass(frozen=True)
class Stage:
    """An intermediate result that is kept: the input of a window, a subquery that runs once, a shared expression.

    Attributes:
        id: `s1`, `s2`, ...
        relation: Name of the temporary table.
        query: What fills it; the table has `#pos`, numbered from 1, the columns and the lineage columns.
        columns: The author's columns.
        extra: Positions in the order of windows, and conditions, which pointers refer to.
        annotations: As in `Annotated`.
    """

    id: str
    relation: str
    query: exp.Query
    columns: tuple[str, ...]
    extra: tuple[str, ...]
    annotations: tuple[Annotation, ...]
    row_numbers: frozenset[str] = frozenset()
    never_null: NeverNull = field(default_factory=dict)


@dataclass(frozen=True)
class Companion:
    """What yields the rows of one correlated subquery, beside its value.

    Attributes:
        alias: Its name.
        query: The subquery with its lineage columns.
        kept: The author's columns that the condition needs.
        condition: Which rows of the subquery count; None for all.
    """

    alias: str
    query: exp.Query
    kept: tuple[str, ...]
    condition: exp.Expr | None


@dataclass
class Rewrite:
    """The state of one rewrite.

    Attributes:
        query: The query that is rewritten.
        aggregates: Names of the aggregate functions.
        narrow: Whether aggregates keep only the rows that they use (else the whole group).
        prefix: Prefix of the names of temporary tables.
        recurse: Rewrites a nested query.
        stages: The intermediate results to be kept, in the order in which they must be filled.
        shared: Those among them that are common table expressions, by unique name.
        skipped: Table occurrences left without lineage, and why.
        followed: Table occurrences whose rows were given pointers.
        vanished: Pointers to stages that may have made a row out of nothing which then did not pass; an aggregate over
            all rows that stands around them shows them.
        vanished_in: The same of each shared expression.
        companions: The companions of correlated subqueries, by their names.
        relied: The columns of occurrences (occurrence, column) whose lack of NULLs changed what is written.
        names: How many names `fresh` has given.
    """

    query: Query
    aggregates: frozenset[str]
    narrow: bool
    prefix: str
    recurse: Callable[[exp.Query], Annotated]
    stages: list[Stage] = field(default_factory=list)
    shared: dict[str, Stage] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    followed: set[str] = field(default_factory=set)
    vanished: list[Annotation] = field(default_factory=list)
    vanished_in: dict[str, list[Annotation]] = field(default_factory=dict)
    companions: dict[str, Companion] = field(default_factory=dict)
    relied: set[tuple[str, str]] = field(default_factory=set)
    names: int = 0

    def fresh(self, stem: str) -> str:
        """Return a name that nothing else in the rewritten query has."""
        self.names += 1
        return f"#{stem}{self.names}"

    def stage(self, annotated: Annotated, extra: list[exp.Expr] | None = None) -> Stage:
        """Keep a relation as a stage, with further columns computed from its columns."""
        number = len(self.stages) + 1
        alias = exp.to_identifier(f"#in{number}", quoted=True)
        inner = annotated.query.subquery(alias, copy=False)
        position = exp.alias_(exp.Window(this=exp.RowNumber(), over="OVER"), POSITION, quoted=True)
        filled = exp.select(position, exp.Star(), *(extra or [])).from_(inner)
        relation = f"{self.prefix}{number}"
        columns, annotations = tuple(annotated.columns), tuple(annotated.annotations)
        added = tuple(e.alias for e in extra or [])
        made = Stage(
            f"s{number}",
            relation,
            filled,
            columns,
            added,
            annotations,
            annotated.row_numbers,
            annotated.never_null,
        )
        self.stages.append(made)
        return made

    def shared_stage(self, name: str) -> Stage:
        """Return the stage of a common table expression that is mentioned more than once."""
        if name not in self.shared:
            known = len(self.vanished)
            self.shared[name] = self.stage(self.recurse(self.query.shared[name].copy()))
            self.vanished_in[name] = self.vanished[known:]
            del self.vanished[known:]
        self.vanished += self.vanished_in[name]
        return self.shared[name]

    def skip(self, tree: exp.Expr, why: str) -> None:
        """Note that the tables in a part of the query contribute by their absence only, or not at all."""
        for table in tree.find_all(exp.Table):
            if table.name in self.query.shared:
                self.shared_stage(table.name)
            elif table.name in self.query.occurrences:
                self.skipped.setdefault(table.name, why)


def identity(columns: tuple[str, ...]) -> dict[str, Need]:
    """Return the uses of a pointer to a row that holds the given columns itself."""
    own: dict[str, Need] = {c.lower(): {c.lower(): frozenset({Role.VALUE})} for c in columns}
    return {**own, ROW: EXISTENCE, COPIES: {COPIES: frozenset({Role.EXISTS})}}


def column(name: str, table: str = "") -> exp.Column:
    """Return a quoted column reference."""
    quoted_table = exp.to_identifier(table, quoted=True) if table else None
    return exp.Column(this=exp.to_identifier(name, quoted=True), table=quoted_table)


def pointers_to(target: str, id_column: str, alias: str, columns: tuple[str, ...]) -> Annotation:
    """Return the annotation of a table or stage in FROM: each row points to itself."""
    return Annotation(Pointer(target, Kind.ONE), column(id_column, alias), identity(columns))


def serving(
    sources: Mapping[str, RelationSource], refs: Refs
) -> Iterator[tuple[RelationSource, Annotation, Need, bool]]:
    """Yield the annotations of sources that references call for, with the need of their targets."""
    for alias, need in refs.items():
        if source := sources.get(alias):
            for annotation, wanted, weak in demanded(source.annotations, need):
                yield source, annotation, wanted, weak


def merge(*several: Refs) -> dict[str, Need]:
    """Return the union of several sets of references."""
    merged: dict[str, Need] = {}
    for refs in several:
        for alias, need in refs.items():
            merged[alias] = union(merged.get(alias, {}), need)
    return merged


# Former names, until version 0.3.
Source = RelationSource
