"""The fingerprint of the code that makes values: a step built by another engine is built again.

Nobody has to remember to raise a version number; what makes a step stale besides its inputs is listed here only.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

import duckdb
import pandera
import pyarrow

import rowlineage

_PACKAGE = Path(__file__).resolve().parents[1]
_LINEAGE = Path(rowlineage.__file__).resolve().parent


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """Return a digest of the engine: its own sources and the versions of the libraries that make values."""
    digest = hashlib.sha256()
    for library in (duckdb, pandera, pyarrow):
        digest.update(f"{library.__name__} {library.__version__}\n".encode())
    for folder in (_PACKAGE, _LINEAGE):
        for path in sorted(folder.rglob("*.py")):
            inside = path.relative_to(folder)
            if inside.parts[:2] != ("sources", "schemas") and inside.parts[0] != "models":
                digest.update(f"{inside.as_posix()} {len(path.read_bytes())}\n".encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
