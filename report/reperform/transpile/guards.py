"""What means the same only for some kinds of values: comparisons, choices, casts, joined texts, once types are known.

DuckDB reads a text as a number where it is compared with one, DataFusion writes the number as text; a floating-point
number is written and rounded differently by each. None of this is expressed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sqlglot import exp

from report.reperform.transpile import kinds
from report.reperform.transpile.kinds import kind_of, kind_of_type, mix
from report.reperform.transpile.unexpressed import Unexpressed, line_of

_COMPARED = (
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
)
_TEXT_FROM = (kinds.WHOLE, kinds.DECIMAL, kinds.TEXT, kinds.DATE, kinds.FLAG, kinds.NOTHING)
_FROM = {
    kinds.WHOLE: (kinds.WHOLE, kinds.DECIMAL, kinds.TEXT, kinds.FLAG, kinds.NOTHING),
    kinds.DECIMAL: (kinds.WHOLE, kinds.DECIMAL, kinds.TEXT, kinds.NOTHING),
    kinds.REAL: (*kinds.NUMBERS, kinds.NOTHING),
    kinds.TEXT: _TEXT_FROM,
    kinds.DATE: (kinds.DATE, kinds.TEXT, kinds.MOMENT, kinds.NOTHING),
    kinds.FLAG: (kinds.FLAG, kinds.WHOLE, kinds.NOTHING),
}


def doubtful(tree: exp.Expr, model: str) -> list[Unexpressed]:
    """Return the constructs of an annotated query whose meaning differs for the kinds of values that meet in them."""
    found = [
        Unexpressed(why, model, line_of(node)) for node in tree.walk() for why in _judged(node)
    ]
    return sorted(set(found), key=lambda u: (u.line, u.construct))


def _judged(node: exp.Expr) -> Iterator[str]:
    judge = next((judge for types, judge in _JUDGES if isinstance(node, types)), None)
    if judge is not None and (why := judge(node)):
        yield why


def _comparison(node: exp.Expr) -> str:
    return _mixed([node.args["this"], node.args["expression"]], "a comparison of")


def _between(node: exp.Expr) -> str:
    parts = [node.args[name] for name in ("this", "low", "high")]
    return _mixed(parts, "a comparison of")


def _in(node: exp.Expr) -> str:
    return _mixed([node.args["this"], *node.expressions], "a comparison of")


def _choice(node: exp.Expr) -> str:
    parts = [node.args["this"], *node.expressions]
    return _mixed(parts, f"{node.key.upper()} of")


def _nullif(node: exp.Expr) -> str:
    return _mixed([node.args["this"], node.args["expression"]], "NULLIF of")


def _case(node: exp.Expr) -> str:
    results = [branch.args["true"] for branch in node.args["ifs"]]
    results += [node.args["default"]] if node.args.get("default") else []
    tested = [node.args["this"], *(b.this for b in node.args["ifs"])] if node.this else []
    return _mixed(results, "CASE with results of") or _mixed(tested, "CASE that tests")


def _if(node: exp.Expr) -> str:
    if isinstance(node.parent, exp.Case):
        return ""
    results = [part for name in ("true", "false") if (part := node.args.get(name))]
    return _mixed(results, "IF with results of")


def _mixed(parts: list[exp.Expr], words: str) -> str:
    found = mix(parts)
    is_written_date = found == sorted((kinds.DATE, kinds.TEXT)) and all(
        isinstance(part, exp.Literal) for part in parts if kind_of(part) == kinds.TEXT
    )
    if len(found) < 2 or is_written_date or found == sorted((kinds.DATE, kinds.MOMENT)):
        return ""
    return f"{words} {' and '.join(found)}"


def _cast(node: exp.Expr) -> str:
    source, target = kind_of(node.args["this"]), kind_of_type(node.args["to"])
    return "" if source in _FROM.get(target, ()) else f"CAST of {source} to {target}"


def _joined(node: exp.Expr) -> str:
    parts = node.expressions or [node.args["this"], node.args["expression"]]
    odd = [k for part in parts if (k := kind_of(part)) not in _TEXT_FROM]
    return f"{odd[0]} written as text" if odd else ""


def _whole(node: exp.Expr) -> str:
    operands = {kind_of(node.args["this"]), kind_of(node.args["expression"])}
    odd = sorted(operands - {kinds.WHOLE, kinds.NOTHING})
    return f"whole division or remainder of {odd[0]}" if odd else ""


def _set(node: exp.Expr) -> str:
    left, right = node.args["this"], node.args["expression"]
    if not isinstance(left, exp.Query) or not isinstance(right, exp.Query):
        return ""
    pairs = zip(left.selects, right.selects, strict=False)
    found = (mix(pair) for pair in pairs)
    odd = next((kinds_met for kinds_met in found if len(kinds_met) > 1), None)
    return f"{node.key.upper()} of {' and '.join(odd)}" if odd else ""


def _summed(node: exp.Expr) -> str:
    kind = kind_of(node.args["this"])
    return "" if kind in (kinds.WHOLE, kinds.DECIMAL) else f"SUM of {kind}"


def _dated(node: exp.Expr) -> str:
    kind = kind_of(node.args.get("expression") if isinstance(node, exp.Extract) else node.this)
    return "" if kind in (kinds.DATE, kinds.MOMENT) else f"{node.key.upper()} of {kind}"


_JUDGES: tuple[tuple[tuple[type[exp.Expr], ...], Callable[[exp.Expr], str]], ...] = (
    (_COMPARED, _comparison),
    ((exp.Between,), _between),
    ((exp.In,), _in),
    ((exp.Coalesce, exp.Greatest, exp.Least), _choice),
    ((exp.Nullif,), _nullif),
    ((exp.Case,), _case),
    ((exp.If,), _if),
    ((exp.Cast,), _cast),
    ((exp.DPipe, exp.Concat), _joined),
    ((exp.IntDiv, exp.Mod), _whole),
    ((exp.SetOperation,), _set),
    ((exp.Sum,), _summed),
    ((exp.Year, exp.Quarter, exp.Month, exp.Day, exp.Extract, exp.TimeToStr), _dated),
)
