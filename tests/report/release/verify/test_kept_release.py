"""A release that an earlier version made and signed: whatever later versions do, they accept it."""

import subprocess
import sys

import pytest

from report.release.verify.verify import SIGNED, UNPROVEN, verify
from tests.report.release.verify.conftest import FIXTURES

RELEASE, ALLOWED = FIXTURES / "r1", FIXTURES / "allowed_signers"


def test_it_is_intact():
    code, found = verify(RELEASE)
    assert (code, found["problems"]) == (UNPROVEN, [])
    assert found["counts"] == {
        "files": 44,
        "figures": 2,
        "quoted rows": 3,
        "figures added up again": 1,
        "conclusions": 1,
    }


@pytest.mark.needs("ssh-keygen")
def test_it_is_signed_by_people_whom_the_verifier_trusts():
    code, found = verify(RELEASE, ALLOWED)
    signers = {"preparer": "ann@orchards.example", "reviewer": "bob@orchards.example"}
    assert (code, found["state"], found["signers"]) == (SIGNED, "intact", signers)


def test_its_own_verifier_accepts_it_with_nothing_but_the_standard_library(tmp_path):
    line = [sys.executable, "-I", "-S", str(RELEASE / "verify.py"), str(RELEASE)]
    done = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (UNPROVEN, "")
    assert done.stdout.splitlines()[-1] == "intact, authorship unproven"
