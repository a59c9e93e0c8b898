"""Settings of a table's comparison: what source.yaml may say of it, and whether its columns can be compared so.

A setting that compares nothing is refused where it is read, before there is a second vintage for it to fail at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from warehouse.definition_values import integer, number, text, texts
from warehouse.definitions import check_keys, mapping
from warehouse.errors import DefinitionError

NO_PERIOD = "none"
"""Said as `period` of a table whose rows are of no time."""
_SUPPRESSED = "_suppressed"
_ADDED_UP = ("whole", "decimal", "flag")


@dataclass(frozen=True)
class Comparison:
    """What a new vintage may change against the one before it, before a person must accept it.

    Attributes:
        key: Columns that identify a row over vintages; empty for the schema's unique key.
        rows_change_pct: Allowed change of the number of rows, in per cent.
        keys_removed: Allowed number of keys that vanish; None, which allows none, where the source says nothing.
        exempt: Old rows with these values may vanish (column -> value).
        categories: Columns whose set of values may not change.
        totals: Column -> allowed change, in per cent, of its sum over the keys of both vintages.
        period: Column of the time that a row is of; empty where it is to be found, `none` where there is none.
        measures: Columns of numbers that are compared; empty for every one that is no key and no year.
        movers: Columns by whose values the new period is taken apart; empty for those of the key.
        newest_change_pct: Column -> allowed change, in per cent, of a new period against the one before it.
        cells_change_pct: Column -> allowed change, in per cent, of any one past cell.
        keys_added: Allowed number of keys that come to periods of the past; None where that is only said.
        blanks_points: Allowed rise of the blank cells of a column, in percentage points.
    """

    key: tuple[str, ...] = ()
    rows_change_pct: float = 20.0
    keys_removed: int | None = None
    exempt: Mapping[str, Any] = field(default_factory=dict)
    categories: tuple[str, ...] = ()
    totals: Mapping[str, float] = field(default_factory=dict)
    period: str = ""
    measures: tuple[str, ...] = ()
    movers: tuple[str, ...] = ()
    newest_change_pct: Mapping[str, float] = field(default_factory=dict)
    cells_change_pct: Mapping[str, float] = field(default_factory=dict)
    keys_added: int | None = None
    blanks_points: float = 20.0

    @property
    def named(self) -> tuple[str, ...]:
        """Every column that is named, in the order of the settings."""
        period = (self.period,) if self.period not in ("", NO_PERIOD) else ()
        named = (*self.key, *self.exempt, *self.categories, *self.of_numbers, *period, *self.movers)
        return tuple(dict.fromkeys(named))

    @property
    def of_numbers(self) -> tuple[str, ...]:
        """Every column whose values are added up or measured."""
        named = (*self.totals, *self.measures, *self.newest_change_pct, *self.cells_change_pct)
        return tuple(dict.fromkeys(named))

    def needing_key(self) -> Iterator[str]:
        """Name the settings that are of rows with the same key, or of keys, and so say nothing without one."""
        if self.totals:
            yield "totals"
        if self.cells_change_pct:
            yield "cells_change_pct"
        if self.keys_removed is not None:
            yield "keys_removed"
        if self.keys_added is not None:
            yield "keys_added"
        if self.exempt and not self.categories:
            yield "exempt"


def parse_comparison(given: Mapping[str, Any], where: str) -> Comparison:
    """Return the settings of a table's `comparison`; raises DefinitionError for a key or value that is none of them."""
    check_keys(given, required=(), optional=[f.name for f in fields(Comparison)], where=where)

    def count(name: str) -> int | None:
        return integer(given, name, where) if name in given else None

    def limits(name: str) -> dict[str, float]:
        values = mapping(given.get(name), f"{where}, {name}")
        return {column: number(values, column, f"{where}, {name}") for column in values}

    return Comparison(
        key=texts(given, "key", where),
        rows_change_pct=number(given, "rows_change_pct", where, Comparison.rows_change_pct),
        keys_removed=count("keys_removed"),
        exempt=mapping(given.get("exempt"), f"{where}, exempt"),
        categories=texts(given, "categories", where),
        totals=limits("totals"),
        period=text(given, "period", where, ""),
        measures=texts(given, "measures", where),
        movers=texts(given, "movers", where),
        newest_change_pct=limits("newest_change_pct"),
        cells_change_pct=limits("cells_change_pct"),
        keys_added=count("keys_added"),
        blanks_points=number(given, "blanks_points", where, Comparison.blanks_points),
    )


def check_settings(
    settings: Comparison, key: tuple[str, ...], columns: Mapping[str, bool], where: str
) -> None:
    """Refuse settings that would compare nothing with these columns.

    Args:
        settings: What a source says.
        key: Columns that identify a row where the settings name none: those of the schema.
        columns: Each column that a table may have, and whether it holds numbers; personal ones are not among them.
        where: Place of the settings.

    Raises:
        DefinitionError: If a setting names no column, measures one without numbers, or needs a key and there is none of
            columns that are kept. What is not compared would pass in silence.
    """
    key = settings.key or key
    unknown = [name for name in settings.named if not _is_column(name, columns)]
    wordy = [name for name in settings.of_numbers if not columns.get(name, False)]
    keyed = " and ".join(settings.needing_key())
    lost = [name for name in key if name not in columns]
    if unknown:
        kind = "is no column" if len(unknown) == 1 else "are no columns"
        fact = f"names {', '.join(unknown)}, which {kind}; personal ones are not kept, nor compared"
    elif wordy:
        fact = f"has totals or changes of {', '.join(wordy)}, which holds no numbers"
    elif keyed and not key:
        fact = f"has {keyed}, and no key of the rows that they are over"
    elif keyed and lost:
        fact = f"has {keyed} over the key {', '.join(key)}, and {', '.join(lost)} is not kept"
    elif settings.newest_change_pct and settings.period == NO_PERIOD:
        fact = "has newest_change_pct, and says that there is no period"
    elif settings.period and settings.key == (settings.period,) and settings.movers:
        fact = f"has movers, and no more in its key than the period {settings.period}"
    else:
        return
    raise DefinitionError(
        f"`comparison` {fact}",
        where=where,
        expected=", ".join(columns),
        remedy="correct `comparison`, its `key` as well, with columns that are kept: "
        "what it names wrongly would not be compared",
    )


def inline_columns(schema: object) -> dict[str, bool] | None:
    """Return the kept columns of a schema written in source.yaml as `check_settings` takes them; None for any other.

    A schema that is wrong itself is refused where it is read.
    """
    columns = schema.get("columns") if isinstance(schema, Mapping) else None
    if not isinstance(columns, Mapping):
        return None
    said = {
        n: rules if isinstance(rules, Mapping) else {"type": rules} for n, rules in columns.items()
    }
    return {
        str(name): str(rules.get("type")).startswith(_ADDED_UP)
        for name, rules in said.items()
        if rules.get("personal") is not True
    }


def inline_key(schema: object) -> tuple[str, ...]:
    """Return the unique key of a schema written in source.yaml."""
    unique = schema.get("unique") if isinstance(schema, Mapping) else None
    return tuple(map(str, unique)) if isinstance(unique, list) else ()


def _is_column(name: str, columns: Mapping[str, bool]) -> bool:
    return name in columns or name.removesuffix(_SUPPRESSED) in columns
