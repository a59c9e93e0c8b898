"""An author's SELECT, parsed and resolved: every column qualified, every table occurrence numbered, every alias unique.

What is done here keeps the meaning of the query as it is; what lineage adds to it is in the `rewrite_*` modules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.qualify import qualify

from rowlineage import (
    aliased_columns,
    clock_names,
    declared_files,
    desugar,
    dialect,
    guards,
    macros,
    misread_clocks,
    nested_joins,
    output_names,
    pivots,
    positional,
    row_functions,
    set_orders,
    star_columns,
    using,
    views,
    whole_rows,
)
from rowlineage.by_row_id import ComparedRowIds, compared, note_natural
from rowlineage.catalog import ConnectionCatalog, select_columns
from rowlineage.ctes import inline
from rowlineage.declared import DeclaredKeys
from rowlineage.errors import RejectedSQL, UnsupportedSQL
from rowlineage.execution import accepted, check_one_select, understood
from rowlineage.occurrences import Occurrence, number, upstream_tables
from rowlineage.own_words import (
    NotedMentions,
    OwnWords,
    SourceText,
    note_mentions,
    own_words,
    statement,
)
from rowlineage.parsing import parse
from rowlineage.run_text import RunText, as_it_is
from rowlineage.scopes import short_names, unique_aliases

_QUOTED = re.compile(r'"([^"]*)"')

__all__ = ["Query", "resolve", "still_valid", "upstream_tables"]


@dataclass
class Query:
    """A resolved SELECT.

    Attributes:
        run: The author's text, as it is run.
        model: Name for messages.
        tree: The resolved query; its tables are named after their occurrences.
        columns: Names and types of the result, as the engine states them.
        occurrences: The upstream tables, by occurrence.
        words: The author's text, in which its tables can be exchanged.
        shared: Common table expressions that are mentioned more than once, by unique name.
        by_row_id: Where it compares row ids without naming them.
        is_lasting: Whether it means the same as long as its result and its tables have the same columns: it reads no
            view, calls no macro, and no clock.
        kept: Temporary tables with the rows of files that it reads.
        is_positional: Whether the place of a row in its table counts, in a POSITIONAL JOIN.
    """

    run: RunText
    model: str
    tree: exp.Query
    columns: list[tuple[str, str]]
    occurrences: dict[str, Occurrence]
    words: OwnWords
    shared: dict[str, exp.Query] = field(default_factory=dict)
    by_row_id: tuple[ComparedRowIds, ...] = ()
    is_lasting: bool = True
    is_positional: bool = False
    kept: list[str] = field(default_factory=list)

    @property
    def sql(self) -> str:
        """The author's text, as it is run."""
        return self.run.text


def resolve(
    catalog: ConnectionCatalog, sql: str | RunText, row_id: str | DeclaredKeys, model: str = ""
) -> Query:
    """Parse, check and qualify an author's query.

    Args:
        catalog: The connection on which the query's tables live.
        sql: The author's text; with clocks and parameters in it only as a `RunText`.
        row_id: The tables' row-id column, or what else tells their rows.
        model: Name for messages.

    Raises:
        RejectedSQL: DuckDB does not accept it.
        UnsupportedSQL: The query holds something that lineage does not understand.
    """
    text = sql if isinstance(sql, RunText) else as_it_is(sql, model)
    ids = row_id if isinstance(row_id, DeclaredKeys) else DeclaredKeys(row_id)
    with understood(text.text, model):
        return _resolved(catalog, text, ids, model)


def _resolved(catalog: ConnectionCatalog, run: RunText, ids: DeclaredKeys, model: str) -> Query:
    sql = run.text
    try:
        parsed = parse(sql, model)
    except UnsupportedSQL:
        misread_clocks.refuse(catalog, run, model)
        raise
    source = SourceText(statement(sql))
    notes = note_mentions(parsed, source)
    short_names(parsed)
    kept = declared_files.keep(parsed, catalog, ids) if ids.sources else []
    try:
        return _of_tables(catalog, run, ids, model, parsed, notes, source, kept)
    except Exception:
        declared_files.drop(catalog.con, kept)
        raise


