"""Characters of symbol fonts (`w:sym`) as Unicode; pictures of such fonts become the object replacement character."""

from __future__ import annotations

PRIVATE = 0xF000
OBJECT = "\ufffc"
# The signs of Adobe's Symbol encoding that stand beside numbers, by code.
SYMBOL = {
    **{code: chr(code) for code in range(0x20, 0x40)},
    0x2D: "\u2212",
    0x44: "\u0394",
    0x53: "\u03a3",
    0x61: "\u03b1",
    0x62: "\u03b2",
    0x6D: "\u03bc",
    0x70: "\u03c0",
    0x73: "\u03c3",
    0xA2: "\u2032",
    0xA3: "\u2264",
    0xA4: "\u2044",
    0xA5: "\u221e",
    0xAE: "\u2192",
    0xB0: "\u00b0",
    0xB1: "\u00b1",
    0xB2: "\u2033",
    0xB3: "\u2265",
    0xB4: "\u00d7",
    0xB7: "\u2022",
    0xB8: "\u00f7",
    0xB9: "\u2260",
    0xBB: "\u2248",
    0xBC: "\u2026",
}


def symbol(font: str, code: str) -> str:
    """Return the character of a symbol.

    Args:
        font: Name of its font.
        code: Its code in the font, in hexadecimal digits.
    """
    try:
        number = int(code[:8], 16)
    except ValueError:
        return OBJECT
    if font.lower().startswith("symbol"):
        return SYMBOL.get(number - PRIVATE if number >= PRIVATE else number, OBJECT)
    is_text = 0x20 <= number < 0xD800 and "wingdings" not in font.lower()
    return chr(number) if is_text and "webdings" not in font.lower() else OBJECT
