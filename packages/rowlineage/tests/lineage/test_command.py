"""The command `rowlineage`: what it prints, its exit codes, and that it leaves the file as it is."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from rowlineage.command import NO_EVIDENCE, main

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


IGNORED = "SELECT count(region) AS n FROM sale WHERE amount > 60"


def test_ignored_rows(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", str(shop), IGNORED, "--column", "n"]) == 0
    assert capsys.readouterr().out.splitlines()[3:] == [
        "sale (value): 1, 2",
        "left out of sale by amount > 60: 2",
        "ignored of sale by count(region) (NULL): 1",
    ]


def test_the_account_in_json(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", str(shop), IGNORED, "--column", "n", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    (account,) = found["account"]
    parts = ("traced", "elsewhere", "excluded", "ignored")
    assert [account[part] for part in parts] == [2, 0, 2, 1]
    assert account["rows"] == 5
    assert found["ignored"] == [
        {"table": "sale", "aggregate": "count(region)", "why": "NULL", "rows": 1}
    ]
    assert {reason["words"] for reason in account["reasons"]} == {"amount > 60", "count(region)"}


def test_a_natural_join_is_warned_of(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(shop) as con:
        con.execute("CREATE TABLE head AS SELECT 1 AS _row, 'North' AS region, 'Ada' AS name")
    sql = "SELECT name FROM sale NATURAL JOIN head"
    assert main(["trace", str(shop), sql, "--column", "name"]) == 0
    assert "warning: line 1: NATURAL JOIN head compares _row too" in capsys.readouterr().out


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


@pytest.mark.parametrize("given", [b"SELECT '\xe9' AS n FROM sale", b"\xff\xfeS\x00E\x00", b"\x80"])
@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_a_query_that_is_no_text(
    shop: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    given: bytes,
    errors: str,
) -> None:
    """From the standard input, and as an argument, where Python hides what it cannot decode."""
    stream = io.TextIOWrapper(io.BytesIO(given), encoding="utf-8", errors=errors)
    monkeypatch.setattr("sys.stdin", stream)
    assert main(["trace", str(shop), "-"]) == 2
    assert "the standard input is not text in UTF-8" in capsys.readouterr().err
    assert main(["trace", str(shop), given.decode("utf-8", "surrogateescape")]) == 2
    assert "the query is not text in UTF-8" in capsys.readouterr().err


def test_no_standard_input(
    shop: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert main(["trace", str(shop), "-"]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize("seconds", ["inf", "nan", "-1", "0", "1e12", "1e999", "soon", ""])
def test_what_is_no_number_of_seconds(
    shop: Path, capsys: pytest.CaptureFixture[str], seconds: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["trace", str(shop), SQL, "--key", "region=North", f"--seconds={seconds}"])
    assert caught.value.code == 2
    said = capsys.readouterr().err
    assert "is no number of seconds" in said
    assert "Traceback" not in said


def test_a_query_that_takes_too_long(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    endless = "SELECT count(*) AS n FROM sale, range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
    assert main(["trace", str(shop), endless, "--seconds", "0.3"]) == 2
    assert "more than 0.3 seconds" in capsys.readouterr().err


def test_a_file_that_is_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "text.duckdb"
    place.write_text("no database")
    assert main(["trace", str(place), SQL]) == 2
    assert "text.duckdb" in capsys.readouterr().err


QUERY = ("SELECT region, sum(amount) AS total FROM sale GROUP BY region", "--key", "region=North")


@pytest.mark.parametrize("make", ["itself", "log", "link", "hard link", "pipe", "folder"])
def test_a_page_takes_the_place_of_no_database_and_no_device(
    shop: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], make: str
) -> None:
    place = tmp_path / "page.html"
    if make in ("itself", "log"):
        place = shop if make == "itself" else Path(f"{shop}.wal")
    elif make == "link":
        place.symlink_to(shop)
    elif make == "hard link":
        place.hardlink_to(shop)
    elif make == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()
    before = shop.read_bytes()
    assert main(["trace", str(shop), *QUERY, "--html", str(place)]) == NO_EVIDENCE
    assert "give the page another name" in capsys.readouterr().err
    assert shop.read_bytes() == before
    assert place.is_fifo() == (make == "pipe")


def test_a_page_that_cannot_be_written(shop: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = str(shop.parent / "none" / "page.html")
    assert main(["trace", str(shop), *QUERY, "--html", place]) == NO_EVIDENCE
    assert "cannot be written: No such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize(("printing", "code"), [("| true", 141), (">&-", 0), ("> /dev/full", 2)])
def test_where_nobody_reads(shop: Path, printing: str, code: int) -> None:
    """A reader that left, a closed output, a full disk: an exit code of its own, and no traceback."""
    query, *key = QUERY
    line = f"set -o pipefail; '{sys.executable}' -m rowlineage trace '{shop}' '{query}' {' '.join(key)} {printing}"
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
