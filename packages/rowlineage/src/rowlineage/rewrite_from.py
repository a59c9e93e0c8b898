"""The sources of a SELECT: tables, nested queries, stages and row functions, with the pointers that they carry."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from rowlineage import positional
from rowlineage.annotation import Annotation, Kind, Pointer
from rowlineage.guards import refuse
from rowlineage.monotone import from_nothing
from rowlineage.references import Marked, references
from rowlineage.relation import (
    POSITION,
    WHOLE,
    Annotated,
    Refs,
    RelationSource,
    Rewrite,
    Stage,
    column,
    merge,
    pointers_to,
    whole,
)
from rowlineage.roles import COPIES, ROW, Need, Role
from rowlineage.scopes import outer_columns


def from_sources(state: Rewrite, select: exp.Select, *, grouped: bool) -> list[RelationSource]:
    """Rewrite FROM, JOIN and LATERAL in place and return their sources."""
    from_ = select.args.get("from_")
    joins: list[exp.Join] = select.args.get("joins") or []
    laterals: list[exp.Expr] = select.args.get("laterals") or []
    # Of an aggregate over all rows there is a row even if none passes: what did not pass has to be shown too.
    one_row = grouped and not select.args.get("group")
    joined = bool(joins or laterals)
    filtered = joined or select.args.get("where") is not None
    known = len(state.vanished)
    lead = _Place(copied=joined or (one_row and filtered), filtered=filtered)
    rest = _Place(copied=True, filtered=True)
    found: list[RelationSource] = [_source(state, from_.this, lead)] if from_ else []
    for join in joins:
        source = _source(state, join.this, rest)
        _optional(join, source, found)
        found.append(source)
    for source in found[: positional.count(joins)]:
        _show_how_many(state, source, select)
    found.extend(_source(state, lateral, rest) for lateral in laterals)
    if one_row:
        _show_absence(found if filtered else [])
        _show_vanished(state, known, found)
    elif filtered:
        state.vanished += [_every_row(source) for source in _appearing(found)]
    return found


@dataclass(frozen=True)
class _Place:
    """Where a relation stands in FROM: whether a join copies its rows, and whether some of them may not pass."""

    copied: bool
    filtered: bool


def _optional(join: exp.Join, joined: RelationSource, earlier: list[RelationSource]) -> None:
    """Mark the sources that a row does without when an outer join finds no partner."""
    if join.side not in ("LEFT", "RIGHT"):
        return
    optional = [joined] if join.side == "LEFT" else earlier
    for source in optional:
        source.optional = True
    _show_absence(optional)


def optional_conditions(
    select: exp.Select, relations: list[RelationSource], marked: Marked
) -> None:
    """Give the sources that a row may do without what the conditions of their joins refer to, subqueries included."""
    for number, join in enumerate(select.args.get("joins") or [], 1):
        on = join.args.get("on")
        if on and join.side in ("LEFT", "RIGHT"):
            condition = references(on, Role.JOIN, marked)
            for source in (
                relations[number : number + 1] if join.side == "LEFT" else relations[:number]
            ):
                source.condition = merge(source.condition, condition)


def _show_absence(sources: list[RelationSource]) -> None:
    """Point to all rows of the stages that would yield a row out of nothing: without them another row would appear."""
    for source in _appearing(sources):
        if not any(WHOLE in annotation.uses for annotation in source.annotations):
            source.annotations.append(_every_row(source))


def _show_how_many(state: Rewrite, source: RelationSource, select: exp.Select) -> None:
    """Point to all rows of a source where a positional join has none left: with more of them it would have one.

    Raises:
        UnsupportedSQL: They are not kept, within a correlated subquery.
    """
    stage = next((t for a in source.annotations if (t := a.pointer.target).startswith("s")), None)
    if stage is None:
        construct = "POSITIONAL JOIN in a correlated subquery"
        raise refuse(construct, select, state.query.model, "join by row_number() OVER (...)")
    is_over = exp.Is(this=column(positional.NUMBER, source.alias), expression=exp.Null())
    every: Need = {COPIES: frozenset({Role.EXISTS})}
    source.annotations.append(Annotation(Pointer(stage, Kind.ALL), is_over, {WHOLE: every}))


def _show_vanished(state: Rewrite, known: int, sources: list[RelationSource]) -> None:
    """Point to the rows that nested parts made out of nothing and then left out: other ones would pass instead."""
    shown = state.vanished[known:]
    del state.vanished[known:]
    for source in sources[:1]:
        source.annotations += [a for a in shown if a not in source.annotations]


def _appearing(sources: list[RelationSource]) -> list[RelationSource]:
    """Return the stages among sources that could yield a row out of nothing."""
    return [
        source
        for source in sources
        if source.from_nothing and source.annotations[0].pointer.target.startswith("s")
    ]


def _every_row(source: RelationSource) -> Annotation:
    """Return the pointer to all rows of the stage that a source is."""
    own = source.annotations[0]
    return whole(own.pointer.target, tuple(c for c in own.uses if c not in (ROW, COPIES)))


def join_references(select: exp.Select, marked: Marked) -> Refs:
    """Return what the conditions of the joins that filter refer to."""
    found: Refs = {}
    for join in select.args.get("joins") or []:
        on = join.args.get("on")
        if on and join.side not in ("LEFT", "RIGHT"):
            found = merge(found, references(on, Role.JOIN, marked))
    return found


def _source(state: Rewrite, node: exp.Expr, place: _Place) -> RelationSource:
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        return _table(state, node)
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
        return _nested(state, node, place)
    if isinstance(node, exp.Lateral) and isinstance(node.this.this, exp.Query):
        return _nested(state, node, place)
    if isinstance(node, exp.Unnest | exp.Values | exp.Lateral | exp.Table):
        if node.find(exp.Select) is not None:
            raise refuse("a subquery within a row function", node, state.query.model)
        return _row_function(node)
    raise refuse(f"{node.key.upper()} in FROM", node, state.query.model)


def _table(state: Rewrite, node: exp.Table) -> RelationSource:
    if node.name in state.query.shared:
        stage = state.shared_stage(node.name)
        source = staged(stage, node, node.alias_or_name)
        source.from_nothing = from_nothing(
            state.query, state.query.shared[node.name], state.aggregates
        )
        return source
    occurrence = state.query.occurrences[node.name]
    state.followed.add(node.name)
    pointer = pointers_to(node.name, occurrence.row_id, node.alias, occurrence.names)
    never_null = {name: frozenset({(node.name, name)}) for name in occurrence.never_null}
    return RelationSource(node.alias, [pointer], never_null=never_null)


def staged(stage: Stage, node: exp.Expr, alias: str) -> RelationSource:
    """Put a stage in the place of a source."""
    table = exp.Table(this=exp.to_identifier(stage.relation, quoted=True))
    table.set("alias", exp.TableAlias(this=exp.to_identifier(alias, quoted=True)))
    node.replace(table)
    return stage_source(stage, alias)


def stage_source(stage: Stage, alias: str) -> RelationSource:
    """Return the source that a stage is under an alias."""
    pointer = pointers_to(stage.id, POSITION, alias, stage.columns)
    return RelationSource(
        alias, [pointer], row_numbers=stage.row_numbers, never_null=stage.never_null
    )


def _nested(state: Rewrite, node: exp.Subquery | exp.Lateral, place: _Place) -> RelationSource:
    """Rewrite a derived table; one whose rows carry lists is a stage if they are copied or may vanish."""
    inner = node.this.this if isinstance(node, exp.Lateral) else node.this
    uncorrelated = not outer_columns(inner)
    appears = from_nothing(state.query, inner, state.aggregates)
    annotated = state.recurse(inner)
    alias = node.alias
    is_kept = place.copied or (place.filtered and appears)
    if annotated.has_lists and is_kept and uncorrelated:
        source = staged(state.stage(annotated), node, alias)
        source.from_nothing = appears
        return source
    target = node.this if isinstance(node, exp.Lateral) else node
    target.set("this", annotated.query)
    return RelationSource(
        alias,
        outward(annotated, alias),
        row_numbers=annotated.row_numbers,
        never_null=annotated.never_null,
        condition=_taken_from_outside(inner),
    )


def _taken_from_outside(inner: exp.Query) -> Refs:
    """Return what a nested query takes from the sources beside it, as LATERAL lets it."""
    joined = frozenset({Role.JOIN})
    return merge(*({c.table: {c.name.lower(): joined}} for c in outer_columns(inner)))


def outward(annotated: Annotated, alias: str) -> list[Annotation]:
    """Return a nested relation's annotations as seen from outside, under its alias."""
    return [
        Annotation(a.pointer, column(a.value.name, alias) if a.value else None, a.uses, a.weak)
        for a in annotated.annotations
    ]


def _row_function(node: exp.Expr) -> RelationSource:
    """UNNEST, VALUES and series have no rows of their own; what they refer to counts as a join condition."""
    return RelationSource(node.alias, [], condition=references(node, Role.VALUE, {}))


def whole_references(sources: list[RelationSource]) -> Refs:
    """Return the references to all rows of the sources of which a row may be absent because of rows that are there."""
    return {
        s.alias: {WHOLE: frozenset({Role.FILTER})}
        for s in sources
        if any(WHOLE in a.uses for a in s.annotations)
    }


def row_function_references(sources: list[RelationSource]) -> Refs:
    """Return what the row functions among the sources refer to: without it there are no rows."""
    joined = frozenset({Role.JOIN})
    refs = [s.condition for s in sources if not s.annotations]
    return merge(*({alias: dict.fromkeys(need, joined) for alias, need in r.items()} for r in refs))
