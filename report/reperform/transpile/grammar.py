"""The constructs that the second engine takes: those that mean the same in both engines, and those that have a rule.

What is not listed is not expressed, whether or not DataFusion would run it. A construct is put here together with a
case of the test that runs it in both engines.
"""

from __future__ import annotations

import re

from sqlglot import exp

from report.reperform.transpile.shown_exists import shown_in, splittable
from report.reperform.transpile.unexpressed import Unexpressed, line_of

STRUCTURE = (
    exp.Select,
    exp.From,
    exp.Join,
    exp.Where,
    exp.Group,
    exp.GroupingSets,
    exp.Cube,
    exp.Rollup,
    exp.Having,
    exp.Qualify,
    exp.Order,
    exp.Ordered,
    exp.Limit,
    exp.Offset,
    exp.Distinct,
    exp.Subquery,
    exp.CTE,
    exp.With,
    exp.Table,
    exp.TableAlias,
    exp.Alias,
    exp.Column,
    exp.Identifier,
    exp.Star,
    exp.Tuple,
    exp.Paren,
    exp.Values,
    exp.Union,
    exp.Except,
    exp.Intersect,
)
VALUES = (
    exp.Literal,
    exp.Boolean,
    exp.Null,
    exp.DataType,
    exp.DataTypeParam,
    exp.Cast,
    exp.TryCast,
    exp.Case,
    exp.If,
    exp.Coalesce,
    exp.Nullif,
    exp.Var,
)
CONDITIONS = (
    exp.And,
    exp.Or,
    exp.Not,
    exp.EQ,
    exp.NEQ,
    exp.GT,
    exp.GTE,
    exp.LT,
    exp.LTE,
    exp.NullSafeEQ,
    exp.NullSafeNEQ,
    exp.Is,
    exp.Between,
    exp.In,
    exp.Exists,
    exp.Like,
    exp.ILike,
    exp.StartsWith,
    exp.Contains,
    exp.RegexpLike,
)
ARITHMETIC = (
    exp.Add,
    exp.Sub,
    exp.Mul,
    exp.Div,
    exp.IntDiv,
    exp.Mod,
    exp.Neg,
    exp.Abs,
    exp.Floor,
    exp.Ceil,
    exp.Greatest,
    exp.Least,
)
TEXTS = (
    exp.DPipe,
    exp.Concat,
    exp.Lower,
    exp.Upper,
    exp.Trim,
    exp.Length,
    exp.Substring,
    exp.Left,
    exp.TimeToStr,
)
DATES = (exp.Year, exp.Quarter, exp.Month, exp.Day, exp.Extract, exp.DateFromParts, exp.DateDiff)
AGGREGATES = (
    exp.Count,
    exp.CountIf,
    exp.Sum,
    exp.Avg,
    exp.Min,
    exp.Max,
    exp.ArgMax,
    exp.ArgMin,
    exp.LogicalAnd,
    exp.LogicalOr,
    exp.GroupConcat,
    exp.Filter,
)
WINDOWS = (
    exp.Window,
    exp.WindowSpec,
    exp.RowNumber,
    exp.Rank,
    exp.DenseRank,
    exp.Lag,
    exp.Lead,
    exp.FirstValue,
    exp.LastValue,
)
KNOWN = (*STRUCTURE, *VALUES, *CONDITIONS, *ARITHMETIC, *TEXTS, *DATES, *AGGREGATES, *WINDOWS)
CAST_TARGETS = (
    *exp.DataType.INTEGER_TYPES,
    *exp.DataType.TEXT_TYPES,
    exp.DataType.Type.DECIMAL,
    exp.DataType.Type.DOUBLE,
    exp.DataType.Type.DATE,
    exp.DataType.Type.BOOLEAN,
)
ENGINE_COLUMNS = ("_row", "_nature")
_FORMAT = re.compile(r"(%[YmdBbHMSjA%]|[^%])*")
_POSITIVE = re.compile(r"[1-9]\d*")


def unknown(tree: exp.Expr, model: str) -> list[Unexpressed]:
    """Return the constructs of a parsed query that are not taken, in the order of the text."""
    found = [
        Unexpressed(why, model, line_of(node)) for node in tree.walk() if (why := _refused(node))
    ]
    return sorted(set(found), key=lambda u: (u.line, u.construct))


def _refused(node: exp.Expr) -> str:
    """Return what is not taken about one node, or an empty text."""
    if type(node) not in KNOWN:
        return _named(node)
    why = next((why for kind, why in _REFUSALS if isinstance(node, kind) and why(node)), None)
    return why(node) if why else ""


