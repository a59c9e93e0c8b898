"""Whatever is wrong with a file that holds persons, nothing that is said or kept of it tells one."""

import pytest

from pipelines.cli import app as frame
from tests.privacy.planting import BROKEN, NAMES, ROWS, VALUES, WRITERS, broken_bytes, plant
from tests.privacy.searching import Search
from warehouse.errors import SourceFileError
from warehouse.sources import load as loading
from warehouse.sources.options import FORMATS

SEARCH = Search(VALUES)
HANDED_IN = "handed in by somebody"


def test_every_format_that_a_reader_knows_is_planted():
    # Nothing here writes XLS, which is read by the reader of the other workbooks.
    assert {kind for kind, *_ in WRITERS.values()} == set(FORMATS) - {"xls"}, (
        "plant the register of keepers in the new format too: WRITERS in planting.py"
    )


@pytest.fixture
def add(toy, tmp_path, monkeypatch, capsys):
    """Hand a file in, and return what was printed and what is told by anything that was written."""
    plant(toy)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    (tmp_path / HANDED_IN).mkdir()

    def run(source, data):
        file = tmp_path / HANDED_IN / WRITERS[source][2]
        file.write_bytes(data)
        line = ["add-vintage", source, "2022-01-01", str(file), "--project", str(toy.root)]
        monkeypatch.setattr("sys.argv", ["annual-report", *line])
        code = frame.run()
        said = capsys.readouterr()
        return code, said.out + said.err, told_in(tmp_path, toy)

    return run


def told_in(folder, toy):
    """Return what files tell, but for those that hold the register itself."""
    own = (toy.raw, folder / HANDED_IN)
    files = (p for p in folder.rglob("*") if p.is_file() and not any(map(p.is_relative_to, own)))
    return {str(path): found for path in files if (found := SEARCH.in_file(path))}


@pytest.mark.parametrize("source", WRITERS)
def test_no_broken_file_tells_a_person(add, toy, source):
    *_, write = WRITERS[source]
    tries = [(what, write(rows)) for what, rows in BROKEN.items()]
    refused = 0
    for what, data in (*tries, *broken_bytes(source)):
        if data == write([NAMES, *ROWS]):
            continue  # a record of JSON has no cell too many
        code, said, told = add(source, data)
        assert SEARCH.in_text(said) == set(), f"{what}: {said}"
        assert told == {}, what
        assert code == 1, f"{what}: {said}"
        refused += 1
    assert refused > len(BROKEN)
    assert not (toy.raw / source / "2022-01-01").exists()


def test_what_a_library_says_of_a_file_is_not_passed_on(add, monkeypatch):
    def fails(*_):
        raise ValueError(f"could not convert {ROWS[0]}")

    monkeypatch.setattr(loading, "conform", fails)
    code, said, told = add("people_csv", WRITERS["people_csv"][-1]([NAMES, *reversed(ROWS)]))
    assert (code, told) == (1, {})
    assert SEARCH.in_text(said) == set()
    assert "ValueError" in said


def test_a_heading_is_named_by_its_place(add):
    *_, write = WRITERS["people_xlsx"]
    _, said, _ = add("people_xlsx", write(BROKEN["a name as one heading more"]))
    assert "column 8 (its heading is withheld) is in the schema" in said


def test_an_error_that_is_not_about_a_person_is_raised_as_it_is(tmp_path):
    from tests.warehouse.sources.conftest import inline_schema
    from warehouse.sources.closing import silenced
    from warehouse.sources.layout import plan
    from warehouse.sources.options import ReaderOptions

    for personal, error in ((True, SourceFileError), (False, ValueError)):
        schema = inline_schema({"columns": {"a": {"type": "text", "personal": personal}}}, "x")
        layout = plan(schema, ReaderOptions(), "x")
        with pytest.raises(error), silenced(layout, "x"):
            raise ValueError("row")
        with pytest.raises(OSError, match="full"), silenced(layout, "x"):
            raise OSError("full")
