"""Former import names lead to the same objects until version 0.3."""

import importlib
import pkgutil
import subprocess
import sys

import pytest

from warehouse.former_names import FORMER


def modules():
    """Every module that a former name leads to, by both names."""
    for former, present in FORMER.items():
        yield former, present
        package = importlib.import_module(present)
        for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{present}."):
            yield former + found.name[len(present) :], found.name


@pytest.mark.parametrize(("former", "present"), list(modules()))
def test_is_the_same_module(former, present):
    assert importlib.import_module(former) is importlib.import_module(present)
    assert importlib.import_module(present).__spec__.name == present


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("from warehouse.lineage import Lineage", "Lineage is __import__('rowlineage').Lineage"),
        ("from report.reconcile import extract", "extract is __import__('numbertext').extract"),
        ("import warehouse.lineage.walk as w", "w is __import__('rowlineage.walk').walk"),
    ],
)
def test_works_in_a_process_of_its_own(line, same):
    subprocess.run([sys.executable, "-c", f"{line}; assert {same}"], check=True)
