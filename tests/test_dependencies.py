"""What is imported is declared, by the project and by each package, in ranges that go together."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("rowlineage", "numbertext")
HOUSES = {
    ".": ("warehouse", "report", "assets", "pipelines"),
    **{f"packages/{name}": (f"packages/{name}/src",) for name in PACKAGES},
}
# Programs that are run and not imported, and what is loaded by name.
STARTED = {"dagster-webserver"}
# Of one's own, with what stands in the tests of a package (pytest finds it by `pythonpath`).
OWN = {"warehouse", "report", "assets", "pipelines", "tests", "benchmarks", *PACKAGES}
OWN |= {path.stem for name in PACKAGES for path in (ROOT / f"packages/{name}/tests").iterdir()}


def declared(project, extra=""):
    """The requirements of a project by name; of an extra too where it is named."""
    table = tomllib.loads((ROOT / project / "pyproject.toml").read_text(encoding="utf-8"))[
        "project"
    ]
    listed = [*table["dependencies"], *(table["optional-dependencies"][extra] if extra else ())]
    return {canonicalize_name(one.name): one for one in map(Requirement, listed)}


def imported(folder):
    """The names that the code of a folder imports from elsewhere, each with a file that does."""
    found = {}
    local = {path.stem for path in folder.rglob("*") if path.suffix == ".py" or path.is_dir()}
    for path in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for top in (name.split(".")[0] for name in names):
                if top not in sys.stdlib_module_names | OWN | local:
                    found[top] = path.relative_to(ROOT)
    return found


def distributions(names):
    """The names of the distributions that modules come from; a module that is not installed stands for itself."""
    known = packages_distributions()
    return {name: {canonicalize_name(one) for one in known.get(name, [name])} for name in names}


@pytest.mark.parametrize("project", HOUSES)
def test_what_is_imported_is_declared(project):
    names = {}
    for house in HOUSES[project]:
        names |= imported(ROOT / house)
    listed = declared(project)
    for name, whence in distributions(names).items():
        assert whence & set(listed), (
            f"{names[name]} imports {name}: declare it in {project}/pyproject.toml"
        )


@pytest.mark.parametrize("project", HOUSES)
def test_what_is_declared_is_imported(project):
    names = {}
    for house in HOUSES[project]:
        names |= imported(ROOT / house)
    used = set().union(STARTED, *distributions(names).values())
    if project == ".":
        used |= {name for package in PACKAGES for name in declared(f"packages/{package}")}
    assert set(declared(project)) <= used


def test_what_tests_and_benchmarks_import_is_declared():
    listed = declared(".", "dev")
    folders = ("tests", "benchmarks", *(f"packages/{name}/tests" for name in PACKAGES))
    # The validators' own environment is called by these, and has its own lock.
    elsewhere = {"requests_cache", "rocrate", "requests", "urllib3"}
    # With these the kept PDFs were made, by hand: documents/printed/make.py says how.
    elsewhere |= {"weasyprint", "typst", "reportlab"}
    for folder in folders:
        names = {n: path for n, path in imported(ROOT / folder).items() if n not in elsewhere}
        for name, whence in distributions(names).items():
            assert whence & set(listed), (
                f"{names[name]} imports {name}: declare it in the extra dev"
            )


def edges(specifier):
    """The versions at which a range begins or ends, with one just above each, and the farthest."""
    named = [Version(one.version) for one in specifier]
    return [Version("0"), Version("99999"), *named, *(Version(f"{v}.0.1") for v in named)]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_project_takes_no_version_that_a_package_does_not(package):
    ours = declared(".")
    for name, wanted in declared(f"packages/{package}").items():
        assert name in ours, (
            f"the project has to name {name}: packages are installed without theirs"
        )
        for version in (*edges(ours[name].specifier), *edges(wanted.specifier)):
            allowed = not ours[name].specifier.contains(version) or wanted.specifier.contains(
                version
            )
            assert allowed, (
                f"{name} {version} is within the project's range and not within {package}'s"
            )


def test_the_lock_pins_what_is_declared():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE)
    for project in HOUSES:
        for name, wanted in declared(project).items():
            versions = [version for pin, version in pins if pin == name]
            assert versions, f"{name} is not pinned: make lock"
            assert all(wanted.specifier.contains(version) for version in versions), name


def test_the_second_lock_pins_rowlineage_on_the_other_duckdb():
    text = (ROOT / "requirements-duckdb2.lock").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([a-z0-9._-]+)==([^\s;\\]+)", text, re.MULTILINE))
    for name, wanted in declared("packages/rowlineage", "test").items():
        assert wanted.specifier.contains(pins[name]), f"{name} {pins[name]}: make lock"
    assert Version(pins["duckdb"]).major == 2
    main = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    for name in ("pyarrow", "sqlglot"):
        assert f"\n{name}=={pins[name]} " in main, f"{name} is another in the two locks: make lock"
