"""SQL models: one SELECT a file, with a YAML comment as its head, and the tables that it reads.

Finding, parsing and ordering models. Running them belongs to `build`, tracing their rows to `lineage`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from rowlineage.ctes import is_cte
from warehouse.chart import ChartHead, chart_head
from warehouse.definition_values import MOST_DECIMALS, integer, text, texts
from warehouse.definitions import check_keys, mapping, parse_yaml
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_name
from warehouse.listing import listed
from warehouse.project import Project

LAYERS = ("core", "stat", "report", "checks")
PREFIXES = {"core": "core_", "stat": "stat_", "report": "table_", "checks": "check_"}
_HEAD = re.compile(r"\s*/\*(.*?)\*/", re.DOTALL)


@dataclass(frozen=True)
class Column:
    """A column of a model as readers see it: title, unit, and the decimals that are published."""

    name: str
    title: str
    unit: str = ""
    decimals: int | None = None


PRINT = "print"


@dataclass(frozen=True)
class Model:
    """One SQL model.

    Attributes:
        name: Table name in the warehouse, e.g. `table_01_displacement`.
        layer: `core`, `stat`, `report` or `checks`.
        sql: The author's text, head included, as it stands in the file.
        key: Columns that identify a row; empty for checks.
        upstream: Names of the tables that the SELECT reads, sorted.
        lineage: `eager` keeps evidence at build time, `lazy` traces on demand.
        chart: The chart that the table wants; None for most.
        on: For a check: the table that it blocks.
        rule: For a check: what must hold, in words.
        remedy: For a check: what to do about an offending row.
        severity: For a check: `error` or `warning`.
        holds_to: For a check: `print` where it holds data to what was published with them. A newer vintage tells of a
            restatement then, and holds no trial up.
    """

    name: str
    layer: str
    path: Path
    where: str
    sql: str
    title: str
    upstream: tuple[str, ...]
    unit: str = ""
    key: tuple[str, ...] = ()
    columns: Mapping[str, Column] | None = None
    notes: tuple[str, ...] = ()
    lineage: str = "eager"
    chart: ChartHead | None = None
    on: str = ""
    rule: str = ""
    remedy: str = ""
    severity: str = "error"
    holds_to: str = ""

    @property
    def number(self) -> int | None:
        """The number of a report table, from its name."""
        match = re.match(r"table_(\d+)_", self.name)
        return int(match.group(1)) if match else None


def load_models(project: Project) -> dict[str, Model]:
    """Return all models by name, each parsed; raises DefinitionError for the first that is wrong."""
    models: dict[str, Model] = {}
    for layer in LAYERS:
        for path in listed(project.models / layer, ".sql"):
            model = parse_model(path.read_text(encoding="utf-8"), path, layer, project.shown(path))
            if model.name in models:
                raise DefinitionError(f"model {model.name} exists twice", where=model.where)
            models[model.name] = model
    return models


@lru_cache(maxsize=1024)
def parse_model(sql: str, path: Path, layer: str, where: str) -> Model:
    """Return the model in an SQL text.

    Raises:
        DefinitionError: If the name does not fit its layer, the head is wrong, or the text is not one SELECT.
    """
    name = path.stem
    check_name("model", name, where)
    if not name.startswith(PREFIXES[layer]):
        raise DefinitionError(
            f"model {name!r} in {layer}", where=where, expected=f"{PREFIXES[layer]}<topic>.sql"
        )
    match = _HEAD.match(sql)
    if match is None:
        raise DefinitionError(
            "the head is missing", where=where, expected="/* title: ... key: [...] */ SELECT ..."
        )
    head = parse_yaml(match.group(1), where)
    fields = _check_head(head, where) if layer == "checks" else _table_head(head, layer, where)
    upstream = upstream_tables(parse_select(sql, where), where)
    return Model(
        name=name, layer=layer, path=path, where=where, sql=sql, upstream=upstream, **fields
    )


@lru_cache(maxsize=1024)
def parse_select(sql: str, where: str) -> exp.Query:
    """Return the syntax tree of an SQL text that is exactly one SELECT (or set operation of SELECTs).

    The tree is shared between callers: copy it before changing it.
    """
    try:
        statements = [s for s in sqlglot.parse(sql, dialect="duckdb") if s is not None]
    except sqlglot.errors.SqlglotError as error:
        raise DefinitionError(
            f"not readable as SQL: {str(error).splitlines()[0]}", where=where
        ) from error
    if len(statements) != 1 or not isinstance(statements[0], exp.Query):
        raise DefinitionError(
            "not one SELECT", where=where, expected="one SELECT a file, nothing else"
        )
    return statements[0]


def upstream_tables(query: exp.Query, where: str) -> tuple[str, ...]:
    """Return the names of the tables that a query reads, sorted; a CTE hides a table only where it is seen itself."""
    names = set()
    for table in query.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier):
            raise DefinitionError(
                f"reads from {table.this.sql('duckdb')[:60]}",
                where=where,
                expected="the name of a raw table or a model",
                remedy="register the file as a source",
            )
        if table.db or table.catalog:
            raise DefinitionError(
                f"table {table.sql('duckdb')}", where=where, expected="a name without a schema"
            )
        if not is_cte(table) and not _recurs(table):
            names.add(table.name)
    return tuple(sorted(names))


def _recurs(table: exp.Table) -> bool:
    """Say whether a mention of a table stands in the recursive CTE of its name."""
    cte = table.find_ancestor(exp.CTE)
    while cte is not None and cte.alias.lower() != table.name.lower():
        cte = cte.find_ancestor(exp.CTE)
    return cte is not None and bool(cte.parent and cte.parent.args.get("recursive"))


def in_order(models: Mapping[str, Model], names: Iterable[str] | None = None) -> list[Model]:
    """Return models so that each stands after those it reads; with names, only these and their ancestors.

    Raises:
        DefinitionError: If models read each other in a circle.
    """
    wanted = _with_ancestors(models, models if names is None else names)
    graph = {name: [u for u in models[name].upstream if u in models] for name in sorted(wanted)}
    try:
        return [models[name] for name in TopologicalSorter(graph).static_order()]
    except CycleError as error:
        raise DefinitionError(f"models read each other: {' -> '.join(error.args[1])}") from error


def raw_inputs(models: Mapping[str, Model], name: str) -> set[str]:
    """Return the tables without a model (raw tables) that a model rests on, at any depth."""
    found: set[str] = set()
    for ancestor in _with_ancestors(models, [name]):
        found.update(u for u in models[ancestor].upstream if u not in models)
    return found


def _with_ancestors(models: Mapping[str, Model], names: Iterable[str]) -> set[str]:
    reached: set[str] = set()
    waiting = [name for name in names if name in models]
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(u for u in models[name].upstream if u in models)
    return reached


def _table_head(head: dict[str, Any], layer: str, where: str) -> dict[str, Any]:
    optional = {"unit", "columns", "notes", "lineage", *(["chart"] if layer == "report" else [])}
    check_keys(head, required={"title", "key"}, optional=optional, where=where)
    columns = {k: _column(k, v, where) for k, v in mapping(head.get("columns"), where).items()}
    lineage = text(head, "lineage", where, "eager")
    if lineage not in ("eager", "lazy"):
        raise DefinitionError(f"lineage {lineage!r}", where=where, expected="eager | lazy")
    return {
        "title": text(head, "title", where),
        "key": texts(head, "key", where),
        "unit": text(head, "unit", where, ""),
        "columns": columns or None,
        "notes": texts(head, "notes", where),
        "lineage": lineage,
        "chart": chart_head(
            head.get("chart"), {name: column.decimals for name, column in columns.items()}, where
        ),
    }


def _check_head(head: dict[str, Any], where: str) -> dict[str, Any]:
    check_keys(
        head,
        required={"title", "on", "rule", "remedy"},
        optional={"severity", "notes", "holds_to"},
        where=where,
    )
    holds_to = text(head, "holds_to", where, "")
    if holds_to not in ("", PRINT):
        raise DefinitionError(f"holds_to {holds_to!r}", where=where, expected=PRINT)
    severity = text(head, "severity", where, "error")
    if severity not in ("error", "warning"):
        raise DefinitionError(f"severity {severity!r}", where=where, expected="error | warning")
    said = {key: text(head, key, where).strip() for key in ("title", "on", "rule", "remedy")}
    return {**said, "severity": severity, "holds_to": holds_to}


def _column(name: str, given: object, where: str) -> Column:
    place = f"{where}, column {name}"
    values = mapping(given, place)
    check_keys(values, required={"title"}, optional={"unit", "decimals"}, where=place)
    rounded = values.get("decimals") is not None
    decimals = integer(values, "decimals", place, most=MOST_DECIMALS) if rounded else None
    return Column(name, text(values, "title", place), text(values, "unit", place, ""), decimals)
