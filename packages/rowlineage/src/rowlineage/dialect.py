"""SQL as DuckDB has it, read into syntax trees and written from them without another meaning coming in.

sqlglot translates between engines: it reads a function into a form of its own and writes that form as it thinks best,
at times with an argument less. Here a call stays what it was, name and arguments: only calls that lineage must know as
such, and those with a syntax of their own, are read as more than a name with arguments.

    jaro_winkler_similarity(a, b, 0.9)   stays so        (read as known: the cut-off is lost)
    s ~ 'mon'                            regexp_full_match, as the engine that runs has it
    last(x IGNORE NULLS) OVER (...)      stays so
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

import duckdb
import sqlglot
from sqlglot import ErrorLevel, Token, TokenType, exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.generators.duckdb import DuckDBGenerator
from sqlglot.parsers.duckdb import DuckDBParser

_BY_ORDER = ("ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE")
_BY_PLACE = ("LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE")
_KNOWN = frozenset({*_BY_ORDER, *_BY_PLACE, "COALESCE", "GROUPING", "GROUPING_ID", "UNNEST"})
"""Calls that lineage treats by their kind; each is written as it was read."""
_KNOWN_OF_ONE = frozenset({"COUNT", "SUM", "AVG", "MIN", "MAX"})
"""Calls that it treats by their kind when they have one argument."""
_OWN_SYNTAX = frozenset({"CAST", "TRY_CAST", "EXTRACT", "OVERLAY", "POSITION", "SUBSTRING", "TRIM"})
"""Calls with words among their arguments, e.g. `EXTRACT(year FROM day)`."""
_TYPE_WORDS = DuckDBParser.TYPE_TOKENS | {TokenType.INTERVAL}
TAKE_LAMBDAS = frozenset(
    {f"{kind}{name}" for kind in ("", "list_", "array_") for name in ("apply", "filter", "reduce")}
    | {"list_transform", "array_transform", "columns"}
)
"""Functions among whose arguments `x -> y` is a lambda; anywhere else it takes something out of JSON."""
_Build = Callable[[list[exp.Expr]], exp.Expr]


def _of_one(name: str) -> _Build:
    known: _Build = DuckDBParser.FUNCTIONS[name]

    def build(arguments: list[exp.Expr]) -> exp.Expr:
        if len(arguments) == 1:
            return known(arguments)
        return exp.Anonymous(this=name, expressions=arguments)

    return build


def _is_known(function: exp.Expr) -> bool:
    return isinstance(function, exp.Func) and not isinstance(function, exp.Anonymous)


class OwnCalls(DuckDB):
    """DuckDB's SQL whose calls stay as they were written."""

    class Parser(DuckDBParser):
        """Reads most calls as names with arguments."""

        FUNCTIONS: ClassVar = {
            **{name: DuckDBParser.FUNCTIONS[name] for name in sorted(_KNOWN)},
            **{name: _of_one(name) for name in sorted(_KNOWN_OF_ONE)},
        }
        FUNCTION_PARSERS: ClassVar = {
            name: parse
            for name, parse in DuckDBParser.FUNCTION_PARSERS.items()
            if name in _OWN_SYNTAX
        }
        NO_PAREN_FUNCTION_PARSERS: ClassVar = {
            **DuckDBParser.NO_PAREN_FUNCTION_PARSERS,
            "MAP": lambda self: self._parse_map_or_none(),
        }
        FUNC_TOKENS: ClassVar = DuckDBParser.FUNC_TOKENS | {TokenType.APPLY}
        # To DuckDB `<=>` is a distance and not a comparison; it is refused.
        EQUALITY: ClassVar = {
            sign: kind
            for sign, kind in DuckDBParser.EQUALITY.items()
            if sign != TokenType.NULLSAFE_EQ
        }

        _called: tuple[str, ...] = ()

        @property
        def LAMBDAS(self) -> dict[TokenType, Callable[..., exp.Expr]]:  # type: ignore[override]  # noqa: N802
            """The signs that make a lambda of what stands before them, in the arguments that are being read."""
            takes = self._called[-1:] and self._called[-1] in TAKE_LAMBDAS
            return DuckDBParser.LAMBDAS if takes else {}

        def _parse_function_call(
            self,
            functions: dict[str, Callable[..., exp.Expr]] | None = None,
            anonymous: bool = False,  # noqa: FBT001, FBT002 - as sqlglot has it
            optional_parens: bool = True,  # noqa: FBT001, FBT002
            any_token: bool = False,  # noqa: FBT001, FBT002
        ) -> exp.Expr | None:
            """Remember whose arguments are being read."""
            around = self._called
            self._called = (*around, self._curr.text.lower() if self._curr else "")
            try:
                return super()._parse_function_call(
                    functions, anonymous, optional_parens, any_token
                )
            finally:
                self._called = around

        def _parse_lambda(self, alias: bool = False) -> exp.Expr | None:  # noqa: FBT001, FBT002
            """Read `(lambda x: x + 1)`, as the engine writes a lambda in a view, without its brackets."""
            index = self._index
            if not (
                self._match(TokenType.L_PAREN) and self._match_text_seq("LAMBDA", advance=False)
            ):
                self._retreat(index)
                return super()._parse_lambda(alias)
            inner = super()._parse_lambda(alias)
            if isinstance(inner, exp.Lambda) and self._match(TokenType.R_PAREN):
                return inner
            self._retreat(index)
            return super()._parse_lambda(alias)

        def _parse_bracket(self, this: exp.Expr | None = None) -> exp.Expr | None:
            """Read `list(x)[1]` and `t.array[1]` as what they take; only the bare word ARRAY makes a list."""
            is_next = self._curr is not None and self._curr.token_type in self.BRACKETS
            if is_next and this is not None and this.name.upper() in self.ARRAY_CONSTRUCTORS:
                first = this.this
                is_word = isinstance(this, exp.Column) and not this.table and not first.quoted
                this = this if is_word and this.name.upper() == "ARRAY" else exp.paren(this)
            return super()._parse_bracket(this)

        def _parse_type(
            self,
            parse_interval: bool = True,  # noqa: FBT001, FBT002 - as sqlglot has it
            fallback_to_identifier: bool = False,  # noqa: FBT001, FBT002
        ) -> exp.Expr | None:
            """Read `integer[1]` as what a column of that name holds: no value begins with a list type."""
            word, following = self._curr, self._next
            is_taken = following is not None and following.token_type == TokenType.L_BRACKET
            is_type = word is not None and word.token_type in _TYPE_WORDS
            if is_taken and is_type and word.text.upper() not in self.ARRAY_CONSTRUCTORS:
                return self._parse_column()
            return super()._parse_type(parse_interval, fallback_to_identifier)

        def _parse_map_or_none(self) -> exp.Expr | None:
            """Read `MAP {..}` as such; MAP(..) is a function like any other, and `map` may be a column."""
            if self._match(TokenType.L_BRACE, advance=False):
                return self._parse_map()
            self._retreat(self._index - 1)
            word = self._curr
            if self._next and self._next.token_type == TokenType.L_PAREN:
                self._advance()
                arguments = self._parse_wrapped_csv(self._parse_lambda)
                return exp.Anonymous(this=word.text, expressions=arguments)
            return self._parse_id_var()

        def _parse_star_ops(self) -> exp.Expr | None:
            """Remember of `*COLUMNS(..)` that its columns stand among the arguments, each as one of them."""
            found = super()._parse_star_ops()
            if isinstance(found, exp.Anonymous) and found.name.upper() == "COLUMNS":
                found.set("this", f"*{found.name}")
            return found

        def _parse_ordered(
            self, parse_method: Callable[[], exp.Expr | None] | None = None
        ) -> exp.Ordered | None:
            """Remember whether NULLS FIRST or LAST was written: what holds without it is a setting."""
            ordered = super()._parse_ordered(parse_method)
            last = [
                word.text.upper() for word in self._tokens[max(self._index - 2, 0) : self._index]
            ]
            if ordered is not None and last not in (["NULLS", "FIRST"], ["NULLS", "LAST"]):
                ordered.set("nulls_first", None)
            return ordered

    class Generator(DuckDBGenerator):
        """Writes orders, the treatment of NULL and `DISTINCT a, b` as they were read."""

        MULTI_ARG_DISTINCT = True

        def ignorenulls_sql(self, expression: exp.IgnoreNulls) -> str:
            """Write IGNORE NULLS behind whatever it was written behind."""
            if _is_known(expression.this):
                return super().ignorenulls_sql(expression)
            return f"{self.sql(expression, 'this')} IGNORE NULLS"

        def respectnulls_sql(self, expression: exp.RespectNulls) -> str:
            """Write RESPECT NULLS likewise."""
            if _is_known(expression.this):
                return super().respectnulls_sql(expression)
            return f"{self.sql(expression, 'this')} RESPECT NULLS"

        def withingroup_sql(self, expression: exp.WithinGroup) -> str:
            """Write WITHIN GROUP as such, whatever the function."""
            order = self.sql(expression, "expression").strip()
            return f"{self.sql(expression, 'this')} WITHIN GROUP ({order})"

        def ordered_sql(self, expression: exp.Ordered) -> str:
            """Write the direction and the place of NULL where they were written."""
            direction = {True: " DESC", False: " ASC", None: ""}[expression.args.get("desc")]
            first = expression.args.get("nulls_first")
            nulls = {True: " NULLS FIRST", False: " NULLS LAST", None: ""}[first]
            return f"{self.sql(expression, 'this')}{direction}{nulls}"


DIALECT: Final = OwnCalls(version=duckdb.__version__)


def parse(sql: str) -> list[exp.Expr | None]:
    """Return the syntax trees of a text's statements."""
    return sqlglot.parse(sql, dialect=DIALECT)


def tokens(sql: str) -> list[Token]:
    """Return the words of a text with their places."""
    return sqlglot.tokenize(sql, dialect=DIALECT)


def text(
    tree: exp.Expr, *, identify: bool = False, copy: bool = True, comments: bool = True
) -> str:
    """Return the text of a syntax tree.

    Args:
        tree: The tree.
        identify: Whether every name is put in quotes.
        copy: Whether the tree stays as it is; what writes it may change it.
        comments: Whether comments are written.

    Raises:
        SqlglotError: Something of the tree cannot be written for the engine.
    """
    raised = ErrorLevel.RAISE
    return tree.sql(
        DIALECT, unsupported_level=raised, identify=identify, copy=copy, comments=comments
    )
