"""The step store: every table that was ever built here, kept under the digest of what it was built from.

A step is written to a folder of its own and moved into place when it is whole; a build killed at any moment leaves
steps that are whole or not there. Many builds may share a store: a whole step is never replaced, and one that is read
is never swept. A step whose files or record are not as they were written does not count, and is made again.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from warehouse.builder.holding import MARK, Hold, hold, one_at_a_time
from warehouse.builder.record import RECORD, TABLE, Record, read_record, write_record
from warehouse.builder.seals import read_seal, write_seal
from warehouse.placing import mend_folder

_WORK = ".writing-"
_MENDING = ".mending"
_TAKEN = (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR)


@dataclass(frozen=True)
class Step:
    """A finished step: its folder and its record.

    Attributes:
        held: Keeps the folder from being swept for as long as the step is in use.
    """

    path: Path
    record: Record
    held: Hold = field(repr=False, compare=False)

    @property
    def table(self) -> Path:
        """The step's Parquet file."""
        return self.path / TABLE


class Store:
    """Steps on disk, by name and key.

    Args:
        root: Folder of the store; made when first written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._steps: dict[Path, Step] = {}
        self._writing: dict[Path, Hold] = {}
        self._rejected: set[Path] = set()

    @property
    def used(self) -> list[str]:
        """The steps that were found or made here, as `name/key`, sorted."""
        return sorted(path.relative_to(self.root).as_posix() for path in self._steps)

    def find(self, name: str, key: str) -> Step | None:
        """Return the step with this key, or None when it is not there or not whole."""
        path = self.root / name / key
        if path not in self._steps:
            step = None if path in self._rejected else _read(path, name, key)
            if step is None or step.record.seal != read_seal(self.root, path):
                return None
            self._steps[path] = step
        return self._steps[path]

    def reject(self, step: Step) -> None:
        """Believe a step no more, whatever its record says: it is made again."""
        self._rejected.add(step.path)
        self._steps.pop(step.path, None)

    @contextmanager
    def writing(self, name: str) -> Iterator[Path]:
        """Give a working folder for a step; call `keep` inside to put it in place, else it is thrown away."""
        parent = self.root / name
        parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=_WORK, dir=parent))
        held = hold(work, make_mark=True)
        assert held is not None  # noqa: S101 - nobody else knows of a folder that was made just now
        self._writing[work] = held
        try:
            yield work
        finally:
            del self._writing[work]
            shutil.rmtree(work, ignore_errors=True)

    def keep(self, work: Path, record: Record) -> Step:
        """Write the record, put the working folder into place and return the step.

        Where a whole step stands in that place already, made by another build meanwhile, it stays and is returned;
        one that is not whole is mended.
        """
        record = write_record(work, record, beside=MARK)
        path = self.root / record.name / record.key
        with one_at_a_time(self.root / _MENDING):
            while path not in self._steps:
                try:
                    os.rename(work, path)
                except OSError as error:
                    if error.errno not in _TAKEN:
                        raise
                    self._settle(work, path, record)
                else:
                    # The hold on the working folder goes on as one on the step, without a moment between.
                    self._made(Step(path, record, self._writing[work]))
        return self._steps[path]

    def _settle(self, work: Path, path: Path, record: Record) -> None:
        """Use the step in whose place the working folder cannot be put, or mend it when it is not whole."""
        if self.find(record.name, record.key) is not None:
            return
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)
            return
        held = hold(path, make_mark=True)
        if held is not None:  # else it was swept meanwhile, and the place is free
            mend_folder(path, work, last=RECORD, untouched=MARK)
            self._made(Step(path, record, held))

    def _made(self, step: Step) -> None:
        write_seal(self.root, step.path, step.record.seal)
        self._rejected.discard(step.path)
        self._steps[step.path] = step


def _read(path: Path, name: str, key: str) -> Step | None:
    held = hold(path)
    if held is None:
        return None
    record = read_record(path, beside=MARK)
    if record is None or (record.name, record.key) != (name, key):
        held.release()
        return None
    if not record.files:
        held.release()  # the record is all there is, and it is read
    with suppress(OSError):  # who may only read the store cannot say that the step was used
        os.utime(path)
    return Step(path, record, held)
