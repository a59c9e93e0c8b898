"""The three projects that sentences of the corpora are about, each built and opened once for all tests."""

import pytest

from report.edition import publish
from tests.report.reconcile.corpora import reader
from tests.toys import copied
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.project import Project


@pytest.fixture(scope="session")
def readers(project, edition_2022, railway_2023, tmp_path_factory):
    toy = copied("toy", tmp_path_factory.mktemp("edition") / "toy")
    harvest, _ = publish(EditionBuild(toy, "2021"))
    railway = Project(railway_2023[0].parents[4])
    with (
        reader(project, Kept(edition_2022[0]), "2022") as of_2022,
        reader(toy, Kept(harvest), "2021") as of_toy,
        reader(railway, Kept(railway_2023[0]), "2023") as of_railway,
    ):
        yield {"2022": of_2022, "toy": of_toy, "railway": of_railway}
