"""The project that faults are tried on, prepared once: each module breaks a copy of its own."""

import pytest

from tests.faults.commands import Bench, prepare


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A project in which every command has work to do; only to be copied."""
    return prepare(tmp_path_factory.mktemp("prepared") / "project").root


@pytest.fixture(scope="module")
def bench(prepared, tmp_path_factory):
    return Bench(tmp_path_factory.mktemp("bench"), prepared)
