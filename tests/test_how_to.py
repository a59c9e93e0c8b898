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
    for line in lines:
        command = [
            sys.executable,
            "-m",
            "pipelines.cli",
            *line.split(),
            "--project",
            str(content.root),
        ]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        assert done.returncode == 0, done.stdout + done.stderr
    report = content.build / "2023" / "current" / "report"
    rows = (report / "tables" / "table_01_displacement.csv").read_text(encoding="utf-8")
    assert "2023,forcibly displaced people," in rows
    assert len(list((report / "tables").glob("*.csv"))) == 22
