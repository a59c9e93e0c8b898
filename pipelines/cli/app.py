"""The command line's frame: commands, each imported when asked for, and errors in plain words with exit code 2."""

from __future__ import annotations

import errno
from importlib import import_module

import click
import typer
from typer.core import TyperGroup
from typer.main import get_command

from pipelines.cli.output import say_lines, say_no_more, say_usage
from warehouse.errors import user_errors
from warehouse.machine_faults import in_words, is_of_machine

USAGE, STOPPED = 2, 130
PIPE_CLOSED = 141
"""As a shell tells of a program whose reader left, such as `head`: no answer of any command has this number."""
_STOPPED_AT_ANY_TIME = """Stopped. If something was being changed, it is as it was, or as it was to be,
and nothing between: see which of the two it is before you run the same again."""
COMMANDS = (
    "build",
    "status",
    "tables",
    "new-edition",
    "sources",
    "check",
    "add-vintage",
    "withdraw-vintage",
    "pin",
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
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort:
        return _say_stopped()
    except (Exception, SystemExit) as error:
        return _ended_by(error)
    if code == STOPPED:  # so Typer tells of Ctrl-C
        return _say_stopped()
    return code if isinstance(code, int) else 0


def _ended_by(error: Exception | SystemExit) -> int:
    """Say what ended a command and return its exit code; what nobody thought of is raised again."""
    if _is_of_reader_that_left(error):
        say_no_more()
        return PIPE_CLOSED
    if isinstance(error, user_errors()):
        say_lines(str(error), error=True)
    elif isinstance(error, click.ClickException):
        say_usage(error)
    elif isinstance(error, SystemExit):  # only a schema module, which is Python, asks to leave
        say_lines(f"a schema module ended the command: SystemExit {error}", error=True)
    elif isinstance(error.__cause__, KeyboardInterrupt):  # so the engine tells of a stopped query
        return _say_stopped()
    elif is_of_machine(error):
        say_lines(str(in_words(error)), error=True)
    else:
        raise error
    return USAGE


def _is_of_reader_that_left(error: BaseException) -> bool:
    """Return whether a pipe was closed that the command printed to; Typer asks to leave then."""
    cause = error.__context__ if isinstance(error, SystemExit) else error
    is_named = getattr(cause, "filename", None) is not None
    return isinstance(cause, OSError) and cause.errno == errno.EPIPE and not is_named


def _say_stopped() -> int:
    """Say what is known when a person stopped a command: it may have been at the very moment that it took effect."""
    say_lines(_STOPPED_AT_ANY_TIME, error=True)
    return STOPPED
