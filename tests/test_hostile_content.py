"""Hostile strings in every text of a project, against every output: nothing runs, links, draws or calculates."""

import csv
import io
import json
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import redirect_stderr, redirect_stdout

import dagster as dg
import openpyxl
import pytest
from lxml import etree, html
from markdown_it import MarkdownIt

from assets.builds import EDITIONS
from pipelines.cli import app as frame
from pipelines.cli import output
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from tests.conftest import ROOT
from tests.hostile import MARK, STRINGS, hostile
from warehouse.project import Project

EDITION = "2020"
CHART = "chart: {kind: bars, label: name, value: tonnes}\n"
LINES = (
    ("build", EDITION),
    ("build", EDITION, "--json"),
    ("book", EDITION, "--out", "out/book", "--text", "out/draft.txt"),
    ("export", EDITION, "out/tables.xlsx", "out/tables.docx"),
    ("dictionary", EDITION, "out/dictionary.md"),
    ("charts", EDITION, "out/charts"),
    ("reconcile", EDITION, "out/draft.txt", "--html", "out/checked.html"),
    ("trace", "harvest_north", "--csv"),
    ("audit", EDITION, "--sample", "30", "--out", "out/paper"),
    ("status", EDITION),
)
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]")
"""What steers a terminal."""
DRAWN = {"script", "iframe", "object", "embed", "base", "form", "foreignobject"}
FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+@\t\r-]")
NUMBER = re.compile(r"-?[\d.,]+")


EACH = [
    pytest.param(string, id=name, marks=[pytest.mark.long, pytest.mark.rounds])
    for name, string in STRINGS.items()
]


@pytest.fixture(scope="module", params=[pytest.param(" ".join(STRINGS.values()), id="all"), *EACH])
def made(request, tmp_path_factory):
    """A project in which one string stands everywhere, all that was written of it, and all that was printed."""
    folder = tmp_path_factory.mktemp("hostile") / "toy"
    shutil.copytree(ROOT / "tests" / "toy", folder)
    toy, string = Project(folder), request.param
    hostile(toy, string)
    table = toy.models / "report" / "table_01_harvest.sql"
    table.write_text(table.read_text().replace("*/", f"{CHART}*/", 1))
    (folder / "out").mkdir()
    (folder / "out" / "draft.txt").write_text(
        f"The harvest of North Orchard was 140 tonnes. {string}\n"
    )
    said = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(said), redirect_stderr(said):
        patch.chdir(folder)
        patch.delenv("DAGSTER_HOME", raising=False)
        # Data keep every sign but on a terminal, which is what is asked about here.
        patch.setattr(output, "_is_terminal", lambda _: True)
        for line in LINES:
            patch.setattr(sys, "argv", ["annual-report", *line])
            code = frame.run()
            assert code in (0, 1, 3), (line, said.getvalue()[-2000:])
    return toy, string, said.getvalue()


def written(toy, *suffixes):
    """Every file that was written with one of some endings."""
    folders = (toy.root / "out", toy.build / EDITION / "current" / "report")
    return [p for f in folders for p in sorted(f.resolve().rglob("*")) if p.suffix in suffixes]


def test_the_string_is_there(made):
    toy, _, said = made
    assert MARK in said
    assert {
        p.suffix for p in written(toy, ".html", ".csv", ".svg", ".md", ".docx", ".xlsx", ".json")
    } == {*(".html", ".csv", ".svg", ".md", ".docx", ".xlsx", ".json")}


def test_no_terminal_is_steered(made):
    assert not CONTROLS.search(made[2].replace("\n", "").replace("\t", ""))


def test_no_page_runs_or_fetches_anything_of_it(made):
    toy, *_ = made
    for path in written(toy, ".html"):
        _check_page(path, path.read_text("utf-8"))


def _check_page(path, text):
    for node in html.document_fromstring(text.encode()).iter(etree.Element):
        own = dict(node.attrib)
        assert not [name for name in own if name.lower().startswith("on")], (path, own)
        if node.tag.lower().rpartition("}")[2] in DRAWN:
            assert MARK not in "".join(node.itertext()) + str(own), (path, node.tag)
        for name in ("href", "src", "action", "formaction", "data", "xlink:href"):
            target = own.get(name, "").strip().lower()
            assert not target.startswith(("javascript:", "vbscript:", "data:text")), (path, target)
            if node.tag != "a":
                assert "evil.example" not in target, (path, node.tag, target)


def test_no_picture_runs_anything_of_it(made):
    toy, *_ = made
    for path in written(toy, ".svg"):
        for node in etree.parse(str(path)).iter(tag=etree.Element):
            assert etree.QName(node).localname.lower() not in DRAWN, path
            assert not [n for n in node.attrib if n.lower().startswith("on")], path
            assert not any("evil.example" in v or "javascript" in v for v in node.attrib.values())


