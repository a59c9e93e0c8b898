"""The mentions of tables in a query: numbered, described, and renamed to their numbers."""

from __future__ import annotations

from dataclasses import dataclass

from sqlglot import exp

from rowlineage import declared_files, dialect, guards
from rowlineage.catalog import ConnectionCatalog
from rowlineage.ctes import is_cte
from rowlineage.declared import BY_ENGINE, DeclaredKeys, check_key
from rowlineage.errors import UnsupportedSQL
from rowlineage.own_words import mention_of
from rowlineage.parsing import parse


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
        row_id: The column that numbers its rows, `rowid` where the engine does.
        key: The columns that tell its rows.
    """

    id: str
    table: str
    relation: str
    alias: str
    line: int
    columns: tuple[tuple[str, str], ...]
    never_null: frozenset[str]
    row_id: str
    key: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the columns."""
        return tuple(name for name, _ in self.columns)

    @property
    def number(self) -> int:
        """The occurrence's number, counted from 1."""
        return int(self.id[1:])


def upstream_tables(sql: str, model: str = "") -> list[str]:
    """Return the tables that a query reads, each once, in the order of the text.

    Raises:
        UnsupportedSQL: The text is not one SELECT.
    """
    tree = parse(sql, model)
    names = [_dotted(t) for t in _by_position(tree) if isinstance(t.this, exp.Identifier)]
    return list(dict.fromkeys(names))


@dataclass(frozen=True)
class _Table:
    columns: tuple[tuple[str, str], ...]
    never_null: frozenset[str]


def number(
    tree: exp.Query, catalog: ConnectionCatalog, ids: DeclaredKeys, model: str
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
        name = table.meta.get(declared_files.NAME) or _dotted(table)
        told = ids.of(name, columns)
        if told is None:
            construct = f"table {name} without an integer column {ids.column}"
            remedy = (
                f"give every table a {ids.column} BIGINT that is unique and not null, or say what tells its rows: "
                "Lineage(connection, keys={table: columns})"
            )
            raise UnsupportedSQL(construct, model=model, line=line, remedy=remedy)
        if told[0] == BY_ENGINE and not ids.is_content(name):
            check_key(catalog.con, relation, name, told[1])
        occurrence, alias = f"o{len(found) + 1}", table.alias or table.name
        never_null = known[relation].never_null
        found[occurrence] = Occurrence(
            occurrence, name, relation, alias, line, columns, never_null, *told
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


def _by_position(tree: exp.Expr) -> list[exp.Table]:
    """Return the mentions of tables that are no common table expressions, in the order of the text."""
    tables = [t for t in tree.find_all(exp.Table) if not is_cte(t)]
    return sorted(tables, key=lambda t: (_start(t), t.name))


def _start(table: exp.Table) -> int:
    place = mention_of(table)
    while place is not None and place.source.place is not None:
        place = place.source.place  # where the view is named that reads it
    if place is not None:
        return place.start
    return int(table.this.meta.get("start", 0)) if isinstance(table.this, exp.Expr) else 0


def _dotted(table: exp.Table) -> str:
    return ".".join(part.name for part in table.parts)
