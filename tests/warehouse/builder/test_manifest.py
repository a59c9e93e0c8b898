"""What a build wrote of an edition is read back as it was, and whatever is damaged is refused in clear words."""

import json
import shutil

import pytest

from report.edition import publish
from report.figures.published import FIGURES_FILE, document, figures_of, listed
from tests.conftest import ROOT
from tests.damage import unnoticed
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept_catalog import CATALOG, Catalog, read_catalog
from warehouse.builder.manifest import Manifest, read_manifest
from warehouse.folders import MANIFEST
from warehouse.problems import Problem
from warehouse.project import Project

WARNING = """/*
title: Orchards are young
on: raw_orchards__orchards
severity: warning
rule: an orchard is younger than this century
remedy: ask the orchard
*/
SELECT o._row, 'founded' AS "column", o.founded AS value FROM raw_orchards__orchards AS o
"""
FOUNDED = """
  - {id: founded, label: Founded, table: table_02_orchards, key: {orchard: NORTH}, column: founded, unit: day}
  - {id: age, label: Age, table: table_03_ages, key: {orchard: NORTH}, column: years, unit: years, decimals: 1}
"""
AGES = """/*
title: Ages
key: [orchard]
columns:
  orchard: {title: Orchard}
  years: {title: Age, unit: years, decimals: 1}
*/
SELECT o.code AS orchard, 2020.5 - year(o.founded) AS years FROM raw_orchards__orchards AS o ORDER BY o.code
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """The generation of a toy edition with figures, a missing table and problems of both severities."""
    root = tmp_path_factory.mktemp("project") / "toy"
    shutil.copytree(ROOT / "tests" / "toy", root)
    project = Project(root)
    rewrite(project, "harvest/2021-02-01/crops.csv", "NORTH,apple,131.0", "NORTH,apple,-131.0")
    (project.models / "checks" / "check_founded.sql").write_text(WARNING, encoding="utf-8")
    (project.models / "report" / "table_03_ages.sql").write_text(AGES, encoding="utf-8")
    with project.figures.open("a", encoding="utf-8") as file:
        file.write(FOUNDED)
    folder, _ = publish(EditionBuild(project, "2020"))
    return folder


def written(place, name):
    return (place / name).read_text(encoding="utf-8")


def test_the_manifest_is_written_as_it_was_read(place):
    text = written(place, MANIFEST)
    manifest = read_manifest(place)
    assert json.dumps(manifest.to_json(), ensure_ascii=False, indent=1) + "\n" == text
    assert Manifest.from_json(manifest.to_json()) == manifest
    assert manifest.tables
    assert manifest.figures
    assert list(manifest.missing) == ["table_01_harvest"]
    assert {problem.severity for problem in manifest.problems} == {"error", "warning"}


def test_the_catalogue_is_written_as_it_was_read(place):
    catalog = read_catalog(place)
    text = json.dumps(catalog.to_json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert text == written(place, CATALOG)
    assert Catalog.from_json(json.loads(json.dumps(catalog.to_json()))) == catalog


def test_the_figures_are_written_as_they_were_read(place):
    text = written(place, f"report/{FIGURES_FILE}")
    figures = listed(json.loads(text))
    schema = read_manifest(place).schema
    assert json.dumps(document(schema, figures), ensure_ascii=False, indent=1) + "\n" == text
    assert figures == figures_of(read_manifest(place))


# A cell may hold any value of its own, and a row's key any column; `decimals` and `recheck` are not in early builds.
FIGURE = {
    *(f"value: {kind}" for kind in ("null", "flag", "number", "text")),
    *(f"key.orchard: {kind}" for kind in ("null", "flag", "number", "missing")),
    "decimals: missing",
    "recheck: missing",
}
OF_FIGURES = {f"figures.*.{change}" for change in FIGURE}


def test_whatever_is_damaged_in_a_manifest_is_noticed(place):
    given = json.loads(written(place, MANIFEST))
    taken = {*OF_FIGURES, "missing.table_01_harvest: missing", "problems.*.problem_id: missing"}
    taken |= {"withheld_problems: missing"}
    assert unnoticed(given, lambda damaged: figures_of(Manifest.from_json(damaged))) == taken


def test_whatever_is_damaged_in_a_problem_is_noticed():
    """Builds before problems had ids gave none; an id that is there is that of the rule, the place and the value."""
    problem = Problem(
        source="harvest",
        table="raw_harvest__crops",
        vintage="2021-02-01",
        file="raw/harvest/2021-02-01/crops.csv",
        sheet="",
        line=8,
        column="tonnes",
        value="-1",
        rule="tonnes is at least 0",
        remedy="correct it",
        rule_id="raw_harvest__crops.tonnes.at_least",
    )
    assert Problem.from_json(problem.as_dict()) == problem
    assert unnoticed(problem.as_dict(), Problem.from_json) == {"problem_id: missing"}
    early = {n: v for n, v in problem.as_dict().items() if n not in ("rule_id", "problem_id")}
    assert Problem.from_json(early).problem_id == ""


def test_whatever_is_damaged_in_a_list_of_figures_is_noticed(place):
    given = json.loads(written(place, f"report/{FIGURES_FILE}"))
    del given["schema"]
    assert unnoticed(given, listed) == OF_FIGURES


def test_whatever_is_damaged_in_a_catalogue_is_noticed(place):
    """A model, file or source less is no other record: which there are is what the catalogue says."""
    given = json.loads(written(place, CATALOG))
    names = [
        f"{part}.{name}: missing"
        for part in ("models", "checks", "files", "sources")
        for name in given[part]
    ]
    decimals = [
        f"models.{m}.decimals.{n}: missing"
        for m in given["models"]
        for n in given["models"][m]["decimals"]
    ]
    # Early builds did not tell what may be passed on.
    licences = [f"sources.{source}.redistribute: missing" for source in given["sources"]]
    taken = {"checks: missing", *names, *decimals, *licences}
    assert unnoticed(given, Catalog.from_json) == taken
