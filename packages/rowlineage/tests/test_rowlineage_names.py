"""The public names: each is there, is what its module has, and costs nothing until it is asked for."""

import subprocess
import sys

import pytest

import rowlineage


@pytest.mark.parametrize("name", rowlineage.__all__)
def test_every_public_name_is_there_and_described(name):
    found = getattr(rowlineage, name)
    assert found.__doc__
    assert found.__name__ == name


def test_every_public_name_is_listed_before_it_is_loaded():
    code = "import rowlineage; assert {*rowlineage.__all__} <= {*dir(rowlineage)}"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_no_other_name_is_there():
    with pytest.raises(AttributeError, match=r"rowlineage.*nothing"):
        rowlineage.nothing  # noqa: B018


@pytest.mark.parametrize("unwanted", ["sqlglot", "duckdb", "pyarrow", "numpy"])
def test_the_package_loads_nothing_heavy_until_it_is_asked_for(unwanted):
    code = f"import sys, rowlineage; assert {unwanted!r} not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_keys_are_read_without_the_parser():
    code = "import sys, rowlineage.keys; assert not {'sqlglot', 'numpy', 'pandas'} & {*sys.modules}"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
