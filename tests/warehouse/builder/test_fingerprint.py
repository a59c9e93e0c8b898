"""The fingerprint: other code that makes values, or another version of a library, and nothing else, changes it."""

import hashlib
import importlib.metadata
import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from warehouse.builder import fingerprint as module
from warehouse.builder.fingerprint import LIBRARIES, fingerprint, ingredients
from warehouse.builder.module_code import Remembered, module_code
from warehouse.builder.value_code import LEFT_OUT, STARTS, value_code

SOURCES = {
    "warehouse": ROOT / "warehouse",
    "rowlineage": ROOT / "packages/rowlineage/src/rowlineage",
}


@pytest.fixture(scope="module")
def code():
    return value_code()


@pytest.fixture
def copy(tmp_path):
    """A copy of the engine, free to be changed; calling it gives the digests of its modules."""
    for name, source in SOURCES.items():
        shutil.copytree(
            source, tmp_path / name, ignore=shutil.ignore_patterns("build", "models", "__pycache__")
        )
    memory = Remembered(tmp_path / "memory.json")

    def digests():
        return value_code({name: tmp_path / name for name in SOURCES}, memory=memory).digests

    digests.root = tmp_path
    return digests


def test_every_library_that_the_code_imports_is_covered_and_no_other(code):
    assert set(LIBRARIES) == code.libraries, "list it in fingerprint.LIBRARIES, or take it out"


def test_each_library_is_installed_under_the_name_that_is_given():
    """`distribution` finds what was installed under a name; what that gives to import is what the code imports."""
    given = importlib.metadata.packages_distributions()
    for imported, installed in LIBRARIES.items():
        assert installed in {name.lower().replace("_", "-") for name in given[imported]}


@pytest.mark.parametrize("library", sorted(LIBRARIES.values()))
def test_another_version_of_a_library_changes_it(library, monkeypatch):
    before = fingerprint()
    version = module.version
    monkeypatch.setattr(module, "version", lambda n: "0.0" if n == library else version(n))
    assert fingerprint.__wrapped__() != before


def test_another_python_changes_it(monkeypatch):
    before = fingerprint()
    monkeypatch.setattr(module.platform, "python_version", lambda: "3.99.0")
    assert fingerprint.__wrapped__() != before


def test_it_is_the_digest_of_its_ingredients_in_their_order(code):
    made_of = ingredients()
    assert made_of[0] == ("python", ".".join(map(str, sys.version_info[:3])))
    assert ("pyarrow", importlib.metadata.version("pyarrow")) in made_of
    assert set(code.digests.items()) <= set(made_of)
    text = "".join(f"{name} {value}\n" for name, value in made_of)
    assert fingerprint() == hashlib.sha256(text.encode()).hexdigest()
    assert fingerprint.__wrapped__() == fingerprint()


def test_it_is_the_same_in_another_process_with_another_hash_seed():
    line = "from warehouse.builder.fingerprint import fingerprint; print(fingerprint())"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", line], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == fingerprint()


LOADED = """
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sys.modules, sep="\\n")
"""


def test_it_covers_every_module_that_is_loaded_to_make_steps(code):
    readers = [
        f"warehouse.sources.readers.{kind}_file" for kind in ("csv", "json", "sheet", "typed")
    ]
    line = [sys.executable, "-c", LOADED, *STARTS, *readers]
    done = subprocess.run(line, capture_output=True, text=True, check=True)
    loaded = {n for n in done.stdout.split() if n.partition(".")[0] in SOURCES}
    assert loaded - set(LEFT_OUT) <= set(code.digests)
    assert len(loaded) > 50


def test_what_is_left_out_is_imported_on_the_way_and_says_why(code):
    imports = {
        name
        for module_name in code.digests
        for name in module_code(file_of(module_name, SOURCES).read_bytes()).imports
    }
    for name, reason in LEFT_OUT.items():
        assert {name, f"{name}.errors"} & imports, f"{name} need not be left out"
        assert reason


