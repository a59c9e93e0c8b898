"""How a release is made that is kept as a fixture: what later versions must go on accepting.

`keep(FIXTURES)` makes the next one, from the toy project of this version, as `fixtures/r1` was made by the first:

    from tests.report.release.kept import FIXTURES, keep
    keep(FIXTURES)

Edition 2021 is committed, built and released, signed by two people with keys that nobody has afterwards, and concluded
on by an auditor. `run/` is left out: it says who made it on what machine, and no release needs it. The public halves of
the keys are added to `allowed_signers`, by which the test of the kept releases trusts them. A kept release is never
made anew: a version that changes the format keeps one more.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

from report.release.conclude import conclude
from report.release.sign_off import sign_off
from tests.conftest import ROOT
from tests.programs import program
from tests.report.release.projects import build, commit, release
from warehouse.project import Project

FIXTURES = Path(__file__).parent / "fixtures"
EDITION = "2021"
SIGNERS = {"preparer": ("Ann Example", "ann"), "reviewer": ("Bob Example", "bob")}
ALLOWED = "allowed_signers"


def keep(folder):
    """Make a release, signed and concluded on, and keep it as the next `r<N>` of a folder; return its place."""
    place = folder / f"r{1 + len(list(folder.glob('r[0-9]*')))}"
    with tempfile.TemporaryDirectory() as work:
        made = _made(Path(work) / "toy")
        lines = [_signed(*made, Path(work), role) for role in SIGNERS]
        conclude(
            made[1].folder, "harvest_north", "sufficient", "Eve Example", "Agrees with the returns."
        )
        shutil.copytree(made[1].folder, place, ignore=_without_run(made[1].folder))
    with (folder / ALLOWED).open("a", encoding="utf-8") as file:
        file.writelines(lines)
    return place


def _made(root):
    """Return the project and its release."""
    shutil.copytree(ROOT / "tests" / "toy", root)
    project = Project(root)
    commit(project)
    build(project, EDITION)
    return project, release(project, EDITION).revision


def _signed(project, revision, work, role):
    """Sign in a role with a key of its own; return the line by which its signer is trusted."""
    name, short = SIGNERS[role]
    key = work / short
    line = [program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", short, "-f", str(key)]
    subprocess.run(line, check=True)
    sign_off(project, revision, role, name, key)
    kind, public, _ = key.with_suffix(".pub").read_text(encoding="utf-8").split()
    return f'{short}@orchards.example namespaces="annual-report" {kind} {public}\n'


def _without_run(root):
    return lambda folder, names: {"run"} & set(names) if Path(folder) == root else set()
