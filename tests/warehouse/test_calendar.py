"""The calendar of editions, to the day: cadences in all wordings, what a proposal pins, leap days, missed years."""

import datetime as dt
from dataclasses import replace

import pytest
import yaml

from tests.conftest import ROOT
from warehouse.calendar import SourceStatus, due_editions, open_edition, propose, source_statuses
from warehouse.edition import load_edition
from warehouse.errors import DefinitionError

DAY = dt.timedelta(days=1)


def day(text):
    return dt.date.fromisoformat(text)


def rewrite(path, *changes):
    text = path.read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")


def harvest(project, as_of, edition="2021"):
    """The status of the source `harvest` for an edition as of a day."""
    found = source_statuses(project, replace(load_edition(project, edition), as_of=as_of))
    return {status.source: status for status in found}["harvest"]


@pytest.mark.parametrize(
    ("cadence", "expected"),
    [
        ("monthly", "2022-03-01"),
        ("quarterly", "2022-05-01"),
        ("half-yearly", "2022-08-01"),
        ("twice a year", "2022-08-01"),
        ("annual", "2023-02-01"),
        ("Annual", "2023-02-01"),
        ("yearly", "2023-02-01"),
        ("every year", "2023-02-01"),
        ("every two years", "2024-02-01"),
        ("every 2 years", "2024-02-01"),
        ("Every three years", "2025-02-01"),
        ("every four years", "2026-02-01"),
        ("every five years, in spring", "2027-02-01"),
        ("every 10 years", "2032-02-01"),
    ],
)
def test_a_source_is_late_the_day_after_its_cadence(toy, cadence, expected):
    rewrite(toy.raw / "harvest" / "source.yaml", ("cadence: annual", f"cadence: {cadence}"))
    assert harvest(toy, day(expected)).state == "provisional"
    assert harvest(toy, day(expected) + DAY).state == "late"


@pytest.mark.parametrize(
    "cadence", ["as needed", "irregular", "every few years", "every 0 years", "daily", "unknown"]
)
def test_a_cadence_that_says_nothing_is_never_late(toy, cadence):
    rewrite(toy.raw / "harvest" / "source.yaml", ("cadence: annual", f"cadence: {cadence}"))
    assert harvest(toy, day("2099-01-01")).state == "provisional"


@pytest.mark.parametrize(
    ("cadence", "vintage", "expected"),
    [
        ("monthly", "2022-12-15", "2023-01-15"),
        ("monthly", "2022-11-15", "2022-12-15"),
        ("quarterly", "2022-10-05", "2023-01-05"),
        ("half-yearly", "2022-06-30", "2022-12-30"),
        ("annual", "2024-02-29", "2025-02-28"),
    ],
)
def test_months_run_over_the_end_of_the_year(toy, cadence, vintage, expected):
    folder = toy.raw / "harvest"
    rewrite(
        folder / "source.yaml",
        ("cadence: annual", f"cadence: {cadence}"),
        ("  2022-02-01:", f"  {vintage}:"),
    )
    (folder / "2022-02-01").rename(folder / vintage)
    rewrite(toy.editions / "2021.yaml", ("harvest: 2022-02-01", f"harvest: {vintage}"))
    rewrite(toy.editions / "2021.yaml", ("as_of: 2022-03-01", "as_of: 2030-01-01"))
    assert harvest(toy, day(expected)).state == "provisional"
    assert harvest(toy, day(expected) + DAY + DAY).state == "late"


def test_a_status_says_all_that_is_asked_of_it(toy):
    assert harvest(toy, day("2022-03-01")) == SourceStatus(
        source="harvest",
        pinned="2022-02-01",
        newest="2022-02-01",
        nature="provisional",
        state="provisional",
        publisher="Orchard Board",
        contact="Orchard Board, statistics desk",
    )


def test_the_newest_vintage_decides_lateness_and_the_pinned_one_the_rest(toy):
    status = harvest(toy, day("2021-03-01"), edition="2020")
    assert (status.pinned, status.newest) == ("2021-02-01", "2022-02-01")
    assert (status.nature, status.state) == ("measured", "in")


