"""Every command line that a text of the project tells a reader to use is one that there is, with its options."""

import ast
import re

import pytest

from pipelines.cli import app as frame
from tests.conftest import ROOT

LINE = re.compile(r"annual-report +([a-z][a-z-]+)((?: +(?:--[a-z-]+|[^\s`|]+))*)")
TEXTS = [
    *(
        path
        for top in ("warehouse", "report", "assets", "pipelines")
        for path in (ROOT / top).rglob("*.py")
    ),
    *(ROOT / "docs").rglob("*.md"),
    ROOT / "README.md",
]


def said(path):
    """Yield the command lines that a file tells of, each with its line's text."""
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        for quoted in re.findall(r"`([^`]*)`|^    (.*)$", text, re.MULTILINE):
            yield from LINE.findall(" ".join(" ".join(quoted).split()))
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            words = node.value
        elif isinstance(node, ast.JoinedStr):
            words = "".join(v.value if isinstance(v, ast.Constant) else "X" for v in node.values)
        else:
            continue
        for quoted in re.split(r"`|\n", words):
            yield from LINE.findall(quoted)


CASES = sorted({(str(p.relative_to(ROOT)), *line) for p in TEXTS for line in said(p)})


def test_there_are_some():
    assert len(CASES) > 60


@pytest.mark.parametrize(("path", "name", "rest"), CASES)
def test_a_command_that_is_told_of_is_there_with_its_options(path, name, rest):
    known = frame.Commands().list_commands(None)
    assert name in known, path
    options = {o for p in frame._command(name).params for o in (*p.opts, *p.secondary_opts)}
    options.add("--help")
    assert set(re.findall(r"(?<!\S)--[a-z][a-z-]*", rest)) <= options, path
