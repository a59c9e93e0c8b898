"""The how-to of a new year, followed to the letter: its commands are run as they stand, on this project's content."""

import re
import subprocess
import sys

from tests.conftest import ROOT


def test_a_2023_edition_from_nothing_to_tables(content):
    text = (ROOT / "docs" / "how-to" / "new-year.md").read_text(encoding="utf-8")
    lines = [
        line
        for line in re.findall(r"^    annual-report (.+)$", text, re.MULTILINE)
        if "SOURCE" not in line and "PROBLEM_ID" not in line
    ]
    assert [line.split()[0] for line in lines] == ["new-edition", "status", "build"]
    *before, build = lines
    for line in before:
        done = command(content, line)
        assert done.returncode == 0, done.stdout + done.stderr
    # Since 2023 UNHCR counts some people in two parts: what adds up is not what it printed, and a person is asked.
    done = command(content, build)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "parts 118466517; printed 117.300 million" in done.stdout
    signed = "--by Ann --role statistician --why Counted_twice"
    rule = "check_displacement_near_headline"
    assert command(content, f"accept 2023 --rule {rule} --all {signed}").returncode == 0
    done = command(content, build)
    assert done.returncode == 0, done.stdout + done.stderr
    report = content.build / "2023" / "current" / "report"
    rows = (report / "tables" / "table_01_displacement.csv").read_text(encoding="utf-8")
    assert "2023,forcibly displaced people," in rows
    assert len(list((report / "tables").glob("*.csv"))) == 22


def command(project, line):
    """Run a line of the page in a project."""
    words = [sys.executable, "-m", "pipelines.cli", *line.split(), "--project", str(project.root)]
    return subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT)
