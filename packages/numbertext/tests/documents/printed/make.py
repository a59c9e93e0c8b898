"""Prints the same page with the programs that people make PDFs with, and says what is to be read from each.

`python make.py FOLDER [PROGRAM...]` writes `PROGRAM-FONT.pdf` for every program that is installed: `soffice`
(LibreOffice) and `chromium` as commands, WeasyPrint, Typst and ReportLab as Python packages. The files beside this one
were made so, with LibreOffice 7.4, Chromium 150, WeasyPrint 70, Typst 0.15 and ReportLab 5.1.
"""

import html
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# What is put in: ^{...} stands above the line, _{...} below.
LINES = (
    "By 99 Member States, 45 of they 12 and 7 only.",
    "It was said of 62^{3} people in all.",
    "In the country^{12} some 14 boats came.",
    "Happy^{7} days, gypsy^{1} years, 15^{2} days.",
    "The 1^{st} of the 20^{th} came 2^{nd} and 3^{rd}.",
    "An area of 12 m^{2} and 45 km^{2} is 10^{6} of them.",
    "Air had CO_{2} and H_{2}O by 99 per cent.",
    "The office offered five affluent floors, 84 filters.",
    "Some 1\u00a0234\u00a0567 people, and 12\u202f345 of 1,234.5 more.",
    "The gap (17 per cent) jumped by 11.11 to 1,111,111.",
    "Only 2022^{4}, 2021^{5,6} and 2020 were good years.",
)
LEFT = (
    "Every gypsy family had 71 boxes of very good quality in their internationalisation offices, they 82 of said, and "
    "responsibility for 93 programmes was institutionalised by 104 authorities."
)
RIGHT = (
    "Nobody quickly judged the 215 organisations which had characteristically misunderstood 326 recommendations, and "
    "approximately 437 representatives came by bus."
)
TABLE = (
    ("Region", "2021", "2022"),
    ("Upper valley", "1,234", "99"),
    ("Gypsy quay^{2}", "45.6", "7"),
)
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
TYPES = f"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="{KIND}"/></Types>"""
MARK = re.compile(r"([\^_])\{([^}]*)\}")
SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def as_read(text):
    """A text with digits above and below the line as the characters that they are read as."""
    return MARK.sub(lambda m: m[2].translate(SUPER if m[1] == "^" else SUB), text)


def as_html(text):
    names = {"^": "sup", "_": "sub"}
    marked = html.escape(text)
    return MARK.sub(lambda m: f"<{names[m[1]]}>{m[2]}</{names[m[1]]}>", marked)


def page(font):
    """The page as HTML."""
    cell = "".join(
        "<tr>" + "".join(f"<td>{as_html(text)}</td>" for text in row) + "</tr>" for row in TABLE
    )
    paragraphs = "".join(f"<p>{as_html(text)}</p>" for text in LINES)
    return f"""<html lang=en><meta charset=utf-8><title>x</title><style>@page {{ size: A4; margin: 2cm }}
        body {{ font: 11pt '{font}' }} td {{ width: 4cm }} p {{ margin: 0 0 .5em 0 }}
        .two {{ columns: 2; column-gap: 1cm; hyphens: auto; text-align: justify; column-fill: balance }}
        .two p + p {{ break-before: column }}
        </style><body>{paragraphs}<table>{cell}</table><div class=two><p>{LEFT}</p><p>{RIGHT}</p></div></body></html>"""


def weasyprint(font, out):
    from weasyprint import HTML

    HTML(string=page(font)).write_pdf(out)


def chromium(font, out):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "page.html"
        source.write_text(page(font), encoding="utf-8")
        flags = "--headless --no-sandbox --disable-gpu --no-pdf-header-footer"
        command = ["chromium", *flags.split(), f"--user-data-dir={folder}/profile"]
        _run([*command, f"--print-to-pdf={out}", source.as_uri()])


def typst(font, out):
    _typst(font, out, "")


def typst_raised(font, out):
    """Superscripts made by moving and shrinking, for fonts and versions that have no glyphs of their own."""
    _typst(font, out, "#set super(typographic: false)\n#set sub(typographic: false)\n")


