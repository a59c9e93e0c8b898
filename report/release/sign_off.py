"""Sign-off of a release: preparer and reviewer, two people, each bound to the very content by its digests.

A sign-off that names another content than the release has is void. Checking signatures against trusted keys belongs to
`verify`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from report.release.bag import BagFault, faults, first_problem
from report.release.revisions import TAG_MANIFEST, Revision
from report.release.signing import public_key, sign
from report.release.verify.verify import NO_RELEASE, TAMPERED, as_person, is_named, key_in, verify
from report.release.writing import not_written, releasing_alone
from warehouse.errors import DefinitionError, GateError
from warehouse.placing import beside, not_yet_counting
from warehouse.project import Project
from warehouse.sources.files import sha256_of

SCHEMA = "annual-report/sign-off/1"
FOLDER = "sign-off"
ROLES = ("preparer", "reviewer")


@dataclass(frozen=True)
class SignedStatement:
    """What a person signs.

    Attributes:
        role: `preparer` or `reviewer`.
        name: The person.
        date: The day, UTC, ISO 8601.
        identity_sha256: Identity of the release: the sha256 of its payload's manifest.
        tagmanifest_sha256: The sha256 of its tag manifest, which covers that manifest.
    """

    schema: str
    edition: str
    revision: int
    role: str
    name: str
    date: str
    identity_sha256: str
    tagmanifest_sha256: str

    def as_bytes(self) -> bytes:
        """Return the statement as it is kept and, with a key, signed byte for byte."""
        return (json.dumps(asdict(self), ensure_ascii=False, indent=1) + "\n").encode("utf-8")


@dataclass(frozen=True)
class SignOff:
    """A sign-off that was given.

    Attributes:
        statement: What was signed.
        signature: The signature; empty where none was given.
        is_void: Whether the release is not what was signed, or another edition, revision or role is named.
    """

    statement: SignedStatement
    signature: bytes
    is_void: bool


def sign_off(
    project: Project, revision: Revision, role: str, name: str, key: Path | None
) -> SignedStatement:
    """Sign a release in a role and return the statement that was kept.

    Args:
        project: The project.
        revision: The release.
        role: `preparer` or `reviewer`.
        name: The person's name.
        key: Their SSH key; None for a sign-off that proves no authorship.

    Raises:
        DefinitionError: If role or name is wrong, or the key cannot sign.
        GateError: If the release is not whole, contradicts itself or is another one than its folder says, the role is
            taken, or the other role is the same person's.
        UnconfirmedError: If it was signed and the disk does not confirm that.
    """
    edition = revision.folder.parent.name
    what = f"sign-off of {revision.name}"
    with releasing_alone(project, edition, what) as folder:
        statement = _statement(revision, edition, role, name)
        _refuse_untrue(revision, edition)
        given = list(sign_offs(revision, ()))
        _refuse_taken(given, statement)
        signature = sign(statement.as_bytes(), key) if key else b""
        _refuse_same_person(given, statement, signature)
        try:
            _keep(folder, revision.folder / FOLDER, statement, signature)
        except OSError as error:
            raise not_written(error, folder, what) from error
    return statement


def sign_offs(revision: Revision, found: Iterable[BagFault] | None = None) -> Iterator[SignOff]:
    """Yield the sign-offs of a release, the preparer's first; void where a file that was signed differs or is gone.

    Args:
        revision: The release.
        found: What is wrong with its files; None to look.

    Raises:
        DefinitionError: If one cannot be read.
    """
    known = faults(revision.folder) if found is None else found
    is_changed = any(fault.is_change for fault in known)
    tags, identity = sha256_of(revision.folder / TAG_MANIFEST), revision.identity
    for role in ROLES:
        path = revision.folder / FOLDER / f"{role}.json"
        if not path.is_file():
            continue
        statement = _read(path, revision)
        signed = path.with_name(f"{path.name}.sig")
        signature = signed.read_bytes() if signed.is_file() else b""
        of = (revision.folder.parent.name, revision.number, role, tags, identity)
        named = (statement.edition, statement.revision, statement.role)
        same = (*named, statement.tagmanifest_sha256, statement.identity_sha256) == of
        yield SignOff(statement, signature, is_changed or not same)


def _statement(revision: Revision, edition: str, role: str, name: str) -> SignedStatement:
    if role not in ROLES:
        raise DefinitionError(f"role {role!r}", expected=" or ".join(ROLES))
    plain = " ".join(name.split())
    if not is_named(plain):
        raise DefinitionError(f"name {name!r}", expected="the name of the person who signs")
    return SignedStatement(
        schema=SCHEMA,
        edition=edition,
        revision=revision.number,
        role=role,
        name=plain,
        date=dt.datetime.now(dt.UTC).date().isoformat(),
        identity_sha256=revision.identity,
        tagmanifest_sha256=sha256_of(revision.folder / TAG_MANIFEST),
    )


def _refuse_untrue(revision: Revision, edition: str) -> None:
    """Refuse what every reader would refuse: nobody is to sign it, though all digests are made anew."""
    where = f"releases/{edition}/{revision.name}"
    code, found = verify(revision.folder)
    if code in (TAMPERED, NO_RELEASE):
        raise GateError(
            f"the release does not hold: {first_problem(found['problems'])}",
            where=where,
            expected="an intact release",
            remedy=f"annual-report verify {where}",
        )
    named = f"releases/{revision.statement.edition}/r{revision.statement.revision}"
    if named != where:
        raise GateError(
            f"the release says that it is {named}",
            where=where,
            expected=where,
            remedy="put each release back into its own folder",
        )


def _refuse_taken(given: list[SignOff], statement: SignedStatement) -> None:
    taken = next((s.statement for s in given if s.statement.role == statement.role), None)
    if taken is not None:
        raise GateError(
            f"{taken.name} signed as {taken.role} on {taken.date}",
            where=f"releases/{statement.edition}/r{statement.revision}",
            remedy="a sign-off is given once; a correction is a new release, signed anew",
        )


def _refuse_same_person(given: list[SignOff], statement: SignedStatement, signature: bytes) -> None:
    for other in (s for s in given if s.statement.role != statement.role):
        if as_person(other.statement.name) == as_person(statement.name):
            what = f"{other.statement.name} signed as {other.statement.role} already"
        elif signature and other.signature and _key(signature) == _key(other.signature):
            what = f"this key signed as {other.statement.role} already"
        else:
            continue
        raise GateError(
            what,
            where=f"releases/{statement.edition}/r{statement.revision}",
            expected="preparer and reviewer are two people, with a key each",
        )


def _keep(folder: Path, target: Path, statement: SignedStatement, signature: bytes) -> None:
    """Write statement and signature beside the releases, then move both in; the statement, which counts, last."""
    place = target / f"{statement.role}.json"
    signed = place.with_name(f"{place.name}.sig")
    target.mkdir(exist_ok=True)
    # Without its statement it is what a sign-off that was stopped left behind.
    signed.unlink(missing_ok=True)
    if signature:
        with not_yet_counting():
            _write(folder, signed, signature)
    _write(folder, place, statement.as_bytes())


def _write(folder: Path, place: Path, content: bytes) -> None:
    with beside(place, folder=folder, durable=True) as work:
        work.write_bytes(content)


def _read(path: Path, revision: Revision) -> SignedStatement:
    where = f"releases/{revision.folder.parent.name}/{revision.name}/{FOLDER}/{path.name}"
    try:
        return SignedStatement(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise DefinitionError("the sign-off cannot be read", where=where) from error


def _key(signature: bytes) -> tuple[bytes, ...]:
    """Return the key of a signature, the same for its certificates."""
    return key_in(public_key(signature))
