"""What stands in place of a placeholder: a figure's published display, its bare number, or a further wording of it.

Finding placeholders belongs to `placeholders`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from report.figures.bound_name import bound_name
from report.figures.published import FIGURES_FILE, PublishedFigure, listed
from report.figures.resolve import NOT_STATED
from report.figures.rounding import as_text, round_value
from warehouse.builder.manifest import read_kept
from warehouse.errors import GateError, ReportError
from warehouse.folders import REPORT
from warehouse.visible import on_one_line

VALUE = ".value"


@dataclass(frozen=True)
class Wordings:
    """What an edition can fill.

    Attributes:
        texts: Text by what a placeholder names.
        edition: The edition; empty for none.
    """

    texts: Mapping[str, str]
    edition: str

    def bound(self, name: str) -> str:
        """Return the name of a number that is filled, which tells its figure, the edition and the text."""
        return bound_name(name, self.edition, self.texts[name])


class UnknownFigure(ReportError):
    """A placeholder names a figure that the edition has not, or is not written as one."""


def wordings(generation: Path, edition: str) -> Wordings:
    """Return the text for each placeholder that a generation can fill, by what is written after `figure:`.

    Args:
        generation: The generation's folder.
        edition: The edition that it is of.

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
        for name, text in figure.wordings.items():
            found[f"{figure.id}.{name}"] = on_one_line(text)
    return Wordings(found, edition)


def refuse_unknown(names: Iterable[str], known: Mapping[str, str], where: str) -> None:
    """Raise UnknownFigure when a name has no wording; tells the nearest known ids."""
    unknown = sorted({name for name in names if name not in known})
    if unknown:
        listed = "; ".join(f"{name!r}{_nearest(name, known)}" for name in unknown)
        raise UnknownFigure(
            f"{len(unknown)} placeholder{'s or controls name' if len(unknown) > 1 else ' or control names'}"
            f" no figure: {listed}",
            where=where,
            expected="{{figure:ID}}, {{figure:ID.value}} or {{figure:ID.WORDING}}, with an id and its wordings in"
            " report/figures.yaml",
            remedy="correct the document, or take the content control away; nothing was written",
        )


def _nearest(name: str, known: Mapping[str, str]) -> str:
    figure = name.partition(".")[0]
    of_figure = [known_as for known_as in known if known_as.startswith(f"{figure}.")]
    candidates = of_figure or [known_as for known_as in known if "." not in known_as]
    asked = name if of_figure else figure
    near = difflib.get_close_matches(asked, candidates, n=1, cutoff=0.4)
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
