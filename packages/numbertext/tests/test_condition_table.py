"""The table of truth conditions: whatever is not of the kind that a key asks for is refused when it is read."""

from contextlib import contextmanager, suppress

import pytest
import yaml

from numbertext.condition_table import conditions_in
from numbertext.errors import ConditionError

ROW = {"id": "about", "literal": "[n, n]", "pragmatic": "[n - g/2, n]"}
WRONG = [None, True, False, 0, 3, 1.5, "", "text", [3], ["n"], {"a": 3}]
"""One of each kind that YAML and JSON have; what a key may hold is left out below."""


def taken(given):
    """Say whether a table is taken; anything but a whole error of this package comes through."""
    with suppress(ConditionError), complete():
        conditions_in(given, "own")
        return True
    return False


@contextmanager
def complete():
    """Hold that an error says where it is and what was expected."""
    try:
        yield
    except ConditionError as error:
        if not error.where.startswith("own") or not error.expected:
            raise AssertionError(f"{error!r} says not where or not what") from error
        raise


@pytest.mark.parametrize(
    ("key", "right"),
    [
        ("id", ["", "text"]),
        ("literal", []),
        ("pragmatic", []),
        ("comparators", [None]),
        ("kinds", [None]),
        ("units", [None, ["n"]]),
        ("hedges", [None, ["n"]]),
        ("written", []),
        ("of", []),
        ("undecided_outside", []),
        ("at_least", [0, 3, 1.5]),
        ("quotient_of_at_most", [0, 3, 1.5]),
        ("colour", []),
    ],
)
def test_a_key_of_a_row_holds_what_it_asks_for_and_nothing_else(key, right):
    assert [v for v in WRONG if taken({"conditions": [{**ROW, key: v}]})] == right


def test_a_table_is_a_mapping_of_a_list_and_a_mapping():
    assert [v for v in WRONG if taken(v)] == []
    assert [v for v in WRONG if taken({"conditions": v})] == [None]
    assert [v for v in WRONG if taken({"conditions": [v]})] == []
    assert [v for v in WRONG if taken({"amounts": v})] == [None]
    assert [v for v in WRONG if taken({"amounts": {"dozens": v}})] == []
    for key in ("literal", "pragmatic"):
        pair = {"literal": "[36, )", "pragmatic": "[36, )"}
        assert [v for v in WRONG if taken({"amounts": {"dozens": {**pair, key: v}}})] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("at_least: many", "at_least 'many'"),
        ("at_least: .nan", "at_least nan"),
        ("quotient_of_at_most: .inf", "quotient_of_at_most inf"),
        ("units: tonnes", "units 'tonnes'"),
        ("units: [tonnes, 3]", "units 3"),
        ("literal: n to n", "interval 'n to n'"),
        ('literal: "[x, n]"', "'x' in the bound 'x'"),
        ('pragmatic: "[n/0, n]"', "bound 'n/0'"),
        ('pragmatic: "[n/(q - q), n]"', "bound 'n/"),
        ('literal: "[n, n] & [x, n]"', "'x' in the bound 'x'"),
        ('literal: "[n, n] | n"', "interval 'n'"),
        ('undecided_outside: "[x, n]"', "'x' in the bound 'x'"),
        ("of: means", "of 'means'"),
        ('literal: "[\u0664, n]"', "bound '\u0664'"),
    ],
)
def test_a_row_is_refused_when_it_is_read_and_not_when_it_is_used(text, fault):
    with pytest.raises(ConditionError) as caught:
        conditions_in({"conditions": [{**ROW, **yaml.safe_load(text)}]}, "own")
    assert fault in caught.value.fact
    assert caught.value.where == "own, condition about"


def test_an_amount_has_no_names_and_an_id_is_there_once():
    assert not taken({"amounts": {"dozens": {"literal": "[n, )", "pragmatic": "[36, )"}}})
    assert taken({"conditions": [ROW]})
    assert not taken({"conditions": [ROW, ROW]})
