"""Sign-off of a release: preparer and reviewer, two people, each bound to the very content by its digests.

A sign-off that names another content than the release has is void. Checking signatures against trusted keys belongs to
`verify`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from report.release.bag import refuse_altered
from report.release.revisions import TAG_MANIFEST, Revision
from report.release.signing import public_key, sign
from report.release.verify.verify import as_person, is_named, key_in
from report.release.writing import not_written, one_at_a_time
from warehouse.errors import DefinitionError, GateError
from warehouse.placing import beside
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
        GateError: If the release is not whole, the role is taken, or the other role is the same person's.
    """
    edition = revision.folder.parent.name
    with one_at_a_time(project, edition) as folder:
        statement = _statement(revision, edition, role, name)
        refuse_altered(revision)
        given = list(sign_offs(revision))
        _refuse_taken(given, statement)
        signature = sign(statement.as_bytes(), key) if key else b""
        _refuse_same_person(given, statement, signature)
        try:
            _keep(folder, revision.folder / FOLDER, statement, signature)
        except OSError as error:
            raise not_written(error, f"releases/{edition}/{revision.name}") from error
    return statement


def sign_offs(revision: Revision) -> Iterator[SignOff]:
    """Yield the sign-offs of a release, the preparer's first.

    Raises:
        DefinitionError: If one cannot be read.
    """
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
        yield SignOff(statement, signature, not same)


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
    parts = [(f"{statement.role}.json", statement.as_bytes())]
    if signature:
        parts.insert(0, (f"{statement.role}.json.sig", signature))
    target.mkdir(exist_ok=True)
    # A signature without its statement is what a killed sign-off left behind.
    (target / f"{statement.role}.json.sig").unlink(missing_ok=True)
    for name, content in parts:
        with beside(target / name, folder=folder, durable=True) as work:
            work.write_bytes(content)


def _read(path: Path, revision: Revision) -> SignedStatement:
    where = f"releases/{revision.folder.parent.name}/{revision.name}/{FOLDER}/{path.name}"
    try:
        return SignedStatement(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise DefinitionError("the sign-off cannot be read", where=where) from error


def _key(signature: bytes) -> tuple[bytes, ...]:
    """Return the key of a signature, the same for its certificates."""
    return key_in(public_key(signature))
