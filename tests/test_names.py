"""A public class has a name of its own: whoever reads it anywhere knows which is meant."""

import ast
from collections import defaultdict

import pytest

from numbertext import statement
from report.reconcile import finding
from tests import imports
from tests.test_architecture import SOURCES

# What an organisation replaces names its tables as it likes; each is loaded by its path.
CONTENT = "warehouse.sources.schemas."


def public_classes(found):
    """The modules that define each public class, by its name."""
    places = defaultdict(list)
    for module, path in found.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(module)
    return places


def test_no_two_modules_define_a_public_class_of_one_name():
    engine = {n: p for n, p in imports.modules(SOURCES).items() if not n.startswith(CONTENT)}
    found = public_classes(engine)
    assert len(found) > 250
    several = {name: places for name, places in found.items() if len(places) > 1}
    assert several == {}, "say in each name what it is: one public class name, one meaning"


def test_two_of_one_name_are_found(tmp_path):
    for name, text in {"a": "class One: pass\nclass _Two: pass", "b": "class One: pass"}.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    assert public_classes(imports.modules({"house": tmp_path})) == {"One": ["house.a", "house.b"]}


def test_kinds_of_statements_and_verdicts_share_no_name():
    """One is what a number is in its text, the other what became of it: `set_aside` and `set aside`."""
    kinds, verdicts = ({n for n in vars(module) if n.isupper()} for module in (statement, finding))
    assert kinds & verdicts == set()


def constants(found):
    """The text of the value of each public constant of each module, by name and module."""
    values = defaultdict(dict)
    for module, path in found.items():
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            given = isinstance(node, ast.Assign | ast.AnnAssign) and node.value
            if not given:
                continue
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                several = isinstance(target, ast.Tuple) and isinstance(given, ast.Tuple)
                pairs = zip(target.elts, given.elts, strict=True) if several else [(target, given)]
                for name, value in pairs:
                    if isinstance(name, ast.Name) and name.id.isupper() and name.id[0] != "_":
                        values[name.id][module] = ast.unparse(value)
    return values


def imported_constants(found, house):
    """The modules of which each constant is imported by its own name, in one house."""
    origins = defaultdict(set)
    for module, path in found.items():
        if not module.startswith(house):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    if alias.name.isupper() and alias.asname is None:
                        origins[alias.name].add(node.module)
    return origins


def ambiguous_constants(found, house):
    """The constants of one name that are imported with more than one value, with their modules."""
    values = constants(found)
    several = {}
    for name, modules in imported_constants(found, house).items():
        defined = {module: values[name][module] for module in modules if module in values[name]}
        if len(set(defined.values())) > 1:
            several[name] = sorted(defined)
    return several


HOUSES = {"rowlineage": ("rowlineage",), "numbertext": ("numbertext",)}
HOUSES["project"] = ("warehouse", "report", "assets", "pipelines")


@pytest.mark.parametrize("house", HOUSES.values(), ids=HOUSES)
def test_no_constant_of_one_name_is_imported_with_two_values(house):
    engine = imports.modules(SOURCES)
    assert len(imported_constants(engine, house)) > 10
    several = ambiguous_constants(engine, house)
    assert several == {}, "say in each name what it is: one imported constant's name, one value"


def test_two_values_of_one_name_are_found(tmp_path):
    texts = {
        "a": "ONE, TWO = 1, 2\nSAME: int = 5",
        "b": "ONE = 7\nTWO = 2\nSAME = 5",
        "c": "from house.a import ONE, TWO, SAME",
        "d": "from house.b import ONE, TWO, SAME\nfrom house.b import ONE as OTHER",
        "e": "from house.b import ONE as OTHER",
    }
    for name, text in texts.items():
        (tmp_path / f"{name}.py").write_text(text, encoding="utf-8")
    found = imports.modules({"house": tmp_path})
    assert ambiguous_constants(found, "house") == {"ONE": ["house.a", "house.b"]}
