"""A sum that is not what its publisher printed blocks, across sources, until a named person accepts it."""

import datetime as dt
import shutil

import pytest
import yaml

from tests.conftest import ROOT
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.project import Project
from warehouse.sources.accepted import ACCEPTED, acceptance_of, with_acceptance

CHECK = "check_displacement_near_headline"
TOTAL = "stat_forcibly_displaced"
SIGNED = {
    "by": "Ada Fieldhouse",
    "role": "statistician",
    "why": "both are told",
    "date": dt.date(2024, 7, 1),
}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """The project with an edition of 2023, which pins the releases of June 2024."""
    root = tmp_path_factory.mktemp("printed")
    for part in ("raw", "warehouse/models", "warehouse/sources/schemas", "report"):
        ignored = shutil.ignore_patterns("__pycache__", "*.py" if part == "report" else "")
        shutil.copytree(ROOT / part, root / part, ignore=ignored)
    shutil.copy(ROOT / "project.yaml", root) if (ROOT / "project.yaml").exists() else None
    path = root / "raw/editions/2022.yaml"
    given = yaml.safe_load(path.read_text("utf-8"))
    given |= {
        "edition": "2023",
        "as_of": dt.date(2024, 7, 31),
        "due": dt.date(2024, 8, 31),
        "documents": [],
    }
    given["period"] = {"start": dt.date(2023, 1, 1), "end": dt.date(2023, 12, 31)}
    given["sources"] |= {"unhcr_displacement": "2024-06-17", "unhcr_headlines": "2024-06-13"}
    (root / "raw/editions/2023.yaml").write_text(yaml.safe_dump(given), "utf-8")
    return Project(root)


def test_the_year_that_agrees_is_built(project):
    assert EditionBuild(project, "2022").outcome(CHECK).problems == ()


def test_the_year_that_does_not_is_stopped_until_somebody_accepts_it(project):
    build = EditionBuild(project, "2023")
    (problem,) = build.outcome(CHECK).problems
    assert problem.value == "parts 118466517; printed 117.300 million"
    assert problem.severity == "error"
    assert not build.outcome(TOTAL).passed
    accepted = acceptance_of([problem], **SIGNED, problem_ids=[problem.problem_id])
    path = project.raw / problem.source / ACCEPTED
    path.write_text(with_acceptance("", accepted), "utf-8")
    try:
        build = EditionBuild(project, "2023")
        (said,) = build.outcome(CHECK).problems
        assert said.severity == "warning"
        assert said.rule.endswith(" (accepted by Ada Fieldhouse, statistician, 2024-07-01)")
        assert said.problem_id == problem.problem_id
        assert build.outcome(TOTAL).passed
    finally:
        path.unlink()


ORCHARDS = "check_orchards_exist"


def test_a_problem_of_any_check_can_be_accepted_and_no_other_with_it(toy):
    path, register = "harvest/2022-02-01/crops.csv", toy.raw / "harvest/source.yaml"
    # Not of the comparison, which would stop a new orchard before the check sees it.
    register.write_text(
        register.read_text("utf-8").replace("totals:", "period: none\n      totals:"), "utf-8"
    )
    rewrite(toy, path, "2021,SOUTH,pear,13.0,B", "2021,FAR,pear,13.0,B")
    (problem,) = EditionBuild(toy, "2021").outcome(ORCHARDS).problems
    text = with_acceptance("", acceptance_of([problem], **SIGNED, rule_id=ORCHARDS))
    (toy.raw / "harvest" / ACCEPTED).write_text(text, "utf-8")
    assert EditionBuild(toy, "2021").outcome(ORCHARDS).passed
    rewrite(toy, path, "2021,SOUTH,apple", "2021,OFF,apple")
    found = EditionBuild(toy, "2021").outcome(ORCHARDS)
    assert [p.severity for p in found.problems] == ["error", "error"]


def test_acceptances_that_cannot_be_read_are_a_problem_that_names_their_file(toy):
    (toy.raw / "harvest" / ACCEPTED).write_text("accepted: [x]\n", "utf-8")
    (problem,) = EditionBuild(toy, "2021").outcome("raw_harvest__crops").problems
    assert (problem.severity, problem.file) == ("error", f"raw/harvest/{ACCEPTED}")
