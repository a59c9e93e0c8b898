"""Fixtures that several tests share: a throw-away copy of the toy project, and the shared data where it exists."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import Phase, settings

from pipelines.cli.build import build_edition
from report.edition import publish
from tests.programs import program
from tests.toys import copied
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.manifest import read_manifest
from warehouse.project import Project

# In CI the generated cases are the same on every run: a new find belongs to the person who looks for it.
# No deadline: a busy machine is no fault of the code.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, database=None, deadline=None)
# That a mutant is found is enough: nobody reads the smallest case that finds it.
FOUND = (Phase.explicit, Phase.generate)
settings.register_profile("mutants", settings.get_profile("ci"), phases=FOUND)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_runtest_setup(item):
    """Skip a test that is marked to need a program which is not installed, before anything is made for it."""
    for mark in item.iter_markers("needs"):
        program(*mark.args)


ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture
def toy(tmp_path):
    """A small whole project of its own, free to be changed."""
    return copied("toy", tmp_path / "toy")


@pytest.fixture(scope="session")
def toys_built_once(tmp_path_factory):
    """The toy project with its edition of 2020 built, and with both of them; only to be copied."""
    one, both = (Project(tmp_path_factory.mktemp("built") / "toy") for _ in range(2))
    shutil.copytree(ROOT / "tests" / "toy", one.root)
    build_edition(one, "2020")
    shutil.copytree(one.root, both.root, symlinks=True)
    build_edition(both, "2021")
    return one, both


@pytest.fixture
def toy_built(toys_built_once, tmp_path):
    """The toy project with its edition of 2020 built, free to be changed."""
    return Project(Path(shutil.copytree(toys_built_once[0].root, tmp_path / "toy", symlinks=True)))


@pytest.fixture
def both_built(toys_built_once, tmp_path):
    """The toy project with both of its editions built, free to be changed."""
    return Project(Path(shutil.copytree(toys_built_once[1].root, tmp_path / "toy", symlinks=True)))


@pytest.fixture(scope="session")
def project():
    """This project: the report's own raw figures and models."""
    return Project(ROOT)


@pytest.fixture(scope="session")
def shared():
    """The folder of full data sets that stands beside the project where it is developed."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared, which a user's clone has not")
    return SHARED


OF_THE_MACHINE = ("needs a system ", "needs an administrator")
"""How reasons begin that no installation mends, e.g. that nobody may mount a file system in a container."""


def is_of_the_machine(report):
    """Return whether a test was skipped for what the machine is, and not for what is not installed."""
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
    return reason.removeprefix("Skipped: ").startswith(OF_THE_MACHINE)


def pytest_sessionfinish(session, exitstatus):
    """A test that is skipped in CI is a test that nobody runs: it fails the run, but for what the machine cannot do."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    skipped = [report for report in skipped if not is_of_the_machine(report)]
    if os.environ.get("CI") and skipped and exitstatus == 0:
        reporter.write_line(f"{len(skipped)} skipped test(s) in CI count as failures", red=True)
        session.exitstatus = 1


@pytest.fixture
def content(tmp_path):
    """A copy of this project's content (raw figures, models, schemas, catalogue), free to be built and changed."""
    return copy_content(tmp_path / "content")


def copy_content(target):
    """Copy what defines the report into a new project folder and return the project."""
    for part in ("raw", "warehouse/models", "warehouse/sources/schemas"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    (target / "report").mkdir()
    shutil.copy(ROOT / "report" / "figures.yaml", target / "report" / "figures.yaml")
    return Project(target)


@pytest.fixture
def content_built(edition_2022, tmp_path):
    """A copy of this project's content with the 2022 edition built: what is changed is built anew, and no more."""
    root = edition_2022[0].parents[4]
    return Project(Path(shutil.copytree(root, tmp_path / "content", symlinks=True)))


@pytest.fixture(scope="session")
def edition_2022(tmp_path_factory):
    """The 2022 edition, built once from this project's content: its generation folder and manifest."""
    project = copy_content(tmp_path_factory.mktemp("edition") / "content")
    place, _ = publish(EditionBuild(project, "2022"))
    return place, read_manifest(place)


@pytest.fixture(scope="session")
def railway_2023(tmp_path_factory):
    """The 2023 edition of the railway of the tests, built once: its generation folder and manifest."""
    railway = copied("railway", tmp_path_factory.mktemp("edition") / "railway")
    place, _ = publish(EditionBuild(railway, "2023"))
    return place, read_manifest(place)
