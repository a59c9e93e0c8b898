"""Findings made by hand, one of every verdict, for the tests of what people see of a reconciliation."""

import re
from decimal import Decimal

from numbertext.documents.document import Document, Piece, joined
from numbertext.statement import Statement
from report.evidence.tracing.cell_evidence import FileRows, RawLine
from report.reconcile.finding import (
    SET_ASIDE,
    VERDICTS,
    Candidate,
    CitedEvidence,
    Finding,
    ReconciledDocument,
    Reconciliation,
)

ROWS = (
    RawLine("", 5, "value", "measured", {"year": 2020, "tonnes": 131, "url": "x"}),
    RawLine("", 6, "witness", "measured", {"year": 2020, "tonnes": 2, "url": None}),
)
FILE = FileRows(
    source="harvest",
    vintage="2021-02-01",
    file="raw/harvest/2021-02-01/crops.csv",
    sha256="",
    nature="measured",
    form="as received",
    citation="",
    rows=ROWS,
    count=57,
    by_role={"value": 56, "witness": 1},
)
EVIDENCE = CitedEvidence(
    "57 rows of raw/harvest/2021-02-01/crops.csv",
    (FILE,),
    "annual-report trace harvest_north --edition 2020",
)
CANDIDATES = (
    Candidate("harvest_all", "Harvest of all orchards", "1,310 tonnes", "2020", "contradicted"),
)


def statement(start, text, verdict, *, value="110"):
    is_aside = verdict == SET_ASIDE
    return Statement(
        start,
        start + len(text),
        text,
        kind="set_aside" if is_aside else "cardinal",
        value=None if is_aside else Decimal(value),
        low=None if is_aside else Decimal(value),
        low_open=True,
        unit="tonnes",
        comparator="gt",
        rule="date" if is_aside else "modifier",
        set_aside="a date" if is_aside else None,
    )


def finding(document, block, text, verdict, *, at=0, **given):
    """A finding for the first occurrence of some text in a block, from `at` on."""
    start = block.start + block.text.index(text, at)
    has_figure = verdict not in (SET_ASIDE, "unmatched", "unresolved")
    facts = {
        "why": f"This is {verdict}.",
        "figure": "harvest_north" if has_figure else "",
        "figure_value": "131 tonnes in 2020" if has_figure else "",
        "evidence": EVIDENCE if has_figure else None,
        "bound_by": "terms" if has_figure else "",
    }
    return Finding(
        statement=statement(start, text, verdict),
        block=block,
        sentence=(block.start, block.start + len(block.text)),
        fingerprint=f"{start:012x}",
        verdict=verdict,
        **{**facts, **given},
    )


def document(*pieces, path="text.docx"):
    """A document of pieces, each a text or (text, part, style[, page])."""
    whole = [Piece(p, "body", "paragraph") if isinstance(p, str) else Piece(*p) for p in pieces]
    blocks, text = joined(whole)
    return Document(path, "0" * 64, "docx", blocks, text)


def reconciled(made, *findings, edition="2020"):
    """A reconciliation of one document."""
    done = ReconciledDocument(made, tuple(findings))
    return Reconciliation(edition, "2021-03-01" if edition else "", (done,))


def numbered(made, verdicts=VERDICTS, **given):
    """A finding for every run of digits of a document, with the verdicts in turn."""
    found = []
    for block in made.blocks:
        for match in re.finditer(r"\d+", block.text):
            verdict = verdicts[len(found) % len(verdicts)]
            found.append(finding(made, block, match[0], verdict, at=match.start(), **given))
    return found


def one_of_each():
    """A document with a number of every verdict, in every style of block."""
    made = document(
        ("Harvest of 2020", "body", "heading"),
        "In 2020 the north gave 131 tonnes, the south 12, and 7 orchards closed.",
        ("• 40 trees were lost", "body", "list"),
        ("Some 300 people helped", "body", "list"),
        ("North", "table 1, row 1, column 1", "cell"),
        ("131", "table 1, row 1, column 2", "cell"),
        ("250", "table 1, row 2, column 2", "cell"),
        ("See note 9 of the Board.", "footnote 3", "note"),
        ("x = 5, y = 6", "body", "code"),
        ("For the first time in 3 years, hundreds came.", "page 2", "paragraph", 2),
    )
    return made, numbered(made)
