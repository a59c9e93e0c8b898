"""The reference names all that is public, with the parameters that it has, and nothing else."""

import inspect
import re
from pathlib import Path

import pytest

import rowlineage
from rowlineage import errors, explanation_html, explanation_text

REFERENCE = (Path(__file__).resolve().parents[1] / "REFERENCE.md").read_text("utf-8")
HEADINGS = re.findall(r"^### `(.*)`$", REFERENCE, re.M)
CLASSES = (rowlineage.Lineage, rowlineage.Trace)


def called(name, function):
    """A call as the heading has it: names and defaults, without types."""
    signature = inspect.signature(function)
    given = [p.replace(annotation=p.empty) for p in signature.parameters.values()]
    shown = signature.replace(
        parameters=[p for p in given if p.name != "self"], return_annotation=signature.empty
    )
    return f"{name}{shown}"


def public():
    yield called("Lineage", rowlineage.Lineage)
    for of in CLASSES:
        for name, member in inspect.getmembers(of, inspect.isfunction):
            if not name.startswith("_"):
                yield called(f"{of.__name__}.{name}", member)
    yield called("explanation_text.as_lines", explanation_text.as_lines)
    yield called("explanation_html.as_page", explanation_html.as_page)


def test_every_call_is_there_as_it_is():
    assert sorted(HEADINGS) == sorted(public())


@pytest.mark.parametrize("of", CLASSES)
def test_every_attribute_is_there(of):
    for name, _ in inspect.getmembers(of, lambda member: isinstance(member, property)):
        assert f"| `{name}` |" in REFERENCE


def test_every_error_is_there():
    for name, error in inspect.getmembers(errors, inspect.isclass):
        if issubclass(error, errors.LineageError):
            assert f"`{name}`" in REFERENCE


@pytest.mark.parametrize("name", rowlineage.__all__)
def test_every_public_name_is_there(name):
    assert f"`{name}" in REFERENCE
