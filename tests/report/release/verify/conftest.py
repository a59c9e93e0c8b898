"""A release to be tampered with: a copy of the one that is kept as a fixture, without what people said of it."""

import shutil
from pathlib import Path

import pytest

from report.release.selftest_copy import SeededCopy

FIXTURES = Path(__file__).parents[1] / "fixtures"


@pytest.fixture
def kept(tmp_path):
    """The kept release as a folder of its own, with its sign-offs and its conclusion."""
    return shutil.copytree(FIXTURES / "r1", tmp_path / "kept")


@pytest.fixture
def bare(kept, tmp_path):
    """The kept release without sign-offs and conclusions, ready to be changed and hashed anew."""
    for name in ("sign-off", "conclusions"):
        shutil.rmtree(kept / name)
    return SeededCopy(kept, tmp_path / "bare")
