"""A release holds what docs/releases.md says, and nothing of the machine that made it."""

import csv
import json
from decimal import Decimal

from tests.report.release.projects import EDITION, commit, contents, release
from tests.toys import rewrite


def read(folder, name):
    return json.loads((folder / "data" / name).read_text(encoding="utf-8"))


def test_the_layout_is_the_documented_one(released):
    parts = {p.name for p in released.iterdir()}
    bag = {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "tagmanifest-sha256.txt"}
    assert parts == bag | {"verify.py", "README.txt", "run", "data"}
    payload = {p.name for p in (released / "data").iterdir()}
    assert {"index.html", "release.json", "figures.json", "figures.csv", "CHANGES.md"} <= payload
    assert {"tables", "natures", "evidence", "validation", "statements", "project"} <= payload
    assert {"withheld.json", "lock", "report.html", "datapackage.json", "prov.json"} <= payload
    assert {"openlineage.ndjson", "ro-crate-metadata.json"} <= payload


def test_it_says_what_it_is(released):
    said = read(released, "release.json")
    assert said["schema"] == "annual-report/release/2"
    assert (said["edition"], said["revision"], said["reason"]) == (EDITION, 1, "")
    assert (said["figures"], said["tables"], said["previous"]) == (2, 2, None)
    assert said["period"] == ["2020-01-01", "2020-12-31"]
    assert "Bagging-Date: 2021-03-01\n" in (released / "bag-info.txt").read_text()


def test_tables_are_unrounded(released):
    path = released / "data" / "tables" / "table_01_harvest.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    south = next(row for row in rows if row["orchard"] == "SOUTH")
    assert Decimal(south["tonnes"]) == Decimal("90.75")
    assert len(south["share_pct"]) > 10
    assert next(row for row in rows if row["orchard"] == "WEST")["tonnes"] == ""


def test_evidence_holds_rows_exclusions_and_replay(released):
    figure = next(
        f for f in read(released, "figures.json")["figures"] if f["id"] == "harvest_north"
    )
    evidence = read(released, figure["evidence"])
    assert (evidence["value"], evidence["display"]) == (figure["value"], figure["display"])
    assert evidence["replay"]["state"] == "verified"
    crops = next(s for s in evidence["sources"] if s["source"] == "harvest")
    assert len(crops["rows"]) == crops["count"] > 0
    assert sum(row["values"]["tonnes"] for row in crops["rows"]) == figure["value"]
    lines = (released / "data" / "evidence" / "harvest_north.csv").read_text().splitlines()
    assert len(lines) > crops["count"]


def test_checks_say_on_what_content_they_ran(released):
    checks = read(released, "validation/checks.json")
    assert [c["check"] for c in checks["checks"]] == ["check_orchards_exist"]
    assert checks["checks"][0]["passed"]
    assert set(checks["checks"][0]["inputs"]) == {"raw_harvest__crops", "raw_orchards__orchards"}
    crops = checks["raw_tables"][0]
    assert crops["rows_read"] == crops["rows_written"] + crops["rows_rejected"]
    assert checks["audit"]["cells"] == checks["audit"]["cells_verified"] > 0


def test_a_correction_of_the_source_is_listed_as_accepted(toy):
    from tests.report.release.projects import build

    (toy.raw / "harvest" / "accepted.yaml").write_text(
        'accepted:\n- {table: "crops", vintage: "2021-02-01", against: "2020-02-01", rule: "rows", subject: "", '
        'observed: "9", accepted_by: "A. Grower", role: "statistician", date: "2021-02-03", reason: "a new orchard"}\n'
    )
    commit(toy)
    build(toy)
    accepted = read(release(toy).revision.folder, "validation/checks.json")["accepted_breaches"]
    assert [(a["source"], a["accepted_by"], a["reason"]) for a in accepted] == [
        ("harvest", "A. Grower", "a new orchard")
    ]


def test_project_holds_what_a_rebuild_needs_and_gives_the_same(released, tmp_path):
    import shutil

    from report.edition import publish
    from warehouse.builder.edition_build import EditionBuild
    from warehouse.project import Project

    again = tmp_path / "elsewhere"
    shutil.copytree(released / "data" / "project", again)
    _, parts = publish(EditionBuild(Project(again), EDITION))
    assert parts.content_sha256 == read(released, "release.json")["content_sha256"]


