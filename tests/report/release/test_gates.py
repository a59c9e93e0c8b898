"""The gates of a release one by one: each reason in full, with its place and remedy, and none where all is well."""

import os
import shutil
from pathlib import Path

import pytest

from report.edition import publish
from report.evidence.auditing.edition import AuditedEdition
from report.evidence.auditing.figures import UnverifiedFigure
from report.release.gates import (
    reasons_of_audit,
    reasons_of_edition,
    reasons_of_generation,
    reasons_of_release,
    reasons_of_sources,
)
from report.release.refusal import Reason
from report.release.verify.verify import verify
from rowlineage.auditing.findings import AuditedTable, AuditFault, AuditFinding
from tests.conftest import ROOT
from tests.toys import rewrite
from warehouse.builder import stamp
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.project import Project
from warehouse.sources.files import sha256_of

CROPS = "harvest/2021-02-01/crops.csv"
BUILD = "annual-report build 2020"
STALE = Reason(
    "generation",
    "what was built is not what the present definitions, files and engine give",
    "",
    BUILD,
)


def build(project):
    inputs = stamp.take(project.root, "2020")
    place, _ = publish(EditionBuild(project, "2020"))
    stamp.write(project.root, "2020", inputs, place)
    return place


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("built") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    build(project)
    return project


@pytest.fixture
def built(built_once, tmp_path):
    """A toy project with its edition of 2020 built, free to be changed; where it stands is what its stamp says."""
    kept = tmp_path / "kept"
    shutil.copytree(built_once.root, kept, symlinks=True)
    yield built_once
    shutil.rmtree(built_once.root)
    shutil.copytree(kept, built_once.root, symlinks=True)


def plan(project):
    return EditionBuild(project, "2020").plan


def in_audit(*, figures=(), findings=()):
    """An audit with some figures and cells that are not verified."""
    table = AuditedTable("table_01", ("orchard", "tonnes"), 100, tuple(findings))
    keys = {"table_01": {row: {"orchard": f"o{row}", "year": 2020} for row in range(100)}}
    return AuditedEdition("2020", {"table_01": "Harvest"}, [table], keys, 2, list(figures), [])


def finding(row):
    fault = AuditFault("table_01", row, "refused", why="it cannot be run")
    return AuditFinding("table_01", row, "tonnes", fault)


def test_nothing_stands_against_an_edition_that_is_as_built(built):
    assert reasons_of_edition(plan(built)) == []
    assert list(reasons_of_sources(plan(built))) == []
    assert reasons_of_generation(built, "2020") == []
    assert list(reasons_of_audit(in_audit())) == []


def test_a_proposal_is_no_edition(built):
    proposal = built.build / "2020" / "proposed-edition.yaml"
    (built.editions / "2020.yaml").rename(proposal)
    assert reasons_of_edition(plan(built)) == [
        Reason(
            "generation",
            "edition 2020 is a proposal that nobody has registered",
            "warehouse/build/2020/proposed-edition.yaml",
            "annual-report new-edition 2020",
        )
    ]


