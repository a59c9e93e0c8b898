"""Releasing an edition: from its current generation, past the gates, to a sealed bag in its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from report.edition import publish
from report.evidence.auditing.edition import audit_edition
from report.evidence.auditing.withholding import withhold_audit
from report.evidence.withholding import closed_of
from report.publish.files import write_json
from report.publish.release_statement import ReleaseStatement
from report.release.bag import DATA, refuse_altered, write_bag
from report.release.from_nothing import built_from_nothing
from report.release.gates import (
    reasons_of_audit,
    reasons_of_edition,
    reasons_of_generation,
    reasons_of_release,
    reasons_of_sources,
    reasons_of_texts,
)
from report.release.payload import Ready, write_payload
from report.release.refusal import Reason, ReleaseRefused
from report.release.revisions import Revision, refuse_broken_chain, revisions
from report.release.run_record import run_record
from report.release.verify.verify import readme
from report.release.worktree import reasons_of_tree
from report.release.writing import (
    move_into_place,
    releasing_alone,
    unbuilt_meanwhile,
    unfinished_release,
)
from warehouse.builder import stamp
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.builder.plan import make_plan
from warehouse.edition import refuse_if_frozen
from warehouse.errors import DefinitionError
from warehouse.project import Project

VERIFIER, README = "verify.py", "README.txt"
_VERIFIER = Path(__file__).parent / "verify" / VERIFIER


@dataclass(frozen=True)
class Released:
    """A release that was made.

    Attributes:
        revision: Where it stands.
        statement: What its `release.json` says.
    """

    revision: Revision
    statement: ReleaseStatement


def release(
    project: Project,
    edition: str,
    *,
    correction: str | None = None,
    without_git: bool = False,
    command: Sequence[str] = (),
    listener: Callable[[str], None] = lambda _: None,
) -> Released:
    """Release an edition and return what was made.

    Args:
        project: The project.
        edition: The edition.
        correction: Why what was released is corrected; None for the first release. A correction is built here, since
            nothing else builds a frozen edition.
        without_git: Whether a project in no git repository may be released.
        command: The command's words, for the record of the run.
        listener: Called with what is being done.

    Raises:
        ReleaseRefused: If the edition is not fit to be released; with every reason.
        GateError: If it is frozen and this is no correction, if another release is being made, or on a full disk.
        DefinitionError: If a definition is wrong, or there is nothing to correct.
    """
    earlier = _earlier(project, edition, correction)
    plan = make_plan(project, edition)
    tree, against = reasons_of_tree(project.root, without_git=without_git)
    against += [*reasons_of_edition(plan), *reasons_of_sources(plan)]
    if correction is None:
        against += reasons_of_generation(project, edition)
    _refuse(edition, against)
    with releasing_alone(project, edition) as folder:
        # Asked again under the lock: another release may just have been made.
        earlier = _earlier(project, edition, correction)
        if correction is not None:
            listener("building")
            _build(project, edition)
        with unbuilt_meanwhile(project, edition), unfinished_release(folder) as work:
            _refuse(edition, reasons_of_generation(project, edition))
            _refuse(edition, list(reasons_of_texts(project, plan)))
            reason = (correction or "").strip()
            statement = _write(project, edition, earlier, reason, work, listener)
            _seal(statement, run_record(tree, command), work)
            _refuse(edition, list(reasons_of_release(edition, work)))
            made = Revision(statement.revision, folder / statement.name)
            move_into_place(work, made.folder)
    return Released(made, statement)


def _earlier(project: Project, edition: str, correction: str | None) -> list[Revision]:
    if correction is None:
        refuse_if_frozen(project, edition)
        return []
    found = revisions(project, edition)
    if not found:
        raise DefinitionError(
            f"edition {edition} has no release to correct",
            remedy=f"annual-report release {edition}",
        )
    if not correction.strip():
        raise DefinitionError("a correction without a reason", remedy='--correction "why"')
    for made in found:  # what it changes is told from them, and they are named by their digests
        refuse_altered(made)
    refuse_broken_chain(edition, found)
    return found


def _refuse(edition: str, reasons: Sequence[Reason]) -> None:
    if reasons:
        raise ReleaseRefused(edition, reasons)


def _build(project: Project, edition: str) -> None:
    """Build a frozen edition for its correction, as `build` does an open one."""
    if stamp.unchanged(project.root, edition) is None:
        inputs = stamp.take(project.root, edition)
        place, _ = publish(EditionBuild(project, edition, for_correction=True))
        stamp.write(project.root, edition, inputs, place)


def _write(
    project: Project,
    edition: str,
    earlier: Sequence[Revision],
    reason: str,
    work: Path,
    listener: Callable[[str], None],
) -> ReleaseStatement:
    kept = Kept.current(project, edition)
    with ExitStack() as stack:
        is_correction = bool(earlier)
        anew = built_from_nothing(
            project, kept.folder, for_correction=is_correction, listener=listener
        )
        build = stack.enter_context(anew)
        connection = stack.enter_context(kept.connection())
        audited = audit_edition(kept, connection, listener)
        shown = withhold_audit(audited, closed_of(project, kept))
        _refuse(edition, list(reasons_of_audit(shown)))
        ready = Ready(project, build, kept, connection, audited, earlier, reason)
        return write_payload(ready, work / DATA, listener)


def _seal(statement: ReleaseStatement, record: dict[str, object], work: Path) -> None:
    """Write what stands beside the payload: verifier, instructions, record of the run and the bag's manifests."""
    (work / VERIFIER).write_bytes(_VERIFIER.read_bytes())
    (work / README).write_bytes(readme(statement.title, statement.revision).encode("utf-8"))
    (work / "run").mkdir()
    write_json(work / "run" / "run.json", record)
    info = {
        "Source-Organization": statement.publisher,
        "External-Description": statement.title,
        "External-Identifier": f"{statement.edition}/{statement.name}",
        "Bagging-Date": statement.as_of,
    }
    write_bag(work, info, (VERIFIER, README))
