"""The command `rowlineage`: what it prints, its exit codes, and that it leaves the file as it is."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import duckdb
import pytest

from rowlineage.command import main

SQL = "SELECT region, sum(amount) AS total FROM sale WHERE amount > 20 GROUP BY region"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    place = tmp_path / "shop.duckdb"
    with duckdb.connect(place) as con:
        con.execute(
            "CREATE TABLE sale AS SELECT row_number() OVER () AS _row, * FROM (VALUES ('North', 120.50), "
            "('North', 80), ('North', 15), (NULL, 200), (chr(27) || '[31m' || chr(8238), 60)) AS s(region, amount)"
        )
    return place


def test_a_cell(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = hashlib.sha256(shop.read_bytes()).hexdigest()
    assert main(["trace", str(shop), SQL, "--key", "region=North", "--column", "TOTAL"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "total = 200.50",
        "verified: the query on these rows alone gives it again",
        "",
        "sale (value): 1, 2",
        "left out of sale by amount > 20: 1",
    ]
    assert hashlib.sha256(shop.read_bytes()).hexdigest() == before


def test_json_of_a_null_key(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", str(shop), SQL, "--key", "region=", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["values"] == {"region": None, "total": 200.0}
    assert [row["row_id"] for row in found["rows"]] == [4]
    assert found["replay"]["state"] == "verified"


def test_a_query_from_the_standard_input(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT count(*) AS n FROM sale"))
    assert main(["trace", str(shop), "-", "--column", "n"]) == 0
    assert "n = 5" in capsys.readouterr().out


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_steers_the_terminal(
    shop: Path, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    assert main(["trace", str(shop), SQL, "--key", "region=\x1b[31m\u202e", *form]) == 0
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert r"\u001b[31m\u202e" in out


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (["nowhere.duckdb", SQL], "is not there"),
        (["", SQL, "--key", "region=East"], "no row of the result has the key"),
        (["", SQL, "--key", "region=North", "--key", "REGION=East"], "names region twice"),
        (["", SQL], "several rows of the result"),
        (["", "SELECT nothing FROM sale"], "DuckDB does not run it"),
        (["", "SELECT * FROM read_csv('/etc/passwd')"], "read_csv"),
        (["", "DROP TABLE sale"], "anything but a single SELECT"),
    ],
)
def test_no_evidence(
    shop: Path, capsys: pytest.CaptureFixture[str], given: list[str], words: str
) -> None:
    file, *rest = given
    assert main(["trace", file or str(shop), *rest]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert not said.out


def test_a_file_that_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "text.duckdb"
    place.write_text("no database")
    assert main(["trace", str(place), SQL]) == 2
    assert "text.duckdb" in capsys.readouterr().err
