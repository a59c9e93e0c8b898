"""The axis of values: from zero, in round steps, with numbers written by the one rounding module."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from matplotlib.axes import Axes

from report.figures.rounding import as_text
from report.publish.charts.layout import text_width
from report.publish.charts.style import FAINT, GRID, LABEL_SIZE

_STEPS = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
_MOST_STEPS = 6


def ticks(values: Iterable[Decimal]) -> list[Decimal]:
    """Return round numbers from zero, or below it, to the first above the largest value."""
    low, high = Decimal(0), Decimal(0)
    for value in values:
        low, high = min(low, value), max(high, value)
    rough = (high - low) / _MOST_STEPS or Decimal(1) / _MOST_STEPS
    magnitude = Decimal(1).scaleb(rough.adjusted())
    step = next(step * magnitude for step in _STEPS if step * magnitude >= rough)
    first = -int(-(low // step)) - (1 if low % step else 0)
    last = int(high // step) + (1 if high % step or high == 0 else 0)
    return [step * number for number in range(first, last + 1)]


def tick_texts(given: list[Decimal]) -> list[str]:
    """Return the numbers of an axis as they are read."""
    exponents = [tick.normalize().as_tuple().exponent for tick in given if tick]
    decimals = max([0, *(-e for e in exponents if isinstance(e, int))])
    return [as_text(tick, decimals) for tick in given]


def widest(texts: Iterable[str], size: float = LABEL_SIZE) -> float:
    """Return the width of the widest of some texts in inches."""
    return max((text_width(text, size) for text in texts), default=0.0)


def bare(axes: Axes) -> None:
    """Take away everything that a plot comes with."""
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("top", "right", "bottom", "left"):
        axes.spines[side].set_visible(False)


def value_axis(axes: Axes, given: list[Decimal]) -> None:
    """Set the values at the left, with faint lines across the plot and a firm one at zero."""
    axes.set_ylim(float(given[0]), float(given[-1]))
    axes.set_yticks([float(tick) for tick in given], tick_texts(given), size=LABEL_SIZE)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.axhline(0, color=FAINT, linewidth=0.8, zorder=1.5)
