"""No module needs itself by however long a way round, and no folder lies deeper than package, area, topic."""

from textwrap import dedent

import pytest

from tests import imports
from tests.imports import AT_ONCE, LATE, TYPES
from tests.test_architecture import ROOT, SOURCES

MODULES = imports.modules(SOURCES)
KINDS = {"at once": {AT_ONCE}, "late too": {AT_ONCE, LATE}, "for types too": {AT_ONCE, LATE, TYPES}}
DEEPEST = 3
REMEDY = "move what both need to a module of its own, below both"


@pytest.mark.parametrize("kinds", KINDS.values(), ids=KINDS)
def test_no_module_imports_itself_by_a_way_round(kinds):
    assert imports.cycles(imports.graph(MODULES, kinds)) == [], REMEDY


@pytest.mark.parametrize("depth", range(1, DEEPEST + 1))
def test_no_folder_imports_itself_by_a_way_round(depth):
    """Two areas that need each other are one, however late either imports the other."""
    arrows = imports.folded(imports.graph(MODULES, KINDS["for types too"]), depth)
    assert imports.cycles(arrows) == [], REMEDY


def test_no_folder_is_deeper_than_package_area_topic():
    deep = {name for name in MODULES if len(name.split(".")) > DEEPEST + 1}
    assert not deep, "move it a level up, or leave a level out"


def test_every_module_is_looked_at():
    shown = {path for folder in SOURCES.values() for path in folder.rglob("*.py")}
    left_out = {
        path for path in shown - {*MODULES.values()} if "warehouse/build/" not in path.as_posix()
    }
    assert left_out == set()
    assert {"pipelines.cli.app", "report.publish.charts", "rowlineage"} <= MODULES.keys()
    assert all(path.is_relative_to(ROOT) for path in MODULES.values())


def written(folder, **texts):
    for name, text in texts.items():
        path = folder / f"{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
    return imports.modules({"house": folder})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("from house import b", AT_ONCE),
        ("import house.b", AT_ONCE),
        ("try:\n    from house.b import name\nexcept ImportError:\n    pass", AT_ONCE),
        ("class A:\n    from house import b", AT_ONCE),
        ("def f():\n    from house import b", LATE),
        ("class A:\n    async def f(self):\n        if self:\n            import house.b", LATE),
        ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.b import B", TYPES),
        ("import typing\nif typing.TYPE_CHECKING:\n    import house.b", TYPES),
        ("if TYPE_CHECKING:\n    import os\nelse:\n    import house.b", AT_ONCE),
    ],
)
def test_a_cycle_is_found_by_the_kind_of_its_weakest_import(tmp_path, text, kind):
    found = written(tmp_path, a=text, b="from house import c", c="from house.a import x")
    for kinds in KINDS.values():
        expected = [("house.a", "house.b", "house.c")] if kind in kinds else []
        assert imports.cycles(imports.graph(found, kinds)) == expected


def test_the_package_that_an_import_runs_is_a_part_of_the_cycle(tmp_path):
    texts = {
        "one/__init__": "from house.one.x import x",
        "one/x": "import house.two",
        "one/y": "",
    }
    found = written(tmp_path, **texts, two="from house.one.y import y")
    expected = [("house.one", "house.one.x", "house.two")]
    assert imports.cycles(imports.graph(found, {AT_ONCE})) == expected


def test_folders_that_need_each_other_are_found_where_no_module_does(tmp_path):
    texts = {
        "one/a": "import house.two.b",
        "one/c": "",
        "two/b": "",
        "two/d": "import house.one.c",
    }
    arrows = imports.graph(written(tmp_path, **texts), {AT_ONCE})
    assert imports.cycles(arrows) == []
    assert imports.cycles(imports.folded(arrows, 2)) == [("house.one", "house.two")]
