"""The rule of the gates, for the engine and for Dagster: on small graphs of models, one a line."""

from pathlib import Path

import pytest

from warehouse.builder.gates import ancestors, blocks_all, waits_for
from warehouse.model import Model


def model(name, *upstream, **more):
    return Model(name, "core", Path(name), name, "", name, tuple(upstream), **more)


def models(*found):
    return {m.name: m for m in found}


# raw -> a -> b -> c, and d beside them
CHAIN = models(model("a", "raw"), model("b", "a"), model("c", "b"), model("d", "other"))


@pytest.mark.parametrize(
    ("on", "reads", "severity", "waiting", "blocks"),
    [
        # A check on a table holds up those that read the table, and nothing further down or beside it.
        ("raw", ["raw"], "error", {"a"}, True),
        ("a", ["a"], "error", {"b"}, True),
        ("b", ["b"], "error", {"c"}, True),
        # It may read what does not rest on its table.
        ("a", ["a", "d"], "error", {"b"}, True),
        ("a", ["a", "raw"], "error", {"b"}, True),
        # What it reads cannot wait for it, at any depth.
        ("raw", ["raw", "a"], "error", set(), False),
        ("raw", ["raw", "c"], "error", set(), False),
        ("a", ["c"], "error", set(), False),
        # A warning holds nothing up.
        ("raw", ["raw"], "warning", set(), False),
        ("raw", ["raw", "c"], "warning", set(), False),
        # Nobody reads the table: Dagster has nothing to hold up, and may.
        ("c", ["c"], "error", set(), True),
        ("c", ["c"], "warning", set(), False),
    ],
)
def test_who_waits_for_a_check(on, reads, severity, waiting, blocks):
    check = model("check", *reads, on=on, severity=severity)
    assert {m.name for m in CHAIN.values() if waits_for(m, check, CHAIN)} == waiting
    assert blocks_all(check, CHAIN) is blocks


def test_one_reader_that_cannot_wait_keeps_dagster_from_blocking_and_the_engine_holds_up_the_others():
    graph = models(model("a", "raw"), model("b", "raw"))
    check = model("check", "raw", "b", on="raw")
    assert waits_for(graph["a"], check, graph)
    assert not waits_for(graph["b"], check, graph)
    assert not blocks_all(check, graph)


def test_ancestors_are_found_at_every_depth_and_once():
    graph = models(model("a", "r1", "r2"), model("b", "a", "r2"), model("c", "a", "b"))
    assert ancestors(graph["c"], graph) == {"a", "b", "r1", "r2"}
    assert ancestors(graph["a"], graph) == {"r1", "r2"}
    assert ancestors(model("check", "b"), graph) == {"a", "b", "r1", "r2"}
