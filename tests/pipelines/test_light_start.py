"""The command line starts light: what takes long to import is imported when it is used, and not before."""

import json
import subprocess
import sys

import pytest

from pipelines.cli import unchanged
from pipelines.cli.app import COMMANDS
from tests.conftest import ROOT

HEAVY = {
    *(
        "dagster",
        "datafusion",
        "docx",
        "duckdb",
        "gptables",
        "lxml",
        "markdown_it",
        "matplotlib",
        "numpy",
    ),
    *("openpyxl", "pandas", "pandera", "pyarrow", "pypdfium2", "python_calamine", "sqlglot"),
}
# What a command line and its output need: light enough for a command, too much for a build with nothing changed.
OF_COMMANDS = {"click", "jinja2", "rich", "typer", "yaml"}
BROUGHT = """
import importlib, json, sys
brought = {}
for name in sys.argv[1:]:
    before = set(sys.modules)
    importlib.import_module(name)
    brought[name] = sorted({new.partition(".")[0] for new in set(sys.modules) - before})
print(json.dumps(brought))
"""


def brought(*modules):
    """What each module imports, and what that imports, one after the other in a process of their own."""
    line = [sys.executable, "-c", BROUGHT, *modules]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    return {name: set(new) for name, new in json.loads(done.stdout).items()}


def test_a_build_with_nothing_changed_needs_the_standard_library_alone():
    found = brought("pipelines.cli", "pipelines.cli.unchanged", "warehouse.builder.stamp")
    foreign = {new for its in found.values() for new in its} - sys.stdlib_module_names
    assert foreign == {"pipelines", "warehouse"}, "import it where it is used"


def test_no_command_imports_anything_heavy_before_it_runs():
    commands = [f"pipelines.cli.{name.replace('-', '_')}" for name in COMMANDS]
    found = brought("pipelines.cli.app", *commands)
    assert "typer" in found["pipelines.cli.app"]
    assert {name: its & HEAVY for name, its in found.items() if its & HEAVY} == {}
    assert {"rich", "yaml"} & found["pipelines.cli.app"] == set()


def test_what_is_called_heavy_is_installed_and_would_be_seen():
    assert brought("warehouse.builder.edition_build")["warehouse.builder.edition_build"] >= {
        "duckdb",
        "pyarrow",
    }
    missing = "import importlib.util, sys; print(*[n for n in sys.argv[1:] if not importlib.util.find_spec(n)])"
    line = [sys.executable, "-c", missing, *sorted(HEAVY | OF_COMMANDS)]
    assert subprocess.run(line, capture_output=True, text=True, check=True).stdout.split() == []


PLAIN = {
    "build 2022": ("2022", False, False, ""),
    "build --json 2022": ("2022", True, False, ""),
    "build 2022 --json --project a b": None,
    "build 2022 --project a": ("2022", False, False, "a"),
    "build --project=a 2022": ("2022", False, False, "a"),
    "build 2022 --project": None,
    "build 2022 --show-withheld": ("2022", False, True, ""),
    "build 2022 --threads 2": None,
    "build 2022 --js": None,
    "build 2022 2023": None,
    "build 2022 --help": None,
    "build --json=yes 2022": None,
    "build ../2022": None,
    "build": None,
    "audit 2022": None,
    "": None,
}


@pytest.mark.parametrize(("line", "expected"), PLAIN.items(), ids=PLAIN)
def test_only_a_plain_build_is_answered_at_once(line, expected):
    assert unchanged._parse(line.split()) == expected
