"""Text of foreign files made safe to show: on a page, in a terminal, in JSON and YAML.

A file can hold characters that steer what shows it: escape sequences of terminals, and controls of the writing
direction that turn 110 into 011 on the screen. Escaping for HTML is the template's work.
"""

from __future__ import annotations

_PICTURES = 0x2400
_DELETE, _PICTURE_OF_DELETE = 0x7F, 0x2421
_SUBSTITUTE, _UNKNOWN = 0x2426, 0xFFFD
_C1 = range(0x80, 0xA0)
_SURROGATES = range(0xD800, 0xE000)
# Overrides reverse what follows, digits too, so they are shown. The other controls are at home in Arabic and Persian.
_OVERRIDES = (0x202D, 0x202E)
_DIRECTIONS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_NO_CHARACTERS = (0xFFFE, 0xFFFF)
_SPACE = (0x09, 0x0A, 0x0D)

_VISIBLE = {
    **{code: _PICTURES + code for code in range(0x20) if code not in _SPACE},
    _DELETE: _PICTURE_OF_DELETE,
    **dict.fromkeys([*_C1, *_SURROGATES, *_NO_CHARACTERS], _UNKNOWN),
    **dict.fromkeys(_OVERRIDES, _SUBSTITUTE),
}
_WITHOUT_DIRECTION = dict.fromkeys(code for code in _DIRECTIONS if code not in _OVERRIDES)
# What begins another line or moves on in it, where each thing has one line.
_BREAKS = (0x2028, 0x2029)
_PICTURED = {
    **_VISIBLE,
    **_WITHOUT_DIRECTION,
    **{code: _PICTURES + code for code in _SPACE},
    **dict.fromkeys(_BREAKS, _PICTURES + 0x0A),
}
_PICTURED_LINES = {code: sign for code, sign in _PICTURED.items() if code not in (0x09, 0x0A)}
_ESCAPED = {
    code: f"\\u{code:04x}"
    for code in (_DELETE, *_C1, *_SURROGATES, *_DIRECTIONS, *_BREAKS, *_NO_CHARACTERS)
}


def visible(text: str) -> str:
    """Return text with a picture for each control character, of the same length; white space stays as it is."""
    return text.translate(_VISIBLE)


def on_one_line(text: str) -> str:
    """Return text for a line of a terminal, which knows no isolation: without controls of the direction."""
    return " ".join(visible(text).translate(_WITHOUT_DIRECTION).split())


def pictured(text: str) -> str:
    """Return text for one line of a terminal, every sign kept: breaks and tabs are pictures too.

    Controls of the direction are left out, since a terminal knows no isolation.
    """
    return text.translate(_PICTURED)


def pictured_lines(text: str) -> str:
    """Return a text of several lines for a terminal: its line ends and tabs as they are, all else as `pictured`."""
    return text.translate(_PICTURED_LINES)


def escaped(document: str) -> str:
    """Return a JSON document, or a quoted YAML scalar, with what `json.dumps` leaves raw as escapes."""
    return document.translate(_ESCAPED)