def file_of(name, folders):
    top, *inside = name.split(".")
    path = folders[top].joinpath(*inside)
    return path / "__init__.py" if path.is_dir() else path.with_name(f"{path.name}.py")


def test_a_docstring_a_comment_and_layout_change_nothing(copy):
    before = copy()
    for path in copy.root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        text = text.replace('"""', '"""Once more: ', 1).replace(
            "\ndef ", "\n\n\n# A comment.\ndef "
        )
        path.write_text(f"{text}\n\n# The end.\n", encoding="utf-8")
    assert copy() == before


@pytest.mark.parametrize(
    ("name", "makes_values"),
    [
        ("warehouse.chart", False),
        ("warehouse.calendar", False),
        ("rowlineage.walk", True),
        ("rowlineage.rewrite", True),
        ("warehouse.sources.readers.csv_file", True),
    ],
)
def test_code_that_makes_no_value_changes_nothing_and_code_that_does_is_seen(
    code, copy, name, makes_values
):
    before = code.digests
    with file_of(name, {n: copy.root / n for n in SOURCES}).open("a") as file:
        file.write("\n_ADDED = 1\n")
    assert (copy() != before) == makes_values


@pytest.mark.parametrize(
    "name",
    [
        "warehouse.sources.readers.csv_file",
        "warehouse.sources.readers.csv_careful",
        "warehouse.sources.readers.xlsx_sheet",
        "warehouse.sources.readers.json_scan",
        "warehouse.sources.conform",
        "warehouse.sources.validate",
        "warehouse.builder.content",
        "warehouse.connection",
        "rowlineage.rewrite_select",
        "rowlineage.desugar",
    ],
)
def test_a_changed_reader_check_or_rewriting_changes_it(code, copy, name):
    before = code.digests
    with file_of(name, {n: copy.root / n for n in SOURCES}).open("a") as file:
        file.write("\n_ADDED = 1\n")
    after = copy()
    assert {module for module in after if after[module] != before[module]} == {name}


def test_the_code_that_runs_is_the_code_that_is_read(code):
    assert value_code(SOURCES).digests == code.digests


SAME = {
    "comment": ("x = 1\n", "# one\nx = 1  # two\n"),
    "layout": ("f(1, 2)\n", "f(\n    1,\n    2,\n)\n"),
    "module docstring": ("x = 1\n", '"""What it is."""\nx = 1\n'),
    "function docstring": (
        "def f():\n    return 1\n",
        'def f():\n    """Give one."""\n    return 1\n',
    ),
    "method docstring": (
        "class A:\n    async def f(self):\n        return 1\n",
        'class A:\n    """A."""\n\n    async def f(self):\n        """Give one."""\n        return 1\n',
    ),
    "another docstring": ('"""A."""\nx = 1\n', '"""B."""\nx = 1\n'),
    "note below a constant": ("x = 1\ny = 2\n", 'x = 1\n"""Why one."""\ny = 2\n'),
    "quotes": ("x = 'a'\n", 'x = "a"\n'),
}
OTHER = {
    "constant": ("x = 1\n", "x = 2\n"),
    "type of a constant": ("x = 1\n", "x = 1.0\n"),
    "text": ('x = "a"\n', 'x = "b"\n'),
    "text that is returned": ('def f():\n    return "a"\n', 'def f():\n    return "b"\n'),
    "name": ("x = 1\n", "y = 1\n"),
    "operator": ("x = a < b\n", "x = a <= b\n"),
    "order": ("f()\ng()\n", "g()\nf()\n"),
    "default": ("def f(a=1):\n    return a\n", "def f(a=2):\n    return a\n"),
    "decorator": ("def f():\n    return 1\n", "@cache\ndef f():\n    return 1\n"),
    "statement that is no text": ("def f():\n    g()\n", "def f():\n    1\n    g()\n"),
    "bytes": ("x = b'a'\n", "x = 'a'\n"),
    "import": ("import a\n", "import b\n"),
}


