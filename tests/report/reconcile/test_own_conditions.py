"""A project's own widths of truth conditions."""

import pytest

from numbertext import ConditionError, extract
from numbertext.condition_table import standard
from report.reconcile.own_conditions import conditions_of


def test_a_project_sets_its_own_widths(toy):
    toy.conditions.write_text(
        'conditions:\n  - {id: about, comparators: [about], literal: "[0.9 n, 1.1 n]", pragmatic: "[0.9 n, 1.1 n]"}\n'
        'amounts:\n  dozens: {literal: "[36, )", pragmatic: "[36, 100)"}\n'
    )
    own = conditions_of(toy)
    (some,) = extract("about 300 people")
    assert own.intervals(some)[0].high == 330
    assert standard().intervals(some)[0].high == 400
    (dozens,) = extract("dozens of people")
    assert own.intervals(dozens)[0].low == 36
    (exact,) = extract("1,247 people")
    assert own.intervals(exact) == standard().intervals(exact)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('conditions:\n  - {id: nearby, literal: "[n, n]", pragmatic: "[n, n]"}\n', "nearby"),
        (
            'conditions:\n  - {id: about, comparators: [near], literal: "[n, n]", pragmatic: "[n, n]"}\n',
            "near",
        ),
        ('conditions:\n  - {id: about, literal: "[n, n]"}\n', "pragmatic"),
        ('amounts:\n  dozens: {literal: "[36, )"}\n', "pragmatic"),
    ],
)
def test_wrong_rows_are_refused(toy, text, fault):
    toy.conditions.write_text(text)
    with pytest.raises(ConditionError, match=fault):
        conditions_of(toy)
