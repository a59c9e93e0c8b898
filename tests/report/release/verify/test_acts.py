"""Sign-offs, signatures and conclusions: who said what of which content."""

import base64
import json
import resource
import subprocess

import pytest

from report.release.conclude import FILE, conclude, head_of
from report.release.signing import sign
from report.release.verify.verify import SIGNED, TAMPERED, UNPROVEN, key_in, shown, verify
from tests.report.release.verify.conftest import FIXTURES
from warehouse.errors import DefinitionError, GateError
from warehouse.sources.files import sha256_of

needs_ssh = pytest.mark.needs("ssh-keygen")


def statement(folder, role, name, said=""):
    digests = {
        "identity_sha256": sha256_of(folder / "manifest-sha256.txt"),
        "tagmanifest_sha256": sha256_of(folder / "tagmanifest-sha256.txt"),
    }
    content = json.dumps({"role": said or role, "name": name, **digests}).encode()
    (folder / "sign-off").mkdir(exist_ok=True)
    (folder / "sign-off" / f"{role}.json").write_bytes(content)
    return content


def key(folder, name):
    words = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", folder / name]
    subprocess.run(words, check=True)
    return folder / name


def kinds(folder, allowed=None):
    code, found = verify(folder, allowed)
    assert code == TAMPERED
    return {(problem["path"], problem["kind"]) for problem in found["problems"]}


def test_an_unsigned_sign_off_proves_no_authorship(bare):
    statement(bare.folder, "preparer", "Ann")
    code, found = verify(bare.folder)
    assert code == UNPROVEN
    assert found["notes"][-2:] == ["sign-off/preparer.json: not signed", "no reviewer's sign-off"]


def test_what_is_not_checked_of_an_old_format_or_another_verifier_is_said(bare, released):
    notes = verify(bare.folder)[1]["notes"]
    assert notes[0].startswith("format 1: neither content hash")
    assert "verify.py: not the one that checks now; it was not run" in notes
    assert not [n for n in verify(released)[1]["notes"] if "sign-off" not in n]


def test_a_change_voids_a_sign_off(bare):
    statement(bare.folder, "preparer", "Ann")
    bare.write("data/CHANGES.md", b"another story\n")
    bare.rehash()
    assert ("sign-off/preparer.json", "sign-off is void") in kinds(bare.folder)


def test_one_person_cannot_be_both(bare):
    statement(bare.folder, "preparer", "Ann Example")
    statement(bare.folder, "reviewer", "ann  example")
    assert kinds(bare.folder) == {("sign-off", "one person signed in two roles")}


@pytest.mark.parametrize(
    "name",
    [
        *("\uff21nn Example", "A\u200bnn Example", "ANN EXAMPLE", "Ann\u00a0Example", "AnnExample"),
        *("\u0410nn Example", "Ann Ex\u0430mple", "Ann\u3164Example", "Ann\ufe0f Example"),
        *(
            "\u1d00nn Example".replace("\u1d00", "\U0001d400"),
            "Ann\u2800Example",
            "Ann \u202eExample",
        ),
    ],
)
def test_a_person_who_writes_their_name_otherwise_is_one_person(bare, name):
    statement(bare.folder, "preparer", "Ann Example")
    statement(bare.folder, "reviewer", name)
    assert ("sign-off", "one person signed in two roles") in kinds(bare.folder)


@pytest.mark.parametrize(
    "name", ["Ann\u200b", "Ann\u3164", "\u2800", "", "-", "Ann\x1b[2J", 7, None]
)
def test_a_name_with_signs_that_nobody_sees_is_none(bare, name):
    statement(bare.folder, "preparer", name)
    assert ("sign-off/preparer.json", "sign-off names nobody plainly") in kinds(bare.folder)


def test_a_sign_off_under_another_name_of_file(bare):
    statement(bare.folder, "preparer", "Ann", said="reviewer")
    assert kinds(bare.folder) == {("sign-off/preparer.json", "sign-off is of another role")}


@needs_ssh
def test_a_release_that_is_remade_is_found_by_who_signed_it(kept):
    """The forger signs with a key of their own; the verifier trusts Ann and Bob."""
    allowed = FIXTURES / "allowed_signers"
    assert verify(kept, allowed)[0] == SIGNED
    said = statement(kept, "preparer", "Ann Example")
    signature = sign(said, key(kept.parent, "mallory"))
    (kept / "sign-off" / "preparer.json.sig").write_bytes(signature)
    code, found = verify(kept, allowed)
    assert (code, found["signers"]) == (UNPROVEN, {"reviewer": "bob@orchards.example"})


