"""`annual-report sources`: what is registered, and which open or released edition rests on it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.cli.options import JsonOption, ProjectOption, project_of
from pipelines.cli.output import emit_json, say, say_table
from warehouse.edition import edition_names, load_edition
from warehouse.errors import ReportError
from warehouse.project import Project
from warehouse.sources.register import load_source, source_names


@dataclass(frozen=True)
class ListedSource:
    """A source as it is listed.

    Attributes:
        vintages: Its vintages, the oldest first, each with the editions that pin it.
        withdrawn: Vintages that were withdrawn.
        fault: Why its register cannot be read; else empty.
    """

    name: str
    title: str = ""
    publisher: str = ""
    vintages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    withdrawn: tuple[str, ...] = ()
    fault: str = ""

    def to_json(self) -> dict[str, object]:
        """Return it as `sources --json` prints it."""
        return {
            "source": self.name,
            "title": self.title,
            "publisher": self.publisher,
            "vintages": [{"vintage": v, "editions": list(names)} for v, names in self.vintages],
            "withdrawn": list(self.withdrawn),
            "fault": self.fault,
        }


def command(project: ProjectOption = None, *, json: JsonOption = False) -> int:
    """List every source with its vintages and the editions that pin them; exit 1 where a register cannot be read."""
    found = project_of(project)
    pins = _pins(found)
    sources = [_listed(found, name, pins) for name in source_names(found)]
    if json:
        emit_json([source.to_json() for source in sources])
    else:
        rows = [row for source in sources for row in _rows(source)]
        say_table(("source", "vintage", "editions", "publisher", "title"), rows)
        for source in sources:
            if source.fault:
                say(f"error: {source.fault}")
    return 1 if any(source.fault for source in sources) else 0


def _pins(project: Project) -> dict[tuple[str, str], list[str]]:
    """Return the editions that pin each vintage of each source; one that cannot be read pins nothing that is known."""
    found: dict[tuple[str, str], list[str]] = {}
    for name in edition_names(project):
        try:
            pins = load_edition(project, name).pins
        except ReportError:
            continue
        for source, pin in pins.items():
            found.setdefault((source, pin.vintage), []).append(name)
    return found


def _listed(project: Project, name: str, pins: dict[tuple[str, str], list[str]]) -> ListedSource:
    try:
        source = load_source(project, name)
    except ReportError as error:
        return ListedSource(name, fault=str(error))
    vintages = tuple((v, tuple(pins.get((name, v), ()))) for v in source.ordered_vintages)
    withdrawn = tuple(gone.vintage for gone in source.withdrawn)
    return ListedSource(name, source.title, source.publisher, vintages, withdrawn)


def _rows(source: ListedSource) -> list[tuple[str, str, str, str, str]]:
    """Return a line for each vintage; what is said once of the source stands in the first."""
    listed = [(vintage, ", ".join(names) or "-") for vintage, names in source.vintages]
    listed += [(vintage, "withdrawn") for vintage in source.withdrawn]
    first, *others = listed or [("none", "-")]
    said = (source.publisher, source.title)
    return [(source.name, *first, *said), *(("", *other, "", "") for other in others)]
