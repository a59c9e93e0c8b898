"""The catalogue: `report/figures.yaml`, one entry for every published figure.

Reading and checking of entries. Finding a figure's value in the tables belongs to `resolve`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from report.figures.recheck import parse_recheck
from report.figures.rounding import MODES, SCALES
from report.figures.wordings import Wording, parse_wordings
from warehouse.definition_values import MOST_DECIMALS, choice, flag, integer, text, texts
from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_id
from warehouse.project import Project

YEAR, PREVIOUS_YEAR = "$year", "$previous_year"
_REQUIRED = {"id", "label", "table", "key", "column", "unit"}
_TEXTS = (
    "id",
    "label",
    "table",
    "column",
    "unit",
    "scale",
    "rounding",
    "display",
    "period",
    "note",
    "recheck",
    "series",
    "rounded_to",
)


@dataclass(frozen=True)
class Figure:
    """One published value: a cell of a table, with its label, unit, precision and wording.

    Attributes:
        id: Stable name of the figure.
        key: Column -> value of the row; `$year` and `$previous_year` stand for the edition's.
        decimals: Places after the point once divided by `scale`.
        display: Wording with `{value}` where the number stands.
        terms: Words that texts use for what is counted.
        period: Reference period in words; `$year` stands for the edition's.
        place: Names of the place that the figure is of; empty for the whole that the report is about.
        series: Column of the key that tells one reference period from another; by default the one with `$year`.
        rounded_to: Column that holds what the source rounded the value to, or that number; empty where it is exact.
        explains: Words that texts say beside it and that narrow nothing (`war` of the displaced).
        is_change: Whether it says by how much something changed, not how much there is.
        recheck: How the value is added up again from its raw rows (see `report.figures.recheck`); empty for none.
        wordings: Further ways to say it, by name (see `report.figures.wordings`).
        coverage: Columns with the counts of what was covered and of what there is, where a value may be of a part.
    """

    id: str
    label: str
    table: str
    key: Mapping[str, Any]
    column: str
    unit: str
    decimals: int = 0
    scale: str = "one"
    rounding: str = "half_up"
    display: str = "{value}"
    terms: tuple[str, ...] = ()
    period: str = ""
    note: str = ""
    recheck: str = ""
    place: tuple[str, ...] = ()
    series: str = ""
    rounded_to: str = ""
    coverage: tuple[str, ...] = ()
    explains: tuple[str, ...] = ()
    is_change: bool = False
    wordings: Mapping[str, Wording] = field(default_factory=dict)

    @property
    def series_column(self) -> str:
        """The key's column that tells one reference period from another; empty where there is none."""
        by_year = (name for name, value in self.key.items() if value in (YEAR, PREVIOUS_YEAR))
        return self.series or next(by_year, "")


def load_catalogue(project: Project) -> list[Figure]:
    """Return the figures of the catalogue, in its order; a project without one has no figures.

    Raises:
        DefinitionError: If an entry is wrong or an id is given twice; names the entry.
    """
    where = project.shown(project.figures)
    if not project.figures.is_file():
        return []
    given = read_yaml(project.figures, where)
    check_keys(given, required={"figures"}, optional={"places"}, where=where)
    figures = [_figure(item, where) for item in items(given["figures"], where)]
    # Two that differ in case alone would be one file on many systems.
    ids = Counter(figure.id.lower() for figure in figures)
    for figure in figures:
        if ids[figure.id.lower()] > 1:
            raise DefinitionError(f"figure {figure.id} is given twice", where=where)
    return figures


def load_places(project: Project) -> Mapping[str, str]:
    """Return the columns of tables whose cells are names of places, table -> column, as the catalogue lists them."""
    where = project.shown(project.figures)
    given = read_yaml(project.figures, where) if project.figures.is_file() else {}
    return {str(k): str(v) for k, v in mapping(given.get("places") or {}, where).items()}


def _figure(given: object, where: str) -> Figure:
    values = mapping(given, where)
    place = f"{where}, figure {check_id('id', values['id'], where)}" if "id" in values else where
    optional = {
        "decimals",
        "terms",
        "place",
        "coverage",
        "explains",
        "is_change",
        "wordings",
        *_TEXTS,
    }
    check_keys(values, required=_REQUIRED, optional=optional, where=place)
    # What is left empty is as if it were not there.
    values = {k: value for k, value in values.items() if value is not None or k in _REQUIRED}
    for key, allowed in (("scale", SCALES), ("rounding", MODES)):
        if key in values:
            choice(values, key, allowed, place)
    if "{value}" not in str(values.get("display", "{value}")):
        raise DefinitionError(
            "display has no {value}", where=place, remedy="write {value} where the number stands"
        )
    if str(values.get("series", "")) not in ("", *mapping(values["key"], place)):
        raise DefinitionError(
            f"series {values['series']!r}", where=place, expected="a column of the key"
        )
    parse_recheck(str(values.get("recheck", "")), place)
    figure = Figure(
        key=mapping(values["key"], place),
        decimals=integer(values, "decimals", place, most=MOST_DECIMALS),
        terms=texts(values, "terms", place),
        place=texts(values, "place", place),
        coverage=texts(values, "coverage", place),
        explains=texts(values, "explains", place),
        is_change=flag(values, "is_change", place),
        wordings={},
        **{name: text(values, name, place) for name in _TEXTS if name in values},
    )
    return replace(figure, wordings=parse_wordings(values.get("wordings"), figure, place))