@needs_ssh
def test_a_signature_of_another_statement(kept):
    path = kept / "sign-off" / "preparer.json"
    path.write_bytes(path.read_bytes().replace(b"Ann", b"Bea"))
    kind = "signature does not fit the sign-off"
    assert kinds(kept, FIXTURES / "allowed_signers") == {("sign-off/preparer.json.sig", kind)}


@needs_ssh
def test_one_key_for_both_roles(bare, tmp_path):
    mine = key(tmp_path, "mine")
    for role, name in (("preparer", "Ann"), ("reviewer", "Bob")):
        signature = sign(statement(bare.folder, role, name), mine)
        (bare.folder / "sign-off" / f"{role}.json.sig").write_bytes(signature)
    public = " ".join(mine.with_suffix(".pub").read_text().split()[:2])
    (tmp_path / "allowed").write_text(f"ann@orchards.example {public}\n")
    assert kinds(bare.folder, tmp_path / "allowed") == {
        ("sign-off", "one person signed in two roles")
    }


@needs_ssh
def test_one_key_for_both_roles_is_seen_without_allowed_signers(bare, tmp_path):
    mine = key(tmp_path, "mine")
    for role, name in (("preparer", "Ann"), ("reviewer", "Bob")):
        signature = sign(statement(bare.folder, role, name), mine)
        (bare.folder / "sign-off" / f"{role}.json.sig").write_bytes(signature)
    assert kinds(bare.folder) == {("sign-off", "one person signed in two roles")}


@needs_ssh
def test_two_people_under_one_pattern_of_principals_are_two(kept, tmp_path):
    lines = (FIXTURES / "allowed_signers").read_text().splitlines()
    keys = [line[line.index("ssh-") :] for line in lines if "ssh-" in line]
    assert len(keys) == 2
    (tmp_path / "allowed").write_text("".join(f"*@orchards.example {k}\n" for k in keys))
    assert verify(kept, tmp_path / "allowed")[0] == SIGNED


@needs_ssh
def test_one_person_who_may_have_both_keys_does_not_prove_two(bare, tmp_path, two_keys):
    signed(bare.folder, two_keys)
    keys = {role: public(two_keys[role]) for role in PEOPLE}
    lines = f"ann@x,bob@x {keys['preparer']}", f"bob@x {keys['reviewer']}"
    code, found = verify(bare.folder, allowed(tmp_path, *lines))
    assert (code, found["missing"]) == (
        UNPROVEN,
        ["two people: your file gives both keys to one of them"],
    )


@needs_ssh
@pytest.mark.parametrize("who", ["*@x", "preparer@x,reviewer@x"])
def test_an_authority_may_stand_for_all_of_an_organisation(bare, tmp_path, two_keys, who):
    authority = key(tmp_path, "authority")
    for role, mine in two_keys.items():
        words = ["ssh-keygen", "-q", "-s", authority, "-I", role, "-n", f"{role}@x"]
        subprocess.run([*words, mine.with_suffix(".pub")], check=True)
        certificate = mine.with_name(f"{mine.name}-cert.pub")
        signature = sign(full(bare.folder, role, PEOPLE[role]), certificate)
        (bare.folder / "sign-off" / f"{role}.json.sig").write_bytes(signature)
    line = f"{who} cert-authority {public(authority)}"
    code, found = verify(bare.folder, allowed(tmp_path, line))
    assert (code, found["signers"]) == (SIGNED, {role: f"{role}@x" for role in PEOPLE})


@needs_ssh
def test_a_role_that_nobody_asked_for_signs_nothing(bare, tmp_path):
    mine = key(tmp_path, "mine")
    signature = sign(statement(bare.folder, "cook", "Ann"), mine)
    (bare.folder / "sign-off" / "cook.json.sig").write_bytes(signature)
    public = " ".join(mine.with_suffix(".pub").read_text().split()[:2])
    (tmp_path / "allowed").write_text(f"ann@orchards.example {public}\n")
    code, found = verify(bare.folder, tmp_path / "allowed")
    assert (code, found["signers"]) == (UNPROVEN, {})
    assert "sign-off/cook.json: no part of a sign-off; not read" in found["notes"]


