"""The calendar of editions: which are due on a date, what a next one would pin, and what it still waits for.

Nothing here writes under raw/: a next edition is a proposal, kept with the builds until a person registers it.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import yaml
from dateutil.relativedelta import relativedelta

from warehouse.edition import (
    Edition,
    Pin,
    edition_names,
    frozen_by,
    load_edition,
)
from warehouse.errors import DefinitionError
from warehouse.folders import PROPOSAL
from warehouse.identifiers import vintage_day
from warehouse.placing import write_text
from warehouse.project import Project
from warehouse.sources.register import Source, load_source, source_names

State = Literal["in", "provisional", "not renewed", "late", "missing"]
_CADENCES = {
    "monthly": relativedelta(months=1),
    "quarterly": relativedelta(months=3),
    "half-yearly": relativedelta(months=6),
    "twice a year": relativedelta(months=6),
    "annual": relativedelta(years=1),
    "yearly": relativedelta(years=1),
    "every year": relativedelta(years=1),
}
_EVERY = re.compile(r"every (\d{1,3}|[a-z]+) years?")
_MOST_MISSED = 10
"""Years that are caught up on."""
_WORDS = {"two": 2, "three": 3, "four": 4, "five": 5}


class _PlainDumper(yaml.SafeDumper):
    """Writes a value again rather than an anchor to where it stood first."""

    def ignore_aliases(self, data: object) -> bool:
        return True


@dataclass(frozen=True)
class SourceStatus:
    """Where one source stands for an edition: its pin, the newest vintage registered, and whom to ask.

    Attributes:
        state: `in`, `provisional`, `not renewed` (the same vintage as the edition before), `late` (by its cadence a
            newer vintage should be out by the as-of date) or `missing` (not registered).
    """

    source: str
    pinned: str
    newest: str
    nature: str
    state: State
    publisher: str
    contact: str

    @property
    def is_waited_for(self) -> bool:
        """Whether somebody has to send in a newer vintage."""
        return self.state in ("missing", "late", "not renewed")


def due_editions(project: Project, date: dt.date) -> list[str]:
    """Return the editions that should exist on a date and are not frozen, oldest first.

    An edition is due to be opened once its reporting period is over; years that were missed are caught up on, but not
    so many that a wrong clock is likelier than a report that rested.

    Raises:
        DefinitionError: If no edition is registered, or the date is far from the last one.
    """
    registered = edition_names(project)
    if not registered:
        raise DefinitionError(
            "no edition is registered",
            where="raw/editions",
            remedy="annual-report new-edition YEAR",
        )
    last = load_edition(project, registered[-1])
    if date.year > last.year + 1 + _MOST_MISSED:
        raise DefinitionError(
            f"{date} is far after {last.end}, where the last registered edition, {last.name}, ends",
            expected=f"at most {_MOST_MISSED} years without an edition between them",
            remedy="set the clock or give --date; if the report rested so long, annual-report new-edition YEAR",
        )
    following = range(last.year + 1, date.year + 1)
    over = [str(year) for year in following if _moved(last.end, year - last.year) < date]
    return [name for name in (*registered, *over) if frozen_by(project, name) is None]


def propose(project: Project, name: str, date: dt.date) -> str:
    """Return the definition of a next edition as YAML: the last edition's sources at their newest vintage known then.

    Args:
        project: The project.
        name: The new edition, a year.
        date: The day of the proposal; vintages later than it are not pinned.

    Raises:
        DefinitionError: If there is no edition to follow, or the new one would leave the calendar (years 1 to 9999).
    """
    registered = edition_names(project)
    if not registered:
        raise DefinitionError(
            "there is no edition to follow",
            where="raw/editions",
            remedy=f"write raw/editions/{name}.yaml by hand: the first edition has none before it",
        )
    last = load_edition(project, registered[-1])
    start, end, due = _dates(last, name)
    as_of = min(due, date) if date > end else due
    pins = {
        source: _newest(load_source(project, source), pin, as_of)
        for source, pin in last.pins.items()
    }
    definition = {
        "edition": name,
        "title": last.title.replace(last.name, name),
        "publisher": last.publisher,
        "period": {"start": start, "end": end},
        "as_of": as_of,
        "due": due,
        "sources": pins,
        "documents": [],
    }
    return yaml.dump(
        definition, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True, width=110
    )


def _dates(last: Edition, name: str) -> tuple[dt.date, dt.date, dt.date]:
    """Return start, end and due day of the last edition, moved to another year."""
    years = int(name) - last.year
    try:
        return _moved_start(last, years), _moved(last.end, years), _moved(last.due, years)
    except (ValueError, OverflowError) as error:
        raise DefinitionError(
            f"edition {name} leaves the calendar", expected="days from year 1 to year 9999"
        ) from error


def _moved(day: dt.date, years: int) -> dt.date:
    """Return the same day of another year; the last of a month stays the last: no leap day falls between periods."""
    is_last = day.day == monthrange(day.year, day.month)[1]
    moved: dt.date = day + relativedelta(years=years, day=31 if is_last else None)
    return moved


def _moved_start(last: Edition, years: int) -> dt.date:
    """Return the first day of a period in another year: that after the period before, where the last one is a year.

    A leap day stands at the end of one of them, or at the start of the next, and is in one only.
    """
    moved: dt.date = last.start + relativedelta(years=years)
    if moved.day != last.start.day:
        moved += dt.timedelta(days=1)
    with suppress(ValueError):  # before the first year there is no period
        follows = _moved(last.end, years - 1) + dt.timedelta(days=1)
        return follows if abs((follows - moved).days) <= 1 else moved
    return moved


def open_edition(project: Project, name: str, date: dt.date) -> Edition:
    """Return an edition, writing its proposal beside the builds when nobody has registered it."""
    if name not in edition_names(project):
        folder = project.build / name
        folder.mkdir(parents=True, exist_ok=True)
        text = propose(project, name, date)
        path = folder / PROPOSAL
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            write_text(path, text)
    return load_edition(project, name)


def source_statuses(project: Project, edition: Edition) -> list[SourceStatus]:
    """Return where each source of an edition stands, by name."""
    earlier = [name for name in edition_names(project) if name < edition.name]
    before = load_edition(project, earlier[-1]).pins if earlier else {}
    return [_status(project, edition, name, pin, before) for name, pin in edition.pins.items()]


def _status(
    project: Project, edition: Edition, name: str, pin: Pin, before: Mapping[str, Pin]
) -> SourceStatus:
    if name not in source_names(project):
        return SourceStatus(name, pin.vintage, "", "", "missing", "", "")
    source = load_source(project, name)
    newest = source.ordered_vintages[-1] if source.vintages else ""
    vintage = source.vintages.get(pin.vintage)
    expected = _expected_by(source, newest)
    state: State = "in"
    if vintage is None or not all(
        (source.folder / vintage.id / file.path).is_file() for file in vintage.files
    ):
        state = "missing"
    elif expected is not None and expected < edition.as_of:
        state = "late"
    elif name in before and before[name].vintage == pin.vintage:
        state = "not renewed"
    elif vintage.nature == "provisional":
        state = "provisional"
    nature = vintage.nature if vintage else ""
    return SourceStatus(name, pin.vintage, newest, nature, state, source.publisher, source.contact)


def _expected_by(source: Source, vintage: str) -> dt.date | None:
    """Return the date by which the cadence lets a vintage after this one be expected, or None when it says nothing."""
    cadence = source.cadence.lower()
    step = _CADENCES.get(cadence)
    if step is None and (every := _EVERY.search(cadence)):
        word = every.group(1)
        step = relativedelta(years=_WORDS.get(word) or int(word if word.isdecimal() else 0))
    day = vintage_day(vintage)
    try:
        return day + step if day and step else None
    except (ValueError, OverflowError):  # past the year 9999
        return None


def _newest(source: Source, pin: Pin, as_of: dt.date) -> object:
    known = [vintage for vintage in source.ordered_vintages if vintage <= as_of.isoformat()]
    if known and known[-1] >= pin.vintage:
        return known[-1]
    return (
        {"vintage": pin.vintage, "after_as_of": pin.after_as_of} if pin.after_as_of else pin.vintage
    )
