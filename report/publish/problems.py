"""The table of problems as they may be shown: CSV and Parquet with the same columns, also when there are none."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pyarrow

from report.publish.files import write_table
from warehouse.builder.holding import working_folder
from warehouse.placing import move
from warehouse.problems import COLUMNS, Problem

NAME = "problems"


def write_problems(folder: Path, problems: Sequence[Problem]) -> None:
    """Write `problems.csv` and `problems.parquet` into a folder."""
    rows = [problem.as_dict() for problem in problems]
    types = [(name, pyarrow.int64() if name == "line" else pyarrow.string()) for name in COLUMNS]
    write_table(folder, NAME, pyarrow.Table.from_pylist(rows, schema=pyarrow.schema(types)))


def place_problems(folder: Path, problems: Sequence[Problem]) -> None:
    """Write both files beside their places, where somebody may be reading, and move them there when they are whole."""
    with working_folder(folder, f".{NAME}-") as work:
        write_problems(work, problems)
        for path in sorted(work.glob(f"{NAME}.*")):
            move(path, folder / path.name)