@needs_ssh
def test_a_signature_for_another_purpose(bare, tmp_path):
    mine = key(tmp_path, "mine")
    said = statement(bare.folder, "preparer", "Ann")
    line = ["ssh-keygen", "-Y", "sign", "-n", "file", "-f", mine]
    done = subprocess.run(line, input=said, capture_output=True, check=True)
    (bare.folder / "sign-off" / "preparer.json.sig").write_bytes(done.stdout)
    assert ("sign-off/preparer.json.sig", "signature does not fit the sign-off") in kinds(
        bare.folder
    )


def test_without_ssh_keygen_authorship_is_unproven(kept, monkeypatch):
    monkeypatch.setenv("PATH", "")
    code, found = verify(kept, FIXTURES / "allowed_signers")
    assert (code, found["state"]) == (UNPROVEN, "intact, authorship unproven")


@pytest.mark.parametrize(
    "text", ["#!/bin/sh\necho 'unknown option -- Y' >&2\nexit 1\n", "no program"]
)
def test_an_ssh_keygen_that_cannot_do_it_accuses_nobody(kept, tmp_path, monkeypatch, text):
    program = tmp_path / "bin" / "ssh-keygen"
    program.parent.mkdir()
    program.write_text(text)
    program.chmod(0o755 if text.startswith("#!") else 0o644)
    monkeypatch.setenv("PATH", str(program.parent))
    assert verify(kept, FIXTURES / "allowed_signers")[0] == UNPROVEN


def test_conclusions_are_chained_and_bound(bare):
    first = conclude(bare.folder, "harvest_north", "undetermined", "Eve", "to be asked")
    second = conclude(bare.folder, "harvest_north", "sufficient", "Eve", "asked and answered")
    assert (first["previous"], first["value"]) == ("", 140)
    assert len(second["previous"]) == 64
    code, found = verify(bare.folder)
    assert (code, found["counts"]["conclusions"]) == (UNPROVEN, 2)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (b"to be asked", b"never asked", "chain of conclusions is broken"),
        (b'"value": 140', b'"value": 141', "conclusion is of other content"),
        (b'"release": "', b'"release": "0', "conclusion is of other content"),
        (b"harvest_north", b"../../north", "conclusion cannot be read"),
        (b'answered"', b"answered", "conclusion cannot be read"),
    ],
)
def test_a_changed_conclusion_is_found(bare, old, new, kind):
    conclude(bare.folder, "harvest_north", "undetermined", "Eve", "to be asked")
    conclude(bare.folder, "harvest_north", "sufficient", "Eve", "asked and answered")
    bare.replace(str(FILE), old, new)
    assert (str(FILE), kind) in kinds(bare.folder)


def test_nothing_is_appended_to_a_line_that_breaks_off(bare):
    conclude(bare.folder, "harvest_north", "sufficient", "Eve", "seen")
    bare.write(str(FILE), bare.read(str(FILE))[:-5])
    before = bare.read(str(FILE))
    with pytest.raises(GateError, match=r"tampered: .*conclusion breaks off"):
        conclude(bare.folder, "harvest_north", "sufficient", "Eve", "seen")
    assert bare.read(str(FILE)) == before


@pytest.mark.parametrize("room", [0, 10, 200])
def test_a_full_disk_leaves_no_part_of_a_conclusion(bare, room):
    conclude(bare.folder, "harvest_north", "undetermined", "Eve", "to be asked")
    before = bare.read(str(FILE))
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, limit[1]))
    try:
        with pytest.raises(GateError, match="the conclusion cannot be written") as error:
            conclude(bare.folder, "harvest_north", "sufficient", "Eve", "asked")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    assert "ulimit -f" in error.value.remedy
    assert bare.read(str(FILE)) == before


def test_a_release_that_is_tampered_with_is_not_concluded_on(bare):
    bare.write("data/CHANGES.md", b"another story\n")
    with pytest.raises(GateError, match="the release is tampered"):
        conclude(bare.folder, "harvest_north", "sufficient", "Eve", "seen")
    assert not (bare.folder / FILE).exists()


@pytest.mark.parametrize(
    ("figure", "grade", "by", "why", "fact"),
    [
        ("harvest_south", "sufficient", "Eve", "seen", "harvest_north"),
        ("harvest_north", "good", "Eve", "seen", "undetermined"),
        ("harvest_north", "not", " ", "seen", "--by is empty"),
        ("harvest_north", "not", "Eve", "", "--why is empty"),
    ],
)
def test_wrong_conclusions_are_refused(bare, figure, grade, by, why, fact):
    with pytest.raises(DefinitionError, match=fact):
        conclude(bare.folder, figure, grade, by, why)


