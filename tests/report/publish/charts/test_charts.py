"""Charts: what is drawn is what the table says, in any locale, and nothing that a file holds becomes markup."""

import hashlib
import os
import re
import subprocess
import sys
from itertools import pairwise

import pytest
from lxml import etree

from report.edition import publish
from report.publish.charts import charts_of
from report.publish.charts.style import CLASSES, COLOURS, DASHES, MARKERS, luminance
from report.publish.kept_edition import open_edition
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError
from warehouse.project import Project

SVG = "{http://www.w3.org/2000/svg}"
BARS = "{kind: bars, label: name, value: tonnes}"
TILES = (
    "{kind: tiles, label: orchard, name: name, value: tonnes, breaks: [100], grid: 'NORTH . SOUTH'}"
)
HOSTILE = ["<script>alert(1)</script>", r"$\frac{1}{2}$ $x", "=cmd()", "x" * 5000, "&lt; ]]> \" '"]


@pytest.fixture
def charts(toy):
    """Build the toy with a chart, after a change of its first orchard's name, and return the charts."""

    def make(chart, name=""):
        model = toy.root / "warehouse" / "models" / "report" / "table_01_harvest.sql"
        model.write_text(model.read_text().replace("*/", f"chart: {chart}\n*/", 1))
        if name:
            quoted = '"' + name.replace('"', '""') + '"'
            rewrite(toy, "orchards/2021-01-01/orchards.csv", "North Orchard", quoted)
        publish(EditionBuild(toy, "2020"))
        return charts_of(open_edition(toy, "2020"))

    return make


@pytest.fixture(scope="module")
def real(edition_2022):
    return open_edition(Project(edition_2022[0].parents[4]), "2022")


def drawn(chart):
    return etree.fromstring(chart.svg)


def texts(chart):
    return [" ".join("".join(t.itertext()).split()) for t in drawn(chart).iter(f"{SVG}text")]


def parts(chart, kind):
    return [
        g for g in drawn(chart).iter(f"{SVG}g") if re.search(rf"-{kind}-[^-]*$", g.get("id", ""))
    ]


def test_a_bar_for_each_row_with_a_value_and_its_rounded_number(charts):
    (chart,) = charts(BARS)
    assert {"North Orchard", "131.0"} <= set(texts(chart))
    with_value = [text for text in texts(chart) if re.fullmatch(r"[\d.]+", text)]
    assert len(parts(chart, "bar")) == len(with_value)
    assert "not stated, not zero" in chart.alt or len(with_value) == 3


def test_a_blank_tile_is_no_nought(charts):
    (chart,) = charts(TILES)
    tips = [t.text for t in drawn(chart).iter(f"{SVG}title")]
    assert "North Orchard: 131.0" in tips
    assert not [text for text in texts(chart) if text in ("0", "0.0")]


def test_title_source_and_nature_are_said(real):
    found = charts_of(real)
    assert {chart.id for chart in found} == {
        table.model.name for table in real.tables if table.model.chart
    }
    for chart in found:
        root = drawn(chart)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}title") == chart.title
        assert chart.source_line in root.findtext(f"{SVG}desc")
        below = " ".join(texts(chart))
        assert "Nature: " in below
        assert chart.source_line[:40] in below
        assert chart.png.startswith(b"\x89PNG")


def test_lines_have_a_marker_for_each_value_and_none_for_a_blank(real):
    table = next(t for t in real.tables if t.model.name == "table_01_displacement")
    (chart,) = [c for c in charts_of(real) if c.table == table.model.name]
    head = table.model.chart
    names = [column.name for column in table.columns]
    rows = [dict(zip(names, row, strict=True)) for row in table.shown_rows()]
    wanted = [r for r in rows if r["role"] in head.where["role"] and r["people"]]
    series = {row["category"] for row in wanted}
    assert len(wanted) == len(list(drawn(chart).iter(f"{SVG}use"))) - _ticks(chart)
    assert all(any(name.split()[0] in text for text in texts(chart)) for name in series)


def _ticks(chart):
    """Return how many marks of the axes there are, which are drawn as the markers are."""
    groups = [g for g in drawn(chart).iter(f"{SVG}g") if "tick" in g.get("id", "")]
    return sum(len(list(g.iter(f"{SVG}use"))) for g in groups)


@pytest.mark.parametrize(
    ("chart", "name"),
    [
        pytest.param(chart, name, marks=() if (number in (0, 4)) is is_tiled else pytest.mark.long)
        for chart, is_tiled in ((BARS, False), (TILES, True))
        for number, name in enumerate(HOSTILE)
    ],
)
def test_what_a_file_holds_is_text(charts, chart, name):
    (found,) = charts(chart, name)
    root = drawn(found)
    assert {e.tag for e in root.iter(f"{SVG}script")} == set()
    assert not [a for e in root.iter(etree.Element) for a in e.attrib if a.startswith("on")]
    said = " ".join([*texts(found), *(t.text or "" for t in root.iter(f"{SVG}title"))])
    assert "".join(name.split())[:12] in "".join(said.split())
    assert len(found.svg) < 200_000


def test_the_same_bytes_elsewhere(edition_2022, real):
    root = edition_2022[0].parents[4]
    code = (
        "import sys, hashlib, pathlib\n"
        "from report.publish.charts import charts_of\n"
        "from report.publish.kept_edition import open_edition\n"
        "from warehouse.project import Project\n"
        "charts = charts_of(open_edition(Project(pathlib.Path(sys.argv[1])), '2022'))\n"
        "print([hashlib.sha256(part).hexdigest() for c in charts for part in (c.svg, c.png)])\n"
    )
    here = [hashlib.sha256(part).hexdigest() for c in charts_of(real) for part in (c.svg, c.png)]
    given = {**os.environ, "TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "7", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", code, str(root)]
    done = subprocess.run(command, env=given, capture_output=True, text=True, check=True)
    assert done.stdout == f"{here}\n"


def test_classes_and_lines_are_told_apart_without_colour():
    lights = [luminance(colour) for colour in CLASSES]
    assert all(a - b > 0.05 for a, b in pairwise(lights))
    assert len(set(zip(MARKERS, map(str, DASHES), strict=True))) == len(COLOURS)


@pytest.mark.parametrize(
    ("chart", "fact"),
    [
        ("{kind: pie, label: name, value: tonnes}", "kind 'pie'"),
        ("{kind: bars, label: name, value: weight}", "'weight' is not described"),
        ("{kind: bars, label: name}", "value"),
        ("{kind: bars, label: name, value: tonnes, scale: million, decimals: 1}", "rounded to 1"),
        (TILES.replace("[100]", "[9, 3]"), "breaks"),
        (TILES.replace(". SOUTH", "NORTH"), "twice"),
        ("{kind: bars, label: name, value: name}", "no number"),
    ],
)
def test_a_wrong_declaration_is_told(charts, chart, fact):
    with pytest.raises(DefinitionError, match=re.escape(fact)):
        charts(chart)