def _of_tables(
    catalog: ConnectionCatalog,
    run: RunText,
    ids: DeclaredKeys,
    model: str,
    parsed: exp.Query | exp.Pivot,
    notes: NotedMentions,
    source: SourceText,
    kept: list[str],
) -> Query:
    """Return a parsed query, resolved; all that it reads is a table or view."""
    # A PIVOT may take its columns from the data.
    is_lasting = not run.shown and not kept and parsed.find(exp.Pivot) is None
    is_lasting &= not _written_out(parsed, catalog, ids, model)
    guards.check(parsed, catalog, model)
    columns = _described_by_engine(catalog, run, model)
    tree = pivots.expand(parsed, catalog, model)
    edits = notes.edits()
    star_columns.expand(tree, catalog, model)
    aliased_columns.as_derived_tables(tree)
    desugar.before_names_are_known(tree)
    using.note_joins(tree, model)
    note_natural(tree)
    occurrences = number(tree, catalog, ids, model)
    words = own_words(source, tree, occurrences, edits)
    schema: dict[str, object] = {
        o.id: dict.fromkeys(o.names, "UNKNOWN") for o in occurrences.values()
    }
    tree = _qualified(tree, schema, model)
    read = (column for o in occurrences.values() for column in o.columns)
    clock_names.refuse_columns(run.shown, read, tree, model)
    using.compare_merged(tree)
    set_orders.by_columns_of_the_result(tree, model)
    by_row_id = compared(tree, ids.column)
    names = {o.id: o.names for o in occurrences.values()}
    row_functions.resolve_arguments(tree, names)
    whole_rows.as_structures(tree, names, model)
    guards.check_resolved(tree, model)
    guards.check_width(tree, len(columns), model)
    unique_aliases(tree)
    nested_joins.as_derived_tables(tree)
    is_positional = positional.as_full_joins(tree, model)
    tree = desugar.apply(tree, catalog.aggregates, model)
    tree, shared = inline(tree)
    return Query(
        run,
        model,
        tree,
        columns,
        occurrences,
        words,
        shared,
        by_row_id,
        is_lasting,
        is_positional,
        kept,
    )


def _written_out(
    parsed: exp.Expr, catalog: ConnectionCatalog, ids: DeclaredKeys, model: str
) -> bool:
    """Write out views and macros, of which each may stand in the other; return whether there were any."""
    found = views.expand(parsed, catalog, parse, ids.column, model)
    while macros.expand(parsed, catalog, parse, model):
        found = True
        if not views.expand(parsed, catalog, parse, ids.column, model):
            break
    return found


def _qualified(tree: exp.Query, schema: dict[str, object], model: str) -> exp.Query:
    """Return a query with every column under its table's name, and every output column of a SELECT under its own."""
    while True:
        failure: SqlglotError | None = None
        try:
            tree = qualify(
                tree, schema=schema, dialect=dialect.DIALECT, validate_qualify_columns=False
            )
        except SqlglotError as error:
            failure = error
        # What reads columns of one name can be resolved only when each has its own.
        if output_names.make_unique(tree):
            continue
        if failure is not None:
            raise UnsupportedSQL(f"what cannot be resolved ({failure})", model=model) from failure
        output_names.as_aliases(tree)
        return tree


def _described_by_engine(
    catalog: ConnectionCatalog, run: RunText, model: str
) -> list[tuple[str, str]]:
    try:
        check_one_select(catalog.con, run.text, model)
        with accepted(model):
            return _described_result(catalog, run)
    except RejectedSQL:
        misread_clocks.refuse(catalog, run, model)
        raise


def _described_result(catalog: ConnectionCatalog, run: RunText) -> list[tuple[str, str]]:
    """Return names and types of a query's result; of columns of one name, as a table of them would name them."""
    return _as_shown(catalog, run, catalog.describe(statement(run.text)))


def _columns_today(catalog: ConnectionCatalog, run: RunText) -> list[tuple[str, str]]:
    """Return the same of a query that is known to be a SELECT without a PIVOT."""
    return _as_shown(catalog, run, select_columns(catalog.con, statement(run.text)))


def _as_shown(
    catalog: ConnectionCatalog, run: RunText, columns: list[tuple[str, str]]
) -> list[tuple[str, str]]:
    shown = [name for name, _ in columns]
    if run.named != run.text:
        shown = catalog.names(statement(run.named), run.parameters)
    names = output_names.unique(shown)
    return [(name, kind) for name, (_, kind) in zip(names, columns, strict=True)]


def _mentions(query: Query) -> set[str]:
    """Return all words of a query's text and all names of its tables, in small letters."""
    tables = [o.table.lower() for o in query.occurrences.values()]
    whole = {table.strip('"').replace('""', '"') for table in tables}
    return {
        *re.findall(r"\w+", query.run.text.lower()),
        *whole,
        *_QUOTED.findall(query.run.text.lower()),
    }


def still_valid(
    query: Query, catalog: ConnectionCatalog, relied: frozenset[tuple[str, str]]
) -> bool:
    """Say whether a query resolved before means the same today.

    Its result and its tables have the same columns, no view has come between, and the columns of occurrences that
    what was made of it relies on for that hold no NULL yet.
    """
    if not query.is_lasting or _columns_today(catalog, query.run) != query.columns:
        return False
    between = frozenset() if catalog.is_closed else catalog.view_names() | catalog.macros.keys()
    if between & _mentions(query):
        return False
    seen = {o.relation: o for o in query.occurrences.values()}
    asked: dict[str, set[str]] = {}
    for occurrence, column in relied:
        asked.setdefault(query.occurrences[occurrence].relation, set()).add(column)
    return all(
        tuple(catalog.columns(relation)) == o.columns for relation, o in seen.items()
    ) and all(
        catalog.never_null(relation, sorted(columns)) == columns
        for relation, columns in asked.items()
    )