PEOPLE = {"preparer": "Ann Grower", "reviewer": "Bob Picker"}


def full(folder, role, who, **changed):
    """Write a sign-off that names everything, and return its bytes."""
    said = json.loads((folder / "data" / "release.json").read_text())
    digests = {f"{n}_sha256": sha256_of(folder / f"{f}-sha256.txt") for n, f in DIGESTS.items()}
    told = {"schema": "annual-report/sign-off/1", "edition": said["edition"], "revision": 1}
    content = {**told, "role": role, "name": who, "date": "2022-03-02", **digests, **changed}
    (folder / "sign-off").mkdir(exist_ok=True)
    path = folder / "sign-off" / f"{role}.json"
    path.write_text(json.dumps(content))
    return path.read_bytes()


DIGESTS = {"identity": "manifest", "tagmanifest": "tagmanifest"}


@pytest.fixture
def two_keys(tmp_path):
    return {role: key(tmp_path, f"{role}-key") for role in PEOPLE}


def signed(folder, keys, roles=PEOPLE, **changed):
    for role in roles:
        signature = sign(full(folder, role, PEOPLE[role], **changed), keys[role])
        (folder / "sign-off" / f"{role}.json.sig").write_bytes(signature)


def allowed(tmp_path, *lines):
    path = tmp_path / "allowed"
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


def public(private):
    return " ".join(private.with_suffix(".pub").read_text().split()[:2])


def trusted(keys, who=PEOPLE):
    return [f"{role}@x {public(keys[role])}" for role in who]


@needs_ssh
def test_0_is_for_both_roles_and_taking_any_part_away_never_makes_it_better(
    bare, tmp_path, two_keys
):
    signed(bare.folder, two_keys)
    everybody = allowed(tmp_path, *trusted(two_keys))
    code, found = verify(bare.folder, everybody)
    assert (code, found["missing"]) == (SIGNED, [])
    files = sorted((bare.folder / "sign-off").iterdir())
    for number in range(1, 2 ** len(files)):
        without = [file for at, file in enumerate(files) if number >> at & 1]
        kept = {file: file.read_bytes() for file in without}
        for file in without:
            file.unlink()
        code, found = verify(bare.folder, everybody)
        assert code == UNPROVEN, without
        assert found["missing"], without
        for file, content in kept.items():
            file.write_bytes(content)


@needs_ssh
@pytest.mark.parametrize("role", PEOPLE)
def test_a_stranger_in_one_role_is_missing(bare, tmp_path, two_keys, role):
    signed(bare.folder, two_keys)
    others = [other for other in PEOPLE if other != role]
    code, found = verify(bare.folder, allowed(tmp_path, *trusted(two_keys, others)))
    assert (code, list(found["signers"])) == (UNPROVEN, others)
    assert found["missing"] == [f"{role}: not signed by one of the allowed signers"]
    (bare.folder / "sign-off" / f"{role}.json.sig").unlink()
    assert verify(bare.folder, tmp_path / "allowed")[0] == UNPROVEN
    (bare.folder / "sign-off" / f"{role}.json").unlink()
    assert verify(bare.folder, tmp_path / "allowed")[0] == UNPROVEN


@needs_ssh
@pytest.mark.parametrize(
    ("changed", "kind"),
    [
        ({"edition": "2020"}, "sign-off is of another release"),
        ({"revision": 7}, "sign-off is of another release"),
        ({"revision": "1"}, "sign-off is of another release"),
        ({"revision": True}, "sign-off is of another release"),
        ({"schema": "annual-report/sign-off/2"}, "not as the format has it"),
        ({"date": "yesterday"}, "not as the format has it"),
        ({"name": "Ann\u200b Grower"}, "sign-off names nobody plainly"),
        ({"identity_sha256": "0" * 64}, "sign-off is void"),
    ],
)
def test_what_a_valid_signature_says_is_held_to(bare, tmp_path, two_keys, changed, kind):
    signed(bare.folder, two_keys)
    signed(bare.folder, two_keys, ["preparer"], **changed)
    found = kinds(bare.folder, allowed(tmp_path, *trusted(two_keys)))
    assert found == {("sign-off/preparer.json", kind)}


