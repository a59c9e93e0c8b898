"""Every command and a Dagster run, over a project with values planted: everything written and printed is searched.

A command that is not listed fails the test, and so does a file of a kind that is not: say of each new output what it
may hold.
"""

import re
import shutil
import sys
import tempfile

import dagster as dg
import pytest
from docx import Document

from assets.builds import EDITIONS
from pipelines.cli import app as frame
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from pipelines.sensors import failure_message
from tests.conftest import ROOT
from tests.privacy.planting import BROKEN, EDITION, SECRETS, VALUES, WRITERS, plant
from tests.privacy.searching import Search
from tests.report.canaries import CHECK
from tests.report.release.projects import commit
from warehouse.project import Project

PERSONS, WITHHELD = Search(VALUES), Search(SECRETS)
RELEASE = f"releases/{EDITION}/r1"
LINES = {
    "build": [[EDITION], [EDITION, "--json"], ["1999"]],
    "status": [[EDITION], [EDITION, "--json"]],
    "tables": [[EDITION], [EDITION, "--all"], [EDITION, "table_01_harvest"], [EDITION, "--json"]],
    "new-edition": [["2023", "--date", "2024-03-01"]],
    "sources": [[], ["--json"]],
    "check": [
        ["people_csv", "2022-05-01", "slipped.csv"],
        ["harvest", "2023-05-01", "more.csv"],
        ["harvest", "2023-05-01", "more.csv", "--json"],
    ],
    "pin": [[EDITION, "harvest", "2022-02-01"]],
    "withdraw-vintage": [["harvest", "2022-02-01", "--by", "A. Clerk", "--why", "seen"]],
    "add-vintage": [
        ["people_csv", "2022-05-01", "slipped.csv"],
        ["harvest", "2023-05-01", "more.csv"],
    ],
    "run-due": [["--date", "2023-06-01"], ["--date", "2023-06-01", "--json"]],
    "trace": [
        *(["harvest_north", *form] for form in ([], ["--json"], ["--csv"], ["--all"])),
        ["table_10_people_csv", "--row", "orchard=NORTH", "--all", "--json"],
        ["core_harvest__orchard_year", "--row", "orchard=NORTH", "--row", "year=2021"],
    ],
    "audit": [
        [EDITION],
        [EDITION, "--json"],
        [EDITION, "--deep"],
        [EDITION, "--sample", "40", "--out", "working paper"],
    ],
    "impact": [
        *(["harvest@2022-02-01", "--line", "4", *form] for form in ([], ["--json"], ["--all"])),
        ["people_xlsx", "--line", "2", "--all", "--json"],
    ],
    "reconcile": [
        [EDITION, "draft.txt"],
        [EDITION, "draft.txt", "--json"],
        [EDITION, "draft.txt", "--html", "checked.html"],
        [EDITION, "draft.txt", "--bindings"],
        ["-", "draft.txt"],
    ],
    "restated-statements": [[EDITION, "draft.txt"], [EDITION, "--json"]],
    "book": [[EDITION], [EDITION, "--out", "a book", "--text", "draft.txt"]],
    "export": [[EDITION, "tables.xlsx", "tables.docx"]],
    "dictionary": [[EDITION], [EDITION, "dictionary.md"]],
    "charts": [[EDITION, "charts"]],
    "fill": [[EDITION, "draft.docx", "filled.docx"]],
    "dev": [],  # a server: what it shows is the Dagster run of this test
    "release": [[EDITION], [EDITION, "--json"]],
    "reperform": [[RELEASE], [RELEASE, "--json"], [RELEASE, "--supply", "."]],
    "verify": [[RELEASE], [RELEASE, "--json"]],
    "selftest": [[RELEASE]],
    "sign-off": [
        [EDITION, "--role", "preparer", "--name", "A. Clerk"],
        [EDITION, "--show"],
    ],
    "conclude": [["harvest_north", "--as", "sufficient", "--by", "An Auditor", "--why", "seen"]],
}
# What is written, and who may be told in it: nobody; `withheld`: the office's own working files; `all`: the files
# themselves as they came. P is a project.
OUTPUTS = {
    r"P/(raw|\.git)/.*|P/(more|slipped)\.csv": "all",
    r"P/warehouse/build/\.steps/.*": "withheld",
    r"P/warehouse/build/[^/]+/generations/[^/]+/(tables|evidence|models|natures)/.*": "withheld",
    r"P/warehouse/build/[^/]+/generations/[^/]+/(manifest\.json|[^/]+\.duckdb)": "withheld",
    r"P/warehouse/build/[^/]+/generations/[^/]+/((catalog|files)\.json|report/.*)": "",
    r"P/warehouse/build/intake/.*": "",
    r"P/warehouse/build/\.changes/[^/]+/lock": "",
    r"P/warehouse/build/[^/]+/(book/.*|[^/]+)": "",
    r"P/(warehouse/(models|sources)|report)/.*|P/\.gitignore": "",
    r"P/(a book|working paper|charts)/.*|P/(draft|checked|tables|filled|dictionary)\.\w+": "",
    r"P/releases/.*": "",
    r"dagster/.*": "",
    r"home/\.cache/(matplotlib|fontconfig)/.*": "",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """A folder of its own for everything that is written, temporary files included; and what each command printed."""
    folder = tmp_path_factory.mktemp("world")
    shutil.copytree(ROOT / "tests" / "toy", folder / "toy")
    toy = Project(folder / "toy")
    plant(toy)
    (toy.models / "checks" / "check_wide.sql").write_text(
        CHECK.format(on="core_harvest__orchard_year", limit=10)
    )
    (toy.root / "draft.txt").write_text(
        "The harvest of North Orchard was 94,290 tonnes in 2021. The harvest of North Orchard was 1 tonne in 2021.\n"
    )
    document = Document()
    document.add_paragraph("The harvest was {{figure:harvest_north}}.")
    document.save(toy.root / "draft.docx")
    *_, write = WRITERS["people_csv"]
    (toy.root / "slipped.csv").write_bytes(write(BROKEN["rows slipped by one"]))
    (toy.root / "more.csv").write_text(
        "year,orchard,crop,tonnes,quality\n2022,NORTH,apple,-41371.25,Z\n2022,NORTH,apple,52918.625,A\n"
    )
    commit(toy)
    return folder, toy


@pytest.fixture(scope="module")
def printed(world):
    """What each command printed, by its line."""
    folder, toy = world
    (folder / "tmp").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(toy.root)
        patch.delenv("DAGSTER_HOME", raising=False)
        for name, place in (("HOME", "home"), ("TMPDIR", "tmp")):
            patch.setenv(name, str(folder / place))
        patch.setattr(tempfile, "tempdir", str(folder / "tmp"))
        return {
            (command, *words): _run(patch, toy, command, words)
            for command, lines in LINES.items()
            for words in lines
        }


def _run(patch, toy, command, words):
    import io
    from contextlib import redirect_stderr, redirect_stdout

    patch.setattr(sys, "argv", ["annual-report", command, *words])
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = frame.run()
    if command == "new-edition":
        (toy.editions / "2023.yaml").unlink()
    return code, out.getvalue()


@pytest.fixture(scope="module")
def run(world, printed):
    """A Dagster run of a project like it, and one of an edition whose files are broken; all that was recorded."""
    folder, toy = world
    broken = folder / "broken"
    shutil.copytree(toy.root, broken, ignore=shutil.ignore_patterns("build", "releases", ".git"))
    spoilt = Project(broken)
    _spoil(spoilt)
    (folder / "dagster").mkdir()
    with dg.DagsterInstance.local_temp(str(folder / "dagster")) as instance:
        instance.add_dynamic_partitions(EDITIONS.name, [EDITION])
        told = []
        for project, succeeds in ((spoilt, False), (toy, True)):
            shutil.rmtree(project.releases, ignore_errors=True)
            result = (
                build_defs(project)
                .resolve_job_def(EDITION_JOB)
                .execute_in_process(partition_key=EDITION, instance=instance, raise_on_error=False)
            )
            assert result.success is succeeds
            told += [repr(event) for event in result.all_events]
            logs = instance.all_logs(result.run_id)
            told += [f"{record.user_message} {record.error_info}" for record in logs]
    told.append(failure_message(spoilt, EDITION, ""))
    return told


def _spoil(project):
    """Break each register of keepers in another way, and the withheld returns."""
    from tests.toys import register

    ways = [rows for what, rows in BROKEN.items() if what != "a row twice"]
    for (name, (_, _, path, write)), rows in zip(WRITERS.items(), ways, strict=False):
        (project.raw / name / "2021-01-01" / path).write_bytes(write(rows))
        register(project, f"{name}/2021-01-01/{path}")
    crops = project.raw / "harvest" / "2022-02-01" / "crops.csv"
    crops.write_text(crops.read_text().replace("NORTH,pear,52918.625,A", "NORTH,pear,52918.625,Z"))
    register(project, "harvest/2022-02-01/crops.csv")


def test_every_command_is_listed():
    assert set(LINES) == set(frame.COMMANDS), "list the new command in LINES, with its lines"


def test_every_line_did_its_work(printed):
    refused = ("withdraw-vintage", *LINES["withdraw-vintage"][0])
    expected = {refused: 2, ("build", "1999"): 2, ("release", EDITION, "--json"): 2}
    wrong = {
        line: said
        for line, (code, said) in printed.items()
        if (code == 2 and expected.get(line) != 2) or "Traceback" in said
    }
    assert wrong == {}, "\n".join(f"{line}: {said}" for line, said in wrong.items())


def test_nothing_printed_tells(printed):
    found = {line: told(said) for line, (_, said) in printed.items() if told(said)}
    assert found == {}


def told(text):
    return PERSONS.in_text(text) | WITHHELD.in_text(text)


def test_nothing_that_dagster_records_or_shows_tells(run):
    found = [(text[:2000], told(text)) for text in run if told(text)]
    assert found == []
    assert any("(withheld)" in text for text in run)


def test_every_file_is_known_and_tells_no_more_than_it_may(world, printed, run):
    folder, _ = world
    unknown, telling = [], {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and not p.is_symlink()):
        name = path.relative_to(folder).as_posix()
        known = re.sub(r"^(toy|broken)/", "P/", name)
        may = next((may for kind, may in OUTPUTS.items() if re.fullmatch(kind, known)), None)
        if may is None:
            unknown.append(name)
        elif may != "all":
            found = PERSONS.in_file(path) | (WITHHELD.in_file(path) if not may else set())
            if found:
                telling[name] = found
    assert sorted(unknown) == [], "a new output: say in OUTPUTS what it may tell"
    assert telling == {}


OF_ONE_ROW = Search(
    (".lone_row.", ".difference.", "rests on more than one row", "leave more than one row")
)


def test_what_is_passed_on_does_not_say_which_value_is_one_row(world, printed, run):
    """The office does see it: in what a build prints, and in its manifest."""
    folder, toy = world
    assert OF_ONE_ROW.in_text(printed["build", EDITION][1])
    assert OF_ONE_ROW.in_text(printed["build", EDITION, "--json"][1])
    assert all(map(OF_ONE_ROW.in_file, toy.build.glob(f"{EDITION}/generations/*/manifest.json")))
    manifests = set(folder.glob("*/warehouse/build/*/generations/*/manifest.json"))
    telling = [
        path
        for path in folder.rglob("*")
        if path.is_file() and path not in manifests and OF_ONE_ROW.in_file(path)
    ]
    assert telling == []


def test_who_may_see_what_is_withheld_is_shown_it(world, printed, monkeypatch):
    """The search is no test unless it finds: with --show-withheld all of these tell."""
    _, toy = world
    shutil.rmtree(toy.releases, ignore_errors=True)
    monkeypatch.chdir(toy.root)
    for line in (
        ["build", EDITION, "--json"],
        ["build", EDITION],
        ["trace", "harvest_north", "--json"],
        ["check", "harvest", "2023-05-01", "more.csv"],
        ["add-vintage", "harvest", "2023-05-01", "more.csv"],
    ):
        command, *words = line
        _, said = _run(monkeypatch, toy, command, [*words, "--show-withheld"])
        assert WITHHELD.in_text(said), line
        assert PERSONS.in_text(said) == set(), line
    book = toy.root / "telling"
    _run(monkeypatch, toy, "book", [EDITION, "--out", str(book), "--show-withheld"])
    assert any(WITHHELD.in_file(path) for path in book.rglob("*.html"))
    paper = ["--sample", "40", "--out", str(book / "paper"), "--show-withheld"]
    _run(monkeypatch, toy, "audit", [EDITION, *paper])
    assert WITHHELD.in_file(book / "paper" / "raw-rows.csv")
    _run(
        monkeypatch, toy, "reconcile", [EDITION, "draft.txt", "--html", "t.html", "--show-withheld"]
    )
    assert WITHHELD.in_file(toy.root / "t.html")
