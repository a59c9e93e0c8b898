"""The change log of an edition's releases: the reason of each, and which figures it changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from report.figures.published import PublishedFigure, ReleasedFigure
from report.release.revisions import Revision

_FIRST = "First release."
_SAID = ("label", "unit", "period", "table", "column")


def change_log(
    edition: str, reason: str, figures: Sequence[ReleasedFigure], earlier: Sequence[Revision]
) -> str:
    """Return `CHANGES.md`: the revision that is being made first, then those before it.

    Args:
        edition: The edition.
        reason: Why this revision is made; empty for the first one.
        figures: Its figures.
        earlier: The releases before it, the first one first.
    """
    made = [(found.name, found.statement.reason, _by_id(found.figures)) for found in earlier]
    number = earlier[-1].number + 1 if earlier else 1
    made.append((f"r{number}", reason, _by_id(figures)))
    parts = [f"# Releases of edition {edition}\n"]
    for place in reversed(range(len(made))):
        name, why, now = made[place]
        before = made[place - 1][2] if place else None
        parts.append(f"## {name}\n\n{' '.join(why.split()) or _FIRST}\n")
        if before is not None:
            parts.append("\n".join(_differences(before, now)) + "\n")
    return "\n".join(parts)


def _by_id(figures: Iterable[ReleasedFigure]) -> dict[str, PublishedFigure]:
    return {figure.published.id: figure.published for figure in figures}


def _differences(
    before: Mapping[str, PublishedFigure], now: Mapping[str, PublishedFigure]
) -> Iterator[str]:
    """Yield a line for every figure that is new or gone, and for what is said of one otherwise than before."""
    changed = False
    for name in sorted({*before, *now}):
        old, new = before.get(name), now.get(name)
        shown = [_shown(figure) for figure in (old, new)]
        if shown[0] != shown[1]:
            changed = True
            yield f"- `{name}`: {shown[0]} → {shown[1]}"
        if old and new:
            for part in (part for part in _SAID if old.content[part] != new.content[part]):
                changed = True
                yield f"- `{name}`, its {part}: {old.content[part]} → {new.content[part]}"
    if not changed:
        yield "No figure changed."


def _shown(figure: PublishedFigure | None) -> str:
    return f"{figure.display} ({figure.value}, {figure.nature})" if figure else "none"