@needs_ssh
@pytest.mark.parametrize(
    "before",
    [
        'ann@x namespaces="file" {key}',
        'ann@x valid-before="20000101" {key}',
        "ann@x cert-authority {key}",
        "!ann@x {key}",
        "# ann@x {key}",
        "nonsense",
        '"',
        "ann@x ssh-ed25519 AAAA",
    ],
)
def test_an_earlier_line_hides_no_good_one(bare, tmp_path, two_keys, before):
    signed(bare.folder, two_keys)
    earlier = [before.replace("{key}", public(two_keys[role])) for role in PEOPLE]
    good = [f'{role}@x namespaces="annual-report" {public(two_keys[role])}' for role in PEOPLE]
    assert verify(bare.folder, allowed(tmp_path, *earlier, *good))[0] == SIGNED
    assert verify(bare.folder, allowed(tmp_path, *earlier))[0] == UNPROVEN


@needs_ssh
def test_a_key_and_its_certificate_are_one(bare, tmp_path, two_keys):
    mine = two_keys["preparer"]
    words = ["ssh-keygen", "-q", "-s", two_keys["reviewer"], "-I", "me", "-n", "me"]
    subprocess.run([*words, mine.with_suffix(".pub")], check=True)
    certificate = mine.with_name(f"{mine.name}-cert.pub").read_text().split()[1]
    plain = mine.with_suffix(".pub").read_text().split()[1]
    assert base64.b64decode(certificate) != base64.b64decode(plain)
    assert key_in(base64.b64decode(certificate)) == key_in(base64.b64decode(plain))
    other = two_keys["reviewer"].with_suffix(".pub").read_text().split()[1]
    assert key_in(base64.b64decode(other)) != key_in(base64.b64decode(plain))


@needs_ssh
@pytest.mark.parametrize("kind", ["rsa", "ecdsa"])
def test_certificates_of_other_kinds_of_keys(tmp_path, kind):
    for name in ("mine", "authority"):
        words = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-f", tmp_path / name]
        subprocess.run(words, check=True)
    words = ["ssh-keygen", "-q", "-s", tmp_path / "authority", "-I", "me", tmp_path / "mine.pub"]
    subprocess.run(words, check=True)
    blobs = [
        base64.b64decode((tmp_path / name).read_text().split()[1])
        for name in ("mine.pub", "mine-cert.pub", "authority.pub")
    ]
    assert key_in(blobs[0]) == key_in(blobs[1]) != key_in(blobs[2])


def test_conclusions_made_anew_or_cut_are_seen_by_a_head_that_was_noted(bare):
    """Whoever can write the file can write the chain anew: only what stands elsewhere shows it."""
    first = conclude(bare.folder, "harvest_north", "not", "Eve", "a doubt")
    second = conclude(bare.folder, "harvest_north", "undetermined", "Eve", "asked")
    heads = [head_of(first), head_of(second)]
    for head in heads:
        assert verify(bare.folder, conclusions=head)[0] == UNPROVEN
    assert verify(bare.folder)[1]["conclusions_head"] == heads[1]
    lines = bare.read(str(FILE)).splitlines(keepends=True)
    bare.write(str(FILE), lines[0])
    assert verify(bare.folder, conclusions=heads[0])[0] == UNPROVEN
    missing = {(str(FILE), "the noted conclusion is not among them")}
    assert verify(bare.folder)[0] == UNPROVEN
    for remake in (lambda: None, lambda: bare.write(str(FILE), b""), anew(bare)):
        remake()
        code, found = verify(bare.folder, conclusions=heads[1])
        assert code == TAMPERED
        assert {(p["path"], p["kind"]) for p in found["problems"]} == missing


def anew(copy):
    def make():
        (copy.folder / FILE).unlink()
        for grade in ("sufficient", "sufficient"):
            conclude(copy.folder, "harvest_north", grade, "Eve", "no doubt at all")

    return make


def test_which_release_it_is_is_said(kept):
    found = verify(kept)[1]
    said = {name: found[name] for name in ("title", "edition", "revision")}
    assert said == {"title": "Harvest Report 2021", "edition": "2021", "revision": "1"}
    assert found["identity"] == sha256_of(kept / "manifest-sha256.txt")
    assert all(text in shown(found) for text in (*said.values(), found["identity"]))
