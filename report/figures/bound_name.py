"""The name that a filled document gives to a number: which figure it is, in which wording, of which edition.

    figure:displaced_total.value@2022#9f31c2ab

It stands in tag and title of a content control, or in `data-figure` of an HTML element. The digest is that of the text
as it was filled: a text that has another was changed by hand. Word takes no name of more than 64 characters, so that a
long part is cut and told apart by a digest of its whole (`~` and what follows).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

PREFIX = "figure:"
LONGEST = 64
_NAME, _EDITION, _DIGEST = 36, 11, 8
_WRITTEN = re.compile(
    rf"{PREFIX}(?P<name>[A-Za-z0-9][A-Za-z0-9_.-]*(?:~[0-9a-f]{{8}})?)"
    r"(?:@(?P<edition>[^\s#@]{1,11})#(?P<digest>[0-9a-f]{8}))?"
)


@dataclass(frozen=True)
class BoundName:
    """What the name of a filled number says.

    Attributes:
        name: What its placeholder named: `ID` or `ID.WORDING`, a long one cut.
        edition: The edition that it was filled from, a long one cut; empty where a person wrote the name.
        digest: Of the text that was filled; empty likewise.
    """

    name: str
    edition: str = ""
    digest: str = ""

    def known(self, names: Iterable[str]) -> str:
        """Return which of some names it is; empty for none."""
        return next((name for name in names if cut_name(name) == self.name), "")

    def is_of(self, edition: str) -> bool:
        """Return whether it was filled from an edition; a name written by a person is of any."""
        return not self.edition or self.edition == _cut(edition, _EDITION)

    def is_untouched(self, text: str) -> bool:
        """Return whether a text is the one that was filled."""
        return self.digest == digest_of(text)


def bound_name(name: str, edition: str, text: str) -> str:
    """Return the name of a filled number.

    Args:
        name: What its placeholder named.
        edition: The edition.
        text: The text that is filled.
    """
    return f"{PREFIX}{cut_name(name)}@{_cut(edition, _EDITION)}#{digest_of(text)}"


def parse_bound(written: str) -> BoundName | None:
    """Return what a name says; None where it names no figure."""
    found = _WRITTEN.fullmatch(written.strip())
    if found is None:
        return None
    return BoundName(*found.groups(default=""))


def cut_name(name: str) -> str:
    """Return what a placeholder names, a long one cut."""
    return _cut(name, _NAME)


def digest_of(text: str) -> str:
    """Return the digest of a filled text; how it is broken into lines and blanks does not count."""
    plain = " ".join(text.split())
    return hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    own = hashlib.sha256(text.encode()).hexdigest()[: min(_DIGEST, most // 2)]
    return f"{text[: most - len(own) - 1]}~{own}"
