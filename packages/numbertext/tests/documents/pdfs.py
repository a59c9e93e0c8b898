"""Writes small PDF files by hand: pages of text at given places in Helvetica, nothing else."""

WIDTH, HEIGHT = 595, 842
FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def escaped(text):
    """A PDF string; what WinAnsi has no code for is a fault of the test."""
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def content(texts):
    """The content stream of (x, y, size, text); a fifth item is the text matrix's first four numbers."""
    parts = []
    for x, y, size, text, *turn in texts:
        matrix = turn[0] if turn else "1 0 0 1"
        parts.append(
            f"BT /F1 {size} Tf {matrix} {x} {y} Tm ".encode() + b"(" + escaped(text) + b") Tj ET"
        )
    return b"\n".join(parts)


def pdf(*pages, rotate=0, extra=b""):
    """A PDF whose pages show the texts given; `extra` goes into the trailer."""
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        FONT,
    ]
    for i, texts in enumerate(pages):
        stream = texts if isinstance(texts, bytes) else content(texts)
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Rotate {rotate} "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * i} 0 R >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects, extra)


def assembled(objects, extra=b""):
    """The file of the numbered objects, with its table of places."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(objects) + 1, extra)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def lines(texts, x=72, y=760, size=10, pitch=13):
    """Texts one under the other, as (x, y, size, text)."""
    return [(x, y - pitch * i, size, text) for i, text in enumerate(texts)]
