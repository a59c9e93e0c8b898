"""The catalogue: `report/figures.yaml`, one entry for every published figure.

Reading and checking of entries. Finding a figure's value in the tables belongs to `resolve`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from report.figures.rounding import MODES, SCALES
from warehouse.definitions import check_keys, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.project import Project

YEAR, PREVIOUS_YEAR = "$year", "$previous_year"


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


def load_catalogue(project: Project) -> list[Figure]:
    """Return the figures of the catalogue, in its order; a project without one has no figures.

    Raises:
        DefinitionError: If an entry is wrong or an id is given twice; names the entry.
    """
    where = project.shown(project.figures)
    if not project.figures.is_file():
        return []
    given = read_yaml(project.figures, where)
    check_keys(given, required={"figures"}, where=where)
    figures = [_figure(item, where) for item in given["figures"] or ()]
    ids = [figure.id for figure in figures]
    for figure_id in ids:
        if ids.count(figure_id) > 1:
            raise DefinitionError(f"figure {figure_id} is given twice", where=where)
    return figures


def _figure(given: Any, where: str) -> Figure:
    values = mapping(given, where)
    place = f"{where}, figure {values.get('id', '?')}"
    optional = {"decimals", "scale", "rounding", "display", "terms", "period", "note", "recheck"}
    check_keys(
        values,
        required={"id", "label", "table", "key", "column", "unit"},
        optional=optional,
        where=place,
    )
    for key, allowed in (("scale", SCALES), ("rounding", MODES)):
        if key in values and values[key] not in allowed:
            raise DefinitionError(
                f"{key} {values[key]!r}", where=place, expected=" | ".join(allowed)
            )
    if "{value}" not in str(values.get("display", "{value}")):
        raise DefinitionError(
            "display has no {value}", where=place, remedy="write {value} where the number stands"
        )
    texts = (
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
    )
    return Figure(
        key=mapping(values["key"], place),
        decimals=int(values.get("decimals", 0)),
        terms=tuple(str(term) for term in values.get("terms") or ()),
        **{name: str(values[name]) for name in texts if name in values},
    )