def test_the_vintage_that_the_pinned_one_is_compared_with_is_there(toy):
    from tests.report.release.projects import build

    commit(toy)
    build(toy, "2021")
    files = contents(release(toy, "2021").revision.folder)
    assert "data/project/raw/harvest/2021-02-01/crops.csv" in files
    assert "data/project/raw/harvest/2022-02-01/crops.csv" in files
    assert "data/project/raw/editions/2020.yaml" not in files


def test_withheld_files_are_named_and_what_they_say_is_not_passed_on(toy):
    from tests.report.release.projects import build

    definition = toy.raw / "harvest" / "source.yaml"
    definition.write_text(
        definition.read_text().replace("redistribute: true", "redistribute: false")
    )
    rewrite(toy, "harvest/2021-02-01/crops.csv", "120.5", "98765.5")
    commit(toy)
    build(toy)
    folder = release(toy).revision.folder
    files = contents(folder)
    assert not [name for name, data in files.items() if b"98765" in data]
    withheld = json.loads(files["data/withheld.json"])["files"]
    assert [w["path"] for w in withheld] == ["raw/harvest/2021-02-01/crops.csv"]
    assert withheld[0]["where_to_get_it"] == "https://orchards.example/harvest"
    assert withheld[0]["citation"]
    assert len(withheld[0]["sha256"]) == 64
    evidence = read(folder, "evidence/harvest_north.json")
    crops = next(s for s in evidence["sources"] if s["source"] == "harvest")
    assert crops["values_withheld"]
    assert crops["rows"]
    assert all(row["line"] and not row["values"] for row in crops["rows"])
    assert evidence["recheck"] is None


def test_nothing_of_the_machine_is_in_the_payload(released):
    files = contents(released, without=("run",))
    root = str(released.parents[2]).encode()
    assert not [name for name, data in files.items() if root in data]
    run = json.loads((released / "run" / "run.json").read_text())
    assert run["git_commit"]
    assert run["packages"]["duckdb"]
    assert {"user", "host", "time", "platform", "python", "command"} <= set(run)
    assert not [n for n, data in files.items() if run["git_commit"].encode() in data]


def test_registered_documents_have_verdicts_and_a_page(toy):
    from report.release.statements import outcomes, said
    from tests.report.release.projects import build
    from warehouse.sources.files import sha256_of

    text = toy.root / "raw" / "documents" / "2020.txt"
    text.parent.mkdir()
    text.write_text("North Orchard harvested 131 tonnes in 2020. <b>It rained.</b>\n")
    edition = toy.editions / f"{EDITION}.yaml"
    entry = (
        "documents:\n- {title: The report, url: https://orchards.example/2020, published: 2021-03-01, "
        f"sha256: {sha256_of(text)}, path: raw/documents/2020.txt}}\n"
    )
    edition.write_text(edition.read_text().replace("documents: []\n", entry))
    commit(toy)
    build(toy)
    folder = release(toy).revision.folder
    verdicts = read(folder, "statements/verdicts.json")
    assert [d["path"] for d in verdicts["documents"]] == ["raw/documents/2020.txt"]
    assert verdicts["documents"][0]["statements"]
    page = (folder / "data" / "statements" / "1.html").read_text()
    assert "131 tonnes" in page
    assert (folder / "data" / "project" / "raw" / "documents" / "2020.txt").is_file()
    ((path, counts),) = outcomes(folder / "data")
    assert path == "raw/documents/2020.txt"
    assert counts == verdicts["counts"]
    index = (folder / "data" / "index.html").read_text(encoding="utf-8")
    assert f"{path}</a>: {said(counts)}" in index
    assert said({}) == "no number"


def test_the_index_leads_to_every_figure_and_table(released):
    page = (released / "data" / "index.html").read_text(encoding="utf-8")
    for name in ("evidence/harvest_north.json", "tables/table_01_harvest.csv", "CHANGES.md"):
        assert f'href="{name}"' in page
    assert "application/ld+json" in page
    assert "no document was registered with its file" in page
