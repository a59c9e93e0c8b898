"""House rules that a reader would otherwise have to remember: arrows between packages, sizes, what text may say."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from tests.programs import program
from warehouse import folders
from warehouse.former_names import FORMER

ROOT = Path(__file__).resolve().parents[1]
FORMER_NAMES = ROOT / "warehouse" / "former_names.py"
PACKAGES = {"rowlineage", "numbertext"}
MODULE = re.compile(r"[a-z_]+(?:\.[a-z_0-9]+)+")
LAYERS = ["warehouse", "report", "assets", "pipelines"]
SOURCES = {name: ROOT / "packages" / name / "src" / name for name in sorted(PACKAGES)}
SOURCES |= {name: ROOT / name for name in LAYERS}
FILES = {
    path: house
    for house, folder in SOURCES.items()
    for path in sorted(folder.rglob("*.py"))
    if "build" not in path.relative_to(folder).parts
}


def imported(path):
    """Full names of what a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def named(path):
    """Full names in texts that may be modules: `import_module` and `python -m` take such."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and MODULE.fullmatch(str(node.value)):
            yield str(node.value)


def imports(path):
    return {name.split(".")[0] for name in imported(path)}


def reached(path):
    return imports(path) | {name.split(".")[0] for name in named(path)}


def beyond_reach(house):
    """The houses that one of them must not import: later layers, and for a package all others."""
    if house in PACKAGES:
        return {*PACKAGES, *LAYERS} - {house}
    return set(LAYERS[LAYERS.index(house) + 1 :])


# Former names are those of later layers too; what is loaded for them is a package.
@pytest.mark.parametrize(
    "path", [p for p in FILES if p != FORMER_NAMES], ids=lambda p: p.relative_to(ROOT).as_posix()
)
def test_imports_point_one_way(path):
    wrong = beyond_reach(FILES[path]) & reached(path)
    assert not wrong, f"{path.name} imports {wrong}: move the code to the house that needs it"


@pytest.mark.parametrize("package", sorted(PACKAGES))
def test_tests_of_a_package_import_nothing_beyond_it(package):
    for path in sorted((ROOT / "packages" / package / "tests").rglob("*.py")):
        wrong = (beyond_reach(package) | {"tests", "benchmarks"}) & reached(path)
        assert not wrong, f"{path} imports {wrong}: that test belongs to tests/"


@pytest.mark.parametrize(
    ("text", "house"),
    [
        ("import report.figures", "report"),
        ("from report import figures", "report"),
        ("def f():\n    from report.figures import catalogue", "report"),
        ("if TYPE_CHECKING:\n    import report", "report"),
        ("import_module('report.figures')", "report"),
        ("subprocess.run([sys.executable, '-m', 'report.figures'])", "report"),
        ("HOMES = {'x': 'report.figures.catalogue'}", "report"),
    ],
)
def test_every_way_to_name_a_module_is_seen(tmp_path, text, house):
    path = tmp_path / "module.py"
    path.write_text(text)
    assert house in reached(path)


def test_nothing_here_uses_a_former_name():
    folders = [*SOURCES.values(), ROOT / "tests", ROOT / "benchmarks", ROOT / "packages"]
    own = {FORMER_NAMES, ROOT / "tests" / "warehouse" / "test_former_names.py"}
    for path in {p for folder in folders for p in folder.rglob("*.py")} - own:
        used = {
            f
            for name in {*imported(path), *named(path)}
            for f in FORMER
            if f"{name}.".startswith(f"{f}.")
        }
        assert not used, f"{path}: {used} is a former name, kept for others only"


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
    tree = ast.parse(names.read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
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


def test_a_folder_that_cannot_be_read_is_not_taken_for_an_empty_one():
    """`glob` passes over what it may not read: an edition that is frozen seemed open, and a model was not there."""
    # Where it looks for what was left behind, or in folders that the same command made.
    allowed = {
        "warehouse/listing.py",
        "warehouse/placing.py",
        "warehouse/builder/generation.py",
        "warehouse/builder/holding.py",
        "warehouse/builder/raw_change.py",
        "warehouse/builder/sweeping.py",
        "report/book/book.py",
        "report/publish/problems.py",
        "report/release/bag.py",
        "report/release/readable.py",
        "report/release/verify/verify.py",
        "report/release/writing.py",
        "report/reperform/first_answers.py",
        "report/reperform/workspace.py",
        "report/standards/payload.py",
    }
    found = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if re.search(r"\.r?glob\(", path.read_text(encoding="utf-8"))
    }
    assert found <= allowed, "warehouse.listing says so where a folder cannot be read"


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
        [program("git"), "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert len(listed) > 500
    hosts = [
        "py" + "pi.org",
        "python" + "hosted",
        "registry." + "npmjs",
        "/ro" + "ot/",
        "/tm" + "p/bash",
    ]
    for name in listed:
        path = ROOT / name
        if path.is_file() and path.suffix not in (".gz", ".png", ".parquet", ".xlsx"):
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not [host for host in hosts if host in text], name


def uses(kinds):
    """How many nodes of the sources are of a kind; models and schemas too."""
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in FILES)
    return sum(kinds(node) for tree in trees for node in ast.walk(tree))


def is_text_key(node):
    return isinstance(node, ast.Subscript) and isinstance(getattr(node.slice, "value", None), str)


def is_any(node):
    return isinstance(node, ast.Name) and node.id == "Any"


@pytest.mark.parametrize(("kind", "most"), [(is_text_key, 455), (is_any, 185)])
def test_plain_data_stands_at_the_edges_only(kind, most):
    """A ceiling that only falls: what passes between modules is a record, and a dictionary only where JSON is."""
    found = uses(kind)
    assert found <= most, f"{found}: give what is passed on a frozen dataclass instead of keys"


@pytest.mark.parametrize(
    ("pattern", "allowed"),
    [
        (r"(<<|>>) ?(32|_LINE_BITS)\b|\b4294967295\b|0xFFFF_?FFFF\b", {"warehouse/row_ids.py"}),
        (
            r"def (_?quoted\(name|_?literal\(text): str",
            {"packages/rowlineage/src/rowlineage/catalog.py"},
        ),
        (
            r"\.redistribute\b",
            {
                "report/evidence/withholding.py",
                "report/standards/datapackage.py",
                "warehouse/builder/catalog.py",
            },
        ),
        (
            r"def (same_cell|_same_key|find_rows?|_?key_condition)\(",
            {"warehouse/find_row.py", "packages/rowlineage/src/rowlineage/keys.py"},
        ),
    ],
    ids=["row ids", "quoting of SQL", "withheld sources", "which row a key names"],
)
def test_one_of_each(pattern, allowed):
    """What is worked out in one place stays there; a licence is read a second time only to name it."""
    found = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if re.search(pattern, path.read_text(encoding="utf-8"))
    }
    assert found == allowed
