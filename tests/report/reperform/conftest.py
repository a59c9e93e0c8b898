"""Payloads of the toy and of the 2022 edition, free to be altered."""

import shutil

import pytest

from tests.conftest import ROOT
from tests.report.reperform.payloads import lay_out, make_payload
from warehouse.project import Project


@pytest.fixture(scope="session")
def toy_payload(tmp_path_factory):
    folder = tmp_path_factory.mktemp("toy")
    shutil.copytree(ROOT / "tests" / "toy", folder / "toy")
    return make_payload(Project(folder / "toy"), "2021", folder / "release")


@pytest.fixture
def release(toy_payload, tmp_path):
    """A payload of the toy's 2021 edition."""
    return shutil.copytree(toy_payload, tmp_path / "release")


@pytest.fixture(scope="session")
def release_2022(project, edition_2022, tmp_path_factory):
    """A payload of the 2022 edition, not to be altered."""
    place, _ = edition_2022
    return lay_out(project, place, tmp_path_factory.mktemp("edition") / "release")
