"""What of two vintages is compared: the key, the period and the measures, said by settings or seen in the data."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from warehouse.connection import quoted
from warehouse.sources.compare.pair import Pair, same, shown_key
from warehouse.sources.compare.settings import NO_PERIOD, Comparison

NUMBER = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER|DECIMAL|DOUBLE|FLOAT")
ADDED_UP = re.compile(rf"{NUMBER.pattern}|BOOLEAN")
OF_TRANSCRIBER = ("document", "url", "as_read", "basis", "caveat", "nature")
"""Columns about how a row was read, which differ from vintage to vintage as a matter of course."""
YEAR = "year"
JOINED = "FROM old AS o JOIN"
_DAYS = re.compile(r"DATE|TIMESTAMP")
_WHOLE = re.compile(r"U?(TINY|SMALL|BIG|HUGE)?INT|INTEGER")
_TIMES = r"\d{4}([-/ ]?(Q[1-4]|H[12]|S[12]|T[1-4]|M?[01]?\d|\d{4}))?"
_ROW = "\0"
_DAY = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True)
class Frame:
    """A pair with what is compared of it.

    Attributes:
        old: Columns of the older vintage and their types.
        new: Those of the newer one.
        key: Columns that identify a row in both; empty where there are none.
        is_said: Whether the key is that of settings or schema, and not only seen to be one.
        period: Column of the time that a row is of, or empty.
        period_sql: The period of a row, as SQL with a NUL for its alias.
        measures: Columns of numbers that both have.
    """

    pair: Pair
    settings: Comparison
    old: Mapping[str, str]
    new: Mapping[str, str]
    key: tuple[str, ...]
    is_said: bool
    period: str
    period_sql: str
    measures: tuple[str, ...]

    @property
    def common(self) -> tuple[str, ...]:
        """Columns of both vintages."""
        return tuple(name for name in self.old if name in self.new)

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns of the key without the period, else those of texts."""
        return tuple(name for name in self.key or self.texts if name != self.period)

    @property
    def texts(self) -> tuple[str, ...]:
        """Columns of texts that say what a row is of."""
        return tuple(
            name
            for name in self.common
            if self.new[name] == "VARCHAR" and name not in OF_TRANSCRIBER
        )

    @property
    def places(self) -> tuple[str, ...]:
        """Columns by which a cell is told: the period first, then the rest of the key."""
        return (self.period, *self.parts) if self.period in self.key else self.key

    def period_of(self, row: str) -> str:
        """Return the period of the rows of an alias, as SQL."""
        return self.period_sql.replace(_ROW, row) if self.period else "NULL"

    def both(self, *columns: str) -> str:
        """Return SQL for the rows that have a key in both vintages: the period, the key, and columns of either."""
        places = [f"o.{quoted(name)}" for name in self.places]
        pairs = [f"{row}.{quoted(name)}" for name in columns for row in ("o", "n")]
        chosen = ", ".join((f"{self.period_of('o')} AS p", *places, *pairs))
        return f"SELECT {chosen} {JOINED} new AS n ON {same(self.key)}"

    def cells(self, sql: str) -> list[tuple[str, str, object, object]]:
        """Return period, place, and the values of both vintages of the rows of a query that begins with `both`."""
        return [
            (shown_key(row[:1]), shown_key(row[1:-2]), row[-2], row[-1])
            for row in self.pair.rows(sql)
        ]


def frame_of(pair: Pair, settings: Comparison, key: Sequence[str]) -> Frame:
    """Return what is compared of a pair; `key` is the schema's."""
    old, new = pair.columns("old"), pair.columns("new")
    common = [name for name in old if name in new]
    said = tuple(settings.key or key)
    kept = said if all(n in common and _is_comparable(old[n], new[n]) for n in said) else ()
    period, period_sql = _period(pair, settings, kept, {name: old[name] for name in common})
    numbers = tuple(
        name
        for name in common
        if NUMBER.match(old[name]) and NUMBER.match(new[name]) and name not in (*said, period)
    )
    asked = (*settings.totals, *settings.newest_change_pct, *settings.cells_change_pct)
    chosen = {*settings.measures, *asked} if settings.measures else set(numbers)
    measures = tuple(n for n in numbers if n in chosen and (n in asked or not _is_year(pair, n)))
    seen = kept or _seen_key(
        pair, [n for n in common if old[n] == new[n] and n not in (*numbers, *OF_TRANSCRIBER)]
    )
    return Frame(pair, settings, old, new, seen, bool(kept), period, period_sql, measures)


def _is_comparable(old: str, new: str) -> bool:
    return old == new or bool(NUMBER.match(old) and NUMBER.match(new))


def _is_year(pair: Pair, name: str) -> bool:
    return pair.units.get(name, "") == YEAR


def _period(
    pair: Pair, settings: Comparison, key: Sequence[str], types: Mapping[str, str]
) -> tuple[str, str]:
    """Return the column of the period and the SQL of one; both empty where rows are of no time."""
    if settings.period:
        is_there = settings.period != NO_PERIOD and settings.period in types
        return (settings.period, f"{_ROW}.{quoted(settings.period)}") if is_there else ("", "")
    others = [name for name in types if name not in (*key, *OF_TRANSCRIBER)]
    by_unit = [name for name in (*key, *others) if _is_year(pair, name)]
    seen = key or others
    found = ((name, _time_sql(pair, name, types[name])) for name in (*by_unit, *seen))
    plain = ((name, f"{_ROW}.{quoted(name)}") for name in by_unit)
    return next((told for told in (*found, *plain) if told[1]), ("", ""))


def _time_sql(pair: Pair, name: str, kind: str) -> str:
    """Return SQL for the period of a row where all values of a column of the older vintage are times, else nothing."""
    column = quoted(name)
    if _DAYS.match(kind):
        return f"strftime({_ROW}.{column}, '%Y')"
    tests = {f"{_ROW}.{column}": f"{column} BETWEEN 1500 AND 2300"} if _WHOLE.match(kind) else {}
    if kind == "VARCHAR":
        tests = {
            f"left({_ROW}.{column}, 4)": f"regexp_full_match({column}, '{_DAY}')",
            f"{_ROW}.{column}": f"regexp_full_match({column}, '{_TIMES}')",
        }
    for sql, test in tests.items():
        if pair.rows(f"SELECT coalesce(bool_and({test}), false) FROM old")[0][0]:
            return sql
    return ""


def _seen_key(pair: Pair, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns that are no measures where no two rows of either vintage have the same values in them."""
    names = ", ".join(quoted(name) for name in columns)
    for view in ("old", "new"):
        if not names or pair.rows(
            f"SELECT 1 FROM {view} GROUP BY {names} HAVING count(*) > 1 LIMIT 1"
        ):
            return ()
    return tuple(columns)
