"""The public names: each is there, is what its module has, and costs nothing until it is asked for."""

import subprocess
import sys

import pytest

import numbertext


@pytest.mark.parametrize("name", numbertext.__all__)
def test_every_public_name_is_there_and_described(name):
    found = getattr(numbertext, name)
    assert found.__doc__
    assert found.__name__ == name
    assert name in dir(numbertext)


def test_a_name_stays_what_it_is_when_its_module_was_imported():
    """A module of the same name would take its place."""
    code = (
        "import pkgutil, importlib, numbertext\n"
        "for m in pkgutil.iter_modules(numbertext.__path__): importlib.import_module('numbertext.' + m.name)\n"
        "assert callable(numbertext.truth) and callable(numbertext.extract)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_no_other_name_is_there():
    with pytest.raises(AttributeError, match=r"numbertext.*nothing"):
        numbertext.nothing  # noqa: B018


@pytest.mark.parametrize("unwanted", ["numbertext.extraction", "yaml", "lxml", "pypdfium2"])
def test_the_process_that_reads_a_document_loads_no_rules(unwanted):
    code = f"import sys, numbertext.documents.child; assert {unwanted!r} not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
