"""A toy project that is committed and built, ready to be released; and a release made once, to look at and to copy."""

import shutil

import pytest

from report.release.revisions import Revision
from tests.conftest import ROOT
from tests.report.release.projects import EDITION, build, commit, release
from warehouse.project import Project


@pytest.fixture
def ready(toy):
    commit(toy)
    build(toy)
    return toy


@pytest.fixture(scope="session")
def released(tmp_path_factory):
    """The folder of a release that tests read only."""
    project = Project(tmp_path_factory.mktemp("released") / "toy")
    shutil.copytree(ROOT / "tests" / "toy", project.root)
    commit(project)
    build(project)
    return release(project, command=["annual-report", "release"]).revision.folder


@pytest.fixture
def copied(released, tmp_path):
    """A project with a copy of that release, free to be changed."""
    project = Project(tmp_path / "copied")
    folder = project.releases / EDITION / "r1"
    shutil.copytree(released, folder)
    return project, Revision(1, folder)
