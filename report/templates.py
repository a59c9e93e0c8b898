"""Templates of pages and documents: filled in one way, so that no text of a file passes for markup or steers a screen.

The templates themselves stand beside what they show.
"""

from __future__ import annotations

from pathlib import Path

import jinja2
from jinja2.bccache import Bucket
from markupsafe import Markup

from warehouse.visible import visible


class _InMemory(jinja2.BytecodeCache):
    """What templates were compiled to, for as long as the process runs: compiling takes longer than filling in.

    One that has changed is compiled anew: jinja compares a digest of its text.
    """

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._kept[bucket.key] = bucket.bytecode_to_string()


_COMPILED = {is_markup: _InMemory() for is_markup in (False, True)}
"""By whether texts are escaped, which is compiled in."""


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
        bytecode_cache=_COMPILED[is_markup],
    )


def _shown(value: object) -> object:
    """Make every text visible; escaping comes after it."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
