"""The yearly run on odd days: leap days, the ends of the calendar, wrong clocks, and what is missing or frozen."""

import datetime as dt
import json
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipelines.cli import app as frame
from pipelines.cli.options import day_of
from tests.conftest import ROOT
from warehouse.calendar import due_editions, open_edition, propose
from warehouse.definitions import parse_yaml
from warehouse.edition import load_edition
from warehouse.project import Project

DAY = dt.timedelta(days=1)
UNITS = ROOT / "pipelines" / "systemd"


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def run(toy, monkeypatch, capsys):
    monkeypatch.chdir(toy.root)
    monkeypatch.delenv("DAGSTER_HOME", raising=False)

    def command(*words):
        monkeypatch.setattr("sys.argv", ["annual-report", *words])
        code = frame.run()
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return command


def register(project, name, start, end, **more):
    """Register an edition; its pins say why they are later than it."""
    pins = {
        n: {"vintage": v, "after_as_of": "a test"}
        for n, v in {"harvest": "2022-02-01", "orchards": "2021-01-01"}.items()
    }
    as_of = more.get("as_of", end)
    lines = {
        "edition": name,
        "title": f"Report {name}",
        "publisher": "Orchard Board",
        "period": {"start": str(start), "end": str(end)},
        "as_of": str(as_of),
        "due": str(more.get("due", as_of)),
        "sources": pins,
    }
    (project.editions / f"{name}.yaml").write_text(json.dumps(lines), encoding="utf-8")


LEAP_DAYS = st.builds(
    lambda year, days: dt.date(year, 2, 27) + days * DAY,
    st.sampled_from([1896, 1899, 1900, 2000, 2019, 2020, 2023, 2024, 2099, 2100]),
    st.integers(0, 4),
)
"""Days about the end of February, of leap years and of others."""


@settings(max_examples=60)
@example(first=dt.date(2000, 2, 29), years=[4])
@given(
    first=st.one_of(LEAP_DAYS, LEAP_DAYS, st.dates(dt.date(1896, 1, 1), dt.date(2104, 12, 31))),
    years=st.lists(st.integers(1, 4), min_size=1, max_size=6),
)
def test_no_day_falls_between_two_periods_and_none_into_both(tmp_path_factory, first, years):
    """Whether the next edition follows at once or years were missed, and is registered as it is proposed."""
    project = Project(tmp_path_factory.mktemp("chain"))
    shutil.copytree(ROOT / "tests" / "toy" / "raw", project.raw)
    shutil.rmtree(project.editions)
    project.editions.mkdir()
    last = _year_later(first) - DAY
    name = f"{last.year:04}"
    register(project, name, first, last)
    for step in years:
        before = load_edition(project, name)
        between = [f"{before.year + n:04}" for n in range(1, step + 1)]
        ends = [before.end]
        for following in between:
            given_ = parse_yaml(propose(project, following, day("1800-01-01")), "proposal")
            start, end = (given_["period"][key] for key in ("start", "end"))
            assert start == ends[-1] + DAY
            assert end > start
            ends.append(end)
        name = between[-1]
        register(project, name, start, end)


def _year_later(start):
    try:
        return start.replace(year=start.year + 1)
    except ValueError:
        return dt.date(start.year + 1, 3, 1)


@pytest.mark.parametrize("name", ["0001", "0002", "1969", "1970", "9998", "9999"])
def test_an_edition_of_any_year_of_the_calendar_is_built(toy, run, name):
    register(toy, name, f"{name}-01-01", f"{name}-12-31")
    code, out, errors = run("build", name, "--json")
    assert code == 0, errors
    assert json.loads(out)["complete"]


@pytest.mark.parametrize(
    ("year", "fact"),
    [
        ("0000", "leaves the calendar"),
        ("9999", "leaves the calendar"),
        ("0001", "later than the as-of date"),
        ("1969", "later than the as-of date"),
        ("10000", "a year of four digits"),
        ("\uff12\uff10\uff12\uff13", "a year of four digits"),
        ("-001", "a year of four digits"),
    ],
)
def test_a_new_edition_that_cannot_be_is_refused_and_nothing_is_written(toy, run, year, fact):
    before = sorted(toy.raw.rglob("*"))
    code, _, errors = run("new-edition", "--date", "2023-02-01", "--", year)
    assert (code, "Traceback" in errors) == (2, False)
    assert fact in errors
    assert sorted(toy.raw.rglob("*")) == before


def test_a_first_edition_is_written_by_hand(toy, run):
    for path in toy.editions.iterdir():
        path.unlink()
    code, _, errors = run("new-edition", "2022")
    assert code == 2
    assert "the first edition has none before it" in errors


@pytest.mark.parametrize("date", ["0001-01-01", "1969-12-31", "1970-01-01", "2021-06-30"])
def test_a_clock_that_was_set_back_builds_what_is_registered_and_opens_nothing(toy, run, date):
    code, out, errors = run("run-due", "--date", date, "--json")
    assert code == 0, errors
    assert [due["edition"] for due in json.loads(out)] == ["2020", "2021"]
    assert not (toy.build / "2022").exists()


@pytest.mark.parametrize("date", ["2033-01-01", "2100-02-28", "9999-12-31"])
def test_a_clock_that_is_years_ahead_opens_nothing_and_is_named(toy, run, date):
    code, _, errors = run("run-due", "--date", date)
    assert code == 2
    assert f"{date} is far after 2021-12-31" in errors
    assert "set the clock or give --date" in errors
    assert not toy.build.exists()


def test_ten_years_are_caught_up_on(toy):
    assert due_editions(toy, day("2032-12-31"))[-1] == "2031"


