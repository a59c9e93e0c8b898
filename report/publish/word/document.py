"""The Word document of an edition: front, tables in order, sources; settled to the same bytes every time."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from report.publish.archive import settled
from report.publish.kept_edition import KeptEdition
from report.publish.tables import BLANK_NOTE
from report.publish.word.blocks import blocks
from report.publish.word.table import caption, is_wide, table_blocks
from warehouse.visible import visible

if TYPE_CHECKING:
    from report.publish.charts import Chart

LANGUAGE = "en-GB"
_FONT = "Arial"
# The library's own light blue is too faint for small letters.
_DARK = (0x1F, 0x38, 0x64)
_STYLES = Path(__file__).parent / "templates" / "styles.xml"
_SHORT, _LONG, _MARGIN = 210, 297, 18


def document(edition: KeptEdition, charts: Sequence[Chart] = ()) -> bytes:
    """Return an edition's tables as a .docx file, the same bytes on every run.

    Args:
        edition: The edition.
        charts: Charts of its tables; each stands after its table.
    """
    made = docx.Document()
    _set_styles(made)
    _set_properties(made, edition)
    _set_page(made.sections[0], wide=False)
    _add_page_number(made.sections[0])
    _add_front(made, edition)
    _add_tables(made, edition, {chart.table: chart for chart in charts})
    _add_sources(made, edition)
    target = io.BytesIO()
    made.save(target)
    return settled(target.getvalue())


def _add_front(made: Document, edition: KeptEdition) -> None:
    start, end = edition.period
    made.add_heading(visible(f"{edition.title}: tables"), 0)
    made.add_paragraph(
        visible(f"{edition.publisher}. Period {start} to {end}, as of {edition.as_of}.")
    )
    if edition.is_draft:
        made.add_paragraph("Draft: this edition is proposed, not registered.")
    made.add_paragraph(
        f"{BLANK_NOTE} Where the cells of a table differ in how good their evidence is, the weaker ones carry a "
        "letter, which is explained below the table."
    )
    made.add_paragraph(f"Content {edition.content_sha256}")
    made.add_heading("Tables", 1)
    captions = [caption(edition, table) for table in edition.tables]
    _append(made, blocks("contents.xml", captions=captions))


def _add_tables(made: Document, edition: KeptEdition, charts: Mapping[str, Chart]) -> None:
    order, after = 0, None
    for wide, tables in groupby(edition.tables, is_wide):
        section = made.add_section(WD_SECTION.NEW_PAGE)
        room = _set_page(section, wide=wide)
        for table in tables:
            order += 1
            _append(made, table_blocks(edition, table, order, after, room))
            after = table.model.number
            if chart := charts.get(table.model.name):
                _add_chart(made, chart)


def _add_chart(made: Document, chart: Chart) -> None:
    """Add a picture, with what it shows in words for those who do not see it."""
    made.add_picture(io.BytesIO(chart.png), width=Mm(_SHORT - 2 * _MARGIN))
    drawing: Any = made.inline_shapes[-1]._inline
    drawing.docPr.set("descr", visible(chart.alt))
    drawing.docPr.set("name", f"Chart {len(made.inline_shapes)}")


def _add_sources(made: Document, edition: KeptEdition) -> None:
    _set_page(made.add_section(WD_SECTION.NEW_PAGE), wide=False)
    made.add_heading("Sources", 1)
    vintages = {file.source: file.vintage for file in edition.files}
    for name, source in edition.sources.items():
        words = (
            f"{source.title}. {source.citation}. Vintage {vintages.get(name, 'without a file')}. "
        )
        words += f"Licence: {source.licence}. {source.landing_url}"
        made.add_paragraph(visible(words), style="Table Note")


def _set_styles(made: Document) -> None:
    element: Any = made.styles.element
    for style in parse_xml(_STYLES.read_bytes()):
        element.append(style)
    for language in element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for fonts in element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(script), _FONT)
    normal: Any = made.styles["Normal"]
    normal.font.size, normal.font.name = Pt(10), _FONT
    named: Any = made.styles["Caption"]
    named.font.size, named.font.color.rgb = Pt(10), RGBColor(*_DARK)


def _set_properties(made: Document, edition: KeptEdition) -> None:
    properties = made.core_properties
    properties.title = visible(f"{edition.title}: tables")[:255]
    properties.subject = f"Tables of edition {edition.name}, as of {edition.as_of}"
    properties.author = properties.last_modified_by = visible(edition.publisher)[:255]
    properties.comments = f"Content {edition.content_sha256}"
    properties.language = LANGUAGE
    properties.created = properties.modified = dt.datetime.combine(edition.as_of, dt.time())
    properties.revision = 1
    # The library's own empty document comes with a picture of itself.
    relations = made.part.package.rels
    for name in [n for n, r in relations.items() if r.reltype == RELATIONSHIP_TYPE.THUMBNAIL]:
        del relations[name]


def _set_page(section: Section, *, wide: bool) -> int:
    """Set a section to A4 and return the width between its margins, in twentieths of a point."""
    across, down = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(across), Mm(down)
    section.left_margin = section.right_margin = Mm(_MARGIN)
    section.top_margin = section.bottom_margin = Mm(_MARGIN)
    return int(Mm(across - 2 * _MARGIN).pt * 20)


def _add_page_number(section: Section) -> None:
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), " PAGE ")
    paragraph: Any = section.footer.paragraphs[0]
    paragraph._p.append(field)


def _append(made: Document, elements: Iterable[Any]) -> None:
    body: Any = made.element.body
    for element in elements:
        # Moved with its rows, a table takes time with the square of their number.
        rows = element.findall(qn("w:tr"))
        for row in rows:
            element.remove(row)
        body.insert_element_before(element, "w:sectPr")
        element.extend(rows)