def test_no_spreadsheet_calculates_anything_of_it(made):
    toy, *_ = made
    for path in written(toy, ".csv"):
        for row in csv.reader(io.StringIO(path.read_text("utf-8-sig"))):
            for cell in row:
                assert not FORMULA.match(cell) or NUMBER.fullmatch(cell), (path, cell)
    for path in written(toy, ".xlsx"):
        for sheet in openpyxl.load_workbook(path).worksheets:
            cells = [cell for row in sheet.iter_rows() for cell in row]
            assert not [cell for cell in cells if cell.data_type == "f"], path
            links = [
                cell.hyperlink.target or ""
                for cell in cells
                if cell.hyperlink and cell.hyperlink.target
            ]
            assert not [link for link in links if not link.startswith(("https://", "http://", "#"))]


def test_office_files_are_whole_and_link_nowhere(made):
    toy, *_ = made
    for path in written(toy, ".xlsx", ".docx"):
        with zipfile.ZipFile(path) as parts:
            for name in parts.namelist():
                if name.endswith((".xml", ".rels")):
                    root = etree.fromstring(parts.read(name))
                    links = [
                        n.get("Target", "")
                        for n in root.iter()
                        if n.get("TargetMode") == "External"
                    ]
                    assert not [link for link in links if "javascript" in link.lower()], (
                        path,
                        name,
                    )
                    fields = [
                        t for t in root.itertext() if re.match(r"\s*(INCLUDE|DDE|HYPERLINK)", t)
                    ]
                    assert not fields, (path, name)


def test_documents_for_programs_are_read_again(made):
    toy, string, _ = made
    for path in written(toy, ".json"):
        json.loads(path.read_text("utf-8"))
    kept = json.loads((toy.build / EDITION / "current" / "manifest.json").read_text("utf-8"))
    assert string in kept["title"]


def rendered(text):
    """What a viewer of Markdown makes of a text that may hold HTML: the most that any of them would."""
    viewer = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    return html.document_fromstring(f"<div>{viewer.render(text)}</div>")


def check_markdown(text, where, *, pictures=()):
    for node in rendered(text).iter(etree.Element):
        own = dict(node.attrib)
        assert node.tag not in DRAWN | {"svg"}, (where, node.tag)
        assert not [n for n in own if str(n).startswith("on")], (where, own)
        assert "evil.example" not in own.get("href", "") + own.get("src", ""), (where, own)
        assert "javascript" not in own.get("href", "").lower(), (where, own)
        if node.tag == "img":
            assert own.get("src", "").startswith(pictures), where
        if node.tag in ("strong", "em", "del"):
            assert MARK not in "".join(node.itertext()), (where, node.tag)


def test_the_dictionary_is_no_markup_of_it(made):
    toy, *_ = made
    check_markdown((toy.root / "out" / "dictionary.md").read_text("utf-8"), "dictionary")


def test_nothing_that_dagster_shows_is_markup_of_it(made, tmp_path):
    toy, *_ = made
    definitions = build_defs(toy)
    shown = {}
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        instance.add_dynamic_partitions(EDITIONS.name, [EDITION])
        job = definitions.resolve_job_def(EDITION_JOB)
        result = job.execute_in_process(
            partition_key=EDITION, instance=instance, raise_on_error=False
        )
        for event in result.get_asset_materialization_events():
            key = event.asset_key.to_user_string()
            shown.update({f"{key}.{n}": v for n, v in event.materialization.metadata.items()})
        for event in result.get_asset_check_evaluations():
            shown.update({f"{event.check_name}.{n}": v for n, v in event.metadata.items()})
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        check_markdown(node.description or "", key)
        shown.update(
            {
                f"{key}.{n}": dg.MetadataValue.text(v) if isinstance(v, str) else v
                for n, v in node.metadata.items()
            }
        )
    for key in graph.asset_check_keys:
        check_markdown(graph.get_check_spec(key).description or "", key)
    assert any(MARK in str(getattr(value, "value", "")) for value in shown.values())
    for name, value in shown.items():
        _check_metadata(name, value)


def _check_metadata(name, value):
    if isinstance(value, dg.MarkdownMetadataValue):
        check_markdown(value.value, name, pictures="data:image/svg+xml;base64,")
    elif isinstance(value, dg.UrlMetadataValue):
        assert str(value.value).startswith(("https://", "http://")), (name, value)
    elif isinstance(value, dg.TextMetadataValue):
        assert not CONTROLS.search(str(value.value)), name


def test_strings_do_not_change_with_the_encoding_of_the_machine(made):
    """A machine without UTF-8 shows them too, and stops at none."""
    toy, *_ = made
    line = [sys.executable, "-m", "pipelines.cli", "status", EDITION, "--project", str(toy.root)]
    environment = {"PYTHONIOENCODING": "ascii", "PYTHONPATH": str(ROOT), "PATH": ""}
    done = subprocess.run(line, env=environment, capture_output=True, check=False, cwd=toy.root)
    assert done.returncode == 0, done.stderr
