"""An author's SELECT, parsed and resolved: every column qualified, every table occurrence numbered, every alias unique.

What is done here keeps the meaning of the query as it is; what lineage adds to it is in the `rewrite_*` modules.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
from sqlglot import TokenType, exp
from sqlglot.errors import ParseError, SqlglotError
from sqlglot.optimizer.qualify import qualify

from rowlineage import depth, desugar, dialect, guards, nested_joins, pivots, using, whole_rows
from rowlineage.catalog import ROW_ID_TYPES, ConnectionCatalog
from rowlineage.ctes import inline, is_cte
from rowlineage.errors import UnsupportedSQL
from rowlineage.execution import rejected, understood
from rowlineage.own_words import OwnWords, note_mentions, own_words, statement
from rowlineage.scopes import short_names, unique_aliases

SET_WORDS = (TokenType.UNION, TokenType.EXCEPT, TokenType.INTERSECT)


@dataclass(frozen=True)
class Occurrence:
    """One mention of an upstream table.

    Attributes:
        id: `o1`, `o2`, ... in the order of the text.
        table: The table's name as the author wrote it, without alias.
        relation: The table as a quoted SQL expression.
        alias: The name by which the query calls it.
        line: Line of the SQL text.
        columns: Its columns and their types, in the table's order.
        never_null: Columns, in small letters, that are known to hold no NULL.
    """

    id: str
    table: str
    relation: str
    alias: str
    line: int
    columns: tuple[tuple[str, str], ...]
    never_null: frozenset[str]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(name for name, _ in self.columns)

    @property
    def number(self) -> int:
        """The occurrence's number, counted from 1."""
        return int(self.id[1:])


@dataclass
class Query:
    """A resolved SELECT.

    Attributes:
        sql: The author's text.
        model: Name for messages.
        tree: The resolved query; its tables are named after their occurrences.
        columns: Names and types of the result, as the engine states them.
        occurrences: The upstream tables, by occurrence.
        words: The author's text, in which its tables can be exchanged.
        shared: Common table expressions that are mentioned more than once, by unique name.
    """

    sql: str
    model: str
    tree: exp.Query
    columns: list[tuple[str, str]]
    occurrences: dict[str, Occurrence]
    words: OwnWords
    shared: dict[str, exp.Query] = field(default_factory=dict)


def upstream_tables(sql: str, model: str = "") -> list[str]:
    """Return the tables that a query reads, each once, in the order of the text.

    Raises:
        UnsupportedSQL: The text is not one SELECT.
    """
    tree = parse(sql, model)
    names = [_dotted(t) for t in _by_position(tree) if isinstance(t.this, exp.Identifier)]
    return list(dict.fromkeys(names))


def parse(sql: str, model: str = "") -> exp.Query | exp.Pivot:
    """Return the syntax tree of one SELECT, PIVOT or UNPIVOT statement."""
    try:
        statements = dialect.parse(sql)
    except ParseError as error:
        told = error.errors[0] if error.errors else {}
        construct = f"what cannot be parsed ({told.get('description') or error})"
        line = int(told.get("line") or 0)
        raise UnsupportedSQL(construct, model=model, line=line) from error
    except SqlglotError as error:
        raise UnsupportedSQL(f"what cannot be parsed ({error})", model=model) from error
    # What follows the last semicolon may be a comment, which comes as a statement of its own.
    trees = [s for s in statements if s is not None and not isinstance(s, exp.Semicolon)]
    if len(trees) != 1 or not isinstance(trees[0], exp.Query | exp.Pivot):
        line = guards.line_of(trees[0]) if trees else 0
        words = f" ({trees[0].key.upper()})" if len(trees) == 1 else ""
        raise UnsupportedSQL(f"anything but a single SELECT{words}", model=model, line=line)
    _set_lines(trees[0], sql)
    tree = depth.balance(trees[0], model)
    assert isinstance(tree, exp.Query | exp.Pivot)  # noqa: S101 - a chain of queries is one
    return tree


def _set_lines(tree: exp.Expr, sql: str) -> None:
    """Give set operations the lines of their words, which the parser drops."""
    words = [t for t in dialect.tokens(sql) if t.token_type in SET_WORDS]
    found = sorted(tree.find_all(exp.SetOperation), key=lambda o: _first(o.expression))
    if len(found) == len(words):
        for operation, word in zip(found, words, strict=True):
            operation.meta["line"] = word.line


def _first(node: exp.Expr) -> int:
    return min((int(n.meta["start"]) for n in node.walk() if "start" in n.meta), default=0)


def resolve(catalog: ConnectionCatalog, sql: str, row_id: str, model: str = "") -> Query:
    """Parse, check and qualify an author's query.

    Raises:
        RejectedSQL: DuckDB does not accept it.
        UnsupportedSQL: The query holds something that lineage does not understand.
    """
    with understood(sql, model):
        return _resolved(catalog, sql, row_id, model)


