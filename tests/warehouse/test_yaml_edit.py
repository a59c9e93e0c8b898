"""Changes to a file that a person keeps: the entry is another, and every other sign of the file is as it was."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from warehouse.errors import DefinitionError
from warehouse.yaml_edit import append_item, put_before, put_value, take_out

FILE = """\
# the orchard's own words
title: "A: title"   # beside
list:
  - {a: 1}   # one
  # between
  - {a: 2}

sources:
  first: 2020-01-01   # as agreed
  # why
  second:
    vintage: 2021-01-01
    after_as_of: >-
      Folded over
      two lines.

  third: {vintage: 2022-01-01, after_as_of: "x"}  # here
  fourth: 'quoted'
last: end
"""
NAMES = ("first", "second", "third", "fourth")


def without(text, *removed):
    """The lines of a file that are no part of what was changed."""
    return [line for line in text.splitlines() if not any(word in line for word in removed)]


@pytest.mark.parametrize("name", NAMES)
def test_a_value_of_any_form_is_replaced_and_nothing_else(name):
    after = put_value(FILE, ("sources", name), "{vintage: 2023-01-01}", "x.yaml")
    given, found = yaml.safe_load(FILE), yaml.safe_load(after)
    given["sources"][name] = {"vintage": yaml.safe_load("2023-01-01")}
    assert found == given
    for comment in ("# the orchard's own words", "# beside", "# as agreed", "# why", "# here"):
        assert comment in after


@pytest.mark.parametrize("name", NAMES)
def test_an_entry_is_taken_out_with_its_lines_alone(name):
    after = take_out(FILE, ("sources", name), "x.yaml")
    given = yaml.safe_load(FILE)
    del given["sources"][name]
    assert yaml.safe_load(after) == given
    assert set(after.splitlines()) <= set(FILE.splitlines())
    assert "# between" in after


def test_lines_come_before_an_entry_and_items_at_the_end_of_a_list():
    after = put_before(FILE, ("sources",), "new:\n  - 1\n", "x.yaml")
    assert list(yaml.safe_load(after)) == ["title", "list", "new", "sources", "last"]
    after = append_item(FILE, ("list",), "{a: 3}", "x.yaml")
    assert yaml.safe_load(after)["list"] == [{"a": 1}, {"a": 2}, {"a": 3}]
    assert without(after, "a: 3") == FILE.splitlines()


@pytest.mark.parametrize("path", [("sources", "fifth"), ("title", "first"), ("nothing",), ()])
def test_a_path_that_leads_nowhere_is_refused(path):
    with pytest.raises(DefinitionError, match="no"):
        put_value(FILE, path, "x", "x.yaml")


VALUES = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60),
    st.integers(),
    st.lists(st.text("abc: #-'\"", max_size=8), max_size=3),
    st.dictionaries(st.text("abc", min_size=1, max_size=4), st.text(max_size=30), max_size=3),
)


@given(
    given=st.dictionaries(st.text("abcdef", min_size=1), VALUES, min_size=2, max_size=6),
    data=st.data(),
)
def test_whatever_a_file_says_one_value_changes_and_the_others_stay(given, data):
    name = data.draw(st.sampled_from(sorted(given)))
    width = data.draw(st.sampled_from([10, 80, 9999]))
    flow = data.draw(st.sampled_from([False, None]))
    style = {"allow_unicode": True, "width": width, "default_flow_style": flow}
    text = yaml.safe_dump({"top": given, "end": 1}, **style)
    given = yaml.safe_load(text)["top"]  # a next-line sign comes back as a blank
    after = put_value(text, ("top", name), "{new: 1}", "x.yaml")
    assert yaml.safe_load(after) == {"top": {**given, name: {"new": 1}}, "end": 1}
    if flow is False:
        left = yaml.safe_load(take_out(text, ("top", name), "x.yaml"))
        assert left == {"top": {k: v for k, v in given.items() if k != name}, "end": 1}
