"""The command line `annual-report`: one file a command.

This module stays light: a build with nothing changed is answered before Typer, DuckDB or Dagster are imported.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and exit with the command's code."""
    from pipelines.cli.output import guard_streams
    from pipelines.cli.unchanged import answer

    guard_streams()
    code = answer(sys.argv[1:])
    if code is None:
        from pipelines.cli.app import run

        code = run()
    sys.exit(code)
