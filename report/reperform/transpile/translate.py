"""One model's SQL for the second engine: parsed, judged, resolved, rewritten by the rules, and written out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlglot import ErrorLevel, exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.optimizer.qualify import qualify

from report.reperform.transpile import rules
from report.reperform.transpile.dialect import DataFusion
from report.reperform.transpile.grammar import unknown
from report.reperform.transpile.guards import doubtful
from report.reperform.transpile.rules import RewriteRule
from report.reperform.transpile.unexpressed import NotExpressed, Unexpressed
from warehouse.model import parse_select

Columns = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class Translated:
    """A query for DataFusion.

    Attributes:
        sql: Its text.
        rules: Names of the rules that changed something, in the order they were applied.
    """

    sql: str
    rules: tuple[str, ...]


def translate(sql: str, columns: Columns, model: str) -> Translated:
    """Return an author's SELECT as DataFusion runs it with the same meaning.

    Args:
        sql: The author's text, in DuckDB's dialect.
        columns: Table -> column -> SQL type, for every table that the query reads.
        model: Path of the model, for messages.

    Raises:
        NotExpressed: If the query holds a construct without a faithful counterpart; carries all that were found.
    """
    tree = parse_select(sql, model).copy()
    _refuse(unknown(tree, model))
    used = _applied(rules.SHAPE_RULES, tree)
    try:
        tree = qualify(tree, schema=dict(columns), dialect="duckdb")
        tree = annotate_types(tree, schema=dict(columns), dialect="duckdb")
        _refuse(unknown(tree, model) or doubtful(tree, model))
        held = exp.Paren(
            this=tree
        )  # a rule may put another query in the place of the outermost one
        used += _applied(rules.TYPE_RULES, held)
        text = held.this.sql(DataFusion, comments=False, unsupported_level=ErrorLevel.RAISE)
    except SqlglotError as error:
        why = str(error).splitlines()[0]
        raise NotExpressed(
            [Unexpressed(f"a query that is not resolved ({why})", model, 0)]
        ) from error
    return Translated(text, tuple(used))


def _refuse(found: list[Unexpressed]) -> None:
    if found:
        raise NotExpressed(found)


def _applied(wanted: Iterable[RewriteRule], tree: exp.Expr) -> list[str]:
    return [rule.name for rule in wanted if rule.apply(tree)]
