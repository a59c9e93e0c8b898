"""Builds that share a step store: nine at once, from nothing, all end well with one content an edition."""

import json
import subprocess
import sys

import pytest

from tests.conftest import copy_content

LINE = [sys.executable, "-m", "pipelines.cli", "build"]
BUILDS = 9


def second_edition(project):
    """Register another edition with the same sources, so that builds of two editions share steps."""
    text = (project.editions / "2022.yaml").read_text(encoding="utf-8")
    (project.editions / "2021.yaml").write_text(
        text.replace('edition: "2022"', 'edition: "2021"'), encoding="utf-8"
    )


def build_at_once(project, editions):
    """Start a build for each name at the same time; return exit code, edition, content and errors of each."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    running = [
        (name, subprocess.Popen([*LINE, name, "--json", "--project", str(project.root)], **pipes))
        for name in editions
    ]
    ends = []
    for name, process in running:
        out, errors = process.communicate()
        content = json.loads(out)["content_sha256"] if process.returncode in (0, 1) and out else ""
        ends.append((name, process.returncode, content, errors))
    return ends


def check_round(project, editions):
    ends = build_at_once(project, editions)
    assert [errors for _, code, _, errors in ends if code != 0] == []
    contents = {(name, content) for name, _, content, _ in ends}
    assert len(contents) == len(set(editions))


@pytest.mark.parametrize(
    "editions",
    [pytest.param(["2020"] * 5, marks=pytest.mark.long), ["2020", "2021"] * 2],
    ids=["one", "two"],
)
def test_builds_at_once_from_a_cold_store_end_well_with_one_content(toy, editions):
    check_round(toy, editions)


def nine(*editions):
    """Nine builds of one edition, or of two in turn."""
    return [editions[number % len(editions)] for number in range(BUILDS)]


@pytest.mark.long
@pytest.mark.parametrize("editions", [nine("2020"), nine("2020", "2021")], ids=["one", "two"])
@pytest.mark.parametrize("number", range(20))
def test_nine_builds_at_once_from_a_cold_store(toy, editions, number):
    check_round(toy, editions)


@pytest.mark.long
@pytest.mark.parametrize("editions", [nine("2022"), nine("2022", "2021")], ids=["one", "two"])
def test_nine_builds_of_the_report_at_once(tmp_path, editions):
    project = copy_content(tmp_path / "content")
    second_edition(project)
    check_round(project, editions)