def _named(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous):
        return f"function {node.name.lower()}()"
    if isinstance(node, exp.Func):
        return f"function {node.sql_name().lower()}()"
    return str(node.key).upper()


def _table(node: exp.Expr) -> str:
    extra = [
        name for name in ("pivots", "sample", "joins", "when", "ordinality") if node.args.get(name)
    ]
    return f"{extra[0]} on a table" if extra else ""


def _column(node: exp.Expr) -> str:
    return f"the first engine's own column {node.name}" if node.name in ENGINE_COLUMNS else ""


def _with(node: exp.Expr) -> str:
    return "WITH RECURSIVE" if node.args.get("recursive") else ""


def _set(node: exp.Expr) -> str:
    return f"{node.key.upper()} BY NAME" if node.args.get("by_name") else ""


def _join(node: exp.Expr) -> str:
    method = str(node.args.get("method") or "").upper()
    kind = str(node.args.get("kind") or "").upper()
    odd = method or (kind if kind not in ("", "INNER", "CROSS", "OUTER", "SEMI", "ANTI") else "")
    return f"{odd} JOIN" if odd else ""


def _star(node: exp.Expr) -> str:
    extra = [name for name in ("except_", "replace", "rename") if node.args.get(name)]
    return f"* with {extra[0].strip('_')}" if extra else ""


def _cast(node: exp.Expr) -> str:
    target = node.args["to"]
    return "" if target.this in CAST_TARGETS else f"CAST AS {target.sql('duckdb')}"


def _pattern(node: exp.Expr) -> str:
    pattern = node.args["expression"]
    is_plain = isinstance(pattern, exp.Literal) and "\\" not in pattern.this
    return "" if is_plain else f"{node.key.upper()} with a backslash or without a plain pattern"


def _format(node: exp.Expr) -> str:
    given = node.args.get("format")
    is_plain = isinstance(given, exp.Literal) and _FORMAT.fullmatch(given.this)
    return "" if is_plain else "strftime with a format that the engines write differently"


def _substring(node: exp.Expr) -> str:
    numbers = [node.args.get(name) for name in ("start", "length") if node.args.get(name)]
    if isinstance(node, exp.Left):
        numbers = [node.args["expression"]]
    is_plain = all(
        isinstance(n, exp.Literal) and not n.is_string and _POSITIVE.fullmatch(n.this)
        for n in numbers
    )
    return "" if is_plain else "a substring at a place that is not a plain positive number"


def _trim(node: exp.Expr) -> str:
    return "TRIM of given characters" if node.args.get("expression") else ""


def _extract(node: exp.Expr) -> str:
    part = node.name.upper()
    return "" if part in ("YEAR", "QUARTER", "MONTH", "DAY") else f"EXTRACT({part})"


def _difference(node: exp.Expr) -> str:
    unit = node.args.get("unit")
    return "" if unit is not None and unit.name.upper() == "DAY" else "date_diff but in days"


def _arg(node: exp.Expr) -> str:
    return f"{node.key} of several rows" if node.args.get("count") else ""


def _rounded(node: exp.Expr) -> str:
    has_more = any(node.args.get(name) for name in ("decimals", "to"))
    return f"{node.key} to a place" if has_more else ""


def _exists(node: exp.Expr) -> str:
    query = shown_in(node)
    return "" if query is None or splittable(query) else "EXISTS in the result of such a query"


def _limit(node: exp.Expr) -> str:
    given = node.args.get("expression")
    return "" if isinstance(given, exp.Literal) else "a LIMIT or OFFSET that is not a plain number"


_REFUSALS = (
    (exp.Table, _table),
    (exp.Column, _column),
    (exp.With, _with),
    (exp.SetOperation, _set),
    (exp.Join, _join),
    (exp.Star, _star),
    (exp.Cast, _cast),
    (exp.Like, _pattern),
    (exp.ILike, _pattern),
    (exp.RegexpLike, _pattern),
    (exp.TimeToStr, _format),
    (exp.Substring, _substring),
    (exp.Left, _substring),
    (exp.Trim, _trim),
    (exp.Extract, _extract),
    (exp.DateDiff, _difference),
    (exp.ArgMax, _arg),
    (exp.ArgMin, _arg),
    (exp.Floor, _rounded),
    (exp.Ceil, _rounded),
    (exp.Exists, _exists),
    (exp.Limit, _limit),
    (exp.Offset, _limit),
)
