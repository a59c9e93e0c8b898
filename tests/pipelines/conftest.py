"""A command line that is run in this process, in the toy project."""

import pytest

from pipelines.cli import app as frame
from pipelines.cli.unchanged import answer


@pytest.fixture
def run(toy, monkeypatch, capsys):
    """Run a command line in the toy project; returns exit code, output and errors."""
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", *words])
        code = answer(list(words))
        if code is None:
            code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command
