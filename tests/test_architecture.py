"""House rules that a reader would otherwise have to remember: arrows between packages, sizes, what text may say."""

import ast
import subprocess
from pathlib import Path

import pytest

from tests.programs import program
from warehouse import folders

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"rowlineage", "numbertext"}
LAYERS = ["warehouse", "report", "assets", "pipelines"]
SOURCES = {name: ROOT / "packages" / name / "src" / name for name in sorted(PACKAGES)}
SOURCES |= {name: ROOT / name for name in LAYERS}
FILES = {
    path: house
    for house, folder in SOURCES.items()
    for path in sorted(folder.rglob("*.py"))
    if "build" not in path.relative_to(folder).parts
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def beyond_reach(house):
    """The houses that one of them must not import: later layers, and for a package all others."""
    if house in PACKAGES:
        return {*PACKAGES, *LAYERS} - {house}
    return set(LAYERS[LAYERS.index(house) + 1 :])


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_imports_point_one_way(path):
    wrong = beyond_reach(FILES[path]) & set(imports(path))
    assert not wrong, f"{path.name} imports {wrong}: move the code to the house that needs it"


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_tests_of_a_package_import_nothing_beyond_it(package):
    for path in sorted((ROOT / "packages" / package / "tests").rglob("*.py")):
        wrong = (beyond_reach(package) | {"tests"}) & set(imports(path))
        assert not wrong, f"{path} imports {wrong}: that test belongs to tests/"


@pytest.mark.parametrize("house", sorted({*SOURCES} - {"assets", "pipelines"}))
def test_only_assets_and_pipelines_import_dagster(house):
    wrong = [p.name for p, its in FILES.items() if its == house and "dagster" in imports(p)]
    assert not wrong, "pass plain values in; wrap them for Dagster in assets/"


def test_rounding_is_called_in_one_module_only():
    allowed = ROOT / "report/figures/rounding.py"
    for path in FILES:
        if path != allowed:
            text = path.read_text(encoding="utf-8")
            assert ".quantize(" not in text, (
                f"{path}: published values are rounded by report.figures.rounding"
            )
    for path in sorted((ROOT / "warehouse/models").rglob("*.sql")):
        assert "round(" not in path.read_text(encoding="utf-8").lower(), (
            f"{path}: give the column `decimals:` instead"
        )


def test_no_helpers_and_no_utils():
    assert [p for p in FILES if p.stem in ("utils", "helpers", "util", "common", "misc")] == []


def test_names_of_a_builds_files_are_spelled_in_one_module_which_imports_nothing():
    names = ROOT / "warehouse/folders.py"
    assert list(imports(names)) == []
    own = {folders.STEPS, folders.PROPOSAL, folders.STAMP, folders.USED_STEPS, folders.DATABASE}
    for path in FILES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        found = {text for text in texts if isinstance(text, str)} & own
        assert path == names or not found, f"{path} spells {found}: take it from warehouse.folders"


def test_a_file_that_others_may_read_is_replaced_in_one_module():
    allowed = {
        "warehouse/placing.py",
        "warehouse/sources/table.py",
        "warehouse/builder/generation.py",
    }
    for path in FILES:
        if path.relative_to(ROOT).as_posix() not in allowed:
            text = path.read_text(encoding="utf-8")
            assert "os.replace(" not in text, (
                f"{path}: warehouse.placing writes beside and replaces"
            )


def test_engine_knows_no_data_set():
    content = ("sources/schemas", "models")
    names = [p.parent.name for p in (ROOT / "raw").glob("*/source.yaml")]
    engine = [p for p in FILES if not any(part in p.as_posix() for part in content)]
    for path in engine:
        text = path.read_text(encoding="utf-8")
        assert not [n for n in names if n in text], (
            f"{path} names a source: that belongs to content"
        )


def test_no_registry_host_and_no_machine_path_in_what_is_committed():
    listed = subprocess.run(
        [program("git"), "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    hosts = [
        "py" + "pi.org",
        "python" + "hosted",
        "registry." + "npmjs",
        "/ro" + "ot/",
        "/tm" + "p/bash",
    ]
    for name in listed.splitlines():
        path = ROOT / name
        if path.is_file() and path.suffix not in (".gz", ".png", ".parquet", ".xlsx"):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [host for host in hosts if host in text], name
