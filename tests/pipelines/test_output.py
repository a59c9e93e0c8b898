"""Nothing that the command line prints steers a terminal, whatever stands in cells, names, titles and texts."""

import ast
import io
import json
import os
import re
import shutil
import subprocess
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout

import pytest

from pipelines import cli
from pipelines.cli import app as frame
from pipelines.cli import output
from pipelines.cli.build import build_edition
from report.release.sign_off import sign_off
from tests.conftest import ROOT
from tests.pipelines.hostile import EDITION, FIGURE, STEERING, TEXT, WORD, hostile, name_plainly
from tests.report.release.projects import release

STEERS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Controls, but for the line end and the tab of a document."""
SHOWN = ("\u241b", "\\u001b", "\\u241b", "\\x1b")
"""How the sign of an escape sequence is shown: as a picture, in JSON, on a narrow terminal, by Python."""
BUILT, RELEASED = "built", "released"
PLACE = f"releases/{EDITION}/r1"
TABLE = "table_01_harvest"
NO_JSON = {"--csv", "--bindings", "--all", TABLE}
"""What is printed as it is, whether JSON is asked for or not, or together with it refused."""
SOMEBODY = f"Some{STEERING.replace(chr(13), '')}body"

# Lines for each command: the state of the project, the words, and whether the signs have to be seen as pictures.
LINES = {
    "build": [
        (BUILT, [EDITION], True),
        (BUILT, ["2021"], True),
        (RELEASED, [EDITION], False),
        (BUILT, ["2020", f"--{STEERING}"], True),
    ],
    "status": [(BUILT, [EDITION], True)],
    "tables": [
        (BUILT, [EDITION], True),
        (BUILT, [EDITION, TABLE], True),
        (BUILT, [EDITION, "--all"], False),
        (BUILT, [EDITION, f"table{STEERING}"], True),
    ],
    "new-edition": [(BUILT, ["2022", "--date", "2023-03-01"], False), (BUILT, [STEERING], True)],
    "sources": [(BUILT, [], True)],
    "check": [
        (BUILT, ["harvest", "2023-02-01", "head.csv"], True),
        (BUILT, ["harvest", "2023-02-01", "cell.csv"], True),
        (BUILT, ["harvest", "2023-02-01", f"{STEERING}.csv"], True),
    ],
    "add-vintage": [
        (BUILT, ["harvest", "2023-02-01", "head.csv"], True),
        (BUILT, ["harvest", "2023-02-01", "cell.csv"], True),
        (BUILT, ["harvest", "2023-02-01", f"{STEERING}.csv"], True),
    ],
    "withdraw-vintage": [
        (BUILT, ["harvest", STEERING, "--by", SOMEBODY, "--why", SOMEBODY], True),
    ],
    "pin": [
        (BUILT, [EDITION, STEERING, "2023-02-01"], True),
        (BUILT, [EDITION, "harvest", STEERING], True),
    ],
    "run-due": [(BUILT, ["--date", "2023-06-01"], True)],
    "trace": [
        (BUILT, [FIGURE], True),
        (BUILT, [FIGURE, "--csv"], True),
        (BUILT, [TABLE, "--row", f"orchard={STEERING}"], True),
    ],
    "audit": [(BUILT, [EDITION], True)],
    "impact": [
        (BUILT, ["orchards"], True),
        (BUILT, ["orchards", "--file", STEERING], True),
    ],
    "reconcile": [
        (BUILT, [EDITION, TEXT, "--set-aside"], True),
        (BUILT, [EDITION, TEXT, "--bindings"], True),
        (BUILT, ["-", TEXT], True),
        (BUILT, [EDITION, f"{STEERING}.pdf"], True),
    ],
    "restated-statements": [(BUILT, [EDITION, TEXT], False)],
    "release": [(BUILT, [EDITION], False), (BUILT, ["2021"], False)],
    "reperform": [(RELEASED, [PLACE], True)],
    "sign-off": [
        (RELEASED, [EDITION, "--role", "preparer", "--name", SOMEBODY], True),
        (RELEASED, [EDITION, "--show"], True),
    ],
    "verify": [(RELEASED, [PLACE], True)],
    "conclude": [
        (RELEASED, [FIGURE, "--as", "not", "--by", SOMEBODY, "--why", "seen"], False),
        (RELEASED, [FIGURE, "--as", SOMEBODY, "--by", "Eve", "--why", "seen"], True),
    ],
    "selftest": [(RELEASED, [PLACE], False)],
    "book": [(BUILT, [EDITION, "--text", TEXT, "--out", f"book{STEERING}"], True)],
    "export": [(BUILT, [EDITION, f"tables{STEERING}.xlsx"], True)],
    "dictionary": [(BUILT, [EDITION], True)],
    "charts": [(BUILT, [EDITION, TEXT], True)],
    "fill": [(BUILT, [EDITION, WORD, f"filled{STEERING}.docx"], False)],
    "dev": [(BUILT, ["--port", STEERING], True)],
}
CASES = [(name, *line) for name, lines in LINES.items() for line in lines]
NAMES = [f"{name}-{i}" for name, lines in LINES.items() for i in range(len(lines))]


@pytest.fixture(scope="module")
def homes(tmp_path_factory):
    """The hostile project in both states."""
    project = hostile(tmp_path_factory.mktemp("hostile") / BUILT)
    released = shutil.copytree(project.root, project.root.with_name(RELEASED), symlinks=True)
    copy = type(project)(released)
    name_plainly(copy)
    made = release(copy).revision
    sign_off(copy, made, "preparer", "Somebody", None)
    for statement in (made.folder / "sign-off").glob("*.json"):
        statement.write_text(statement.read_text().replace("Somebody", json.dumps(SOMEBODY)[1:-1]))
    # A stranger's release may hold what ours refuses to be made with.
    (made.folder / "data" / f"stranger{STEERING}.txt").write_text("not of the release")
    figures = made.folder / "data" / "figures.json"
    text = figures.read_text(encoding="utf-8")
    assert '"131 tonnes"' in text
    steered = text.replace('"131 tonnes"', json.dumps(f"131 tonnes{STEERING}"))
    figures.write_text(steered, encoding="utf-8")
    return project.root.parent


def run(monkeypatch, words, encoding):
    """Run a command line on a terminal of an encoding; returns the code and what it printed to both streams."""
    streams = [io.TextIOWrapper(io.BytesIO(), encoding=encoding) for _ in range(2)]
    monkeypatch.setattr(sys, "argv", ["annual-report", *words])
    monkeypatch.setattr(output, "_is_terminal", lambda _: True)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
    with (
        redirect_stdout(streams[0]),
        redirect_stderr(streams[1]),
        pytest.raises(SystemExit) as left,
    ):
        cli.main()
    for stream in streams:
        stream.flush()
    return left.value.code, *(s.buffer.getvalue().decode(encoding) for s in streams)


@pytest.mark.parametrize("is_terminal", [True, False])
def test_data_keep_every_sign_but_on_a_terminal(monkeypatch, capsys, is_terminal):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)
    text = f"a,b\n1,{STEERING}\u200e\n"
    output.emit_data(text)
    out = capsys.readouterr().out
    assert (out == text) == (not is_terminal)
    assert bool(STEERS.findall(out)) == (not is_terminal)


def test_every_command_has_a_hostile_line():
    assert list(LINES) == frame.Commands().list_commands(None)


@pytest.mark.parametrize(("name", "state", "words", "is_seen"), CASES, ids=NAMES)
def test_a_command_prints_nothing_that_steers(
    homes, tmp_path, monkeypatch, name, state, words, is_seen
):
    takes_json = any(param.name == "json" for param in frame._command(name).params)
    as_json = ["--json"] if takes_json and not NO_JSON & set(words) else []
    for encoding, more in (("utf-8", []), ("latin-1", as_json)):
        home = shutil.copytree(homes / state, tmp_path / encoding, symlinks=True)
        monkeypatch.chdir(home)
        monkeypatch.delenv("DAGSTER_HOME", raising=False)
        code, out, err = run(monkeypatch, [name, *words, *more], encoding)
        assert code in (0, 1, 2, 3)
        assert not STEERS.findall(out + err), (out + err)[:2000]
        assert out + err
        if is_seen:
            assert any(sign in out + err for sign in SHOWN), (out + err)[:2000]
        if more and out:
            json.loads(out)


def test_no_other_module_of_the_command_line_prints():
    """A text that is printed elsewhere is a text that somebody has to remember to make safe."""
    folder = ROOT / "pipelines" / "cli"
    printing = {"print", "echo", "secho", "stdout", "stderr", "__stdout__", "__stderr__"}
    for path in sorted(folder.glob("*.py")):
        if path.name == "output.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Name):
                names = [node.id]
            elif isinstance(node, ast.Attribute):
                names = [node.attr]
            elif isinstance(node, ast.Import | ast.ImportFrom):
                module = getattr(node, "module", None)
                tops = [module or alias.name for alias in node.names]
                assert not [top for top in tops if top.split(".")[0] in ("rich", "logging")], path
                names = [alias.name for alias in node.names]
            found = printing & set(names)
            assert not found, f"{path.name} uses {found}: say it with pipelines.cli.output"


@pytest.fixture
def printed(monkeypatch):
    """What is printed on a terminal of an encoding by a function of the module, in colour where it has any."""

    def of(encoding, function, *arguments, **options):
        monkeypatch.setenv("FORCE_COLOR", "1")
        monkeypatch.setenv("TERM", "xterm-256color")
        stream = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        monkeypatch.setattr(sys, "excepthook", sys.excepthook)
        monkeypatch.setattr(warnings, "showwarning", warnings.showwarning)
        with redirect_stdout(stream), redirect_stderr(stream):
            output.guard_streams()
            function(*arguments, **options)
        stream.flush()
        return stream.buffer.getvalue().decode(encoding)

    return of


COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1", "ascii"])
@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (output.say, (f"a{STEERING}", (f"b{STEERING}", "bold red"))),
        (output.say, (f"a{STEERING}\nb",)),
        (output.say_lines, (f"a{STEERING}\nb",)),
        (output.say_table, ((f"h{STEERING}", "[red]x"), [(STEERING, (STEERING, "yellow"))])),
        (output.say_tree, ((f"a{STEERING}", [(f"b{STEERING}", [])]),)),
        (output.emit_json, ({f"k{STEERING}": ["\u20ac", STEERING]},)),
        (output.emit_document, (f"a,b\n1,{STEERING}\n",)),
        (warnings.warn, (f"a{STEERING}",)),
    ],
)
def test_on_a_terminal_nothing_but_our_own_colours_steers(printed, encoding, function, arguments):
    text = printed(encoding, function, *arguments)
    assert any(sign in text for sign in SHOWN)
    own = COLOUR.sub("", text)
    assert not STEERS.findall(own)
    if function is output.emit_json:
        assert json.loads(text) == arguments[0]


def test_a_crash_is_told_without_obeying_its_message(printed):
    def crash():
        try:
            raise ValueError(STEERING)
        except ValueError as error:
            sys.excepthook(ValueError, error, error.__traceback__)

    text = printed("latin-1", crash)
    assert "ValueError: \\u241b[31m" in text
    assert not STEERS.findall(text)


def test_progress_takes_no_markup_and_no_signs(printed):
    def work():
        with output.progress(f"first {STEERING}") as tell:
            tell(f"[/] then {STEERING}")

    text = printed("utf-8", work)
    assert "[/] then" in text
    assert "\x1b]52" not in text
    assert "\x1b[31m\x1b]8" not in text


def test_one_line_stays_one_line(printed):
    assert printed("utf-8", output.say, "error: a\nEdition 2022 built: 0 errors").count("\n") == 1


def test_the_module_is_light():
    code = "import sys, pipelines.cli.output; sys.exit(bool({'rich', 'typer', 'duckdb'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize(
    "words", [["tables", "2020"], ["tables", "2020", "--json"], ["dictionary", "2020"]]
)
def test_a_reader_that_left_is_no_fault_of_anybody(toy, words):
    """`annual-report ... | head` ends with 141, as a shell has it, and accuses no schema module."""
    build_edition(toy, "2020")
    line = f"set -o pipefail; '{sys.executable}' -m pipelines.cli {' '.join(words)} | true"
    command = ["bash", "-c", line]
    settings = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=toy.root, env=settings, check=False
    )
    assert (done.returncode, done.stderr) == (141, "")
