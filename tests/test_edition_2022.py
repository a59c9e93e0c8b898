"""The 2022 edition against published totals: what was printed elsewhere must come out here."""

import csv

import pytest

from report.figures.published import figures_of


@pytest.fixture(scope="module")
def figures(edition_2022):
    return {figure.id: figure for figure in figures_of(edition_2022[1])}


def table(edition_2022, name):
    with (edition_2022[0] / "report" / "tables" / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_it_is_complete(edition_2022):
    manifest = edition_2022[1]
    assert manifest.is_complete
    assert manifest.errors == []


@pytest.mark.parametrize(
    ("category", "people"),
    [
        ("forcibly displaced people", 108_436_336),
        ("refugees under UNHCR's mandate", 29_413_033),
        ("Palestine refugees under UNRWA's mandate", 5_887_353),
        ("asylum-seekers", 5_438_929),
        ("other people in need of international protection", 5_217_456),
        ("internally displaced people (IDMC)", 62_479_565),
    ],
)
def test_displacement_at_the_end_of_2022(edition_2022, category, people):
    rows = [r for r in table(edition_2022, "table_01_displacement") if r["year"] == "2022"]
    assert [int(r["people"]) for r in rows if r["category"] == category] == [people]


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("displaced_total_exact", 108_436_336),
        ("modern_slavery_index_world", 49_630_000),
        ("modern_slavery_index_asia_pacific", 29_395_000),
        ("modern_slavery_index_members", 32_374_000),
        ("members_with_slavery_estimate", 32),
        ("member_states", 45),
        ("training_officials", 62),
        ("flagship_events_in_year", 2),
        ("flagship_delegates_stated", 88),
        ("member_states_named_in_year", 19),
        ("flagship_member_states_claimed_2022", 40),
        ("bali_process_anniversary", 20),
        ("rso_anniversary", 10),
        ("rso_decade", 2),
        ("ministerial_conferences_held", 8),
        ("child_labour_asia_pacific_2016_pct", 7.4),
        ("child_labour_asia_pacific_2020_pct", 5.6),
    ],
)
def test_figures(figures, figure, value):
    assert figures[figure].value == value


@pytest.mark.parametrize(
    ("figure", "display"),
    [
        ("displaced_total", "108.4 million"),
        ("displaced_estimate_may_2023", "an estimated 110 million"),
        ("modern_slavery_world", "49.6 million"),
        ("child_labour_asia_pacific_2020_pct", "5.6 per cent"),
        ("australia_one_off_funding_2023", "A$2.7 million"),
    ],
)
def test_wording(figures, figure, display):
    assert figures[figure].display == display


def test_what_nobody_can_prove_is_marked_stated(figures):
    assert figures["flagship_member_states_claimed_2022"].nature == "stated"


def test_every_member_state_has_its_row_and_none_is_invented(edition_2022):
    rows = table(edition_2022, "table_02_hosts_by_member")
    assert len(rows) == 45
    unrecorded = [r for r in rows if r["rank"] == ""]
    assert len(unrecorded) == 45 - 33
    assert all(r["hosted_total"] == "" for r in unrecorded)


def test_no_work_plan_is_invented(edition_2022):
    rows = table(edition_2022, "table_12_activities_by_adelaide_area")
    assert len(rows) == 8
    assert {(r["planned"], r["plan"]) for r in rows} == {("", "no plan published")}


@pytest.mark.parametrize(
    ("region", "people", "prevalence"),
    [
        ("Asia and the Pacific", "29395000", "6.798"),
        ("Europe and Central Asia", "6421000", "6.899"),
        ("Africa", "7025000", "5.254"),
        ("Americas", "5090000", "5.011"),
        ("Arab States", "1699000", "10.408"),
    ],
)
def test_regional_sums_and_prevalence_of_the_index(edition_2022, region, people, prevalence):
    rows = [
        r for r in table(edition_2022, "table_04_modern_slavery_by_region") if r["countries_listed"]
    ]
    found = [
        (r["people"], r["computed_prevalence_per_1000"]) for r in rows if r["region"] == region
    ]
    assert found == [(people, prevalence)]
