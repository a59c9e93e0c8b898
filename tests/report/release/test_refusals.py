"""An edition is not released while something stands against it, and every reason is named with its remedy."""

import os
import shutil

import pytest

from report.release import worktree
from report.release.refusal import ReleaseRefused
from report.release.worktree import reasons_of_tree
from tests.report.release.projects import EDITION, build, commit, git, release
from tests.toys import rewrite
from warehouse.builder.generation import Generations
from warehouse.errors import DefinitionError, GateError
from warehouse.project import Project

CROPS = "harvest/2021-02-01/crops.csv"


def reasons(project, **options):
    with pytest.raises(ReleaseRefused) as refused:
        release(project, **options)
    assert not (project.releases / EDITION / "r1").exists()
    assert all(reason.remedy for reason in refused.value.reasons)
    return {(reason.kind, reason.where) for reason in refused.value.reasons}


@pytest.mark.parametrize(
    "path",
    [
        "raw/harvest/source.yaml",
        "warehouse/models/report/table_02_orchards.sql",
        "report/figures.yaml",
    ],
)
def test_a_changed_file(ready, path):
    file = ready.root / path
    file.write_text(file.read_text() + "\n")
    assert ("tree", path) in reasons(ready)


def test_a_new_file_and_a_removed_one(ready):
    (ready.models / "notes.txt").write_text("")
    (ready.root / "warehouse/models/checks/check_orchards_exist.sql").unlink()
    found = reasons(ready)
    assert ("tree", "warehouse/models/notes.txt") in found
    assert ("tree", "warehouse/models/checks/check_orchards_exist.sql") in found


def test_names_that_git_would_quote(ready):
    (ready.raw / "Ä file\nof two lines").write_text("")
    assert ("tree", "raw/Ä file\nof two lines") in reasons(ready)


def test_a_file_that_git_ignores_counts_where_the_edition_may_be_made_of_it(ready):
    (ready.root / ".git" / "info" / "exclude").write_text("*.sql\n*.yaml\n*.csv\n.*\n*~\n")
    for path in ("warehouse/models/core/core_more.sql", "raw/harvest/accepted.yaml"):
        (ready.root / path).write_text("")
    for path in ("raw/harvest/2099.csv", "raw/.DS_Store", "report/figures.yaml~"):
        (ready.root / path).write_text("")
    found = reasons_of_tree(ready.root, without_git=False)[1]
    assert [reason.where for reason in found] == [
        "raw/harvest/accepted.yaml",
        "warehouse/models/core/core_more.sql",
    ]


@pytest.mark.parametrize("flag", ["--assume-unchanged", "--skip-worktree"])
def test_a_file_that_git_was_told_not_to_look_at(ready, flag):
    git(ready, "update-index", flag, "report/figures.yaml")
    found = reasons_of_tree(ready.root, without_git=False)[1]
    assert [(reason.where, "told not to look" in reason.what) for reason in found] == [
        ("report/figures.yaml", True)
    ]
    assert "--no-skip-worktree" in found[0].remedy


def test_a_link_among_the_definitions(ready, tmp_path):
    """Git knows where it points, and not what is said there."""
    path = ready.root / "report" / "figures.yaml"
    path.rename(tmp_path / "figures.yaml")
    path.symlink_to(tmp_path / "figures.yaml")
    commit(ready)
    found = reasons_of_tree(ready.root, without_git=False)[1]
    assert [reason.where for reason in found] == ["report/figures.yaml"]
    assert "a file in the place of a link" in found[0].remedy


def test_a_project_that_is_a_part_of_a_repository(ready, tmp_path):
    """Git tells paths from the repository's root, which is not the project's."""
    outer = Project(tmp_path / "outer")
    shutil.copytree(
        ready.root, outer.root / "reports" / "ours", ignore=shutil.ignore_patterns(".git")
    )
    commit(outer)
    inner = outer.root / "reports" / "ours"
    assert reasons_of_tree(inner, without_git=False)[1] == []
    (outer.root / ".git" / "info" / "exclude").write_text("*.csv\n*.yaml\n")
    (inner / "raw" / "more.csv").write_text("")
    (inner / "raw" / "harvest" / "accepted.yaml").write_text("")
    found = reasons_of_tree(inner, without_git=False)[1]
    assert [reason.where for reason in found] == ["raw/harvest/accepted.yaml"]


