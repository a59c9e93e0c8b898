"""`annual-report selftest PATH`: proof that each check of `verify` can fail, on a copy of a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines.cli.options import JsonOption
from pipelines.cli.output import emit_json, say, say_table

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
        emit_json([outcome.as_dict() for outcome in outcomes])
    else:
        rows = [(o.seeded, o.state, "; ".join(o.found_by) or o.why) for o in outcomes]
        say_table(("seeded", "outcome", "found by"), rows)
        say(f"{sum(o.state == 'found' for o in outcomes)} of {len(outcomes)} seeded errors found")
    return NOT_FOUND if any(outcome.state == "not found" for outcome in outcomes) else FOUND
