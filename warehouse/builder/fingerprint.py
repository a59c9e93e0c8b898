"""The fingerprint of the engine: a step built by another engine, or on other libraries, is built again.

Nobody has to remember to raise a version number; what makes a step stale besides its inputs is listed here only.
"""

from __future__ import annotations

import hashlib
import platform
from functools import lru_cache
from importlib.metadata import version

from warehouse.builder.value_code import value_code

LIBRARIES = {
    "duckdb": "duckdb",
    "numpy": "numpy",
    "lxml": "lxml",
    "pandas": "pandas",
    "pandera": "pandera",
    "pyarrow": "pyarrow",
    "pyreadstat": "pyreadstat",
    "sqlglot": "sqlglot",
    "tzdata": "tzdata",
    "xlrd": "xlrd",
    "yaml": "pyyaml",
}
"""The libraries that make values, by import name, with the name that they are installed under."""


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a digest of the engine: the code that makes values, the versions of its libraries, and Python's."""
    digest = hashlib.sha256()
    for name, value in ingredients():
        digest.update(f"{name} {value}\n".encode())
    return digest.hexdigest()


def ingredients() -> list[tuple[str, str]]:
    """Return what the fingerprint is made of, as name and version or digest, in order."""
    libraries = [(name, version(name)) for name in sorted(LIBRARIES.values())]
    modules = sorted(value_code().digests.items())
    return [("python", platform.python_version()), *libraries, *modules]
