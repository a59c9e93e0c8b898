"""The dialect that queries are written in for DataFusion: PostgreSQL's, with the names that DataFusion has."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.generator import Generator
from sqlglot.generators.postgres import PostgresGenerator


def _part(name: str) -> Callable[[Generator, exp.Expr], str]:
    def write(generator: Generator, node: exp.Expr) -> str:
        return str(generator.func("date_part", exp.Literal.string(name), node.this))

    return write


def _extract(generator: Generator, node: exp.Extract) -> str:
    part = exp.Literal.string(node.name.lower())
    return str(generator.func("date_part", part, node.expression))


def _renamed(name: str, *arguments: str) -> Callable[[Generator, exp.Expr], str]:
    def write(generator: Generator, node: exp.Expr) -> str:
        return str(generator.func(name, *(node.args.get(argument) for argument in arguments)))

    return write


def _try_cast(generator: Generator, node: exp.TryCast) -> str:
    return str(generator.cast_sql(node, safe_prefix="TRY_"))


def _format(generator: Generator, node: exp.TimeToStr) -> str:
    return str(generator.func("to_char", node.this, node.args["format"]))


class DataFusion(Postgres):
    """SQL as DataFusion reads it."""

    class Generator(PostgresGenerator):
        """Writes the few functions that DataFusion calls otherwise than PostgreSQL."""

        TRANSFORMS: ClassVar[dict[Any, Any]] = {
            **PostgresGenerator.TRANSFORMS,
            exp.TryCast: _try_cast,
            exp.Year: _part("year"),
            exp.Quarter: _part("quarter"),
            exp.Month: _part("month"),
            exp.Day: _part("day"),
            exp.Extract: _extract,
            exp.DateFromParts: _renamed("make_date", "year", "month", "day"),
            exp.TimeToStr: _format,
            exp.RegexpLike: _renamed("regexp_like", "this", "expression"),
            exp.StartsWith: _renamed("starts_with", "this", "expression"),
            exp.Contains: _renamed("contains", "this", "expression"),
            exp.Substring: _renamed("substr", "this", "start", "length"),
        }
