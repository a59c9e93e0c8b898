"""Writes DOCX files by hand: parts of XML in an archive, so that any construct can be had."""

import io
import zipfile

SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def t(text):
    return f'<w:t xml:space="preserve">{text}</w:t>'


def r(text, properties=""):
    return f"<w:r><w:rPr>{properties}</w:rPr>{t(text)}</w:r>"


def p(*inside, style="", mark=""):
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{named}{mark}</w:pPr>{''.join(inside)}</w:p>"


def tbl(*rows):
    cells = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def field(instruction, result):
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = f"<w:r><w:instrText> {instruction} </w:instrText></w:r>"
    return mark("begin") + code + mark("separate") + result + mark("end")


def part(tag, inside):
    return f"<w:{tag} {SPACES}>{inside}</w:{tag}>"


def relations(targets):
    listed = "".join(
        f'<Relationship Id="{name}" Type="{KIND}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{PACKAGE}">{listed}</Relationships>'


def archive(parts):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return data.getvalue()


def docx(*body, change=None, **others):
    """A DOCX of the body's blocks; `others` are further parts by kind (`styles=`, `footnotes=`, `header=`)."""
    targets = {name: (name.rstrip("0123456789"), f"{name}.xml") for name in others}
    parts = {
        "_rels/.rels": relations({"rId1": ("officeDocument", "word/document.xml")}),
        "word/document.xml": part("document", f"<w:body>{''.join(body)}</w:body>"),
        "word/_rels/document.xml.rels": relations(targets),
        **{f"word/{name}.xml": content for name, content in others.items()},
    }
    if change:
        change(parts)
    return archive(parts)
