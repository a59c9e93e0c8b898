"""Workbooks written by hand, part by part, in every form that the format allows; the model says what they hold."""

import io
import random
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from warehouse.sources.readers.sheet import cell_name

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
<Override PartName="/xl/styles.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
<Override PartName="/xl/sharedStrings.xml"
 ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>"""
FONTS = ("", '<vertAlign val="superscript"/>', "<strike/>")
PLAIN, DAY, RAISED, STRUCK = 0, 1, 2, 3
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts count="1">
<numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="3">{"".join(f"<font>{mark}<sz val='11'/></font>" for mark in FONTS)}</fonts>
<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>
<cellStyleXfs count="1"><xf/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0"/><xf numFmtId="164" fontId="0"/>
<xf numFmtId="0" fontId="1"/><xf numFmtId="0" fontId="2"/></cellXfs></styleSheet>"""


@dataclass
class Model:
    """What a sheet holds, by row and column."""

    cells: dict = field(default_factory=dict)
    formulas: set = field(default_factory=set)
    errors: dict = field(default_factory=dict)
    merged: list = field(default_factory=list)


def packed(sheet, texts="", *, state="", workbook="", styles=STYLES, strict=False):
    """The bytes of a workbook around the XML of one sheet and of its shared texts."""
    main = STRICT if strict else MAIN
    book = (
        f'<workbook xmlns="{main}" xmlns:r="{RELATED}">{workbook}<sheets>'
        f'<sheet name="S" sheetId="1" r:id="rId1"{state}/></sheets></workbook>'
    )
    kinds = (("worksheet", "worksheets/sheet1"), ("styles", "styles"), ("sharedStrings",) * 2)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATED}/{kind}" Target="{place}.xml"/>'
        for n, (kind, place) in enumerate(kinds, start=1)
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
            f'Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr("xl/workbook.xml", book)
        rels = f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'
        archive.writestr("xl/_rels/workbook.xml.rels", rels)
        archive.writestr("xl/styles.xml", styles)
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{texts}</sst>')
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return target.getvalue()


def worksheet(rows, *, before="", after="", main=MAIN):
    """The XML of a sheet around its rows."""
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    return (
        f'{head}<worksheet xmlns="{main}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


class Writer:
    """Writes random sheets; `form` switches the liberties that a writer may take."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.form = {
            name: self.random.random() < 0.4
            for name in ("bare", "prefixed", "single", "comments", "strict", "lying", "swapped")
        }
        self.texts = ["name", "x & y", "  kept ", "two\nlines", "ünï", "12"]
        self.model = Model()

    def workbook(self):
        """The bytes of the workbook, and what it holds."""
        rows = "".join(self._row(number) for number in self._numbers(12))
        merged = self._merged()
        size = "A1:B2" if self.form["lying"] else "A1:Z40"
        main = STRICT if self.form["strict"] else MAIN
        xml = worksheet(rows, before=f'<dimension ref="{size}"/>', after=merged, main=main)
        if self.form["single"]:
            xml = xml.replace('"', "'")
        if self.form["prefixed"]:
            xml = self._prefixed(xml)
        shared = "".join(f'<si><t xml:space="preserve">{escape(t)}</t></si>' for t in self.texts)
        return packed(xml, shared, strict=self.form["strict"]), self.model

    def _numbers(self, most):
        step = (1, 1) if self.form["bare"] else (1, 3)
        number = 0
        for _ in range(self.random.randint(2, most)):
            number += self.random.randint(*step)
            yield number

    def _row(self, number):
        cells = "".join(self._cell(number, column) for column in self._numbers(6))
        at = "" if self.form["bare"] else f' r="{number}"'
        comment = "<!-- </row> -->" if self.form["comments"] else ""
        return f"<row{at}>{comment}{cells}</row>"

    def _cell(self, row, column):
        kind = self.random.choice(["s", "n", "n", "str", "b", "inlineStr", "e", "f", "day", ""])
        at = "" if self.form["bare"] else f'r="{cell_name(row, column)}"'
        attributes, content = getattr(self, f"_of_{kind or 'blank'}")((row, column))
        parts = [at, attributes]
        if self.form["swapped"]:
            parts.reverse()
        opening = " ".join(["<c", *filter(None, parts)])
        return f"{opening}>{content}</c>" if content else f"{opening}/>"

    def _of_blank(self, cell):
        return 's="1"', ""

    def _of_s(self, cell):
        place = self.random.randrange(len(self.texts))
        self.model.cells[cell] = self.texts[place]
        return 't="s"', f"<v>{place}</v>"

    def _of_n(self, cell):
        number = self.random.choice([0, 7, -3, 120, 2.5, -0.125, 5.82, 123456789012345, 1e20])
        self.model.cells[cell] = float(number)
        return "", f"<v>{number:.17g}</v>"

    def _of_str(self, cell):
        self.model.cells[cell] = "a<b"
        return 't="str"', "<v>a&lt;b</v>"

    def _of_b(self, cell):
        self.model.cells[cell] = True
        return 't="b"', "<v>1</v>"

    def _of_inlineStr(self, cell):  # noqa: N802
        self.model.cells[cell] = "in line"
        return 't="inlineStr"', "<is><r><t xml:space='preserve'>in </t></r><r><t>line</t></r></is>"

    def _of_e(self, cell):
        self.model.errors[cell] = "#DIV/0!"
        return 't="e"', "<v>#DIV/0!</v>"

    def _of_f(self, cell):
        self.model.cells[cell] = 2.0
        self.model.formulas.add(cell)
        return "", "<f>1+1</f><v>2</v>"

    def _of_day(self, cell):
        self.model.cells[cell] = "2017-10-10"
        return 's="1"', "<v>43018</v>"

    def _merged(self):
        if self.random.random() < 0.5:
            return ""
        self.model.merged = [(30, 1, 31, 2)]
        return '<mergeCells count="1"><mergeCell ref="A30:B31"/></mergeCells>'

    @staticmethod
    def _prefixed(xml):
        for tag in ("worksheet", "dimension", "sheetData", "row", "mergeCells", "mergeCell"):
            xml = xml.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}>", f"</x:{tag}>")
        xml = xml.replace("<x:x:", "<x:").replace("xmlns=", "xmlns:x=")
        for tag in ("c", "v", "f", "is", "r", "t"):
            for end in (" ", ">", "/"):
                xml = xml.replace(f"<{tag}{end}", f"<x:{tag}{end}")
            xml = xml.replace(f"</{tag}>", f"</x:{tag}>")
        return xml
