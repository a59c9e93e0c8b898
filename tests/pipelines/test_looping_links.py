"""A link that leads to itself, in place of any file or folder of a project, ends in words, never in a traceback."""

import shutil

import pytest

from pipelines.cli import app as frame
from tests.report.release.projects import build

PLACES = (
    *("raw/harvest", "raw/harvest/source.yaml", "raw/harvest/2021-02-01"),
    *("raw/harvest/2021-02-01/crops.csv", "raw/editions/2020.yaml"),
    *(
        "warehouse/models/report/table_01_harvest.sql",
        "warehouse/sources/schemas",
        "report/figures.yaml",
    ),
    *("warehouse/build/2020", "warehouse/build/2020/current", "warehouse/build/.steps", "releases"),
)
COMMANDS = (("status",), ("build", "2020"), ("tables", "2020"), ("audit", "2020"))


@pytest.fixture
def loop():
    """Put a link to itself in a place; it is gone afterwards: whoever looks for the code of modules follows it."""
    made = []

    def put(path):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        path.symlink_to(path)
        made.append(path)

    yield put
    for path in made:
        path.unlink(missing_ok=True)


@pytest.mark.parametrize("place", PLACES)
def test_it_is_said_in_words(toy, monkeypatch, capsys, loop, place):
    build(toy, "2020")
    loop(toy.root / place)
    monkeypatch.chdir(toy.root)
    for words in COMMANDS:
        monkeypatch.setattr("sys.argv", ["annual-report", *words])
        assert frame.run() in (0, 1, 2), words
