"""The content control that a filled number stands in: plain text whose tag and title hold the name of its figure.

Plain text, since LibreOffice before 7.5 forgets the name of any other; in the title too, since it forgets the tag.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from numbertext.documents.docx.names import STRICT, W
from report.fill.scanning import Control, Run
from report.fill.wording import Wordings

_VALUE = re.compile(rb"(\bval\s*=\s*)(\"[^\"]*\"|'[^']*')")
_USUAL_PREFIX = b"<w:"


def control_bytes(data: bytes, run: Run, name: str, known: Wordings, properties: bytes) -> bytes:
    """Return a control with a number in it.

    Args:
        data: The part.
        run: The run that the placeholder stands in.
        name: What the placeholder names.
        known: What can be filled.
        properties: The run's properties, which the number keeps.
    """
    # Attributes want a prefix; where the part has another one, the control brings its own.
    own = b"" if data.startswith(_USUAL_PREFIX, run.tag[0]) else _declared(data)
    names = quoteattr(known.bound(name)).encode("utf-8")
    words = escape(known.texts[name]).encode("utf-8")
    pieces = [
        b"<w:sdt" + own + b"><w:sdtPr>",
        properties,
        b"<w:alias w:val=" + names + b"/><w:tag w:val=" + names + b"/><w:text/>",
        b"</w:sdtPr><w:sdtContent><w:r>",
        properties,
        b"<w:t>" + words + b"</w:t></w:r></w:sdtContent></w:sdt>",
    ]
    return b"".join(pieces)


def renamed(data: bytes, control: Control, name: str) -> Iterator[tuple[int, int, bytes]]:
    """Yield the edits that give a control another name, wherever it has one of a figure."""
    written = quoteattr(name).encode("utf-8")
    for start, end in control.names.values():
        tag = data[start:end]
        changed = _VALUE.sub(lambda found: found[1] + written, tag, count=1)
        if changed != tag and b"figure:" in tag:
            yield start, end, changed


def _declared(data: bytes) -> bytes:
    """Return the declaration of the usual prefix for the dialect that a part is written in."""
    space = STRICT + b"wordprocessingml/main"
    return b' xmlns:w="' + (space if space in data else W.strip("{}").encode()) + b'"'
