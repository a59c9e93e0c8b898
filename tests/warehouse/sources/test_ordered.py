"""Work side by side whose results come in order."""

import time

import pytest

from warehouse.sources.ordered import in_order


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_the_order_of_the_items(threads):
    def slow_first(number):
        time.sleep(0.01 if number % 3 == 0 else 0)
        return number * 10

    assert list(in_order(range(20), slow_first, threads)) == [n * 10 for n in range(20)]


def test_the_first_error_in_order_is_raised():
    def fail(number):
        if number in (3, 4):
            time.sleep(0.02 if number == 3 else 0)
            raise ValueError(number)
        return number

    results = []
    with pytest.raises(ValueError, match="3"):
        results.extend(in_order(range(10), fail, 4))


def test_no_more_is_begun_than_is_waited_for():
    begun = []
    results = in_order(range(1000), begun.append, 2)
    next(results)
    assert len(begun) <= 5
    results.close()
    assert len(begun) <= 5