@pytest.mark.parametrize(
    "date", ["2023-02-29", "2023-13-01", "tomorrow", "2023-2-1", "20230201T00"]
)
def test_a_date_that_does_not_exist_is_refused(run, date):
    code, _, errors = run("run-due", "--date", date)
    assert (code, "a day that exists" in errors) == (2, True)


@pytest.mark.parametrize(
    "date", ["2023-02-29", "0000-01-01", "2021-03-01 10:00:00", "2021-03-01T25:00:00Z"]
)
def test_a_date_in_a_definition_that_does_not_exist_is_named(toy, run, date):
    path = toy.editions / "2021.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("as_of: 2022-03-01", f"as_of: {date}"), encoding="utf-8")
    code, _, errors = run("build", "2021")
    assert (code, "Traceback" in errors) == (2, False)
    assert "raw/editions/2021.yaml" in errors


@pytest.mark.parametrize(
    "zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Vienna", "UTC"]
)
def test_today_is_that_of_utc_in_every_zone(monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        before = dt.datetime.now(dt.UTC).date()
        assert day_of("") in (before, dt.datetime.now(dt.UTC).date())
    finally:
        monkeypatch.undo()
        time.tzset()


def test_a_fiscal_year_is_due_the_day_after_it_ends(toy):
    for path in toy.editions.iterdir():
        path.unlink()
    register(toy, "2024", "2023-03-01", "2024-02-29")
    assert due_editions(toy, day("2025-02-28")) == ["2024"]
    assert due_editions(toy, day("2025-03-01")) == ["2024", "2025"]
    assert due_editions(toy, day("2028-02-29")) == ["2024", "2025", "2026", "2027"]
    assert due_editions(toy, day("2028-03-01"))[-1] == "2028"


def test_a_proposal_of_a_day_that_was_too_late_is_renewed(toy):
    late = open_edition(toy, "2022", day("2023-05-01"))
    early = open_edition(toy, "2022", day("2022-01-01"))
    assert (late.as_of, early.as_of) == (day("2023-03-31"), day("2023-03-31"))
    assert open_edition(toy, "2022", day("2023-01-15")).as_of == day("2023-01-15")


def test_a_missing_file_is_said_and_the_other_editions_are_built(toy, run):
    (toy.raw / "harvest" / "2021-02-01" / "crops.csv").unlink()
    code, out, _ = run("run-due", "--date", "2022-02-01", "--json")
    first, second = json.loads(out)
    assert (code, first["complete"], second["edition"]) == (1, False, "2021")
    assert "the registered file is missing" in json.dumps(first["problems"])


def test_an_edition_that_cannot_be_built_stops_no_other(toy, run):
    path = toy.editions / "2020.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("orchards: 2021", "nowhere: 2021"))
    code, out, errors = run("run-due", "--date", "2022-02-01", "--json")
    stopped, built = json.loads(out)
    assert (code, built["edition"], built["complete"]) == (2, "2021", True)
    assert (stopped["edition"], stopped["complete"]) == ("2020", False)
    assert "source 'nowhere' is not registered" in stopped["error"]["fact"]
    code, _, errors = run("run-due", "--date", "2022-02-01")
    assert code == 2
    assert "Edition 2020: not built" in errors


def test_a_source_that_is_gone_is_said(toy, run):
    (toy.raw / "orchards").rename(toy.root / "elsewhere")
    code, _, errors = run("run-due", "--date", "2022-02-01")
    assert (code, "Traceback" in errors) == (2, False)
    assert "orchards" in errors


def test_an_edition_that_is_released_meanwhile_is_left_alone(toy, run, monkeypatch):
    def released(project, name, day):
        folder = project.releases / name / "r1"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "bagit.txt").touch()
        return open_edition(project, name, day)

    monkeypatch.setattr("pipelines.cli.run_due.open_edition", released)
    code, out, errors = run("run-due", "--date", "2022-02-01", "--json")
    assert (code, json.loads(out), errors) == (0, [], "")
    assert not (toy.build / "2020" / "current").exists()


def units(folder):
    """The units as a machine has them where the project is here."""
    for path in UNITS.iterdir():
        text = path.read_text(encoding="utf-8").replace("/srv/annual-report", str(folder))
        (folder / path.name).write_text(text.replace("User=annual-report", "User=root"))
    script = folder / ".venv" / "bin" / "annual-report"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\n")
    script.chmod(0o755)


@pytest.mark.needs("systemd-analyze")
def test_the_units_are_as_systemd_wants_them(tmp_path):
    units(tmp_path)
    names = [str(path) for path in sorted(tmp_path.glob("annual-report.*"))]
    line = ["systemd-analyze", "verify", "--man=no", *names]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.needs("systemd-analyze")
def test_the_timer_rings_daily_at_six():
    timer = (UNITS / "annual-report.timer").read_text(encoding="utf-8")
    (when,) = [line.partition("=")[2] for line in timer.splitlines() if line.startswith("OnCal")]
    line = [
        "systemd-analyze",
        "calendar",
        "--iterations=2",
        "--base-time=2024-02-28 12:00 UTC",
        when,
    ]
    done = subprocess.run(
        line, capture_output=True, text=True, check=True, env={"TZ": "UTC", "PATH": "/usr/bin:/bin"}
    )
    assert "2024-02-29 06:00:00 UTC" in done.stdout
    assert "2024-03-01 06:00:00 UTC" in done.stdout


def test_the_units_write_where_builds_do():
    service = (UNITS / "annual-report.service").read_text(encoding="utf-8")
    project = Project(Path("/srv/annual-report"))
    assert f"ReadWritePaths={project.build}\n" in service
    assert f"ReadWritePaths=-{project.root / '.dagster'}\n" in service
    assert "ProtectSystem=strict" in service
