"""The command line's frame: commands, each imported when asked for, and errors in plain words with exit code 2."""

from __future__ import annotations

from importlib import import_module

import click
import typer
from typer.core import TyperGroup
from typer.main import get_command

from pipelines.cli.output import say_lines, say_usage
from warehouse.errors import user_errors
from warehouse.machine_faults import is_of_disk, words_of

USAGE = 2
COMMANDS = (
    "build",
    "status",
    "tables",
    "new-edition",
    "add-vintage",
    "run-due",
    "trace",
    "audit",
    "impact",
    "reconcile",
    "restated-statements",
    "release",
    "reperform",
    "sign-off",
    "verify",
    "conclude",
    "selftest",
    "book",
    "export",
    "dictionary",
    "charts",
    "fill",
    "dev",
)
"""The commands in the order of the help; each is the function `command` of the module of its name."""


class Commands(TyperGroup):
    """The group of all commands: importing twenty of them takes longer than what most do."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, or None; then all of them are known, from which a similar name is suggested."""
        if cmd_name in COMMANDS:
            return _command(cmd_name)
        self.commands.update({name: _command(name) for name in COMMANDS})
        return None


def _command(name: str) -> click.Command:
    module = import_module(f"pipelines.cli.{name.replace('-', '_')}")
    alone = typer.Typer(add_completion=False)
    alone.command(name)(module.command)
    return get_command(alone)


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    suggest_commands=False,  # Click does so itself
    pretty_exceptions_enable=False,
)


@app.callback()
def annual_report() -> None:
    """The statistics of an annual report, reproducible and traceable."""


def run() -> int:
    """Run the command that was asked for and return its exit code."""
    try:
        code = app(standalone_mode=False)
    except user_errors() as error:
        say_lines(str(error), error=True)
        return USAGE
    except click.ClickException as error:
        say_usage(error)
        return USAGE
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort:
        return 130
    except Exception as error:
        if not isinstance(error, OSError) and not is_of_disk(error):
            raise
        say_lines(words_of(error), error=True)
        return USAGE
    return code if isinstance(code, int) else 0
