"""What LibreOffice reads for us (RTF): turned into DOCX in a folder and with a profile of its own, within a time limit.

The original is never opened: LibreOffice gets a copy of its bytes. Its profile is new, so no macro of anybody's runs,
and its settings say that none of the document's does, and that no link is followed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from numbertext.documents import limits
from numbertext.documents.errors import DocumentError

PROGRAMS = ("soffice", "libreoffice")
SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
SETTINGS = {
    (SECURITY, "MacroSecurityLevel"): "3",
    (SECURITY, "DisableMacrosExecution"): "true",
    (SECURITY, "BlockUntrustedRefererLinks"): "true",
    (SECURITY, "DisableActiveContent"): "true",
}
SPACES = (
    'xmlns:oor="http://openoffice.org/2001/registry" '
    'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
# A proxy that nobody is: what would be fetched all the same is not.
NOWHERE = "http://127.0.0.1:9"


def as_docx(data: bytes, suffix: str) -> bytes:
    """Return a document as DOCX.

    Args:
        data: Its bytes.
        suffix: The ending of its format, such as `.rtf`.

    Raises:
        DocumentError: LibreOffice is not installed, or does not take the document.
    """
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise DocumentError(
            f"a {suffix[1:].upper()} file is read by LibreOffice, which is not installed here",
            expected="LibreOffice Writer (the command soffice)",
            remedy="install it, or save the document as DOCX in its own program",
        )
    with tempfile.TemporaryDirectory(prefix="numbertext-") as name:
        folder = Path(name)
        source, target = folder / f"document{suffix}", folder / "out" / "document.docx"
        source.write_bytes(data)
        _write_profile(folder / "profile" / "user")
        _run(program, folder, source)
        if not target.is_file():
            raise _refused("LibreOffice does not take it")
        if target.stat().st_size > limits.FILE_BYTES:
            raise _refused("as DOCX it is too large")
        return target.read_bytes()


def _write_profile(folder: Path) -> None:
    items = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in SETTINGS.items()
    )
    folder.mkdir(parents=True)
    text = f'<?xml version="1.0" encoding="UTF-8"?><oor:items {SPACES}>{items}</oor:items>'
    (folder / "registrymodifications.xcu").write_text(text, encoding="utf-8")


def _run(program: str, folder: Path, source: Path) -> None:
    options = [
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--convert-to",
        "docx",
        "--outdir",
    ]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "ftp_proxy", "all_proxy"), NOWHERE)
    settings = {**os.environ, **nowhere, "HOME": str(folder), "no_proxy": ""}
    command = [program, profile, *options, str(folder / "out"), str(source)]
    # LibreOffice starts a process of its own: both are of one group, so that both can be ended.
    with subprocess.Popen(  # noqa: S603 - a program found by name, and names that are ours
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=settings,
        cwd=folder,
        start_new_session=True,
    ) as process:
        try:
            process.wait(limits.CONVERSION_SECONDS)
        except subprocess.TimeoutExpired as error:
            os.killpg(process.pid, signal.SIGKILL)
            raise _refused(
                f"LibreOffice takes longer than {limits.CONVERSION_SECONDS} seconds"
            ) from error


def _refused(fact: str) -> DocumentError:
    return DocumentError(
        fact,
        expected="a document that its own program opens without complaint",
        remedy="open it in its own program and save it as DOCX",
    )
