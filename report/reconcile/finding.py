"""What reconciliation says of the numbers of a text: verdicts, and the documents and counts that hold them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from numbertext.documents import Block, Document
from numbertext.statement import Statement
from report.evidence.tracing.cell_evidence import FileRows

SCHEMA = "annual-report/reconcile/1"
SUPPORTED, LOOSE = "supported", "loose"
CONTRADICTED, STALE, MISATTRIBUTED = "contradicted", "stale", "misattributed"
STATED_ONLY, UNDECIDED, UNMATCHED = "stated only", "undecided", "unmatched"
NEAR = "near"
WAIVED, SET_ASIDE, UNRESOLVED = "waived", "set aside", "unresolved"
# The worst first: where several hold of one number, the first is its verdict.
VERDICTS = (
    CONTRADICTED,
    STALE,
    MISATTRIBUTED,
    UNDECIDED,
    STATED_ONLY,
    NEAR,
    UNMATCHED,
    UNRESOLVED,
    LOOSE,
    SUPPORTED,
    WAIVED,
    SET_ASIDE,
)
AGAINST = (CONTRADICTED, STALE, MISATTRIBUTED)
UNPROVEN = (UNDECIDED, STATED_ONLY, NEAR, UNMATCHED, UNRESOLVED)
NOTHING_AGAINST, SOMETHING_AGAINST, SOMETHING_UNPROVEN = 0, 1, 3


@dataclass(frozen=True)
class Candidate:
    """A figure that a statement may be about.

    Attributes:
        figure: The figure's id.
        label: Its label.
        value: Its value as it is published.
        period: The reference period in words; empty for none.
        verdict: What the statement would be if it were about this figure.
    """

    figure: str
    label: str
    value: str
    period: str
    verdict: str


@dataclass(frozen=True)
class CitedEvidence:
    """What a bound figure rests on, as a trace found it.

    Attributes:
        line: All of it in one line.
        files: The rows by file, a few of each.
        trace: The command that shows it all, and replays it.
    """

    line: str
    files: Sequence[FileRows]
    trace: str


@dataclass(frozen=True)
class Verdict:
    """What is said of one number.

    Attributes:
        verdict: One of `VERDICTS`.
        why: The reason in one or two sentences.
        also: Further verdicts that hold.
        figure: Id of the figure that it is about, of a `near` one the closest; empty for none.
        figure_value: That figure's value with its period, as it is published.
        candidates: Other figures that it may be about.
        rewording: A true wording; empty where none is known or none is needed.
        bound_by: `binding`, `waiver`, `control` (by the document), `class` (waived), `terms`, `cells`, or empty.
        evidence: What the figure rests on; None where there is no figure.
        lies: Where the value lies of what is true and said loosely, or true and misleading: `above` or `below` all that
            the words suggest; empty for neither.
        formula: How the value comes of several cells; empty where one answers.
    """

    verdict: str
    why: str
    also: tuple[str, ...] = ()
    figure: str = ""
    figure_value: str = ""
    candidates: tuple[Candidate, ...] = ()
    rewording: str = ""
    bound_by: str = ""
    evidence: CitedEvidence | None = None
    lies: str = ""
    formula: str = ""


@dataclass(frozen=True, kw_only=True)
class Finding(Verdict):
    """One number of a document and what is said of it.

    Attributes:
        statement: The number; its start and end count from the start of the document's text.
        block: The block of text that it stands in.
        sentence: Start and end of its sentence in the document's text.
        fingerprint: Digest of sentence and number, by which a decision is kept.
    """

    statement: Statement
    block: Block
    sentence: tuple[int, int]
    fingerprint: str

    @property
    def held_against(self) -> str:
        """Id of the figure that the number was held against; empty for none, and where one is only close."""
        return "" if self.verdict == NEAR else self.figure

    def as_dict(self) -> dict[str, object]:
        """Return the finding as `reconcile --json` gives it."""
        evidence = self.evidence
        return {
            **self.statement.as_dict(),
            "part": self.block.part,
            "paragraph": self.block.paragraph,
            "page": self.block.page,
            "fingerprint": self.fingerprint,
            "verdict": self.verdict,
            "lies": self.lies or None,
            "also": list(self.also),
            "formula": self.formula or None,
            "figure": self.figure or None,
            "figure_value": self.figure_value or None,
            "candidates": [vars(candidate) for candidate in self.candidates],
            "rewording": self.rewording or None,
            "why": self.why,
            "bound_by": self.bound_by or None,
            "evidence": _cited(evidence),
            "rests_on": evidence and evidence.line,
            "trace": evidence and evidence.trace,
        }


def _cited(evidence: CitedEvidence | None) -> list[dict[str, object]]:
    """Return the raw rows that a finding cites, of every cell that answers: a few of each file."""
    return [
        {
            "file": file.file,
            "sheet": row.sheet or None,
            "line": row.line,
            **({"column": row.column} if row.column else {}),
            "role": row.role,
        }
        for file in (evidence.files if evidence else ())
        for row in file.rows
    ]


@dataclass(frozen=True)
class ReconciledDocument:
    """A document with a finding for every number in it, in the order of the text."""

    document: Document
    findings: tuple[Finding, ...]

    def as_dict(self) -> dict[str, object]:
        """Return the document as `reconcile --json` gives it."""
        return {
            "path": self.document.path,
            "sha256": self.document.sha256,
            "format": self.document.format,
            "left_out": [left._asdict() for left in self.document.left_out],
            "statements": [finding.as_dict() for finding in self.findings],
        }


@dataclass(frozen=True)
class Reconciliation:
    """Some documents held against an edition.

    Attributes:
        edition: The edition; empty where the text was read without any.
        as_of: Its as-of date, ISO 8601; empty likewise.
    """

    edition: str
    as_of: str
    documents: tuple[ReconciledDocument, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many numbers have each verdict, the worst verdict first; verdicts that none has are left out."""
        found = Counter(f.verdict for document in self.documents for f in document.findings)
        return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}

    @property
    def exit_code(self) -> int:
        """Return 1 where something is against the text, 3 where something is unproven, else 0."""
        if any(self.counts.get(verdict) for verdict in AGAINST):
            return SOMETHING_AGAINST
        if any(self.counts.get(verdict) for verdict in UNPROVEN):
            return SOMETHING_UNPROVEN
        return NOTHING_AGAINST

    def as_dict(self) -> dict[str, object]:
        """Return what `reconcile --json` prints."""
        return {
            "schema": SCHEMA,
            "edition": self.edition or None,
            "as_of": self.as_of or None,
            "documents": [document.as_dict() for document in self.documents],
            "counts": self.counts,
        }
