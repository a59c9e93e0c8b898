"""How charts look: colours that the colour-blind tell apart, and a shape beside every colour for print in grey.

The colours are those of Okabe and Ito (2008), "Color Universal Design", without the yellow, which is too faint on
white. Neighbours in the order differ in lightness too.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib as mpl

FONT = "DejaVu Sans"
INK, FAINT, GRID = "#1a1a1a", "#4d4d4d", "#d9d9d9"
COLOURS = ("#0072b2", "#e69f00", "#000000", "#56b4e9", "#d55e00", "#009e73", "#7f3c66")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")
DASHES = ("-", "--", "-.", ":", (0, (6, 1, 1, 1)), (0, (3, 1)), (0, (1, 1)))
HATCH = "////"
CLASSES = ("#eef3f8", "#b7d0e4", "#6ba3cb", "#2b6ca3", "#0b3c68")
"""From few to many: each clearly darker than the one before."""
TITLE_SIZE, TEXT_SIZE, LABEL_SIZE, FOOT_SIZE = 11.0, 9.0, 8.0, 7.0

_SETTINGS: dict[Any, Any] = {
    "font.family": "sans-serif",
    # The first is shipped with the library; the others have the same widths or less, for SVG shown elsewhere.
    "font.sans-serif": [FONT, "Verdana", "Arial", "Helvetica"],
    "text.parse_math": False,
    "text.usetex": False,
    "text.color": INK,
    "axes.edgecolor": FAINT,
    "axes.labelcolor": INK,
    "axes.linewidth": 0.8,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "hatch.linewidth": 0.8,
    "svg.fonttype": "none",
    "path.simplify": False,
}


@contextmanager
def settings(salt: str) -> Iterator[None]:
    """Draw with these settings and the library's own defaults, whatever the machine's are.

    Args:
        salt: What the ids of an SVG are made from, so that two charts on one page have different ones.
    """
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({**_SETTINGS, "svg.hashsalt": salt})
        yield


def ink_on(colour: str) -> str:
    """Return black or white, whichever is read better on a colour."""
    light = luminance(colour)
    return "#000000" if (light + 0.05) / 0.05 >= 1.05 / (light + 0.05) else "#ffffff"


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG defines it: 0 for black, 1 for white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
