"""The command line `annual-report`: one file a command.

This module stays light: a build with nothing changed is answered before Typer, DuckDB or Dagster are imported.
"""

from __future__ import annotations

import os
import sys

_USAGE = 2


def main() -> None:
    """Run the command line and exit with the command's code."""
    from pipelines.cli.output import guard_streams, say

    guard_streams()
    if _is_of_another_folder(sys.argv[0]):
        where = f"this .venv was copied from {sys.prefix} and would run what stands there"
        say(f"{where}; run make report here, which sets it up anew", error=True)
        sys.exit(_USAGE)
    from pipelines.cli.unchanged import answer

    code = answer(sys.argv[1:])
    if code is None:
        from pipelines.cli.app import run

        code = run()
    sys.exit(code)


def _is_of_another_folder(script: str) -> bool:
    """Say whether the script stands in one environment and runs in another: that of the folder it was copied from."""
    environment = os.path.dirname(os.path.dirname(os.path.abspath(script)))
    is_one = os.path.isfile(os.path.join(environment, "pyvenv.cfg"))
    return is_one and os.path.realpath(environment) != os.path.realpath(sys.prefix)
