"""Runs command lines of the project, each in a process of its own, and lets one step on disk of a command go wrong.

A step is a call by which something in the project is made, moved, removed, opened for writing or brought to the disk.
Started once as `python -m tests.faults.at_steps`, since importing takes longer than most commands: a request is a line
of JSON on stdin, its answer a line on stdout.
"""

import builtins
import errno
import io
import json
import os
import signal
import stat
import subprocess
import sys
from functools import wraps
from pathlib import Path

from report.book import placing as books
from tests.conftest import ROOT

REFUSED, STOPPED, KILLED = "refused", "stopped", "killed"
CALLS = ("replace", "rename", "unlink", "remove", "mkdir", "rmdir", "symlink", "link", "utime")
OWN = tuple(f"{ROOT / name}{os.sep}" for name in ("warehouse", "report", "pipelines", "packages"))
FRAMES = 3
OTHER_DISK, NO_EXCHANGE, NO_SYNC = "raw on another disk", "no exchange", "folders not brought down"


class Steps:
    """The steps of a command within a project: counted, and one of them made to go wrong.

    Args:
        root: Folder of the project.
        asked: `step` and `fault`, where one is to go wrong; `system`, how the system is less able than this one.
    """

    def __init__(self, root, asked):
        self.root, self.places = f"{root}{os.sep}", []
        self.step, self.fault = asked.get("step"), asked.get("fault")
        self.system = asked.get("system", "")

    def install(self):
        for name in CALLS:
            setattr(os, name, self.watched(getattr(os, name)))
        os.fsync = self.watched(os.fsync)
        io.open = builtins.open = self.opening(io.open)
        is_able = self.system != NO_EXCHANGE
        books.exchange = self.watched(books.exchange) if is_able else lambda *_: False

    def watched(self, call):
        @wraps(call)
        def watching(*given, **named):
            if not self.is_inside(given, named):
                return call(*given, **named)
            number = self.begin(call.__name__)
            try:
                self.lack(call.__name__, given)
                return call(*given, **named)
            finally:
                self.end(number)

        return watching

    def opening(self, call):
        @wraps(call)
        def watching(file, mode="r", *given, **named):
            if not set(mode) & set("wax+") or not self.is_inside((file,), {}):
                return call(file, mode, *given, **named)
            number = self.begin("open")
            made = call(file, mode, *given, **named)
            try:
                self.end(number)
            except BaseException:
                made.close()
                raise
            return made

        return watching

    def is_inside(self, given, named):
        # A file by its number, or one or two by their names, in a folder that may be given by its number.
        first = given[0] if isinstance(given[0], int) else named.get("dir_fd")
        beside = "" if first is None else os.readlink(f"/proc/self/fd/{first}")
        paths = [path for path in given[:2] if isinstance(path, str | os.PathLike)] or [""]
        return any(os.path.abspath(os.path.join(beside, p)).startswith(self.root) for p in paths)

    def lack(self, name, given):
        """Refuse what a system of this kind always refuses."""
        if self.system == NO_SYNC and name == "fsync" and stat.S_ISDIR(os.fstat(given[0]).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        if self.system == OTHER_DISK and name in ("replace", "rename"):
            ends = {f"{self.root}raw{os.sep}" in str(path) for path in given[:2]}
            if len(ends) == 2:
                raise OSError(errno.EXDEV, os.strerror(errno.EXDEV), str(given[0]))

    def begin(self, name):
        number = len(self.places)
        self.places.append(f"{name} {' < '.join(own_frames())}")
        if number == self.step and self.fault == REFUSED:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return number

    def end(self, number):
        if number == self.step and self.fault == STOPPED:
            raise KeyboardInterrupt
        if number == self.step and self.fault == KILLED:
            os.kill(os.getpid(), signal.SIGKILL)


def own_frames():
    frame, found = sys._getframe(2), []
    while frame is not None and len(found) < FRAMES:
        name = frame.f_code.co_filename
        if name.startswith(OWN):
            found.append(f"{Path(name).relative_to(ROOT)}:{frame.f_lineno}")
        frame = frame.f_back
    return found


def serve():
    from pipelines.cli import app, output

    for name in app.COMMANDS:
        app._command(name)
    for line in sys.stdin:
        asked = json.loads(line)
        out = Path(asked["out"])
        child = os.fork()
        if child == 0:
            run(asked, out, app, output)
        _, status = os.waitpid(child, 0)
        print(json.dumps(os.waitstatus_to_exitcode(status)), flush=True)


def run(asked, out, app, output):
    """Run a command line in this process and end it."""
    for number, name in ((0, os.devnull), (1, out / "said"), (2, out / "errors")):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC), number)
    os.chdir(asked["root"])
    sys.argv = ["annual-report", *asked["words"]]
    output.guard_streams()
    steps = Steps(asked["root"], asked)
    steps.install()
    code = 1
    try:
        code = app.run()
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        steps.root = "\0"  # what this process does from here on is no step
        (out / "steps").write_text(json.dumps(steps.places))
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


class Commands:
    """Runs command lines within a project, by a server that was started before.

    Args:
        project: The project.
        folder: Where what they said is kept.
        environ: The environment.
    """

    def __init__(self, project, folder, environ):
        self.project, self.folder = project, folder
        folder.mkdir()
        line = [sys.executable, "-m", "tests.faults.at_steps"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        self.server = subprocess.Popen(line, cwd=ROOT, env=environ, **pipes)

    def run(self, words, **asked):
        """Run a command line; return its exit code, what it said on stderr, and its steps."""
        for path in self.folder.iterdir():
            path.unlink()
        asked |= {"root": str(self.project.root), "words": words, "out": str(self.folder)}
        self.server.stdin.write(json.dumps(asked) + "\n")
        self.server.stdin.flush()
        code = json.loads(self.server.stdout.readline())
        steps = self.folder / "steps"
        places = json.loads(steps.read_text()) if steps.exists() else []
        return code, (self.folder / "errors").read_text(), places

    def close(self):
        self.server.stdin.close()
        self.server.wait()


if __name__ == "__main__":
    serve()
