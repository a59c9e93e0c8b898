"""Releases of a statistical office as they come: a table of people by year, origin and asylum, and what is done to it.

The numbers are made up; the shapes are those of real releases: a past that is restated in many small cells, a new year,
rows of a half-year, years that were halved by mistake.
"""

import random
from dataclasses import dataclass, field, replace

MEASURES = ("refugees", "asylum_seekers", "stateless")
COLUMNS = ("year", "origin", "asylum", *MEASURES)
KEY = ("year", "origin", "asylum")
FIRST, LAST = 2012, 2023
ASYLUM = tuple(f"A{number:02d}" for number in range(12))
ORIGIN = tuple(f"O{number:02d}" for number in range(9))


@dataclass(frozen=True)
class Release:
    """A release: (year, origin, asylum) -> what it says of each measure, blanks as None."""

    cells: dict = field(default_factory=dict)
    columns: tuple = COLUMNS

    def changed(self, measure, change, **where):
        """Return the release with the cells of a measure changed in the rows that have some values in their key."""
        at = MEASURES.index(measure)
        cells = {}
        for key, row in self.cells.items():
            is_there = all(dict(zip(KEY, key, strict=True))[n] == v for n, v in where.items())
            new = change(row[at]) if is_there and row[at] is not None else row[at]
            cells[key] = (*row[:at], new, *row[at + 1 :])
        return replace(self, cells=cells)

    def where(self, keeps):
        """Return the release with those rows only whose key is kept."""
        return replace(self, cells={key: row for key, row in self.cells.items() if keeps(*key)})

    def renamed(self, names):
        """Return the release with its keys put in place of others."""
        return replace(
            self,
            cells={
                tuple(names.get(part, part) for part in key): row for key, row in self.cells.items()
            },
        )

    def without(self, column):
        """Return the release without a column."""
        return replace(self, columns=tuple(name for name in self.columns if name != column))

    def sql(self):
        """Return the release as a SELECT."""
        rows = ", ".join(
            f"({key[0]}, '{key[1]}', '{key[2]}', "
            + ", ".join("NULL::BIGINT" if c is None else str(c) for c in row)
            + ")"
            for key, row in sorted(self.cells.items())
        )
        return f"SELECT {', '.join(self.columns)} FROM (VALUES {rows}) AS t({', '.join(COLUMNS)})"


def history(seed=1, last=LAST):
    """Return a release of all years up to the last, in which populations move by a few per cent a year."""
    dice = random.Random(seed)
    cells = {}
    for origin in ORIGIN:
        for asylum in ASYLUM:
            if dice.random() < 0.2:
                continue
            row = [int(10 ** dice.uniform(1.5, 6)) for _ in MEASURES]
            for year in range(FIRST, LAST + 2):
                row = [max(int(cell * dice.uniform(0.93, 1.12)), 5) for cell in row]
                if year <= last:
                    cells[(year, origin, asylum)] = tuple(row)
    return Release(cells)


def restated(release, seed=2, share=0.3, by=0.02):
    """Return a release with many cells of its past changed a little, as offices do every year."""
    dice = random.Random(seed)
    cells = {
        key: tuple(
            max(round(cell * dice.uniform(1 - by, 1 + by)), 0) if dice.random() < share else cell
            for cell in row
        )
        for key, row in release.cells.items()
    }
    return replace(release, cells=cells)


def good(seed=1):
    """Return a release and the next one, a good one: one more year, and a past that is restated a little."""
    before = history(seed)
    after = history(seed, LAST + 1)
    past = restated(before, seed + 1)
    return before, replace(after, cells={**after.cells, **past.cells})


def largest(release, measure, year):
    """Return the keys of a year by a measure, the largest first."""
    at = MEASURES.index(measure)
    keys = [key for key in release.cells if key[0] == year]
    return sorted(keys, key=lambda key: -release.cells[key][at])