def _resolved(catalog: ConnectionCatalog, sql: str, row_id: str, model: str) -> Query:
    parsed = parse(sql, model)
    guards.check(parsed, catalog, model)
    columns = _described_by_engine(catalog, sql, model)
    note_mentions(parsed)
    tree = pivots.expand(parsed, catalog, model)
    short_names(tree)
    desugar.before_names_are_known(tree)
    using.note_joins(tree, model)
    occurrences = _number(tree, catalog, row_id, model)
    words = own_words(sql, tree, occurrences)
    schema: dict[str, object] = {
        o.id: dict.fromkeys(o.names, "UNKNOWN") for o in occurrences.values()
    }
    try:
        tree = qualify(tree, schema=schema, dialect=dialect.DIALECT, validate_qualify_columns=False)
    except SqlglotError as error:
        raise UnsupportedSQL(f"what cannot be resolved ({error})", model=model) from error
    using.compare_merged(tree)
    names = {o.id: o.names for o in occurrences.values()}
    whole_rows.as_structures(tree, names, model)
    guards.check_resolved(tree, model)
    guards.check_width(tree, len(columns), model)
    unique_aliases(tree)
    nested_joins.as_derived_tables(tree)
    tree = desugar.apply(tree, catalog.aggregates, model)
    tree, shared = inline(tree)
    return Query(sql, model, tree, columns, occurrences, words, shared)


def _described_by_engine(catalog: ConnectionCatalog, sql: str, model: str) -> list[tuple[str, str]]:
    try:
        return catalog.describe(statement(sql))
    except duckdb.Error as error:
        raise rejected(error, model) from error


def _by_position(tree: exp.Expr) -> list[exp.Table]:
    """Return the mentions of tables that are no common table expressions, in the order of the text."""
    tables = [t for t in tree.find_all(exp.Table) if not is_cte(t)]
    return sorted(tables, key=lambda t: (_start(t), t.name))


def _start(table: exp.Table) -> int:
    return int(table.this.meta.get("start", 0)) if isinstance(table.this, exp.Expr) else 0


def _dotted(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts)


@dataclass(frozen=True)
class _Table:
    columns: tuple[tuple[str, str], ...]
    never_null: frozenset[str]


def _number(
    tree: exp.Query, catalog: ConnectionCatalog, row_id: str, model: str
) -> dict[str, Occurrence]:
    """Rename every mention of a table to its occurrence, keeping the name as alias."""
    found: dict[str, Occurrence] = {}
    known: dict[str, _Table] = {}
    named = _named(tree)
    for table in _by_position(tree):
        if not isinstance(table.this, exp.Identifier):
            continue
        relation = _relation(table)
        if relation not in known:
            known[relation] = _described(catalog, relation, named)
        line, columns = guards.line_of(table), known[relation].columns
        types = {name.lower(): kind for name, kind in columns}
        if types.get(row_id.lower()) not in ROW_ID_TYPES:
            construct = f"table {_dotted(table)} without an integer column {row_id}"
            remedy = f"give every table a {row_id} BIGINT that is unique and not null"
            raise UnsupportedSQL(construct, model=model, line=line, remedy=remedy)
        occurrence, alias = f"o{len(found) + 1}", table.alias or table.name
        never_null = known[relation].never_null
        found[occurrence] = Occurrence(
            occurrence, _dotted(table), relation, alias, line, columns, never_null
        )
        _rename(table, occurrence)
    return found


def _relation(table: exp.Table) -> str:
    bare = exp.Table(
        this=table.this.copy(), db=table.args.get("db"), catalog=table.args.get("catalog")
    )
    return dialect.text(bare, identify=True)


def _named(tree: exp.Expr) -> frozenset[str] | None:
    """Return the names of columns that a query mentions, in small letters; None where a star stands for others."""
    if any(not isinstance(star.parent, exp.Count) for star in tree.find_all(exp.Star)):
        return None
    return frozenset(column.name.lower() for column in tree.find_all(exp.Column))


def _described(catalog: ConnectionCatalog, relation: str, named: frozenset[str] | None) -> _Table:
    """Return a table's columns, and which of those that the query names are known to hold no NULL."""
    columns = catalog.columns(relation)
    asked = [name for name, _ in columns if named is None or name.lower() in named]
    return _Table(tuple(columns), catalog.never_null(relation, asked))


def _rename(table: exp.Table, occurrence: str) -> None:
    if not table.alias:
        table.set("alias", exp.TableAlias(this=exp.to_identifier(table.name)))
    table.set("this", exp.to_identifier(occurrence))
    table.set("db", None)
    table.set("catalog", None)


def still_valid(query: Query, catalog: ConnectionCatalog) -> bool:
    """Say whether a query resolved before means the same today: its result and its tables have the same columns."""
    if catalog.describe(query.sql) != query.columns:
        return False
    seen = {o.relation: o for o in query.occurrences.values()}
    return all(
        tuple(catalog.columns(relation)) == o.columns
        and catalog.never_null(relation, sorted(o.never_null)) == o.never_null
        for relation, o in seen.items()
    )
