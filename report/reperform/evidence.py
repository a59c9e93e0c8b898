"""What a comparison starts from: the release, the plan of its project, and what the two engines made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from report.figures.catalogue import Figure
from report.reperform.first import FirstResult
from report.reperform.inputs import ALTERED, FileFault, faults_below
from report.reperform.opened import OpenedRelease
from report.reperform.outcome import DIFFERS, NOT_PERFORMED, Answer
from report.reperform.second.written import SecondResult
from warehouse.builder.plan import Plan


@dataclass(frozen=True)
class BothEngines:
    """Everything that is compared.

    Attributes:
        release: The release.
        plan: The plan of its edition; None where its definitions cannot be read.
        catalogue: Its figure catalogue by id.
        faults: Raw files that are missing or altered.
        first: What the first engine made of it, or the reason why it made nothing.
        second: What the second engine made of it, or the reason why it made nothing.
    """

    release: OpenedRelease
    plan: Plan | None
    catalogue: Mapping[str, Figure]
    faults: list[FileFault]
    first: FirstResult | str
    second: SecondResult | str

    def held_up(self, table: str) -> Answer | None:
        """Return the answer for a table that faulty raw files hold up, altered ones before missing ones."""
        if self.plan is None:
            return None
        found = faults_below(self.plan, self.faults, table)
        found = sorted(found, key=lambda fault: (fault.state != ALTERED, fault.path))
        if not found:
            return None
        words = f"{found[0].path}: {found[0].why}"
        return Answer(DIFFERS if found[0].state == ALTERED else NOT_PERFORMED, words)
