"""A release that an earlier version made and signed: whatever later versions do, they accept it."""

import shutil
import subprocess
import sys

import pytest

from report.release.selftest_copy import SeededCopy
from report.release.verify.verify import SIGNED, TAMPERED, UNPROVEN, verify
from tests.report.release.verify.conftest import FIXTURES

RELEASE, ALLOWED = FIXTURES / "r1", FIXTURES / "allowed_signers"
FORMAT_2 = FIXTURES / "r1-format-2"


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


def test_one_of_format_2_is_intact():
    code, found = verify(FORMAT_2)
    assert (code, found["problems"]) == (UNPROVEN, [])
    assert found["counts"] == {
        "files": 63,
        "figures": 2,
        "quoted rows": 3,
        "figures added up again": 1,
        "conclusions": 1,
    }


@pytest.mark.needs("ssh-keygen")
def test_one_of_format_2_is_signed_by_people_whom_the_verifier_trusts():
    code, found = verify(FORMAT_2, FIXTURES / "allowed_signers_of_format_2")
    assert (code, found["state"], found["missing"]) == (SIGNED, "intact", [])
    assert verify(FORMAT_2, ALLOWED)[0] == UNPROVEN


@pytest.mark.parametrize("release", [RELEASE, FORMAT_2])
def test_a_kept_release_passed_off_as_of_the_other_format_is_found(release, tmp_path):
    copy = SeededCopy(release, tmp_path / "copy")
    shutil.rmtree(copy.folder / "sign-off")
    shutil.rmtree(copy.folder / "conclusions")
    said = copy.json("release.json")
    other = {"annual-report/release/1": "2", "annual-report/release/2": "1"}[said["schema"]]
    copy.write_json("release.json", {**said, "schema": f"annual-report/release/{other}"})
    copy.rehash()
    assert verify(copy.folder)[0] == TAMPERED
