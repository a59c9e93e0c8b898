"""The environment of the validators: pinned by hashes and named nowhere else."""

from tests.conftest import ROOT

LOCK = ROOT / "requirements-validators.lock"


def test_the_lock_names_no_registry_and_hashes_everything():
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    pinned = [i for i, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert len(pinned) > 50
    assert all("==" in lines[i] and "--hash=sha256:" in lines[i + 1] for i in pinned)
    assert "://" not in "\n".join(lines)


def test_no_program_imports_a_validator():
    for folder in ("warehouse", "report", "assets", "pipelines"):
        for path in (ROOT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            for name in ("rocrate", "frictionless", "jsonschema", "prov.model", "bagit"):
                assert f"import {name}" not in text, path
                assert f"from {name}" not in text, path
