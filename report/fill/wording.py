"""What stands in place of a placeholder: a figure's published display, or its bare number.

Finding placeholders belongs to `placeholders`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from report.figures.published import FIGURES_FILE, PublishedFigure, listed
from report.figures.resolve import NOT_STATED
from report.figures.rounding import as_text, round_value
from warehouse.builder.manifest import read_kept
from warehouse.errors import GateError, ReportError
from warehouse.folders import REPORT
from warehouse.visible import on_one_line

VALUE = ".value"


class UnknownFigure(ReportError):
    """A placeholder names a figure that the edition has not, or is not written as one."""


def wordings(generation: Path) -> dict[str, str]:
    """Return the text for each placeholder that a generation can fill, by what is written after `figure:`.

    Raises:
        GateError: If the generation was built before figures told how they are rounded.
    """
    figures = read_kept(generation, f"{REPORT}/{FIGURES_FILE}", listed)
    found: dict[str, str] = {}
    for figure in figures:
        if figure.decimals is None:
            raise GateError(
                "the build is too old: its figures do not say how they are rounded",
                where="figures.json of the current generation",
                remedy="annual-report build EDITION",
            )
        found[figure.id] = on_one_line(figure.display)
        found[figure.id + VALUE] = on_one_line(_bare(figure, figure.decimals))
    return found


def refuse_unknown(names: Iterable[str], known: Mapping[str, str], where: str) -> None:
    """Raise UnknownFigure when a name has no wording; tells the nearest known ids."""
    unknown = sorted({name for name in names if name not in known})
    if unknown:
        listed = "; ".join(f"{name!r}{_nearest(name, known)}" for name in unknown)
        raise UnknownFigure(
            f"{len(unknown)} placeholder{'s name' if len(unknown) > 1 else ' names'} no figure: {listed}",
            where=where,
            expected="{{figure:ID}} or {{figure:ID.value}}, with an id of report/figures.yaml",
            remedy="correct the document; nothing was written",
        )


def _nearest(name: str, known: Mapping[str, str]) -> str:
    ids = [figure for figure in known if not figure.endswith(VALUE)]
    near = difflib.get_close_matches(name.removesuffix(VALUE), ids, n=1, cutoff=0.4)
    return f" (nearest: {near[0]})" if near else ""


def _bare(figure: PublishedFigure, decimals: int) -> str:
    """Return the number alone, as it stands in the display."""
    value = figure.value
    if value is None:
        return NOT_STATED
    if isinstance(value, str | bool):
        return str(value)
    number = Decimal(str(value))
    rounded = round_value(number, decimals, figure.rounding, figure.scale)
    return as_text(rounded, decimals)
