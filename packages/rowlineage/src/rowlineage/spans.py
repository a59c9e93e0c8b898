"""Which rows a window function rests on: its frame, or what stands for it, as bounds over the sorted input.

A frame that lies wholly before or after the current row also rests on the rows between (their removal would shift
it); LAG and LEAD likewise. Ranks rest on the rows up to the current one.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from rowlineage.functions import bare
from rowlineage.guards import refuse
from rowlineage.roles import Role


@dataclass(frozen=True)
class Span:
    """A stretch of the sorted partition.

    Attributes:
        role: VALUE for rows that are aggregated or picked, ORDER for rows that only hold the position.
        spec: The frame; None for the function's own default frame.
        form: `frame`, or the function (`lag`, `lead`, `first`, `last`, `nth`) whose picked row bounds the stretch.
        by_rows: Whether positions count, so that ties must be broken.
        offset: Of LAG, LEAD and NTH_VALUE.
        narrows: Whether the function's FILTER and its passing over NULL narrow the rows.
    """

    role: Role
    spec: exp.WindowSpec | None
    form: str = "frame"
    by_rows: bool = False
    offset: int = 1
    narrows: bool = False

    @property
    def excludes(self) -> bool:
        """Whether the frame leaves out peers of the current row, so that it is no single stretch."""
        excluded = str(self.spec.args.get("exclude") or "").upper() if self.spec else ""
        return excluded in ("GROUP", "TIES")


def _spec(kind: str, start: str | None, end: str | None) -> exp.WindowSpec:
    """Return a frame; a bound is UNBOUNDED, CURRENT ROW or a number of rows."""
    sides = {"start_side": "PRECEDING", "end_side": "FOLLOWING"}
    spec = exp.WindowSpec(kind=kind, start=start, end=end)
    for bound, side in (("start", "start_side"), ("end", "end_side")):
        if spec.args[bound] != "CURRENT ROW":
            spec.set(side, sides[side])
    return spec


PREFIX_ROWS = ("ROWS", "UNBOUNDED", "CURRENT ROW")
PREFIX_PEERS = ("RANGE", "UNBOUNDED", "CURRENT ROW")
PARTITION = ("ROWS", "UNBOUNDED", "UNBOUNDED")


RANKS = (exp.RowNumber, exp.Rank, exp.DenseRank, exp.PercentRank, exp.CumeDist, exp.Ntile)
OF_WINDOWS = (*RANKS, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue, exp.NthValue)


def spans(window: exp.Window, model: str) -> list[Span]:
    """Return the stretches that a window function rests on.

    Raises:
        UnsupportedSQL: LAG or LEAD by a computed number of rows, or a function with an order of its own.
    """
    function, spec = bare(window.this), window.args.get("spec")
    if isinstance(function, OF_WINDOWS) and function.find(exp.Order):
        remedy = "write the order after OVER"
        raise refuse("ORDER BY among the arguments of a window function", window, model, remedy)
    nulls = isinstance(window.this, exp.IgnoreNulls)
    if isinstance(function, exp.RowNumber):
        return [Span(Role.ORDER, _spec(*PREFIX_ROWS), by_rows=True)]
    if isinstance(function, exp.Rank | exp.DenseRank):
        return [Span(Role.ORDER, _spec(*PREFIX_PEERS))]
    if isinstance(function, exp.PercentRank | exp.CumeDist | exp.Ntile):
        return [Span(Role.ORDER, _spec(*PARTITION), by_rows=isinstance(function, exp.Ntile))]
    if isinstance(function, exp.Lag | exp.Lead):
        return _shifted(window, function, model, nulls=nulls)
    if isinstance(function, exp.FirstValue | exp.LastValue | exp.NthValue) and not nulls:
        return _picked(window, function, model)
    return _framed(spec)


def _framed(spec: exp.WindowSpec | None) -> list[Span]:
    """Return the frame and, where its bounds count rows, all rows from the frame to the current one."""
    rows = spec is not None and spec.args["kind"] == "ROWS"
    found = [Span(Role.VALUE, spec, by_rows=rows, narrows=True)]
    if spec is None or spec.args["kind"] == "RANGE":
        return found
    sides = [str(spec.args.get(bound)) for bound in ("start", "end")]
    if any(side not in ("UNBOUNDED", "CURRENT ROW") for side in sides):
        found.append(Span(Role.ORDER, _to_current_row(spec), by_rows=rows))
    return found


def _to_current_row(spec: exp.WindowSpec) -> exp.WindowSpec:
    """Return the frame, extended to the current row if it lies apart from it."""
    wider = spec.copy()
    wider.set("exclude", None)
    for bound, apart in (("start", "FOLLOWING"), ("end", "PRECEDING")):
        if wider.args.get(f"{bound}_side") == apart and wider.args.get(bound) != "UNBOUNDED":
            wider.set(bound, "CURRENT ROW")
            wider.set(f"{bound}_side", None)
    return wider


def _shifted(window: exp.Window, function: exp.Expr, model: str, *, nulls: bool) -> list[Span]:
    if nulls:
        return [Span(Role.VALUE, _spec(*PARTITION), by_rows=True)]
    offset = _whole(function.args.get("offset"), window, model)
    forward = isinstance(function, exp.Lead) == (offset >= 0)
    form, steps = ("lead" if forward else "lag"), abs(offset)
    between = (
        _spec("ROWS", "CURRENT ROW", str(steps))
        if forward
        else _spec("ROWS", str(steps), "CURRENT ROW")
    )
    picked = Span(Role.VALUE, between, f"{form} row", by_rows=True, offset=steps)
    return [picked, Span(Role.ORDER, between, form, by_rows=True, offset=steps)]


def _whole(node: exp.Expr | None, window: exp.Window, model: str) -> int:
    if node is None:
        return 1
    sign = -1 if isinstance(node, exp.Neg) else 1
    number = node.this if isinstance(node, exp.Neg) else node
    if not isinstance(number, exp.Literal) or number.is_string:
        raise refuse("LAG, LEAD or NTH_VALUE with a computed offset", window, model)
    return sign * int(number.this)


def _picked(window: exp.Window, function: exp.Expr, model: str) -> list[Span]:
    spec = window.args.get("spec")
    rows = spec is not None and spec.args["kind"] == "ROWS"
    if spec is not None and spec.args.get("exclude"):
        return _framed(spec)
    if isinstance(function, exp.NthValue):
        offset = _whole(function.args.get("offset"), window, model)
        picked = Span(Role.VALUE, spec, "nth row", by_rows=rows, offset=offset)
        return [picked, Span(Role.ORDER, spec, "nth", by_rows=rows, offset=offset)]
    first = isinstance(function, exp.FirstValue)
    bound = "start" if first else "end"
    open_ended = spec is None or spec.args.get(bound) in ("UNBOUNDED", "CURRENT ROW")
    if not open_ended:
        return _framed(spec)
    return [Span(Role.VALUE, spec, "first" if first else "last", by_rows=rows)]


def _window(window: exp.Window, span: Span, function: exp.Expr, tie: exp.Expr | None) -> exp.Window:
    """Return a function over the window's partition and order, within the span's frame."""
    partition = [p.copy() for p in window.args.get("partition_by") or []]
    order = window.args.get("order")
    terms = [term.copy() for term in (order.expressions if order else [])]
    if tie is not None:
        terms.append(exp.Ordered(this=tie.copy()))
    made = exp.Window(this=function, partition_by=partition, over="OVER")
    if terms:
        made.set("order", exp.Order(expressions=terms))
    if span.spec is not None:
        made.set("spec", span.spec.copy())
    return made


def bounds(window: exp.Window, span: Span, rank: exp.Column) -> tuple[exp.Expr, exp.Expr]:
    """Return the lowest and the highest rank of a span, as expressions over the sorted input."""

    def call(name: str, *arguments: exp.Expr, framed: bool = True) -> exp.Expr:
        function = exp.Anonymous(this=name, expressions=[rank.copy(), *arguments])
        made = _window(window, span, function, rank if span.by_rows else None)
        if not framed:
            made.set("spec", None)
        return made

    steps = exp.Literal.number(span.offset)
    if span.form in ("lag", "lead", "lag row", "lead row"):
        other = call(span.form.split()[0], steps, framed=False)
        if span.form.endswith("row"):
            return other, other.copy()
        return (other, rank.copy()) if span.form == "lag" else (rank.copy(), other)
    if span.form in ("first", "last"):
        picked = call(f"{span.form}_value")
        return picked, picked.copy()
    if span.form in ("nth", "nth row"):
        picked = call("nth_value", steps)
        return (picked.copy() if span.form == "nth row" else call("first_value")), picked
    if span.by_rows:
        return call("first_value"), call("last_value")
    return call("min"), call("max")


def listed(
    window: exp.Window, span: Span, value: exp.Expr, condition: exp.Expr | None, name: str = "list"
) -> exp.Expr:
    """Return the list (or another aggregate) of a value over a span."""
    function: exp.Expr = exp.Anonymous(this=name, expressions=[value.copy()])
    if condition is not None:
        function = exp.Filter(this=function, expression=exp.Where(this=condition.copy()))
    return _window(window, span, function, None)


def over(name: str, value: exp.Expr) -> exp.Expr:
    """Return a named field for STRUCT_PACK."""
    return exp.PropertyEQ(this=exp.to_identifier(name), expression=value)


def break_ties(window: exp.Window, span: Span, rank: exp.Column) -> None:
    """Give the author's window a total order where positions count, so that value and lineage agree.

    Not where the frame leaves out peers: a total order has none.
    """
    if Span(span.role, window.args.get("spec")).excludes:
        return
    if not span.by_rows or any(c.name == rank.name for c in window.find_all(exp.Column)):
        return
    order = window.args.get("order")
    terms = [term.copy() for term in (order.expressions if order else [])]
    window.set("order", exp.Order(expressions=[*terms, exp.Ordered(this=rank.copy())]))
