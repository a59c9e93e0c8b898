"""Setting up: what is asked for is installed once and whole; what failed, moved or changed is made again, and said."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT

TOO_OLD = "#!/bin/sh\nexit 1\n"
WITHOUT_VENV = '#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac\nexit 0\n'
# What setup.sh asks of Python: whose it is, an environment, and pip, which writes down what it is to install.
STAND_IN = """#!/bin/sh
case "$*" in
    *base_prefix*) echo "Python 3.11 of '{prefix}'" ;;
    "-m venv "*) mkdir -p "$3/bin" && cp "{path}" "$3/bin/python" ;;
    "-m pip "*)
        echo "$*" >>"{folder}/installed"
        if [ -f "{folder}/fails" ] && expr "$*" : ".*$(cat "{folder}/fails")" >/dev/null; then exit 1; fi ;;
esac
"""
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-validators.lock")
RUN = ["-r requirements.lock", "--editable ."]
DEV = "-r requirements-dev.lock"


class Checkout:
    """A checkout with stand-ins for Python, and a path without apt-get or a real Python."""

    def __init__(self, folder):
        self.folder, self.tools = folder / "a földer of mine", folder / "tools"
        self.tools.mkdir()
        for tool in ("cat", "cp", "cut", "expr", "id", "mkdir", "printf", "rm", "sh", "sha256sum"):
            (self.tools / tool).symlink_to(shutil.which(tool))
        names = [*LOCKS, "setup.sh", "pyproject.toml"]
        names += [f"packages/{name}/pyproject.toml" for name in ("rowlineage", "numbertext")]
        for name in names:
            (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, self.folder / name)
        self.python("python3")

    def python(self, name, script=STAND_IN):
        path = self.tools / name
        path.write_text(script.format(prefix=f"/usr/{name}", path=path, folder=self.tools))
        path.chmod(0o755)

    def fail(self, pattern):
        """Let the installation of what matches fail from now on; nothing for ''."""
        (self.tools / "fails").unlink(missing_ok=True)
        if pattern:
            (self.tools / "fails").write_text(pattern)

    def set_up(self, part="run", python=""):
        """Run setup.sh; returns its exit code, what it said, and the end of each thing that was installed."""
        (self.tools / "installed").unlink(missing_ok=True)
        done = subprocess.run(
            [str(self.tools / "sh"), "setup.sh", part],
            env={"PATH": str(self.tools), "PYTHON": python},
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
        )
        written = self.tools / "installed"
        lines = written.read_text().splitlines() if written.exists() else []
        return (
            done.returncode,
            done.stderr,
            [re.search(r"(-r \S+|--editable \.)$", line)[0] for line in lines],
        )


@pytest.fixture
def checkout(tmp_path):
    return Checkout(tmp_path)


def test_too_old_a_python_is_named(checkout):
    checkout.python("old", TOO_OLD)
    code, said, installed = checkout.set_up(python="old")
    assert (code, installed) == (1, [])
    assert "Python 3.11 or later is needed, and 'old' is not that" in said


def test_a_missing_venv_module_names_the_package(checkout):
    checkout.python("bare", WITHOUT_VENV)
    code, said, _ = checkout.set_up(python="bare")
    assert code == 1
    assert (
        said
        == "Python's venv module is missing. Install it with: sudo apt-get install python3.11-venv\n"
    )
    assert not (checkout.folder / ".venv").exists()


def test_a_run_gets_no_development_tools_and_tests_add_them_to_the_same_environment(checkout):
    assert checkout.set_up()[::2] == (0, RUN)
    ours = checkout.folder / ".venv" / "kept"
    ours.touch()
    assert checkout.set_up("dev")[::2] == (0, [DEV])
    assert checkout.set_up("validators")[::2] == (0, ["-r requirements-validators.lock"])
    assert ours.exists()
    for part in ("run", "dev", "validators"):
        assert checkout.set_up(part) == (0, "", [])


@pytest.mark.parametrize("failing", ["-r requirements.lock", "--editable", DEV])
def test_what_failed_is_not_taken_for_ready(checkout, failing):
    checkout.fail(failing)
    for part in ("run", "dev"):
        code, _, _ = checkout.set_up(part)
        if code:
            break
    assert code == 1
    checkout.fail("")
    _, _, again = checkout.set_up(part)
    assert any(failing in line for line in again)
    assert checkout.set_up(part) == (0, "", [])


def test_a_killed_set_up_is_made_anew(checkout):
    checkout.set_up("dev")
    (checkout.folder / ".venv" / "made" / "libraries").unlink()
    code, said, installed = checkout.set_up("dev")
    assert (code, installed) == (0, [*RUN, DEV])
    assert "anew, since the one that is there is not whole" in said


def test_a_moved_folder_is_set_up_anew(checkout, tmp_path):
    checkout.set_up()
    checkout.folder = checkout.folder.rename(tmp_path / "moved")
    code, said, installed = checkout.set_up()
    assert (code, installed) == (0, RUN)
    assert "Setting up .venv anew, since the folder was moved or copied" in said
    assert checkout.set_up() == (0, "", [])


def test_another_python_is_taken_when_asked_for_and_stays(checkout):
    checkout.set_up()
    checkout.python("python3.12")
    code, said, installed = checkout.set_up(python="python3.12")
    assert (code, installed) == (0, RUN)
    assert "anew, since it was made with Python 3.11 of '/usr/python3'" in said
    for python in ("", "python3.12"):
        assert checkout.set_up(python=python) == (0, "", [])
    checkout.python("gone", TOO_OLD)
    assert checkout.set_up(python="gone")[0] == 1
    assert checkout.set_up() == (0, "", []), "what was there has been taken away"


def test_a_python_that_was_taken_away_is_replaced(checkout):
    checkout.set_up()
    (checkout.folder / ".venv" / "bin" / "python").unlink()
    assert "its Python is not there any more" in checkout.set_up()[1]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ("requirements.lock", [*RUN, DEV]),
        ("requirements-dev.lock", [*RUN, DEV]),
        ("packages/rowlineage/pyproject.toml", ["--editable ."]),
    ],
)
def test_what_changed_is_installed_again(checkout, changed, expected):
    checkout.set_up("dev")
    with (checkout.folder / changed).open("a") as file:
        file.write("# changed\n")
    assert checkout.set_up("dev")[::2] == (0, expected)


def pinned(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z0-9._-]+==\S+)", text, re.MULTILINE)), text


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_registry_and_hashes_everything(name):
    _, text = pinned(name)
    lines = text.splitlines()
    places = [i for i, line in enumerate(lines) if line and not line.startswith(" ")]
    assert len(places) > 20
    assert all("==" in lines[i] and "--hash=sha256:" in lines[i + 1] for i in places)
    assert "://" not in text


def test_the_locks_of_runs_and_of_tests_have_nothing_in_common():
    run, dev = ({pin.split("==")[0] for pin in pinned(name)[0]} for name in LOCKS[:2])
    assert run & dev == set()
    assert {"editables", "hatchling", "numpy"} <= run
    assert {"pytest", "mypy", "ruff", "uv"} <= dev


@pytest.mark.skipif(not shutil.which("make"), reason="needs make")
def test_clean_leaves_nothing_but_releases(tmp_path):
    shutil.copy(ROOT / "Makefile", tmp_path)
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    caches = [
        f"packages/x/{name}"
        for name in ignored
        if name.startswith((".", "__")) and name != ".venv/"
    ]
    for name in (*ignored, *caches):
        path = tmp_path / name.replace("*", "x") / ("file" if name.endswith("/") else "")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    done = subprocess.run(
        ["make", "clean"], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    left = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()}
    assert left == {"Makefile", "releases/file"}
    assert "releases/ stays" in done.stderr


def test_an_environment_starts_in_any_locale_whatever_its_folder_is_called(tmp_path):
    """Python 3.11 reads `.pth` files in the terminal's encoding, and does not start where a letter is not of it."""
    root = tmp_path / "a földer of mine"
    (root / "packages").mkdir(parents=True)
    (root / "packages" / "found_by_path.py").touch()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", root / ".venv"], check=True)
    python = root / ".venv" / "bin" / "python"
    site = next((root / ".venv" / "lib").glob("python*/site-packages"))
    (site / "_one.pth").write_text(f"{root / 'packages'}\n/elsewhere\n", encoding="utf-8")
    code = re.search(r"RELATIVE='(.*?)'\n", (ROOT / "setup.sh").read_text(), re.DOTALL)[1]
    environment = {**os.environ, "LC_ALL": "C"}
    subprocess.run([python, "-I", "-S", "-c", code, root, site], env=environment, check=True)
    assert (site / "_one.pth").read_text() == "../../../../packages\n/elsewhere\n"
    subprocess.run([python, "-c", "import found_by_path"], env=environment, check=True)
