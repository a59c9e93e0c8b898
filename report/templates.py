"""Templates of pages and documents: filled in one way, so that no text of a file passes for markup or steers a screen.

The templates themselves stand beside what they show.
"""

from __future__ import annotations

from pathlib import Path

import jinja2
from markupsafe import Markup

from warehouse.visible import visible


def environment(*folders: Path, is_markup: bool = True) -> jinja2.Environment:
    """Return what finds and fills templates; a name that is not given is an error.

    Args:
        folders: Where the templates are, looked through in this order.
        is_markup: Whether they are HTML or XML, in which every text is escaped; not so in plain text.
    """
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=is_markup,  # noqa: S701 - off for plain text only
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _shown(value: object) -> object:
    """Make every text visible; escaping comes after it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