@pytest.mark.parametrize(("one", "other"), SAME.values(), ids=SAME)
def test_texts_that_do_the_same_have_one_digest(one, other):
    assert module_code(one.encode()).digest == module_code(other.encode()).digest


@pytest.mark.parametrize(("one", "other"), OTHER.values(), ids=OTHER)
def test_texts_that_do_something_else_have_another(one, other):
    assert module_code(one.encode()).digest != module_code(other.encode()).digest


def test_imports_are_found_wherever_they_stand():
    text = """
import a, b.c as d
from e import f, g
def h():
    import i
    if True:
        from j.k import l
from .m import n
from . import o
"""
    expected = {"a", "b.c", "e", "e.f", "e.g", "i", "j.k", "j.k.l", ".m", ".m.n", ".", "..o"}
    assert set(module_code(text.encode()).imports) == expected


def test_no_module_of_the_house_imports_relative_to_itself(code):
    """Such an import would not be followed."""
    for name in code.digests:
        found = module_code(file_of(name, SOURCES).read_bytes()).imports
        assert not [imported for imported in found if imported.startswith(".")]


@pytest.fixture
def package(tmp_path):
    """A package of three modules: `start` imports `near`, which imports `far` of a package inside; `alone` is not."""
    folder = tmp_path / "house"
    (folder / "inside").mkdir(parents=True)
    texts = {
        "__init__": "",
        "start": "import json\nimport lib_a.part\nfrom house import near\nimport numbertext.errors\n",
        "near": "def f():\n    from house.inside.far import g\n    return g\n",
        "inside/__init__": "import lib_b\n",
        "inside/far": "import house.start\n",
        "alone": "import lib_c\n",
    }
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text)
    return folder


def test_imports_are_followed_to_the_end_and_through_packages(package, tmp_path):
    found = value_code({"house": package}, ["house.start"], Remembered(tmp_path / "m.json"))
    modules = {"house", "house.start", "house.near", "house.inside", "house.inside.far"}
    assert set(found.digests) == modules
    assert found.libraries == {"lib_a", "lib_b"}
    start = module_code((package / "start.py").read_bytes())
    assert found.digests["house.start"] == start.digest


def test_what_is_remembered_is_used_for_the_same_text_only(tmp_path):
    place = tmp_path / "cache" / "memory.json"
    first = Remembered(place)
    one = first.of(b"x = 1\n")
    first.keep()
    assert one == module_code(b"x = 1\n")
    assert Remembered(place).of(b"x = 1\n") == one
    assert Remembered(place).of(b"x = 2\n") == module_code(b"x = 2\n")

    text = place.read_text()
    place.write_text(text.replace(one.digest, "remembered"))
    assert Remembered(place).of(b"x = 1\n") == ("remembered", ())
    place.write_text(text.replace(one.digest, "remembered").replace('"by": ["', '"by": ["other '))
    assert Remembered(place).of(b"x = 1\n") == one


def test_only_what_was_asked_for_last_is_remembered(tmp_path):
    place = tmp_path / "memory.json"
    for text in (b"x = 1\n", b"x = 2\n"):
        memory = Remembered(place)
        memory.of(text)
        memory.keep()
    kept = json.loads(place.read_text())["modules"]
    assert list(kept) == [hashlib.sha256(b"x = 2\n").hexdigest()]
    before = place.stat().st_mtime_ns
    memory = Remembered(place)
    memory.of(b"x = 2\n")
    memory.keep()
    assert place.stat().st_mtime_ns == before


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"by": 1}', "3"])
def test_an_unreadable_memory_is_none(tmp_path, text):
    place = tmp_path / "memory.json"
    place.write_text(text)
    assert Remembered(place).of(b"x = 1\n") == module_code(b"x = 1\n")


def test_a_place_that_cannot_be_written_to_is_no_error(tmp_path):
    (tmp_path / "file").write_text("")
    memory = Remembered(tmp_path / "file" / "memory.json")
    memory.of(b"x = 1\n")
    memory.keep()
