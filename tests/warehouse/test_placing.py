"""Writing beside and replacing: what stood there stays until the new one is whole, and nothing is left over."""

import errno
import os
import stat

import pytest

from report.book.placing import in_place
from report.publish.placing import place
from warehouse.errors import ReportError, UnconfirmedError
from warehouse.placing import beside, mend_folder, move, write_bytes, write_text


def files_of(folder):
    return {
        p.relative_to(folder).as_posix(): p.read_text() for p in folder.rglob("*") if p.is_file()
    }


def test_a_text_is_written_as_it_is(tmp_path):
    write_text(tmp_path / "a.txt", "ü\r\n\n")
    assert (tmp_path / "a.txt").read_bytes() == b"\xc3\xbc\r\n\n"
    write_bytes(tmp_path / "a.txt", b"\x00")
    assert files_of(tmp_path) == {"a.txt": "\x00"}


def test_what_stood_there_stays_when_writing_fails(tmp_path):
    (tmp_path / "a.txt").write_text("before")

    def write_half():
        with beside(tmp_path / "a.txt") as work:
            work.write_text("hal")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write_half()
    assert files_of(tmp_path) == {"a.txt": "before"}


@pytest.mark.parametrize("durable", [False, True])
def test_the_old_file_is_there_until_the_new_one_takes_its_place(tmp_path, durable):
    (tmp_path / "a.txt").write_text("before")
    with beside(tmp_path / "a.txt", durable=durable) as work:
        work.write_text("after")
        assert (tmp_path / "a.txt").read_text() == "before"
        assert (work.parent, work.name[:7]) == (tmp_path, ".a.txt-")
    assert files_of(tmp_path) == {"a.txt": "after"}


def test_durable_content_is_brought_to_the_disk_before_it_is_moved(tmp_path, monkeypatch):
    synced = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    with beside(tmp_path / "a.txt", durable=True) as work:
        work.write_text("a")
    assert synced == [(tmp_path / "a.txt").stat().st_ino, tmp_path.stat().st_ino]


def test_another_folder_can_be_written_in(tmp_path):
    (tmp_path / "work").mkdir()
    with beside(tmp_path / "a.txt", folder=tmp_path / "work") as work:
        work.write_text("a")
        assert work.parent == tmp_path / "work"
    assert files_of(tmp_path) == {"a.txt": "a"}


def test_two_writers_in_one_process_do_not_share_a_name(tmp_path):
    with beside(tmp_path / "a") as one, beside(tmp_path / "a") as other:
        one.write_text("1")
        other.write_text("2")
    assert files_of(tmp_path) == {"a": "1"}


def test_a_link_is_replaced_and_not_what_it_leads_to(tmp_path):
    (tmp_path / "far").write_text("far")
    (tmp_path / "link").symlink_to("far")
    write_text(tmp_path / "link", "near")
    assert files_of(tmp_path) == {"far": "far", "link": "near"}
    assert not (tmp_path / "link").is_symlink()


WHOLE = {"a": "1", "b/c": "2", "b/d/e": "3", "z.json": "last"}
BROKEN = {
    "empty": {},
    "other bytes": {"a": "?", "z.json": "last", "b/c": "2"},
    "files too many": {**WHOLE, "extra": "x", "b/extra": "x", "more/extra": "x"},
    "a file for a folder": {"b": "x"},
    "a folder for a file": {"a/x": "x", "z.json/x/y": "x"},
}


