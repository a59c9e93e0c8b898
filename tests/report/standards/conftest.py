"""A release of the toy project with a published text, and the cache that the validator of crates needs."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from report.edition import publish
from report.release.release import release
from tests.conftest import ROOT
from tests.report.standards import validators
from warehouse.builder import stamp
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.project import Project
from warehouse.sources.files import sha256_of

TEXT = """\
The harvest of North Orchard was 140 tonnes in 2021. North Orchard had a harvest of 200 tonnes in 2021.
It has 17 tractors.
"""


@dataclass(frozen=True)
class Release:
    """A release that was made: its payload, and the generation that it was filled from."""

    data: Path
    kept: Kept


def with_text(project, edition, text=TEXT):
    """Register a published text with an edition."""
    path = project.root / "documents" / "news.txt"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    definition = project.editions / f"{edition}.yaml"
    head = definition.read_text(encoding="utf-8").split("documents:")[0]
    entry = f"{{title: News, url: 'https://orchards.example/news', published: 2022-03-01, sha256: {sha256_of(path)}"
    definition.write_text(f"{head}documents: [{entry}, path: documents/news.txt}}]\n", "utf-8")


def released(project, edition):
    """Build and release an edition."""
    inputs = stamp.take(project.root, edition)
    place, _ = publish(EditionBuild(project, edition))
    stamp.write(project.root, edition, inputs, place)
    made = release(project, edition, without_git=True)
    return Release(made.revision.folder / "data", Kept.current(project, edition))


@pytest.fixture(scope="session")
def toy_release(tmp_path_factory):
    """The toy project's release of 2021, not to be changed."""
    root = tmp_path_factory.mktemp("standards") / "toy"
    shutil.copytree(ROOT / "tests" / "toy", root)
    with_text(Project(root), "2021")
    return released(Project(root), "2021")


@pytest.fixture
def payload_copy(toy_release, tmp_path):
    """A copy of its payload, free to be changed."""
    return Path(shutil.copytree(toy_release.data, tmp_path / "data"))


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    """The validator's cache, with the context of RO-Crate in it."""
    place = tmp_path_factory.mktemp("cache") / "http"
    done = validators.run("python", Path(__file__).with_name("seed_context.py"), place)
    assert done.returncode == 0, done.stderr
    return place
