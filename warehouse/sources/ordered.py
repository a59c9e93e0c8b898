"""Work done side by side whose results come in order, so that nothing depends on the number of threads."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from warehouse.sources.limits import THREADS

Item = TypeVar("Item")
Result = TypeVar("Result")


def processors() -> int:
    """Return how many threads are of use here, within the limit."""
    return max(
        1, min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2, THREADS)
    )


def in_order(items: Iterable[Item], do: Callable[[Item], Result], threads: int) -> Iterator[Result]:
    """Yield `do(item)` for every item, in order, with at most one item more than threads waiting.

    The first error in order of the items is raised, and what has not begun by then is not begun.
    """
    waiting: deque[Future[Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(do, item))
                if len(waiting) > threads + 1:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()
