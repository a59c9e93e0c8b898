"""Sentences of three projects with what they are: false of a figure, true of it, or about a neighbour of it.

They were written without sight of the rules. Half of them are kept aside (`kept`): these are counted, and no rule was
made by looking at them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from numbertext.documents import Block
from numbertext.extraction import extract
from report.reconcile.finding import AGAINST, SUPPORTED, Verdict
from report.reconcile.grounds import Grounds
from report.reconcile.knowledge import Knowledge, knowledge_of
from report.reconcile.reconciliation import said_in
from report.reconcile.verdict import Judge

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Line:
    """One sentence: its project, the number in it that it is judged by, and the figure that it is about or beside."""

    id: str
    project: str
    text: str
    number: str
    figure: str
    is_kept: bool


def lines(name: str) -> list[Line]:
    """Return the lines of one corpus: `neighbours`, `false` or `true`."""
    found = (json.loads(line) for line in (HERE / f"{name}.jsonl").read_text("utf-8").splitlines())
    return [
        Line(
            line["id"],
            line["project"],
            line["text"],
            line["number"],
            line.get("figure", ""),
            line.get("kept", False),
        )
        for line in found
    ]


@dataclass(frozen=True)
class Reader:
    """Reads sentences against one edition."""

    knowledge: Knowledge
    judge: Judge

    def verdicts(self, text: str) -> Iterator[tuple[int, int, Verdict]]:
        """Yield start, end and verdict of every number of a text."""
        block = Block(text, "body", 1, None, 0, "paragraph")
        for context, verdict in said_in(block, extract(text), judge=self.judge):
            yield context.statement.start, context.statement.end, verdict

    def verdict(self, line: Line) -> Verdict | None:
        """Return the verdict on a line's number; None where it was not found."""
        start = line.text.index(line.number)
        end = start + len(line.number)
        found = (v for a, b, v in self.verdicts(line.text) if a < end and b > start)
        return next(found, None)

    def accused(self, line: Line) -> list[Verdict]:
        """Return the verdicts against any number of a line."""
        return [v for _, _, v in self.verdicts(line.text) if v.verdict in AGAINST]

    def is_caught(self, line: Line) -> bool:
        """Return whether a line's number is accused by its figure or by one of the same subject."""
        found = self.verdict(line)
        if found is None or found.verdict not in AGAINST:
            return False
        terms = {f.id: set(f.terms) for q in self.knowledge.quantities for f in q.figures}
        wanted = terms.get(line.figure, set())
        return found.figure == line.figure or bool(wanted & terms.get(found.figure, set()))

    def is_passed(self, line: Line) -> bool:
        """Return whether a line's number is supported."""
        found = self.verdict(line)
        return found is not None and found.verdict == SUPPORTED


@contextmanager
def reader(project, kept, edition: str) -> Iterator[Reader]:
    """Give a reader of one edition's generation."""
    knowledge = knowledge_of(project, kept, edition)
    with kept.connection() as connection:
        yield Reader(knowledge, Judge(knowledge, Grounds(kept, connection, edition)))
