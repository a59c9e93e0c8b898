"""The toy edition as it is kept, with any name for its first orchard; and hostile names."""

import pytest

from report.edition import publish
from report.publish.kept_edition import open_edition
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild

REGISTER = "orchards/2021-01-01/orchards.csv"
HOSTILE = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "@SUM(1)",
    "-2+3",
    '=HYPERLINK("https://evil.example")',
    "[press](https://evil.example)",
    "[one](https://a.example) [two](https://b.example)",
    "$$reference$$",
    "https://evil.example",
    "internal:'Cover'!A1",
    "<script>alert(1)</script>",
    "a & <b>\"'",
    "_x0041_",
    "\u2014",
    "\u5317\u679c\u6a39\u5712",
    "[x]",
    "1e5",
    "]]>",
]


def third_always(turn):
    """Hostile names as parameters: a third for every run of the tests, the others for the long suite.

    Documents and books take turns; a workbook, where a text may become a formula, always has all of them.
    """
    return [
        pytest.param(name, marks=() if number % 3 == turn else pytest.mark.long)
        for number, name in enumerate(HOSTILE)
    ]


@pytest.fixture
def kept(toy):
    """Build the toy with a name for its first orchard and return the edition as it is kept."""

    def build(name="North Orchard"):
        if name != "North Orchard":
            quoted = '"' + name.replace('"', '""') + '"'
            rewrite(toy, REGISTER, "North Orchard", quoted)
        publish(EditionBuild(toy, "2020"))
        return open_edition(toy, "2020")

    return build
