"""The command line's frame: the commands, their shared options, and errors in plain words with exit code 2."""

from __future__ import annotations

import errno

import click
import typer
from rich.text import Text

from pipelines.cli import (
    add_vintage,
    audit,
    book,
    build,
    charts,
    conclude,
    dev,
    dictionary,
    export,
    fill,
    impact,
    new_edition,
    reconcile,
    release,
    reperform,
    restated_statements,
    run_due,
    selftest,
    sign_off,
    status,
    tables,
    trace,
    verify,
)
from pipelines.cli.summary import console
from warehouse.errors import ReportError
from warehouse.visible import visible

USAGE = 2
_MACHINE = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EFBIG)
"""What is no fault of the program: no room, or a place that may not be written to."""

app = typer.Typer(
    name="annual-report",
    help="The statistics of an annual report, reproducible and traceable.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("build")(build.command)
app.command("status")(status.command)
app.command("tables")(tables.command)
app.command("new-edition")(new_edition.command)
app.command("add-vintage")(add_vintage.command)
app.command("run-due")(run_due.command)
app.command("trace")(trace.command)
app.command("audit")(audit.command)
app.command("impact")(impact.command)
app.command("reconcile")(reconcile.command)
app.command("restated-statements")(restated_statements.command)
app.command("release")(release.command)
app.command("reperform")(reperform.command)
app.command("sign-off")(sign_off.command)
app.command("verify")(verify.command)
app.command("conclude")(conclude.command)
app.command("selftest")(selftest.command)
app.command("book")(book.command)
app.command("export")(export.command)
app.command("dictionary")(dictionary.command)
app.command("charts")(charts.command)
app.command("fill")(fill.command)
app.command("dev")(dev.command)


def run() -> int:
    """Run the command that was asked for and return its exit code."""
    try:
        code = app(standalone_mode=False)
    except ReportError as error:
        out = console()
        out.stderr = True
        out.print(Text(visible(str(error))), soft_wrap=True)
        return USAGE
    except OSError as error:
        if error.errno not in _MACHINE:
            raise
        where = f"{error.filename}: " if error.filename else ""
        click.echo(
            visible(f"{where}{error.strerror}: make room, or see who may write there"), err=True
        )
        return USAGE
    except click.ClickException as error:
        error.show()
        return USAGE
    except typer.Exit as left:
        return left.exit_code
    except typer.Abort:
        return 130
    return code if isinstance(code, int) else 0
