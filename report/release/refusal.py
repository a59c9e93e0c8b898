"""Why an edition is not released: reasons, each with its place and remedy, all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from warehouse.errors import GateError, UserError


@dataclass(frozen=True)
class Reason:
    """One thing that stands against a release.

    Attributes:
        kind: `tree`, `source`, `table`, `check`, `generation`, `figure` or `cell`.
        what: The fact.
        where: File, table or figure concerned.
        remedy: What to do.
    """

    kind: str
    what: str
    where: str = ""
    remedy: str = ""

    @classmethod
    def of(cls, kind: str, error: UserError) -> Reason:
        """Return an error as a reason."""
        expected = f"; expected: {error.expected}" if error.expected else ""
        return cls(kind, f"{error.fact}{expected}", error.where, error.remedy)

    def as_dict(self) -> dict[str, str]:
        """Return the reason for JSON."""
        return asdict(self)

    def __str__(self) -> str:
        """Return the reason in words."""
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n    remedy: {self.remedy}" if self.remedy else head


class ReleaseRefused(GateError):
    """An edition is not fit to be released.

    Args:
        edition: The edition.
        reasons: Every reason that was found.
    """

    def __init__(self, edition: str, reasons: Sequence[Reason]) -> None:
        listed = "\n".join(f"  {reason.kind}: {reason}" for reason in reasons)
        super().__init__(f"edition {edition} is not released:\n{listed}")
        self.edition = edition
        self.reasons = tuple(reasons)