def test_a_pin_that_the_edition_before_had_is_not_renewed(toy):
    rewrite(toy.editions / "2021.yaml", ("harvest: 2022-02-01", "harvest: 2021-02-01"))
    assert harvest(toy, day("2022-03-01")).state == "not renewed"


def test_the_edition_before_is_the_last_one_before(toy):
    states = {s.source: s.state for s in source_statuses(toy, load_edition(toy, "2020"))}
    assert states == {"harvest": "in", "orchards": "in"}


@pytest.mark.parametrize("gone", ["file", "vintage", "source"])
def test_what_is_not_there_is_missing(toy, gone):
    edition = replace(load_edition(toy, "2021"), as_of=day("2099-01-01"))
    folder = toy.raw / "harvest"
    if gone == "file":
        (folder / "2022-02-01" / "crops.csv").unlink()
    elif gone == "vintage":
        rewrite(folder / "source.yaml", ("  2022-02-01:\n", "  2022-02-02:\n"))
    else:
        folder.rename(toy.root / "elsewhere")
    found = {s.source: s for s in source_statuses(toy, edition)}["harvest"]
    assert found.state == "missing"
    assert found.pinned == "2022-02-01"
    if gone == "source":
        assert found == SourceStatus("harvest", "2022-02-01", "", "", "missing", "", "")
    if gone == "vintage":
        assert (found.newest, found.nature) == ("2022-02-02", "")


@pytest.mark.parametrize(
    ("date", "names"),
    [
        ("2021-12-31", ["2020", "2021"]),
        ("2022-12-31", ["2020", "2021"]),
        ("2023-01-01", ["2020", "2021", "2022"]),
        ("2026-05-01", ["2020", "2021", "2022", "2023", "2024", "2025"]),
    ],
)
def test_an_edition_is_due_once_its_year_is_over(toy, date, names):
    assert due_editions(toy, day(date)) == names


def test_ten_years_are_caught_up_on_and_more_are_a_wrong_clock(toy):
    text = (toy.editions / "2021.yaml").read_text(encoding="utf-8")
    later = text.replace("2022-03-", "2023-03-").replace("2021-12", "2022-12")
    later = later.replace("start: 2021", "start: 2022").replace('"2021"', '"2022"')
    (toy.editions / "2022.yaml").write_text(later, encoding="utf-8")
    years = [str(year) for year in range(2020, 2033)]
    assert due_editions(toy, day("2033-12-31")) == years
    with pytest.raises(DefinitionError) as caught:
        due_editions(toy, day("2034-01-01"))
    error = caught.value
    assert error.fact == (
        "2034-01-01 is far after 2022-12-31, where the last registered edition, 2022, ends"
    )
    assert error.expected == "at most 10 years without an edition between them"
    how_to = (ROOT / "docs" / "how-to" / "yearly-run.md").read_text(encoding="utf-8")
    assert error.expected.removesuffix(" them") in " ".join(how_to.split())
    assert error.remedy == (
        "set the clock or give --date; if the report rested so long, annual-report new-edition YEAR"
    )


