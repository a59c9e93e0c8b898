"""A public class has a name of its own: whoever reads it anywhere knows which is meant."""

import ast
from collections import defaultdict

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
