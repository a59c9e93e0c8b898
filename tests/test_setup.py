"""Setting up: what is said when Python is too old or its venv module is missing, and that nothing is installed then."""

import shutil
import subprocess

import pytest

from tests.conftest import ROOT

TOO_OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac\nexit 0\n'


@pytest.fixture
def set_up(tmp_path):
    """Run setup.sh with a stand-in for Python, on a path without apt-get."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "id", "rm", "printf"):
        (tools / tool).symlink_to(shutil.which(tool))

    def run(python):
        stand_in = tools / "python-stand-in"
        stand_in.write_text(python)
        stand_in.chmod(0o755)
        settings = {"PATH": str(tools), "PYTHON": str(stand_in), "VENV": str(tmp_path / "venv")}
        line = [str(tools / "sh"), str(ROOT / "setup.sh")]
        return subprocess.run(
            line, env=settings, capture_output=True, text=True, check=False, cwd=tmp_path
        )

    return run


def test_too_old_a_python_is_named(set_up):
    done = set_up(TOO_OLD)
    assert done.returncode == 1
    assert "Python 3.11 or later is needed" in done.stderr


def test_a_missing_venv_module_names_the_package(set_up, tmp_path):
    done = set_up(WITHOUT_VENV)
    assert done.returncode == 1
    assert (
        done.stderr
        == "Python's venv module is missing. Install it with: sudo apt-get install python3.11-venv\n"
    )
    assert not (tmp_path / "venv").exists()


def test_the_lock_names_no_registry_and_hashes_everything():
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    pinned = [i for i, line in enumerate(lines) if line and not line.startswith((" ", "#"))]
    assert len(pinned) > 50
    assert all("==" in lines[i] and "--hash=sha256:" in lines[i + 1] for i in pinned)
    assert "://" not in "\n".join(lines)
