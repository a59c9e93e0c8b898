"""Proposed decisions on the numbers of a text, as YAML for a person to read, correct, sign and put into the register.

What a decision is and how it is found again belongs to `report.reconcile.bindings`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from report.reconcile.finding import SET_ASIDE, Finding, Reconciliation
from warehouse.visible import escaped, on_one_line

_DECIDED = ("binding", "waiver", "class")
_HEAD = """\
# Proposed, not decided: read each sentence, correct the figure, and sign with `by` and `on` (YYYY-MM-DD).
# A number that needs no figure gets `waived: the reason` in the place of `figure`. Leave out what is not decided.
"""


def entries(found: Reconciliation) -> str:
    """Return an entry for every statement that nobody has bound or waived yet.

    Args:
        found: The reconciliation.
    """
    lines = list(_lines(found))
    name = found.edition or "EDITION"
    head = f"# raw/editions/{name}.statements.yaml\n{_HEAD}"
    return head + "\n".join(["statements:", *lines] if lines else ["statements: []"]) + "\n"


def _lines(found: Reconciliation) -> Iterator[str]:
    seen: set[str] = set()
    for document in found.documents:
        for finding in document.findings:
            if finding.verdict == SET_ASIDE or finding.bound_by in _DECIDED:
                continue
            # The same sentence twice has one fingerprint, and takes one decision.
            if finding.fingerprint not in seen:
                seen.add(finding.fingerprint)
                start, end = finding.sentence
                yield from _entry(finding, document.document.text[start:end])


def _entry(finding: Finding, sentence: str) -> Iterator[str]:
    yield f"  # {on_one_line(f'{finding.verdict}: {finding.why}')}"
    yield f"  - fingerprint: {_quoted(finding.fingerprint)}"
    yield f"    sentence: {_quoted(sentence)}"
    yield f"    number: {_quoted(finding.statement.text)}"
    others = dict.fromkeys(c.figure for c in finding.candidates if c.figure != finding.figure)
    hint = f"  # or: {on_one_line(', '.join(others))}" if others else ""
    # What several cells answer is of no one figure: it can be waived, not bound.
    figure = "" if finding.formula else finding.figure
    yield f"    figure: {_quoted(figure) if figure else ''}{hint}".rstrip()
    yield "    by:"
    yield "    on:"


def _quoted(text: str) -> str:
    """Return text as a scalar that YAML reads as text, whatever it looks like: a string of JSON is one."""
    return escaped(json.dumps(on_one_line(text), ensure_ascii=False))
