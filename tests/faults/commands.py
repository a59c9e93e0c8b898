"""The commands that faults are tried on, and what there is to see of a project after one of them.

What may change in one step is a unit: a file of raw/, the current generation of an edition, a release, a sign-off, a
book, a file that was asked for. Each is known by a digest of its content: it is as it was or as it shall be, and
nothing between.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass

import docx
import pytest

from pipelines.cli.dev import SETTINGS
from report.book.placing import MARKER
from report.release.release import release
from report.release.verify.verify import verify
from tests.conftest import ROOT
from tests.report.release.projects import build, commit
from warehouse.builder.adding import add_vintage
from warehouse.builder.arrival import Arrival
from warehouse.builder.generation import Generations
from warehouse.builder.generation_files import identity
from warehouse.builder.manifest import read_manifest
from warehouse.project import Project
from warehouse.sources.files import check_file
from warehouse.sources.register import load_source, source_names

LINE = [sys.executable, "-m", "pipelines.cli"]
STEPPED = [sys.executable, "-m", "tests.faults.stepped"]
# Whatever stands beside a project stands beside its folder in the same way wherever that is.
OUT = "out"
OTHER = b"what stood there"


@dataclass(frozen=True)
class Case:
    """A command line within a prepared project.

    Attributes:
        words: Its words.
        is_run: Whether it is a run of Dagster.
        adds: Whether another run of it does it once more.
    """

    words: tuple[str, ...]
    is_run: bool = False
    adds: bool = False


CASES = {
    "build": Case(("build", "2021", "--json")),
    "add-vintage": Case(("add-vintage", "harvest", "2023-02-01", f"{OUT}/crops.csv")),
    "accept": Case(
        (
            *("accept", "harvest", "2023-03-01", "--rule", "raw_harvest__crops.comparison"),
            *("--all", "--by", "Ann Grower", "--role", "grower", "--why", "Counted again."),
        )
    ),
    "pin": Case(("pin", "2021", "orchards", "2021-11-01")),
    "withdraw-vintage": Case(
        ("withdraw-vintage", "orchards", "2021-12-01", "--by", "Ann Grower", "--why", "Not theirs.")
    ),
    "new-edition": Case(("new-edition", "2022", "--date", "2023-02-10")),
    "release": Case(("release", "2021")),
    "sign-off": Case(("sign-off", "2020", "--role", "preparer", "--name", "Ann Grower")),
    "conclude": Case(
        ("conclude", "harvest_north", "--as", "sufficient", "--by", "Ann", "--why", "All seen."),
        adds=True,
    ),
    "book": Case(("book", "2021")),
    "export": Case(("export", "2021", f"{OUT}/tables.xlsx", f"{OUT}/tables.docx")),
    "fill": Case(("fill", "2021", f"{OUT}/draft.docx", f"{OUT}/filled.docx")),
    "run-due": Case(("run-due", "--date", "2023-02-10")),
    "dev's run": Case(("build", "2021", "--json"), is_run=True),
}


LIKE_OTHERS = ("pin", "withdraw-vintage", "accept")
"""Commands that write one file of raw/ through the same door as `new-edition`: most faults are tried on that."""


def others_long(*always, but=()):
    """Names of commands as parameters: these for every run of the tests, the others for the long suite.

    Args:
        always: Names for every run.
        but: Names that are left to the rounds.
    """
    late = [pytest.mark.long, pytest.mark.rounds]
    return [
        name
        if name in always
        else pytest.param(name, marks=late if name in but else pytest.mark.long)
        for name in CASES
    ]


DONE_ALREADY = (
    "exists already",
    "is frozen by release",
    "signed as preparer",
    "accepted already",
    "vintage 2021-12-01 is not registered",
)
"""What a command says that was killed when its work was done."""


def prepare(root):
    """Make a project in which every command has work to do: one edition released, one built, and a vintage to come."""
    shutil.copytree(ROOT / "tests" / "toy", root)
    project = Project(root)
    out = root / OUT
    out.mkdir()
    returns = (project.raw / "harvest" / "2022-02-01" / "crops.csv").read_text(encoding="utf-8")
    head, *rows = returns.splitlines()
    (out / "crops.csv").write_text("\n".join([head, *reversed(rows), ""]), encoding="utf-8")
    (out / "other.csv").write_text("\n".join([head, *rows, "", ""]), encoding="utf-8")
    add_orchards(project, out / "orchards.csv")
    (out / "larger.csv").write_text(returns.replace("140.0", "940.0"), encoding="utf-8")
    assert run(project, "check", "harvest", "2023-03-01", f"{OUT}/larger.csv")[0] == 1
    for name in ("tables.xlsx", "tables.docx", "filled.docx"):
        (out / name).write_bytes(OTHER)
    draft = docx.Document()
    draft.add_paragraph("The north brought {{figure:harvest_north}}.")
    draft.save(out / "draft.docx")
    commit(project)
    build(project)
    release(project, "2020")
    run(project, "build", "2021")
    run(project, "book", "2021")
    catalogue = project.figures.read_text(encoding="utf-8")
    project.figures.write_text(catalogue.replace("of West Orchard", "of the West Orchard"))
    commit(project)
    run(project, "build", "2021")
    return project


def add_orchards(project, file):
    """Register two vintages that no edition pins: the same register as before, in other bytes."""
    text = (project.raw / "orchards/2021-01-01/orchards.csv").read_text(encoding="utf-8")
    for date, ends in (("2021-11-01", "\r\n"), ("2021-12-01", "\n\n")):
        file.write_bytes(text.replace("\n", ends).encode("utf-8"))
        assert all(o.passed for o in add_vintage(project, Arrival("orchards", date, [("", file)])))
    file.unlink()


def environment(case=None, **more):
    """The environment of a command: the engine writes no compiled modules, and Dagster's instance is the project's."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DAGSTER_HOME", "CI")}
    places = [ROOT, *sorted(ROOT.glob("packages/*/src"))]
    path = os.pathsep.join(map(str, places))
    return {**kept, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": path, **more}


def start(project, *words, line=LINE, **more):
    """Start a command in a process group of its own."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(
        [*line, *words], cwd=project.root, env=environment(**more), start_new_session=True, **pipes
    )


def run(project, *words, line=LINE):
    """Run a command to its end; return its exit code, output and errors."""
    process = start(project, *words, line=line)
    said, errors = process.communicate(timeout=300)
    return process.returncode, said, errors


def kill(process):
    """End a process and all that it has started, at once; returns whether it was still at work."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    return process.returncode == -signal.SIGKILL


def units(project):
    """Digest by name of all that there is to see of a project."""
    found = {}
    for path in sorted(project.raw.rglob("*")):
        if path.is_file():
            found[f"raw/{path.relative_to(project.raw)}"] = digest(path)
    for link in sorted(project.build.glob("*/current")):
        found[f"current {link.parent.name}"] = link.resolve().name
    for bag in sorted(project.releases.glob("*/r*")):
        # Who made it, when and on what machine differs from run to run.
        found[f"release {bag.parent.name}/{bag.name}"] = digest(bag / "manifest-sha256.txt")
        for path in sorted([*bag.glob("sign-off/[!.]*"), *bag.glob("conclusions/[!.]*")]):
            if path.stat().st_size:  # an empty file of conclusions holds none
                found[f"{bag.name} {path.name}"] = digest(path)
    for book in sorted(project.build.glob("*/book")):
        found[f"book {book.parent.name}"] = digest(book)
    for path in sorted((project.root / OUT).glob("[!.]*")):
        found[path.name] = digest(path)
    return found


def digest(path):
    """Digest of a file, or of all files of a folder with their names."""
    files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
    whole = hashlib.sha256()
    for file in files:
        whole.update(str(file.relative_to(path)).encode() + b"\0" + file.read_bytes() + b"\0")
    return whole.hexdigest()


def check_whole(project):
    """Everything that a reader would believe is as it says of itself."""
    for name in source_names(project):
        source = load_source(project, name)
        for vintage in source.vintages.values():
            for file in vintage.files:
                check_file(source.folder / vintage.id / file.path, file.sha256, file.size, name)
    for link in sorted(project.build.glob("*/current")):
        place = Generations(project, link.parent.name).open()
        assert identity(place) == place.name
        assert read_manifest(place).is_complete
    for bag in project.releases.glob("*/r*"):
        assert verify(bag)[1]["problems"] == []
    for book in project.build.glob("*/book"):
        assert (book / MARKER).is_file()


def leftovers(project):
    """What killed commands left behind anywhere in a project."""
    names = (".writing*", ".trial-*", ".*-*-????????", ".*-new-*", ".problems-*", "work")
    kept = {".steps"}
    return [
        path.relative_to(project.root)
        for name in names
        for path in project.root.rglob(name)
        if not kept & set(path.relative_to(project.root).parts) and ".git" not in path.parts
    ]


class Bench:
    """A prepared project that is put back as it was after each trial, at the same place and with the same times.

    Args:
        folder: Where it stands; for it alone.
        prepared: The project that it is a copy of.
    """

    def __init__(self, folder, prepared):
        self.project = Project(folder / "project")
        self._kept = folder / "kept"
        for place in (self._kept, self.project.root):
            shutil.copytree(prepared, place, symlinks=True)

    def reset(self, case):
        shutil.rmtree(self.project.root)
        shutil.copytree(self._kept, self.project.root, symlinks=True)
        if case.is_run:
            self.add_instance()
        if case.words[:1] == ("build",):
            project_changed(self.project)

    def add_instance(self):
        """Give the project an instance of Dagster, made once: that takes longer than a run."""
        made = self._kept.with_name("instance")
        if not made.exists():
            made.mkdir()
            (made / "dagster.yaml").write_text(SETTINGS)
            ask = "import dagster; dagster.DagsterInstance.get().get_runs()"
            line, environ = [sys.executable, "-c", ask], environment(DAGSTER_HOME=str(made))
            subprocess.run(line, env=environ, check=True, capture_output=True)
        shutil.copytree(made, self.project.root / ".dagster")

    def undisturbed(self, case):
        """Run a command without a fault; return what there was, what there is then, how long it took and its steps."""
        self.reset(case)
        before = units(self.project)
        began = time.monotonic()
        count = self.project.root.parent / "steps"
        process = start(self.project, *case.words, line=STEPPED, FAULTS_COUNT=str(count))
        _, errors = process.communicate(timeout=300)
        assert process.returncode in (0, 1), errors
        took = time.monotonic() - began
        after = units(self.project)
        assert before != after, "the command changed nothing: a fault of it would not be seen"
        check_whole(self.project)
        return before, after, took, int(count.read_text())


def project_changed(project):
    """Change a figure's name, so that a build has work to do."""
    text = project.figures.read_text(encoding="utf-8")
    project.figures.write_text(text.replace("of North Orchard", "of the North Orchard"))
