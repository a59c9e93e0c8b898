"""The projects that sentences of the corpora are about, each built and opened once for all tests.

`orchards` is the toy with its orchards listed as places.
"""

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
    orchards = copied("toy", tmp_path_factory.mktemp("edition") / "orchards")
    figures = orchards.figures.read_text("utf-8")
    orchards.figures.write_text(f"places:\n  table_01_harvest: name\n{figures}", "utf-8")
    by_orchard, _ = publish(EditionBuild(orchards, "2021"))
    railway = Project(railway_2023[0].parents[4])
    with (
        reader(project, Kept(edition_2022[0]), "2022") as of_2022,
        reader(toy, Kept(harvest), "2021") as of_toy,
        reader(orchards, Kept(by_orchard), "2021") as of_orchards,
        reader(railway, Kept(railway_2023[0]), "2023") as of_railway,
    ):
        yield {"2022": of_2022, "toy": of_toy, "orchards": of_orchards, "railway": of_railway}