def test_frozen_editions_are_not_due(toy):
    for name in ("2020", "2022"):
        release = toy.releases / name / "r1"
        release.mkdir(parents=True)
        (release / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    assert due_editions(toy, day("2024-02-01")) == ["2021", "2023"]


def test_without_an_edition_there_is_nothing_to_follow(toy):
    for path in toy.editions.glob("*.yaml"):
        path.unlink()
    with pytest.raises(DefinitionError) as caught:
        due_editions(toy, day("2024-01-01"))
    error = caught.value
    assert error.fact == "no edition is registered"
    assert error.where == "raw/editions"
    assert error.remedy == "annual-report new-edition YEAR"
    with pytest.raises(DefinitionError) as caught:
        propose(toy, "2022", day("2024-01-01"))
    error = caught.value
    assert error.fact == "there is no edition to follow"
    assert error.where == "raw/editions"
    assert error.remedy == (
        "write raw/editions/2022.yaml by hand: the first edition has none before it"
    )


def test_no_edition_leaves_the_calendar(toy):
    with pytest.raises(DefinitionError) as caught:
        propose(toy, "10000", day("2024-01-01"))
    assert caught.value.fact == "edition 10000 leaves the calendar"
    assert caught.value.expected == "days from year 1 to year 9999"


def proposal(project, name, date):
    return yaml.safe_load(propose(project, name, day(date)))


def test_a_proposal_is_the_last_edition_moved_on(toy):
    assert proposal(toy, "2022", "2023-02-10") == {
        "edition": "2022",
        "title": "Harvest Report 2022",
        "publisher": "Orchard Board",
        "period": {"start": day("2022-01-01"), "end": day("2022-12-31")},
        "as_of": day("2023-02-10"),
        "due": day("2023-03-31"),
        "sources": {"harvest": "2022-02-01", "orchards": "2021-01-01"},
        "documents": [],
    }
    keys = list(proposal(toy, "2022", "2023-02-10"))
    assert keys == [
        "edition",
        "title",
        "publisher",
        "period",
        "as_of",
        "due",
        "sources",
        "documents",
    ]


@pytest.mark.parametrize(
    ("date", "as_of"),
    [
        ("2022-12-31", "2023-03-31"),
        ("2023-01-01", "2023-01-01"),
        ("2023-03-30", "2023-03-30"),
        ("2023-03-31", "2023-03-31"),
        ("2023-04-01", "2023-03-31"),
        ("2022-06-01", "2023-03-31"),
    ],
)
def test_a_proposal_is_as_of_the_day_once_the_period_is_over_and_never_after_it_is_due(
    toy, date, as_of
):
    assert proposal(toy, "2022", date)["as_of"] == day(as_of)


def test_years_are_skipped_whole_and_leap_days_end_in_february(toy):
    rewrite(
        toy.editions / "2021.yaml",
        ("start: 2021-01-01, end: 2021-12-31", "start: 2019-03-01, end: 2020-02-29"),
    )
    given = proposal(toy, "2022", "2030-01-01")
    assert given["period"] == {"start": day("2021-03-01"), "end": day("2022-02-28")}
    assert given["due"] == day("2024-03-31")
    leap = proposal(toy, "2024", "2030-01-01")
    assert leap["period"] == {"start": day("2023-03-01"), "end": day("2024-02-29")}


@pytest.mark.parametrize(
    ("period", "name", "expected"),
    [
        # A year: the next begins the day after, whatever February had.
        (("2018-03-01", "2019-02-28"), "2020", ("2019-03-01", "2020-02-29")),
        (("2020-02-29", "2021-02-28"), "2022", ("2021-03-01", "2022-02-28")),
        (("2020-02-29", "2021-02-28"), "2025", ("2024-03-01", "2025-02-28")),
        (("2020-07-16", "2021-07-15"), "2022", ("2021-07-16", "2022-07-15")),
        # A day short of a year counts as one; less is a season that stays where it is.
        (("2021-01-02", "2021-12-31"), "2022", ("2022-01-01", "2022-12-31")),
        (("2021-01-03", "2021-12-31"), "2022", ("2022-01-03", "2022-12-31")),
        (("2021-10-01", "2021-12-31"), "2023", ("2023-10-01", "2023-12-31")),
        (("2020-02-29", "2020-05-31"), "2021", ("2021-03-01", "2021-05-31")),
        (("2020-01-15", "2020-02-28"), "2021", ("2021-01-15", "2021-02-28")),
        (("2019-01-15", "2019-02-28"), "2020", ("2020-01-15", "2020-02-29")),
        # There is nothing before the first year.
        (("0002-01-01", "0002-12-31"), "0001", ("0001-01-01", "0001-12-31")),
    ],
)
def test_periods_move_by_years_to_the_day(toy, period, name, expected):
    (toy.editions / "2020.yaml").unlink()
    rewrite(
        toy.editions / "2021.yaml",
        ("start: 2021-01-01, end: 2021-12-31", f"start: {period[0]}, end: {period[1]}"),
        ('edition: "2021"', f'edition: "{period[1][:4]}"'),
    )
    (toy.editions / "2021.yaml").rename(toy.editions / f"{period[1][:4]}.yaml")
    moved = proposal(toy, name, "2030-01-01")["period"]
    assert moved == {"start": day(expected[0]), "end": day(expected[1])}


@pytest.mark.parametrize(
    ("due", "pinned"),
    [("2022-02-01", "2022-02-01"), ("2022-01-31", "2021-02-01"), ("2022-02-02", "2022-02-01")],
)
def test_a_proposal_pins_what_was_out_by_its_as_of_date(toy, due, pinned):
    (toy.editions / "2021.yaml").unlink()
    rewrite(toy.editions / "2020.yaml", ("due: 2021-03-31", f"due: {due.replace('2022', '2021')}"))
    assert proposal(toy, "2021", "2022-06-01")["sources"]["harvest"] == pinned


def test_a_pin_with_its_reason_is_kept_as_it_is_where_nothing_newer_was_out(toy):
    rewrite(
        toy.editions / "2021.yaml",
        ("harvest: 2022-02-01", "harvest: {vintage: 2022-02-01, after_as_of: sent late}"),
        ("due: 2022-03-31", "due: 2021-01-31"),
        ("as_of: 2022-03-01", "as_of: 2022-01-01"),
    )
    pins = proposal(toy, "2022", "2023-06-01")["sources"]
    assert pins["harvest"] == {"vintage": "2022-02-01", "after_as_of": "sent late"}
    assert pins["orchards"] == "2021-01-01"


def test_a_reason_is_dropped_once_the_vintage_is_out_in_time(toy):
    rewrite(
        toy.editions / "2021.yaml",
        ("harvest: 2022-02-01", "harvest: {vintage: 2022-02-01, after_as_of: sent late}"),
    )
    assert proposal(toy, "2022", "2023-06-01")["sources"]["harvest"] == "2022-02-01"


def test_a_pin_stays_where_nothing_was_out_yet(toy):
    rewrite(toy.editions / "2021.yaml", ("due: 2022-03-31", "due: 2019-03-31"))
    sources = proposal(toy, "2022", "2023-06-01")["sources"]
    assert sources == {"harvest": "2022-02-01", "orchards": "2021-01-01"}


def test_a_vintage_known_by_its_month_is_expected_by_the_28th(toy):
    folder = toy.raw / "harvest"
    rewrite(folder / "source.yaml", ("  2022-02-01:", "  2022-02:"))
    (folder / "2022-02-01").rename(folder / "2022-02")
    rewrite(toy.editions / "2021.yaml", ("harvest: 2022-02-01", "harvest: 2022-02"))
    assert harvest(toy, day("2023-02-28")).state == "provisional"
    assert harvest(toy, day("2023-03-01")).state == "late"


def test_titles_with_accents_and_long_lines_stay_readable(toy):
    title = "Rapport annuel sur les récoltes des vergers 2021 " + "et leurs surfaces " * 6
    rewrite(toy.editions / "2021.yaml", ("title: Harvest Report 2021", f"title: {title}"))
    text = propose(toy, "2022", day("2023-06-01"))
    assert "récoltes" in text
    assert 90 < max(map(len, text.splitlines())) <= 115
    assert "&id" not in text
    assert "*id" not in text


def test_an_opened_edition_is_a_proposal_beside_the_builds(toy):
    edition = open_edition(toy, "2022", day("2023-02-10"))
    written = toy.build / "2022" / "proposed-edition.yaml"
    assert written.read_text(encoding="utf-8") == propose(toy, "2022", day("2023-02-10"))
    assert edition.is_draft
    assert [path.name for path in written.parent.iterdir()] == [written.name]


def test_opening_again_the_same_day_leaves_the_file_alone_and_a_later_day_renews_it(toy):
    open_edition(toy, "2022", day("2023-02-10"))
    written = toy.build / "2022" / "proposed-edition.yaml"
    before = written.stat().st_mtime_ns
    open_edition(toy, "2022", day("2023-02-10"))
    assert written.stat().st_mtime_ns == before
    assert open_edition(toy, "2022", day("2023-02-11")).as_of == day("2023-02-11")


def test_a_registered_edition_is_opened_as_it_is(toy):
    assert open_edition(toy, "2021", day("2030-01-01")) == load_edition(toy, "2021")
    assert not (toy.build / "2021").exists()