def fill(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_folder_is_mended_whatever_stands_in_it(tmp_path, broken):
    place, work = tmp_path / "place", tmp_path / "work"
    for folder, files in ((place, broken), (work, WHOLE)):
        folder.mkdir()
        fill(folder, files)
        (folder / "mark").write_text(folder.name)
    mark = (place / "mark").stat().st_ino
    mend_folder(place, work, last="z.json", untouched="mark")
    assert files_of(place) == {**WHOLE, "mark": "place"}
    assert (place / "mark").stat().st_ino == mark
    assert files_of(work) == {"mark": "work"}
    assert not (place / "more").exists()


def test_what_a_link_in_a_broken_folder_leads_to_stays(tmp_path):
    place, work, far = (tmp_path / name for name in ("place", "work", "far"))
    for folder in (place, work, far):
        folder.mkdir()
    fill(far, {"c": "far"})
    fill(work, WHOLE)
    (place / "b").symlink_to(far)
    (place / "a").symlink_to(far / "c")
    (place / "x").symlink_to(far)
    mend_folder(place, work, last="z.json")
    assert files_of(place) == WHOLE
    assert files_of(far) == {"c": "far"}
    assert not (place / "x").is_symlink()


def test_the_file_that_says_that_all_is_there_comes_last(tmp_path, monkeypatch):
    place, work = tmp_path / "place", tmp_path / "work"
    place.mkdir()
    fill(work, {**WHOLE, "zz": "after it by name"})
    moved = []
    replace = os.replace
    monkeypatch.setattr(os, "replace", lambda a, b: (moved.append(b.name), replace(a, b)))
    mend_folder(place, work, last="z.json")
    assert moved[-1] == "z.json"
    assert len(moved) == 5


def syncing(monkeypatch, number):
    """Let folders be brought to the disk with an error."""
    real = os.fsync

    def fsync(handle):
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(number, os.strerror(number))
        real(handle)

    monkeypatch.setattr(os, "fsync", fsync)


def written_durably(folder):
    with beside(folder / "a", durable=True) as work:
        work.write_bytes(b"new")


def moved(folder):
    (folder / "work").write_text("new")
    move(folder / "work", folder / "a")


WAYS = pytest.mark.parametrize("way", [written_durably, moved])


@WAYS
@pytest.mark.parametrize("number", [errno.EINVAL, errno.ENOTSUP, errno.ENOSYS])
def test_a_disk_that_cannot_bring_folders_down_by_command_is_no_failure(
    tmp_path, monkeypatch, way, number
):
    syncing(monkeypatch, number)
    way(tmp_path)
    assert files_of(tmp_path) == {"a": "new"}


@WAYS
def test_what_took_its_place_stays_and_is_said_to_be_unconfirmed(tmp_path, monkeypatch, way):
    (tmp_path / "a").write_text("before")
    syncing(monkeypatch, errno.EIO)
    with pytest.raises(UnconfirmedError, match="is in its place"):
        way(tmp_path)
    assert files_of(tmp_path) == {"a": "new"}


def named(what, tmp_path):
    """What an error names that comes while a file is written to a place: `what` is done there."""
    with pytest.raises(OSError, match=r"\w") as error, beside(tmp_path / "place") as work:
        what(work)
    return error.value.filename


def test_an_error_is_of_the_place_only_where_it_is_of_writing_there(tmp_path):
    def refused(number, *more):
        def refuse(_):
            raise OSError(number, os.strerror(number), *more)

        return refuse

    place = str(tmp_path / "place")
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        assert named(refused(number), tmp_path) == place
    for number in (errno.EIO, errno.ECONNRESET, errno.EBADF, errno.EPIPE):
        assert named(refused(number), tmp_path) is None
    assert named(refused(errno.ENOENT, "/elsewhere/input"), tmp_path) == "/elsewhere/input"


@pytest.mark.parametrize("way", ["file", "book"])
def test_a_file_elsewhere_is_named_and_not_the_place_blamed_for_it(tmp_path, way):
    def read(*_):
        (tmp_path / "elsewhere" / "input").read_text()

    def write_book(folder):
        with in_place(folder):
            read()

    folder = tmp_path / "out"
    folder.mkdir()
    with pytest.raises(ReportError) as error:
        place(folder / "a", read) if way == "file" else write_book(folder / "book")
    assert f"{tmp_path / 'elsewhere' / 'input'}: No such file" in error.value.fact
    assert files_of(folder) == {}


@pytest.mark.parametrize("stop", [OSError(errno.EIO, "Input/output error"), KeyboardInterrupt()])
@pytest.mark.parametrize("call", range(4))
def test_a_book_that_cannot_be_put_gives_way_to_the_one_before(tmp_path, monkeypatch, stop, call):
    book = tmp_path / "book"
    book.mkdir()
    old = {"book/book.json": "{}", "book/old": "old"}
    fill(tmp_path, old)
    monkeypatch.setattr("report.book.placing.exchange", lambda *_: False)
    real, seen = os.rename, []

    def rename(one, other):
        seen.append(one)
        if len(seen) == call + 1:
            raise stop
        real(one, other)

    monkeypatch.setattr(os, "rename", rename)

    def put():
        with in_place(book) as work:
            fill(work, {"book.json": "{}", "new": "new"})

    if call == 3:  # three are needed, and none to put anything back
        put()
        assert files_of(tmp_path) == {"book/book.json": "{}", "book/new": "new"}
        return
    with pytest.raises((ReportError, KeyboardInterrupt)) as error:
        put()
    assert files_of(tmp_path) == old
    if isinstance(error.value, ReportError):
        assert "what was there is as it was" in error.value.remedy


def test_a_book_that_cannot_be_put_back_is_named_and_stands_again_with_the_next(
    tmp_path, monkeypatch
):
    book = tmp_path / "book"
    fill(tmp_path, {"book/book.json": "{}", "book/old": "old"})
    real, seen = os.rename, []

    def rename(one, other):
        seen.append(one)
        if len(seen) > 2:
            raise OSError(errno.EIO, "Input/output error")
        real(one, other)

    with monkeypatch.context() as patch:
        patch.setattr("report.book.placing.exchange", lambda *_: False)
        patch.setattr(os, "rename", rename)
        with pytest.raises(ReportError) as error, in_place(book) as work:
            fill(work, {"book.json": "{}", "new": "new"})
    assert "the earlier book is .book-before-" in error.value.remedy
    assert "old" in files_of(tmp_path).values()
    with pytest.raises(ZeroDivisionError), in_place(book):
        raise ZeroDivisionError
    assert files_of(tmp_path) == {"book/book.json": "{}", "book/old": "old"}
