"""The pages of a book, one after another: which template with what, and at which address.

What a page shows is worked out by the other modules; how it looks belongs to the templates.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from report.book import addresses
from report.book.contents import Contents
from report.book.figures import contributions
from report.book.picture import picture_of
from report.book.sources import dependents_of
from report.book.tables import table_pages
from report.evidence.withheld_problems import closed_problems, passed_on, read_by
from report.evidence.withholding import closed_tables
from report.publish.dictionary import ColumnEntry
from report.publish.natures import MEANINGS
from warehouse.natures import NATURES
from warehouse.sources.register import raw_table

_PROBLEMS = 500


@dataclass(frozen=True)
class BookPage:
    """A page that is to be rendered."""

    address: str
    template: str
    given: dict[str, object]


def pages(contents: Contents) -> Iterator[BookPage]:
    """Yield every page of the book."""
    yield BookPage(addresses.INDEX, "index.html", {"part": "index", **_glance(contents)})
    for part, address in addresses.LISTS.items():
        yield BookPage(address, f"{part}.html", {"part": part})
    yield BookPage(addresses.CHECKS, "checks.html", {"part": "checks", **_problems(contents)})
    yield BookPage(
        addresses.DICTIONARY, "dictionary.html", {"part": "dictionary", **_described(contents)}
    )
    yield from _figures(contents)
    yield from _tables(contents)
    yield from _models(contents)
    yield from _sources(contents)
    for text in contents.texts:
        given = {"part": addresses.TEXTS, "text": text}
        yield BookPage(addresses.text_page(text.number), "text_page.html", given)


def _glance(contents: Contents) -> dict[str, object]:
    """Return the counts of the first page."""
    natures = Counter(figure.published.nature for figure in contents.figures.values())
    verdicts = Counter(e.finding.verdict for text in contents.texts for e in text.part.entries)
    return {
        "natures": [(nature, natures[nature]) for nature in NATURES if natures[nature]],
        "meanings": MEANINGS,
        "verdicts": verdicts,
        "verified": _verified(contents),
        "severities": Counter(p.severity for p in passed_on(contents.manifest.problems)),
    }


def _verified(contents: Contents) -> int:
    return sum(figure.is_verified for figure in contents.figures.values())


def _problems(contents: Contents) -> dict[str, object]:
    problems = passed_on(contents.manifest.problems)
    closed = closed_tables(contents.kept, contents.withheld)
    reads = read_by(contents.kept)
    shown = closed_problems(problems[:_PROBLEMS], contents.withheld, closed, reads)
    return {
        "problems": shown,
        "problems_count": len(problems),
        "broken": Counter(p.rule_id for p in problems),
        # Builds from before problems had ids do not tell which check found them.
        "is_told": all(problem.rule_id for problem in problems),
        "verified": _verified(contents),
    }


def _described(contents: Contents) -> dict[str, object]:
    """Return the dictionary by table, and of each source's table its title and the place of its file."""
    by_table: dict[str, list[ColumnEntry]] = {}
    for entry in contents.dictionary:
        by_table.setdefault(entry.table, []).append(entry)
    titles = {
        raw_table(name, table.name): f"{source.title}: {table.title}"
        for name, source in contents.sources.items()
        for table in source.tables.values()
    }
    places = {place.table: place for place in contents.edition.files}
    return {"by_table": by_table, "titles": titles, "places": places}


def _figures(contents: Contents) -> Iterator[BookPage]:
    for figure in contents.figures.values():
        statements = [(t, entry) for t in contents.texts for entry in t.about(figure.id)]
        given = {
            "part": addresses.FIGURES,
            "figure": figure,
            "table": contents.tables[figure.published.table],
            "statements": statements,
            "picture": picture_of(figure.graph),
            "contributions": list(contributions(contents.kept, figure)),
        }
        yield BookPage(figure.address, "figure.html", given)


def _tables(contents: Contents) -> Iterator[BookPage]:
    for name, table in contents.tables.items():
        figures = contents.figures_of_table.get(name, [])
        for address, page in table_pages(table, figures):
            given = {"part": addresses.TABLES, "table": table, "page": page, "figures": figures}
            yield BookPage(address, "table.html", given)


def _sources(contents: Contents) -> Iterator[BookPage]:
    described = {entry.table for entry in contents.dictionary}
    pins = contents.registered.pins
    for name, source in contents.sources.items():
        given = {
            "part": addresses.SOURCES,
            "source": source,
            "found": dependents_of(contents, name),
            "used": contents.vintages[name],
            "after_as_of": pins[name].after_as_of if name in pins else "",
            "described": described,
        }
        yield BookPage(addresses.source_page(name), "source.html", given)


def _models(contents: Contents) -> Iterator[BookPage]:
    models = [contents.kept.model(name) for name in contents.kept.order()]
    for model in models:
        if model.layer != "report":
            readers = [other for other in models if model.name in other.upstream]
            given = {"part": addresses.TABLES, "model": model, "readers": readers}
            yield BookPage(addresses.model_page(model.name, model.layer), "model.html", given)
