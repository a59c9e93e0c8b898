"""What table assets show in the UI: previews with titles and units, charts, and the way to the audit book."""

import base64
import re

import dagster as dg
import pyarrow
import pyarrow.parquet
import pytest
from lxml import etree

from assets.builds import EDITIONS
from assets.descriptions import preview
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from warehouse.model import Column

CHART = "chart: {kind: bars, label: name, value: tonnes}\n*/"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def metadata(toy, tmp_path):
    """Run the toy with a chart of its harvest and return each asset's metadata."""
    model = toy.root / "warehouse" / "models" / "report" / "table_01_harvest.sql"
    model.write_text(model.read_text().replace("*/", CHART, 1))
    (tmp_path / "dagster").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        instance.add_dynamic_partitions(EDITIONS.name, ["2020"])
        result = (
            build_defs(toy)
            .resolve_job_def(EDITION_JOB)
            .execute_in_process(partition_key="2020", instance=instance)
        )
        events = result.get_asset_materialization_events()
        return {e.asset_key.to_user_string(): e.materialization.metadata for e in events}


def test_a_table_shows_its_rows_its_chart_and_its_page_of_the_book(metadata, toy):
    table = metadata["table_01_harvest"]
    header, _, *rows = table["preview"].value.splitlines()
    assert (
        header == r"| Orchard | Name | Harvested \(tonnes\) | Share of the harvest \(per cent\) |"
    )
    assert len(rows) == table["dagster/row_count"].value
    published = toy.build / "2020" / "current" / "report" / "tables" / "table_01_harvest.csv"
    first = published.read_text("utf-8").splitlines()[1].split(",")
    assert [cell.strip() for cell in rows[0].strip("|").split("|")] == first
    assert next(iter(table)) == "preview"
    (picture,) = re.findall(r"\(data:image/svg\+xml;base64,([^)]*)\)", table["chart"].value)
    drawn = etree.fromstring(base64.b64decode(picture))
    assert drawn.findtext(f"{SVG}title") == "Harvest of the year, by orchard"
    assert "chart" not in metadata["table_02_orchards"]
    book = metadata["audit_book"]["book"].value
    assert book == str(toy.build / "2020" / "book" / "index.html")
    for name in ("table_01_harvest", "core_harvest__orchard_year"):
        page = metadata[name]["book"].value
        assert page.startswith(str(toy.build / "2020" / "book"))
        with open(page, encoding="utf-8") as file:
            assert name in file.read()


def test_a_hostile_cell_is_no_markup(tmp_path):
    cell = "![x](https://evil.example) <script> | `code` **bold**\nnext"
    path = tmp_path / "table.parquet"
    pyarrow.parquet.write_table(pyarrow.table({"name": [cell]}), path)
    *_, row = preview(path, {"name": Column("Name", "a|b")}).value.splitlines()
    assert row.count("|") - row.count("\\|") == 2
    assert not re.search(r"(?<!\\)[\[\]()<>`*!]", row)
