"""Sets of row ids as arrays, and evidence as a relation: the same by every way."""

from __future__ import annotations

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rowlineage import traced as traced_module
from rowlineage.arrays import contained, distinct, numbers, whole, words
from rowlineage.evidence import Rows, as_table, united
from rowlineage.traced import traced

IDS = st.lists(st.one_of(st.integers(1, 60), st.integers(1 << 32, (1 << 32) + 9)), max_size=40)


@given(st.lists(IDS, max_size=4))
def test_distinct_ids(parts: list[list[int]]) -> None:
    found = distinct([np.array(part, np.int64) for part in parts])
    assert found.tolist() == sorted({id for part in parts for id in part})


@given(IDS, IDS)
def test_contained_ids(ids: list[int], known: list[int]) -> None:
    found = contained(np.array(ids, np.int64), np.array(sorted(known), np.int64))
    assert found.tolist() == [id in known for id in ids]


@pytest.mark.parametrize("codes", [[], [1, 1, 1], [0, 2, 1, 0]])
def test_words(codes: list[int]) -> None:
    texts = ["a", "", "zähne"]
    assert words(texts, np.array(codes, np.int32)).to_pylist() == [texts[code] for code in codes]


def test_numbers_there_and_back() -> None:
    ids = np.array([5, 1 << 40, -3], np.int64)
    assert whole(pa.chunked_array([numbers(ids), numbers(ids[:1])])).tolist() == [5, 1 << 40, -3, 5]


def test_strongest_role_of_several_parts() -> None:
    def rows(ids: list[int], role: int) -> Rows:
        return Rows("t", 1, np.array(ids, np.int64), np.full(len(ids), role, np.int32))

    (found,) = united([rows([1, 2, 3], 2), rows([2], 0), rows([3, 4], 1)])
    assert list(zip(found.ids.tolist(), found.role_names(), strict=True)) == [
        (1, "witness"),
        (2, "value"),
        (3, "order"),
        (4, "order"),
    ]
    assert found.counts() == {"value": 1, "order": 2, "witness": 1}
    assert found.strongest(2).ids.tolist() == [2, 3]


@pytest.mark.parametrize("written", [0, 100])
def test_evidence_as_a_relation(written: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traced_module, "_WRITTEN", written)
    ids, roles = np.array([4, 7], np.int64), np.zeros(2, np.int32)
    evidence = as_table([Rows("t", 1, ids, roles), Rows("u", 3, ids[:1], roles[:1])])
    with duckdb.connect() as con:
        with traced(con, evidence) as name:
            found = con.execute(f"SELECT occurrence, row_id FROM {name} ORDER BY ALL").fetchall()
        assert found == [(1, 4), (1, 7), (3, 4)]
        assert con.execute("SHOW ALL TABLES").fetchall() == []
