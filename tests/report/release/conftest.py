"""A toy project that is committed and built, ready to be released; and a release made once, to look at and to copy."""

import shutil
from pathlib import Path

import pytest

from report.release.revisions import Revision
from tests.conftest import ROOT
from tests.report.release.projects import EDITION, build, commit, release
from warehouse.project import Project


@pytest.fixture(scope="session")
def ready_once(tmp_path_factory):
    """A toy project that is committed and built; only to be copied."""
    project = Project(tmp_path_factory.mktemp("ready") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    commit(project)
    build(project)
    return project


@pytest.fixture
def ready(ready_once, tmp_path):
    return Project(Path(shutil.copytree(ready_once.root, tmp_path / "toy", symlinks=True)))


@pytest.fixture(scope="session")
def released(ready_once, tmp_path_factory):
    """The folder of a release that tests read only."""
    root = tmp_path_factory.mktemp("released") / "toy"
    project = Project(Path(shutil.copytree(ready_once.root, root, symlinks=True)))
    return release(project, command=["annual-report", "release"]).revision.folder


@pytest.fixture
def copied(released, tmp_path):
    """A project with a copy of that release, free to be changed."""
    project = Project(tmp_path / "copied")
    folder = project.releases / EDITION / "r1"
    shutil.copytree(released, folder)
    return project, Revision(1, folder)