def _typst(font, out, more):
    import typst as compiler

    names = {"^": "super", "_": "sub"}

    def marked(text):
        return MARK.sub(lambda m: f"#{names[m[1]]}[{m[2]}]", text)

    cells = ", ".join(f"[{marked(text)}]" for row in TABLE for text in row)
    source = f'#set text(font: "{font}", size: 11pt, lang: "en")\n#set page(paper: "a4", margin: 2cm)\n{more}'
    source += "\n\n".join(map(marked, LINES))
    source += f"\n\n#table(columns: (4cm, 4cm, 4cm), stroke: none, {cells})\n"
    source += f"\n#set par(justify: true)\n#columns(2)[{LEFT}\n#colbreak()\n{RIGHT}]\n"
    out.write_bytes(compiler.compile(source.encode()))


def reportlab(font, out):
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import BalancedColumns, Paragraph, SimpleDocTemplate, Table

    style = ParagraphStyle("x", fontName=font, fontSize=11, leading=14, spaceAfter=6)

    def marked(text):
        names = {"^": "super", "_": "sub"}
        # The fonts of every PDF program have no narrow space that does not break.
        plain = html.escape(text).replace("\u202f", "\u00a0")
        return MARK.sub(lambda m: f"<{names[m[1]]}>{m[2]}</{names[m[1]]}>", plain)

    story = [Paragraph(marked(text), style) for text in LINES]
    rows = [[Paragraph(marked(text), style) for text in row] for row in TABLE]
    story.append(Table(rows, colWidths=[113] * 3))
    story.append(
        BalancedColumns([Paragraph(LEFT, style), Paragraph(RIGHT, style)], nCols=2, innerPadding=28)
    )
    SimpleDocTemplate(str(out), title="x", author="x", invariant=1).build(story)


def soffice(font, out):
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"{out.stem}.docx"
        source.write_bytes(word(font))
        command = ["soffice", f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"]
        _run([*command, *f"--headless --convert-to pdf --outdir {folder}".split(), str(source)])
        out.write_bytes(source.with_suffix(".pdf").read_bytes())


def word(font):
    """The page as DOCX."""
    from documents.docxs import docx, p, tbl

    face = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:cs="{font}"/><w:sz w:val="22"/><w:lang w:val="en-GB"/>'

    def runs(text):
        parts, at = [], 0
        for found in MARK.finditer(text):
            way = "superscript" if found[1] == "^" else "subscript"
            parts.append((text[at : found.start()], ""))
            parts.append((found[2], f'<w:vertAlign w:val="{way}"/>'))
            at = found.end()
        return _runs([*parts, (text[at:], "")], face)

    def columns(count):
        margins = " ".join(f'w:{side}="1134"' for side in ("top", "right", "bottom", "left"))
        size = f'<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins}/>'
        kind = '<w:type w:val="continuous"/>'
        return f'<w:sectPr>{kind}{size}<w:cols w:num="{count}" w:space="567"/></w:sectPr>'

    table = tbl(*[[p(runs(text)) for text in row] for row in TABLE])
    table = table.replace("<w:tbl>", '<w:tbl><w:tblPr><w:tblW w:w="8000" w:type="dxa"/></w:tblPr>')
    before = [p(runs(text), mark='<w:spacing w:after="120"/>') for text in LINES]
    apart = f"<w:p><w:pPr>{columns(1)}</w:pPr></w:p>"
    broken = '<w:r><w:br w:type="column"/></w:r>'
    body = [*before, table, apart, p(runs(LEFT)), p(broken, runs(RIGHT)), columns(2)]
    return docx(*body, change=lambda parts: parts.update({"[Content_Types].xml": TYPES}))


def _runs(parts, face):
    from documents.docxs import r

    return "".join(r(html.escape(text), face + way) for text, way in parts if text)


def _run(command):
    subprocess.run(command, check=True, capture_output=True, timeout=120)


SYSTEM = (
    "Liberation Serif",
    "Liberation Sans",
    "Carlito",
    "Noto Serif",
    "Noto Sans",
    "DejaVu Sans",
    "DejaVu Serif",
)
PROGRAMS = {
    "soffice": (soffice, SYSTEM),
    "chromium": (chromium, SYSTEM),
    "weasyprint": (weasyprint, SYSTEM),
    "typst": (typst, (*SYSTEM, "Libertinus Serif")),
    "typst-raised": (typst_raised, ("Libertinus Serif", "Noto Sans")),
    "reportlab": (reportlab, ("Helvetica", "Times-Roman")),
}


def name_of(program, font):
    return f"{program}-{font.replace(' ', '-')}.pdf"


def main(folder, *programs):
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    for program in programs or PROGRAMS:
        make, fonts = PROGRAMS[program]
        for font in fonts:
            make(font, Path(folder).resolve() / name_of(program, font))


if __name__ == "__main__":
    main(*sys.argv[1:])
