"""Signatures by `ssh-keygen -Y sign`: made with a person's own key, checked by whoever trusts that key.

The arguments are fixed but for the path of the key; nothing that a file says reaches them.
"""

from __future__ import annotations

import base64
import binascii
import os
import subprocess
from pathlib import Path

from warehouse.errors import DefinitionError

NAMESPACE = "annual-report"
_MAGIC = b"SSHSIG"
_HEAD, _FOOT = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


def sign(statement: bytes, key: Path) -> bytes:
    """Return the signature of a statement, as ssh-keygen writes it.

    Args:
        statement: What is signed.
        key: The private key, or the public one where an agent holds the private one.

    Raises:
        DefinitionError: If the key does not exist, ssh-keygen is not installed or refuses.
    """
    path = Path(os.path.realpath(key))
    if not path.is_file():
        raise DefinitionError("there is no such key", where=str(key), expected="an SSH key's file")
    line = ["ssh-keygen", "-Y", "sign", "-n", NAMESPACE, "-f", str(path)]
    try:
        # The statement goes in and the signature comes out by pipes: no file is left beside the release.
        done = subprocess.run(line, input=statement, capture_output=True, check=False)  # noqa: S603
    except FileNotFoundError as error:
        raise DefinitionError(
            "ssh-keygen is not installed",
            expected="OpenSSH 8.1 or later, to sign with --key",
            remedy="install OpenSSH, or sign off without --key: authorship is then unproven",
        ) from error
    if done.returncode != 0 or _HEAD.encode() not in done.stdout:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise DefinitionError(
            f"ssh-keygen does not sign: {said}", where=str(key), remedy="give an SSH key of yours"
        )
    return done.stdout


def public_key(signature: bytes) -> bytes:
    """Return the public key that a signature carries; empty where it carries none that can be read."""
    text = signature.decode("ascii", "replace")
    body = "".join(text.partition(_HEAD)[2].partition(_FOOT)[0].split())
    try:
        blob = base64.b64decode(body, validate=True)
    except binascii.Error:
        return b""
    # SSHSIG: the magic word, a version of four bytes, then the key as a length of four bytes and so many bytes.
    start = len(_MAGIC) + 4
    size = int.from_bytes(blob[start : start + 4], "big")
    return blob[start + 4 : start + 4 + size] if blob.startswith(_MAGIC) else b""
