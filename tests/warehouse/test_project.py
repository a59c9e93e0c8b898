"""Where a project is found, and the folders that it can be built in, whatever they are called."""

import os
import shutil
from pathlib import Path

import pytest

from tests.report.release.projects import build
from warehouse.errors import DefinitionError
from warehouse.project import Project

NAMES = ("sp ace", "q'uote", 'd"quote', "ünï", "new\nline", "a*b[c]", "per%cent {x}", ";--", "-x")


@pytest.mark.parametrize("name", NAMES)
def test_a_project_is_built_in_a_folder_of_any_name(toy, tmp_path, name):
    folder = tmp_path / name / "project"
    shutil.copytree(toy.root, folder)
    project = Project.find(folder / "raw")
    build(project, "2020")
    assert (project.build / "2020" / "current" / "warehouse.duckdb").is_file()


def test_a_folder_in_which_no_database_can_be_written_is_refused(toy, tmp_path):
    folder = tmp_path / "what?" / "project"
    shutil.copytree(toy.root, folder)
    with pytest.raises(DefinitionError, match="holds a question mark"):
        Project.find(folder)


def test_a_path_that_is_no_text_is_refused(tmp_path):
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff"))
    (folder / "raw" / "editions").mkdir(parents=True)
    with pytest.raises(DefinitionError, match="bytes that are not UTF-8"):
        Project.find(folder)


def test_a_working_folder_that_was_removed_is_said(tmp_path, monkeypatch):
    monkeypatch.delenv("ANNUAL_REPORT_PROJECT", raising=False)
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(DefinitionError, match="the working folder was removed"):
        Project.find()
