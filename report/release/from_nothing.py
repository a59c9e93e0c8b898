"""A release is built from nothing: what is kept must be what the registered files give in an empty store, to the byte.

Digests that stand beside what they are of prove no more than that nobody was careless: whoever changes a step can write
its record anew, and all that was made from it. So what is frozen is made once more from raw files and definitions.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from report.edition import gather, summary, write_generation
from report.release.refusal import Reason, ReleaseRefused
from warehouse.builder import stamp
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import write_manifest
from warehouse.builder.generation_files import listed
from warehouse.builder.holding import working_folder
from warehouse.builder.store import Step, Store
from warehouse.project import Project

_SHOWN = 10
_PREFIX = ".from-nothing-"


@contextmanager
def built_from_nothing(
    project: Project,
    generation: Path,
    *,
    for_correction: bool = False,
    listener: Callable[[str], None] = lambda _: None,
) -> Iterator[EditionBuild]:
    """Give a build of an edition in a store of its own, which has given the generation that is kept.

    Where it gives another, the steps that are kept and differ are replaced, so that the next build is right.

    Args:
        project: The project.
        generation: The generation that is to be released.
        for_correction: As in `EditionBuild`.
        listener: Called with the name of each table or check as its work begins.

    Raises:
        ReleaseRefused: If what is kept differs; with the files.
    """
    edition = generation.parent.parent.name
    with working_folder(project.build, _PREFIX) as folder:
        store = Store(folder / "steps")
        build = EditionBuild(project, edition, listener, for_correction=for_correction, store=store)
        reasons = list(_reasons(build, generation, folder / "generation"))
        if reasons:
            _mend(build, Store(project.steps))
            stamp.discard(project.root, edition)
            raise ReleaseRefused(edition, reasons)
        yield build


def _reasons(build: EditionBuild, generation: Path, work: Path) -> Iterator[Reason]:
    parts = gather(build)
    work.mkdir()
    write_generation(build, parts, work)
    write_manifest(work, summary(build, parts))
    made, kept = listed(work), listed(generation)
    differing = sorted(name for name in {*made, *kept} if made.get(name) != kept.get(name))
    remedy = f"annual-report build {build.plan.edition.name}"
    for name in differing[:_SHOWN]:
        yield Reason("generation", _what(name, made, kept), name, remedy)
    if len(differing) > _SHOWN:
        yield Reason("generation", f"and {len(differing) - _SHOWN} more files", "", remedy)


def _what(name: str, made: Mapping[str, str], kept: Mapping[str, str]) -> str:
    found = f"sha256 {kept[name]}" if name in kept else "no such file"
    given = f"sha256 {made[name]}" if name in made else "no such file"
    return f"a build from nothing does not give what is kept: {found}; expected: {given}"


def _mend(build: EditionBuild, kept: Store) -> None:
    """Put the steps of a build into the project's store where it keeps others under the same keys."""
    for name in build.names():
        step = build.outcome(name).step
        found = kept.find(step.record.name, step.record.key) if step else None
        if step is not None and found is not None and found.record != step.record:
            kept.reject(found)
            _put(step, kept)


def _put(step: Step, kept: Store) -> None:
    with kept.writing(step.record.name) as work:
        for file in step.record.files:
            shutil.copyfile(step.path / file, work / file)
        kept.keep(work, step.record)
