"""All that the command line prints, with every text made safe; no other module of it writes to a terminal.

Cells, headers, titles and file names come from strangers and may steer what shows them: escape sequences colour,
overwrite or copy, controls of the writing direction turn numbers round. Here they become pictures of themselves,
in JSON escapes; data that go into a file or a program (`emit_data`) stay as they are. This module stays light: rich,
which lays out tables, is imported by what needs it.
"""

from __future__ import annotations

import json
import os
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import StringIO, TextIOWrapper
from types import TracebackType
from typing import TYPE_CHECKING, Any, TextIO

from warehouse.visible import escaped, pictured, pictured_lines

if TYPE_CHECKING:
    from click import ClickException
    from rich.console import Console
    from rich.text import Text
    from rich.tree import Tree

Styled = tuple[str, str]
"""A text with the style of rich that it is set in, e.g. `("contradicted", "bold red")`."""
Branch = tuple[str, list[Any]]
"""A node of a tree: its text and its branches."""
_PIPED = 140
"""Columns of a table that is piped, so that nothing is cut at 80."""


def guard_streams() -> None:
    """Let no sign that the terminal's encoding lacks stop a command, and make safe what libraries and crashes say."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.excepthook = _say_crash
    warnings.showwarning = _say_warning


def say_no_more() -> None:
    """Let what is still to be printed go nowhere, so that the interpreter does not fail over it when it ends."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(*parts: str | Styled, error: bool = False) -> None:
    """Print one line: a line break inside it is shown as a picture.

    Args:
        parts: What the line consists of; nothing for an empty line.
        error: Whether it goes to stderr, beside what other programs read.
    """
    if any(isinstance(part, tuple) for part in parts):
        from rich.text import Text

        line = Text("").join(map(_text, parts))
        _console(error=error).print(line, soft_wrap=True)
    else:
        joined = "".join(pictured(part) for part in parts if isinstance(part, str))
        _write(f"{joined}\n", sys.stderr if error else sys.stdout)


def say_lines(text: str, *, error: bool = False) -> None:
    """Print a text of several lines, such as an error with what was expected and the remedy."""
    for line in text.split("\n"):
        say(line, error=error)


def say_usage(error: ClickException) -> None:
    """Print what is wrong with a command line, with its usage."""
    said = StringIO()
    error.show(file=said)
    _write(pictured_lines(said.getvalue()), sys.stderr)


def say_table(
    head: Sequence[str],
    rows: Iterable[Sequence[str | Styled]],
    *,
    title: str = "",
    at_edge: bool = False,
) -> None:
    """Print rows as a table; what is too long for its column goes on below.

    Args:
        head: The names of the columns.
        rows: The cells, row by row.
        title: What stands above the table.
        at_edge: Whether the first column begins without a space before it.
    """
    from rich.table import Table

    heading = _text(title) if title else None
    listing = Table(title=heading, title_justify="left", box=None, pad_edge=not at_edge)
    for name in head:
        listing.add_column(_text(name))
    for row in rows:
        listing.add_row(*map(_text, row))
    _console().print(listing)


def say_tree(root: Branch) -> None:
    """Print a tree, a node a line."""
    from rich.tree import Tree

    def grow(tree: Tree, branches: list[Branch]) -> Tree:
        for text, below in branches:
            grow(tree.add(_text(text)), below)
        return tree

    _console().print(grow(Tree(_text(root[0])), root[1]))


@contextmanager
def progress(words: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done; gives what is called when something else is. Print after it, not inside.

    Args:
        words: What is done first.
    """
    with _console(error=True).status(_text(words)) as status:
        yield lambda now: status.update(_text(now))


def emit_json(value: object) -> None:
    """Print a value as JSON: no character of it steers a terminal, and each keeps its value in any encoding."""
    narrow = not (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf8")
    _write(escaped(json.dumps(value, ensure_ascii=narrow, indent=1)) + "\n", sys.stdout)


def emit_document(text: str) -> None:
    """Print a document that other programs may read (CSV, Markdown, YAML): its lines and tabs as they are."""
    _write(pictured_lines(text), sys.stdout)


def emit_data(text: str) -> None:
    """Print data that keep every sign where they go into a file or a program; on a terminal they are made safe.

    Args:
        text: The lines, e.g. of CSV.
    """
    _write(pictured_lines(text) if _is_terminal(sys.stdout) else text, sys.stdout)


def _is_terminal(stream: TextIO) -> bool:
    return stream.isatty()


def _text(part: str | Styled) -> Text:
    from rich.text import Text

    text, style = part if isinstance(part, tuple) else (part, "")
    return Text(pictured(text), style=style)


def _console(*, error: bool = False) -> Console:
    from rich.console import Console

    screen = Console(highlight=False, stderr=error)
    return screen if screen.is_terminal else Console(highlight=False, stderr=error, width=_PIPED)


def _write(text: str, stream: TextIO) -> None:
    stream.write(text)


def _say_crash(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    import traceback

    _write(pictured_lines("".join(traceback.format_exception(kind, error, trace))), sys.stderr)


def _say_warning(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    _write(
        pictured_lines(warnings.formatwarning(message, category, filename, lineno, line)),
        sys.stderr,
    )