def test_every_source_is_hashed_and_each_fault_named(built):
    crops, orchards = built.raw / CROPS, built.raw / "orchards/2021-01-01/orchards.csv"
    stat = crops.stat()
    crops.write_bytes(crops.read_bytes().replace(b"1", b"2"))
    os.utime(crops, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    orchards.unlink()
    first, second = reasons_of_sources(plan(built))
    assert {first.kind, second.kind} == {"source"}
    assert [first.where, second.where] == [
        f"raw/{CROPS}",
        "raw/orchards/2021-01-01/orchards.csv",
    ]
    assert "sha256" in first.what


def test_a_file_whose_name_does_not_print_is_released_by_nobody(built):
    """A release of it could be made, and verified by nobody: verify.py takes no such name."""
    crops = built.raw / CROPS
    crops.rename(crops.with_name("cr\x1bops.csv"))
    source = built.raw / "harvest" / "source.yaml"
    text = source.read_text(encoding="utf-8")
    source.write_text(text.replace("path: crops.csv", 'path: "cr\\eops.csv"', 1), encoding="utf-8")
    (found,) = reasons_of_sources(plan(built))
    assert found == Reason(
        "source",
        "the file's name has signs that do not print",
        "raw/harvest/2021-02-01/cr\x1bops.csv",
        "register it under a plain name: no verifier takes a release with such a one",
    )


def test_an_edition_that_was_never_built(built):
    shutil.rmtree(built.build / "2020")
    assert reasons_of_generation(built, "2020") == [
        Reason("generation", "the edition was never built", "", BUILD)
    ]


def test_what_failed_is_named_by_line_and_what_waits_for_it_too(built):
    rewrite(built, CROPS, "NORTH", "NOWHERE")
    build(built)
    found = reasons_of_generation(built, "2020")
    checks = [reason for reason in found if reason.kind == "check"]
    tables = [reason for reason in found if reason.kind == "table"]
    assert checks + tables == found
    assert checks[0].where == f"raw/{CROPS}, line 2"
    assert checks[0].what.startswith("NOWHERE orchard: not so: ")
    assert checks[0].remedy
    assert {reason.remedy for reason in tables} == {"correct what it waits for, then build"}
    assert all(reason.what.startswith("not built: ") for reason in tables)
    assert "table_01_harvest" in {reason.where for reason in tables}


def test_a_fault_of_a_whole_file_has_no_line(built):
    (built.raw / CROPS).unlink()
    build(built)
    (check,) = (r for r in reasons_of_generation(built, "2020") if r.kind == "check")
    assert check.where == f"raw/{CROPS}"


def test_a_blank_is_named_as_blank(built):
    rewrite(built, CROPS, "NORTH,", ",")
    build(built)
    found = [reason.what for reason in reasons_of_generation(built, "2020")]
    assert any(what.startswith("(blank) orchard: not so: ") for what in found)


@pytest.mark.parametrize("path", ["report/figures.yaml", "raw/editions/2020.yaml"])
def test_definitions_that_changed_since(built, path):
    file = built.root / path
    file.write_text(file.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert reasons_of_generation(built, "2020") == [STALE]


def test_the_last_complete_generation_must_be_the_latest(built):
    (built.build / "2020" / "current").unlink()
    assert reasons_of_generation(built, "2020") == [STALE]


def test_a_file_that_was_changed_by_hand(built):
    path = Generations(built, "2020").open() / "report" / "figures.csv"
    stat, good = path.stat(), sha256_of(path)
    path.write_bytes(path.read_bytes().replace(b"131", b"132"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    (found,) = reasons_of_generation(built, "2020")
    what = f"not as it was built: the file has sha256 {sha256_of(path)}; expected: sha256 {good}"
    assert found == Reason("generation", what, built.shown(path), BUILD)


def test_figures_and_cells_that_are_not_verified(built):
    audited = in_audit(
        figures=[
            UnverifiedFigure(
                "harvest_north", "not_reproduced", "it came back 130", "table_01_harvest"
            )
        ],
        findings=[finding(3)],
    )
    assert list(reasons_of_audit(audited)) == [
        Reason(
            "figure",
            "not_reproduced: it came back 130",
            "harvest_north",
            "annual-report audit 2020",
        ),
        Reason(
            "cell",
            "refused: table_01, row 3: it cannot be run",
            "table_01, orchard=o3, year=2020, tonnes",
            "annual-report audit 2020",
        ),
    ]


@pytest.mark.parametrize(("faults", "more"), [(50, None), (51, 1), (60, 10)])
def test_fifty_cells_are_named_and_the_rest_counted(faults, more):
    found = list(reasons_of_audit(in_audit(findings=[finding(row) for row in range(faults)])))
    assert len(found) == min(faults, 50) + bool(more)
    if more:
        assert found[-1] == Reason("cell", f"and {more} more cells", "", "annual-report audit 2020")


@pytest.fixture
def released(tmp_path):
    """A release of the kept fixtures, in its place."""
    folder = tmp_path / "2020" / "r1"
    shutil.copytree(Path(__file__).parent / "fixtures" / "r1-format-2", folder)
    return folder


def test_nothing_stands_against_a_release_that_verifies(released):
    assert list(reasons_of_release("2020", released)) == []


@pytest.mark.parametrize("files", [1, 60])
def test_what_a_reader_would_find_wrong_is_named_fifty_times_at_most(released, files):
    for number in range(files):
        (released / "data" / f"more-{number:02}.txt").write_text("more", encoding="utf-8")
    found = list(reasons_of_release("2020", released))
    problems = verify(released)[1]["problems"]
    assert len(problems) > files
    assert found == [
        Reason(
            "release",
            f"{problem['kind']}: {problem['detail']}",
            problem["path"],
            f"correct what it names, then {BUILD}",
        )
        for problem in problems[:50]
    ]
