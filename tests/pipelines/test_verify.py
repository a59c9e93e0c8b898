"""`annual-report verify`, `conclude` and `selftest`: exit codes, output, and that Dagster stays out."""

import errno
import json
import os
import shutil
import subprocess
import sys

import pytest

from pipelines.cli import main
from tests.conftest import ROOT

VERIFIER = ROOT / "report" / "release" / "verify" / "verify.py"
FIXTURES = ROOT / "tests" / "report" / "release" / "fixtures"


@pytest.fixture
def kept(tmp_path):
    return shutil.copytree(FIXTURES / "r1", tmp_path / "r1")


def run(monkeypatch, *words):
    monkeypatch.setattr(sys, "argv", ["annual-report", *map(str, words)])
    with pytest.raises(SystemExit) as left:
        main()
    return left.value.code


@pytest.mark.needs("ssh-keygen")
def test_intact_and_signed_is_0(kept, monkeypatch, capsys):
    allowed = FIXTURES / "allowed_signers"
    assert run(monkeypatch, "verify", kept, "--allowed-signers", allowed, "--json") == 0
    assert json.loads(capsys.readouterr().out)["state"] == "intact"


def test_tampered_is_1(kept, monkeypatch, capsys):
    (kept / "data" / "report.html").write_text("another story")
    assert run(monkeypatch, "verify", kept, "--json") == 1
    found = json.loads(capsys.readouterr().out)
    assert found["state"] == "tampered"
    assert {"path": "data/report.html", "kind": "changed"}.items() <= found["problems"][1].items()


def test_no_release_is_2(tmp_path, monkeypatch, capsys):
    assert run(monkeypatch, "verify", tmp_path) == 2
    assert capsys.readouterr().out.splitlines()[-1] == "not a release"


@pytest.mark.parametrize(
    "words", [("--conclusions", ""), ("--conclusions", "abc"), ("--allowed-signers", ""), ("",)]
)
def test_what_an_unset_variable_leaves_is_not_passed_over(kept, monkeypatch, capsys, words):
    """An empty head checked nothing, and an empty path was the working folder."""
    monkeypatch.chdir(kept)
    place = () if words == ("",) else (kept,)
    assert run(monkeypatch, "verify", *place, *words) == 2
    alone = [sys.executable, VERIFIER, *map(str, place), *words]
    assert subprocess.run(alone, capture_output=True, check=False).returncode == 2


def test_unproven_is_3(kept, monkeypatch, capsys):
    assert run(monkeypatch, "verify", kept) == 3
    assert capsys.readouterr().out.splitlines()[-1] == "intact, authorship unproven"


def test_a_conclusion_is_appended(kept, monkeypatch, capsys):
    words = ["harvest_north", "--as", "not", "--by", "Eve", "--why", "seen", "--release", kept]
    assert run(monkeypatch, "conclude", *words) == 0
    assert "harvest_north: not" in capsys.readouterr().out
    lines = (kept / "conclusions" / "conclusions.jsonl").read_text().splitlines()
    assert [json.loads(line)["as"] for line in lines] == ["sufficient", "not"]


def test_wrong_conclusions_are_2(kept, monkeypatch, capsys):
    words = ["nobody", "--as", "not", "--by", "Eve", "--why", "seen", "--release", kept]
    assert run(monkeypatch, "conclude", *words) == 2
    assert "harvest_north" in capsys.readouterr().err


def test_no_room_is_said_with_what_to_do(kept, monkeypatch, capsys):
    from report.release import selftest as module

    def full(copy):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "some/file")

    monkeypatch.setattr(module, "SEEDS", {"nothing": ("changed", full)})
    assert run(monkeypatch, "selftest", kept) == 2
    said = (
        "some/file: No space left on device\n  remedy: make room on that disk, and run this again\n"
    )
    assert capsys.readouterr().err == said


def test_selftest_exits_by_what_is_found(kept, monkeypatch, capsys):
    from report.release import selftest as module

    monkeypatch.setattr(module, "SEEDS", {"nothing": ("changed", lambda copy: None)})
    assert run(monkeypatch, "selftest", kept) == 1
    assert "0 of 1 seeded errors found" in capsys.readouterr().out


def test_verify_imports_no_orchestrator(kept):
    code = (
        "import sys; sys.argv = ['annual-report', 'verify', sys.argv[1]]\n"
        "from pipelines.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert 'dagster' not in sys.modules, 'imported'"
    )
    line = [sys.executable, "-c", code, str(kept)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
