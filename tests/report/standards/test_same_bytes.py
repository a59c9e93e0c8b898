"""The same release gives the same bytes: again, in another place, under another hash seed, locale and time zone."""

import os
import shutil
import subprocess
import sys

from report.standards.payload import CRATE, DATAPACKAGE, OPENLINEAGE, PROV
from tests.conftest import ROOT

WRITE = """
import sys
from pathlib import Path
from report.standards import write_standards
from warehouse.builder.kept import Kept
write_standards(Path(sys.argv[1]), Kept(Path(sys.argv[2])))
"""
FILES = (CRATE, DATAPACKAGE, OPENLINEAGE, PROV)


def test_elsewhere_and_otherwise(toy_release, tmp_path):
    copy = tmp_path / "elsewhere" / "data"
    shutil.copytree(toy_release.data, copy)
    for name in FILES:
        (copy / name).unlink()
    kept = shutil.copytree(toy_release.kept.folder, tmp_path / "kept")
    settings = {"PYTHONHASHSEED": "7", "TZ": "Asia/Bangkok", "LC_ALL": "C"}
    subprocess.run(
        [sys.executable, "-c", WRITE, str(copy), str(kept)],
        env={**os.environ, **settings},
        cwd=ROOT,
        check=True,
    )
    for name in FILES:
        assert (copy / name).read_bytes() == (toy_release.data / name).read_bytes(), name


def test_nothing_of_the_machine_stands_in_them(toy_release):
    for name in FILES:
        text = (toy_release.data / name).read_text("utf-8")
        assert str(toy_release.data.parents[3]) not in text
        assert str(ROOT) not in text
