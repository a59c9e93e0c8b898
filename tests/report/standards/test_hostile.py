"""Texts of files are data: quotes, markup, control characters and controls of direction change nothing but the text."""

import json
import shutil
import unicodedata

import pytest

from report.publish.addresses import licence_address, web_address
from report.standards import dataset_markup
from report.standards.payload import (
    CRATE,
    DATAPACKAGE,
    OPENLINEAGE,
    PROV,
)
from tests.conftest import ROOT
from tests.report.standards.conftest import released, with_text
from tests.report.standards.test_provenance import read
from tests.report.standards.validators import OWN, crate_issues, package_faults
from warehouse.project import Project

HOSTILE = (
    "</script><script>alert(1)</script> \"'`{{7*7}} & \\ \x07 \u202e011\u202c \u2028 %2e%2e/ ]]>"
)
LINE = "</script><script>alert(1)</script> \"'`{{7*7}} & \\ \u200f011\u200e %2e%2e/ ]]>"
"""As hostile as what names a release may be: a title, a publisher or a label has no sign that no terminal prints."""
FILE = "crops #1 50%25 é;&'{b}+$(x)`y`.csv"
"""As odd as a name may be that Windows can hold."""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile") / "toy"
    shutil.copytree(ROOT / "tests" / "toy", root)
    for path, line, text in (
        ("raw/editions/2021.yaml", "title: Harvest Report 2021", LINE),
        ("raw/editions/2021.yaml", "publisher: Orchard Board", LINE),
        ("raw/harvest/source.yaml", "title: Harvest returns", HOSTILE),
        ("raw/harvest/source.yaml", 'citation: "Orchard Board, Harvest returns"', HOSTILE),
        ("raw/orchards/source.yaml", "publisher: Orchard Board", HOSTILE),
        ("report/figures.yaml", "label: Harvest of North Orchard", LINE),
    ):
        replace(root / path, line, f"{line.partition(':')[0]}: {json.dumps(text)}")
    replace(root / "raw/harvest/source.yaml", "https://orchards.example/harvest", "javascript:x")
    replace(root / "raw/orchards/source.yaml", "https://orchards", "https://o/<b>\\ \u202e")
    harvest = root / "raw" / "harvest"
    (harvest / "2022-02-01" / "crops.csv").rename(harvest / "2022-02-01" / FILE)
    head, _, tail = (harvest / "source.yaml").read_text("utf-8").rpartition("path: crops.csv")
    (harvest / "source.yaml").write_text(f'{head}path: "{FILE}"{tail}', "utf-8")
    with_text(Project(root), "2021")
    return released(Project(root), "2021")


def replace(path, old, new):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_the_crate_stays_valid(hostile, cache):
    assert crate_issues(hostile.data, cache, OWN) == []


def test_the_package_stays_valid(hostile):
    assert package_faults(hostile.data) == []


def test_provenance_is_read_again_with_the_text_as_it_was(hostile):
    assert {HOSTILE, LINE} <= {str(record.label) for record in read(hostile.data).get_records()}


def test_texts_come_back_as_they_were(hostile):
    found = json.loads((hostile.data / CRATE).read_text("utf-8"))["@graph"]
    assert {HOSTILE, LINE} <= {entity.get("name") for entity in found}
    assert json.loads(dataset_markup(hostile.data))["name"] == LINE


@pytest.mark.parametrize("name", [CRATE, DATAPACKAGE, OPENLINEAGE, PROV])
def test_no_control_stands_in_a_file(hostile, name):
    text = (hostile.data / name).read_bytes().decode("utf-8")
    controls = {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs")}
    assert controls <= {"\n"}
    for line in text.splitlines() if name == OPENLINEAGE else ():
        json.loads(line)


def test_no_address_leads_to_a_script(hostile):
    for name in (CRATE, DATAPACKAGE, OPENLINEAGE):
        assert "javascript:" not in (hostile.data / name).read_text("utf-8")
    assert "javascript:" not in dataset_markup(hostile.data)


def test_the_markup_cannot_end_its_element(hostile):
    assert not set(dataset_markup(hostile.data)) & set("<>&")


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("https://a.example/x?y=1#z", "https://a.example/x?y=1#z"),
        ("HTTPS://a.example", "HTTPS://a.example"),
        ('https://a.example/a b"<c>\n', "https://a.example/a%20b%22%3Cc%3E"),
        ("https://a.example ; https://b.example", "https://a.example"),
        ("https://[", ""),
        ("https://", ""),
        ("http:a", ""),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("//a.example", ""),
        ("", ""),
    ],
)
def test_addresses(given, wanted):
    assert web_address(given) == wanted


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("CC-BY-4.0", "https://spdx.org/licenses/CC-BY-4.0"),
        ("https://a.example/terms", "https://a.example/terms"),
        ("LicenseRef-all-rights-reserved", ""),
        ("free of charge", ""),
        ("", ""),
    ],
)
def test_licences(given, wanted):
    assert licence_address(given) == wanted
