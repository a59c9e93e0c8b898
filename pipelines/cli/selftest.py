"""`annual-report selftest PATH`: proof that each check of `verify` can fail, on a copy of a release."""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from pipelines.cli.options import JsonOption
from pipelines.cli.summary import console

FOUND, NOT_FOUND = 0, 1


def command(
    path: Annotated[Path, typer.Argument(help="Folder of a release that is intact.")],
    *,
    json: JsonOption = False,
) -> int:
    """Seed one error of each kind into copies of a release; exit 0 when verify finds each, 1 when it misses one."""
    from report.release.selftest import selftest

    outcomes = selftest(path)
    if json:
        print(json_format.dumps([outcome.as_dict() for outcome in outcomes], indent=1))
    else:
        listing = Table("seeded", "outcome", "found by", box=None)
        for outcome in outcomes:
            row = (outcome.seeded, outcome.state, "; ".join(outcome.found_by) or outcome.why)
            listing.add_row(*map(Text, row))
        console().print(listing)
        print(f"{sum(o.state == 'found' for o in outcomes)} of {len(outcomes)} seeded errors found")
    return NOT_FOUND if any(outcome.state == "not found" for outcome in outcomes) else FOUND
