"""The two packages stand alone: what their distributions hold, and what runs of them without the rest."""

import json
import os
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ["rowlineage", "numbertext"]
REST = ["warehouse", "report", "assets", "pipelines", "benchmarks"]
SEEN = """
import importlib.metadata, importlib.util, json, sys
names = json.loads(sys.argv[1])
print(json.dumps({
    "houses": [name for name in names if importlib.util.find_spec(name)],
    "installed": sorted(d.metadata["Name"].lower() for d in importlib.metadata.distributions()),
    "path": sys.path,
}))
"""


def folder(name):
    return ROOT / "packages" / name


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """Wheel and sdist of both packages, by name and kind; built without a network."""
    found = {}
    for name in PACKAGES:
        target = tmp_path_factory.mktemp(name)
        line = [sys.executable, "-m", "hatchling", "build", "-d", str(target)]
        done = subprocess.run(line, cwd=folder(name), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        (found[name, "wheel"],) = target.glob("*.whl")
        (found[name, "sdist"],) = target.glob("*.tar.gz")
    return found


@pytest.mark.parametrize("name", PACKAGES)
def test_wheel_holds_the_package_and_nothing_else(built, name):
    with zipfile.ZipFile(built[name, "wheel"]) as wheel:
        files = {n for n in wheel.namelist() if ".dist-info/" not in n}
        licences = [n for n in wheel.namelist() if n.endswith(".dist-info/licenses/LICENSE")]
    source = folder(name) / "src"
    own = {p for p in source.rglob("*") if p.is_file() and "__pycache__" not in p.parts}
    assert files == {p.relative_to(source).as_posix() for p in own}
    assert f"{name}/py.typed" in files
    assert len(licences) == 1


def made_here(path):
    """Whether a file is a cache or what a count of mutants left, not one of the package's own."""
    return any(part.startswith(".") or part in ("__pycache__", "mutants") for part in path.parts)


@pytest.mark.parametrize("name", PACKAGES)
def test_sdist_holds_all_of_the_package(built, name):
    with tarfile.open(built[name, "sdist"]) as sdist:
        inside = {n.partition("/")[2] for n in sdist.getnames()}
    own = (p.relative_to(folder(name)) for p in folder(name).rglob("*") if p.is_file())
    wanted = {p.as_posix() for p in own if not made_here(p)}
    assert {"LICENSE", "README.md", "pyproject.toml", f"src/{name}/__init__.py"} <= wanted <= inside
    assert not [n for n in inside if "__pycache__" in n or ".hypothesis" in n]


@pytest.mark.parametrize("name", PACKAGES)
def test_carries_the_licence_of_the_project(name):
    assert (folder(name) / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def environment(place):
    """Make an environment with nothing but pip, and return its Python."""
    venv.create(place / "venv", with_pip=True)
    return place / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def unpack(built, name, place):
    """Unpack the sources of a package and return their folder."""
    with tarfile.open(built[name, "sdist"]) as sdist:
        sdist.extractall(place, filter="data")
    (unpacked,) = place.glob(f"{name}-*")
    return unpacked


@pytest.fixture(scope="module", params=PACKAGES)
def alone(request, built, tmp_path_factory):
    """A package in an environment that was empty: its name, Python, and its sdist unpacked."""
    name = request.param
    place = tmp_path_factory.mktemp(f"alone-{name}")
    python = environment(place)
    install(python, place, str(built[name, "wheel"]))
    return name, python, unpack(built, name, place)


def install(python, place, *what):
    line = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    run(python, [*line, "--only-binary", ":all:", *what], place)


def run(python, line, place):
    done = subprocess.run(
        [str(python), "-I", *line], cwd=place, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.mark.long
def test_readme_runs_in_an_environment_without_the_rest(alone):
    name, python, unpacked = alone
    others = [*REST, *(other for other in PACKAGES if other != name)]
    seen = json.loads(run(python, ["-c", SEEN, json.dumps(others)], unpacked.parent))
    assert seen["houses"] == []
    assert "annual-report" not in seen["installed"]
    assert not [entry for entry in seen["path"] if Path(entry).is_relative_to(ROOT)]
    assert not set(seen["installed"]) & {"dagster", "pandas", "pandera", "pytest"}
    run(python, [str(unpacked / "tests" / f"test_{name}_readme.py")], unpacked.parent)


@pytest.mark.long
def test_own_tests_pass_from_the_sdist_without_the_rest(alone, built):
    name, python, unpacked = alone
    extras = {"rowlineage": "test,tpc"}.get(name, "test")
    install(python, unpacked.parent, f"{built[name, 'wheel']}[{extras}]")
    ran = run(python, ["-m", "pytest", "-q", "-m", "not long", "-p", "no:cacheprovider"], unpacked)
    assert " skipped" not in ran


@pytest.mark.long
def test_rowlineage_passes_its_tests_on_the_other_version_of_duckdb(built, tmp_path):
    """Its wheel with the second lock and nothing else; every fifth test of each file, or as `EVERY` says."""
    python = environment(tmp_path)
    install(python, tmp_path, "--require-hashes", "-r", str(ROOT / "requirements-duckdb2.lock"))
    install(python, tmp_path, "--no-deps", str(built["rowlineage", "wheel"]))
    version = run(python, ["-c", "import duckdb; print(duckdb.__version__)"], tmp_path)
    assert version.startswith("2.")
    tests = ["-m", "not long", f"--every={os.environ.get('EVERY', '5')}", "-p", "no:cacheprovider"]
    run(python, ["-m", "pytest", "-q", *tests], unpack(built, "rowlineage", tmp_path))
