"""Templates to pages: every text of a file is escaped and made visible, every link is relative."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from report.book import addresses
from report.book.contents import Contents
from report.book.evidence_files import told
from report.book.shown import counted, cut, number_text, replay_words, value_text
from report.publish.addresses import licence_address, web_address
from report.publish.natures import LETTERS
from report.reconcile.page.rendering import TEMPLATES as TEXT_TEMPLATES
from report.reconcile.page.rendering import vocabulary
from report.templates import environment
from warehouse.sources.register import raw_table

_TEMPLATES = Path(__file__).parent / "templates"
_FUNCTIONS = (
    addresses.safe,
    addresses.table_page,
    addresses.chart_file,
    addresses.model_page,
    addresses.source_page,
    addresses.text_page,
    addresses.row_address,
    addresses.dictionary_anchor,
    counted,
    licence_address,
    raw_table,
    replay_words,
    told,
    web_address,
)


class Renderer:
    """Renders the pages of one book.

    Args:
        contents: What the book says, which every page may name.
    """

    def __init__(self, contents: Contents) -> None:
        self._environment = environment(_TEMPLATES, TEXT_TEMPLATES)
        self._environment.filters.update(cut=cut, value=value_text)
        self._environment.globals.update({f.__name__: f for f in _FUNCTIONS})
        self._environment.globals.update(
            exact=number_text, lists=addresses.LISTS, letters=LETTERS, contents=contents
        )
        self._figures = contents.figures

    def page(self, template: str, address: str, **given: object) -> str:
        """Return a page.

        Args:
            template: Name of the template.
            address: Where the page will stand, from the book's first folder.
            given: What the template names.
        """
        root = "../" * address.count("/")
        words = vocabulary(partial(self._figure_page, root))
        return self._environment.get_template(template).render(root=root, **words, **given)

    def _figure_page(self, root: str, figure: str) -> str:
        return root + addresses.figure_page(figure) if figure in self._figures else ""
