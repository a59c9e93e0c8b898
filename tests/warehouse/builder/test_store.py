"""A step that is whole stays; one that was damaged in any way is noticed and made again."""

import os
import shutil

import pytest

from warehouse.builder.record import RECORD, TABLE, Record
from warehouse.builder.store import Store
from warehouse.problems import Problem

PROBLEM = Problem(
    source="s", table="t", vintage="v", file="f", sheet="", line=1, column="c", value="x",
    rule="r", remedy="d", severity="error", rule_id="t.c.stated",
)  # fmt: skip


def made(store, name="table_a", key="k1", content=b"PAR1 rows PAR1", **more):
    """Write a step as a build does."""
    with store.writing(name) as work:
        (work / TABLE).write_bytes(content)
        (work / "evidence.parquet").write_bytes(b"evidence")
        return store.keep(work, Record(name, "model", key, "c" * 64, 3, (("a", "BIGINT"),), **more))


@pytest.fixture
def root(tmp_path):
    return tmp_path / ".steps"


def parts(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_step_is_found_by_another_process_as_it_was_kept(root):
    details = {"rows_read": 3, "place": {"file": "f"}}
    kept = made(Store(root), problems=(PROBLEM,), details=details)
    found = Store(root).find("table_a", "k1")
    assert found.record == kept.record
    assert (found.record.problems, found.record.details) == ((PROBLEM,), details)
    assert sorted(found.record.files) == ["evidence.parquet", TABLE]
    assert not found.record.passed
    assert found.table.read_bytes() == b"PAR1 rows PAR1"


@pytest.mark.parametrize(("name", "key"), [("table_a", "k2"), ("table_b", "k1")])
def test_a_step_is_found_by_its_own_name_and_key_only(root, name, key):
    made(Store(root))
    assert Store(root).find(name, key) is None


def test_nothing_is_left_of_work_that_was_kept_or_given_up(root):
    store = Store(root)
    made(store)
    with store.writing("table_a") as work:
        (work / TABLE).write_bytes(b"half")
    assert parts(root / "table_a") == ["k1"]
    assert store.used == ["table_a/k1"]


def test_a_whole_step_stays_and_ones_own_work_is_thrown_away(root):
    first, second = Store(root), Store(root)
    kept = made(first)
    number = kept.table.stat().st_ino
    assert made(second, content=b"the same rows in other bytes").record == kept.record
    assert kept.table.stat().st_ino == number
    assert kept.table.read_bytes() == b"PAR1 rows PAR1"
    assert parts(root / "table_a") == ["k1"]
    assert second.used == ["table_a/k1"]


def flip(path):
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def exchange(path):
    """Put another step, whole in itself, into the place of this one."""
    other = made(Store(path.parents[1]), "table_a", "k2", b"PAR1 other PAR1").path
    shutil.rmtree(path)
    other.rename(path)


def replace_by(make):
    def damage(path):
        shutil.rmtree(path)
        make(path)

    return damage


DAMAGES = {
    "table truncated": lambda path: os.truncate(path / TABLE, 5),
    "table emptied": lambda path: os.truncate(path / TABLE, 0),
    "table flipped": lambda path: flip(path / TABLE),
    "evidence flipped": lambda path: flip(path / "evidence.parquet"),
    "table missing": lambda path: (path / TABLE).unlink(),
    "table a folder": lambda path: ((path / TABLE).unlink(), (path / TABLE).mkdir()),
    "table and evidence exchanged": lambda path: (
        (path / TABLE).rename(path / "x"),
        (path / "evidence.parquet").rename(path / TABLE),
        (path / "x").rename(path / "evidence.parquet"),
    ),
    "a file too many": lambda path: (path / "evidence.json").write_text("{}"),
    "record truncated": lambda path: os.truncate(path / RECORD, 40),
    "record missing": lambda path: (path / RECORD).unlink(),
    "record of another kind": lambda path: (path / RECORD).write_text("[]"),
    "record without its seal": lambda path: (path / RECORD).write_text('{"record": {}}'),
    "mark missing": lambda path: (path / "in-use").unlink(),
    "exchanged with another step": exchange,
    "an empty folder": replace_by(lambda path: path.mkdir()),
    "a file": replace_by(lambda path: path.write_text("x")),
    "a link to nowhere": replace_by(lambda path: path.symlink_to("nowhere")),
    "a link to another step": replace_by(
        lambda path: path.symlink_to(made(Store(path.parents[1]), key="k2").path)
    ),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_step_is_noticed_and_made_again(root, damage):
    kept = made(Store(root))
    damage(kept.path)
    assert Store(root).find("table_a", "k1") is None
    again = made(Store(root), content=b"made again")
    found = Store(root).find("table_a", "k1")
    assert found.record == again.record
    assert found.table.read_bytes() == b"made again"
    assert parts(found.path) == ["evidence.parquet", "in-use", RECORD, TABLE]
    assert not [p for p in parts(root / "table_a") if p.startswith(".")]


def test_every_bit_of_a_record_counts(root):
    record = made(Store(root), problems=(PROBLEM,)).path / RECORD
    good = record.read_bytes()
    for at in range(len(good)):
        changed = bytearray(good)
        changed[at] ^= 1
        record.write_bytes(changed)
        # A changed blank between two entries says the same; everything that is read counts.
        assert good[at : at + 1].isspace() or Store(root).find("table_a", "k1") is None, at
    record.write_bytes(good)
    assert Store(root).find("table_a", "k1") is not None


def test_a_step_damaged_while_it_is_made_once_more_is_mended(root):
    """Another build put a step in place meanwhile, and that one is not whole."""
    store = Store(root)
    with store.writing("table_a") as work:
        (work / TABLE).write_bytes(b"whole")
        os.truncate(made(Store(root)).table, 3)
        step = store.keep(work, Record("table_a", "model", "k1", "c" * 64))
    assert step.table.read_bytes() == b"whole"
    assert Store(root).find("table_a", "k1").record == step.record


def test_what_cannot_be_moved_is_an_error_and_not_an_endless_wait(root, monkeypatch):
    def refuse(source, target):
        raise PermissionError(13, "no")

    monkeypatch.setattr(os, "rename", refuse)
    with pytest.raises(PermissionError):
        made(Store(root))


def test_a_step_that_is_used_is_young_again(root):
    path = made(Store(root)).path
    os.utime(path, (1, 1))
    Store(root).find("table_a", "k1")
    assert path.stat().st_mtime > 1
