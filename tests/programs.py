"""The programs that tests use where they are installed; a test that needs a missing one is skipped, with a reason.

`@pytest.mark.needs("git")` on a test, `program("git")` in what a test calls: both skip alike. CI has
all of them, and counts a skip as a failure.
"""

import shutil

import pytest

# Each with the names that it goes by, and the package of Debian that brings it.
PROGRAMS = {
    "git": (("git",), "git"),
    "ssh-keygen": (("ssh-keygen",), "openssh-client"),
    "chromium": (
        ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
        "chromium",
    ),
    "systemd-analyze": (("systemd-analyze",), "systemd"),
    "soffice": (("soffice",), "libreoffice-calc libreoffice-writer"),
}


def program(name):
    """Return where a program is; skips the test where it is not installed."""
    names, package = PROGRAMS[name]
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip(f"needs {name}: apt-get install {package}")
    return found