def test_a_file_beside_the_content_does_not_count(ready):
    (ready.root / "notes.txt").write_text("")
    assert release(ready).revision.name == "r1"


@pytest.mark.needs("git")
def test_a_project_outside_git(toy):
    build(toy)
    assert reasons(toy) == {("tree", "")}
    assert release(toy, without_git=True).revision.name == "r1"


def test_a_repository_must_be_clean_whatever_is_asked(ready):
    (ready.root / "report" / "figures.yaml").write_text("figures: []\n")
    assert ("tree", "report/figures.yaml") in reasons(ready, without_git=True)


def test_git_looks_at_the_project_whatever_the_environment_says(ready, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert worktree.read_tree(ready.root).commit


def test_git_is_not_installed(ready, monkeypatch, tmp_path):
    commit_before = git(ready, "rev-parse", "HEAD").strip()
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DefinitionError, match="git is not installed"):
        release(ready)
    assert commit_before
    assert release(ready, without_git=True).revision.name == "r1"


def test_a_missing_source(ready):
    (ready.raw / CROPS).unlink()
    found = reasons(ready)
    assert ("source", f"raw/{CROPS}") in found
    assert ("tree", f"raw/{CROPS}") in found


def test_an_altered_source_of_the_same_size_and_time(ready):
    path = ready.raw / CROPS
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"1", b"2"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert ("source", f"raw/{CROPS}") in reasons(ready, without_git=True)


def test_an_edition_that_was_never_built(toy):
    commit(toy)
    assert reasons(toy) == {("generation", "")}


def test_definitions_that_changed_since_the_build(ready):
    figures = ready.root / "report" / "figures.yaml"
    figures.write_text(figures.read_text().replace("Harvest of North", "Harvest in North"))
    commit(ready)
    assert reasons(ready) == {("generation", "")}
    build(ready)
    assert release(ready).revision.name == "r1"


def test_a_failed_check_names_the_line(toy):
    rewrite(toy, CROPS, "NORTH", "NOWHERE")
    commit(toy)
    build(toy)
    found = reasons(toy)
    assert ("check", f"raw/{CROPS}, line 2") in found
    assert "table" in {kind for kind, _ in found}


def test_a_generation_that_was_changed_by_hand(ready):
    path = Generations(ready, EDITION).open() / "report" / "figures.csv"
    stat = path.stat()
    path.write_bytes(path.read_bytes().replace(b"131", b"132"))
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert {kind for kind, _ in reasons(ready)} == {"generation"}


def test_an_unproven_figure(ready, monkeypatch):
    from report.evidence.auditing.figures import UnverifiedFigure

    unproven = UnverifiedFigure(
        "harvest_north", "not_reproduced", "it came back 130", "table_01_harvest"
    )
    monkeypatch.setattr(
        "report.evidence.auditing.edition.unverified_figures", lambda *_: [unproven]
    )
    assert reasons(ready) == {("figure", "harvest_north")}


def test_a_figure_whose_recheck_does_not_add_up(toy):
    figures = toy.root / "report" / "figures.yaml"
    text = figures.read_text()
    assert "recheck: sum tonnes" in text
    figures.write_text(text.replace("recheck: sum tonnes", "recheck: count"))
    commit(toy)
    build(toy)
    assert ("figure", "report/figures.yaml, figure harvest_north") in reasons(toy)


def test_a_proposal(toy):
    proposal = toy.build / "2020" / "proposed-edition.yaml"
    proposal.parent.mkdir(parents=True)
    (toy.editions / "2020.yaml").rename(proposal)
    commit(toy)
    build(toy)
    assert "generation" in {kind for kind, _ in reasons(toy)}


def test_an_edition_that_is_unknown(ready):
    with pytest.raises(DefinitionError, match="edition 1999 does not exist"):
        release(ready, "1999")


def test_a_released_edition_is_not_released_again(ready):
    release(ready)
    with pytest.raises(GateError, match="frozen by release r1"):
        release(ready)
