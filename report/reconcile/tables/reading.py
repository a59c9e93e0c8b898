"""The findings on the tables of a document: each number of a bound table by its cell, no word of a head that scales."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from numbertext.documents import Block, Document
from numbertext.statement import SET_ASIDE_KIND, Statement
from numbertext.tables import CellNumber, Table, number_of, scale_of, scale_spans, tables_of
from report.reconcile.finding import (
    AGAINST,
    CONTRADICTED,
    LOOSE,
    NEAR,
    SET_ASIDE,
    SUPPORTED,
    CitedEvidence,
    Finding,
    Verdict,
)
from report.reconcile.tables.bound import Bound, bind
from report.reconcile.tables.captions import left_over
from report.reconcile.tables.judged import judged
from report.reconcile.tables.report_table import ReportTable

Cite = Callable[[str, Mapping[str, object], str], CitedEvidence]
_HEAD, _LABEL, _SCALE = "head of a table", "label of a row", "scale of a table"
_DIFFERS = "Most of the table differs from {table}: it may be of another period or edition. "


@dataclass(frozen=True)
class Tables:
    """What tables of texts are held against.

    Attributes:
        known: The report tables.
        decided: Number of a table in a document -> name of the report table that a person decided on, by document.
        cite: Gives the evidence of a cell.
        years: Years that a table without years may be said of: the edition's.
    """

    known: Sequence[ReportTable]
    decided: Mapping[tuple[str, int], str]
    cite: Cite
    years: frozenset[str] = frozenset()

    def findings(self, document: Document) -> dict[int, list[Finding]]:
        """Return the findings on blocks of bound tables, by the number of the block."""
        found: dict[int, list[Finding]] = {}
        for table in tables_of(document):
            decided = self.decided.get((document.path, table.number), "")
            bound = bind(table, self.known, decided)
            if bound is not None:
                given = list(_of_table(bound))
                for finding in given if decided else self._doubted(given, bound):
                    cited = self._cited(finding, bound) if finding.verdict in AGAINST else finding
                    found.setdefault(finding.block.paragraph, []).append(cited)
        return found

    def _doubted(self, found: Sequence[Finding], bound: Bound) -> Iterator[Finding]:
        left = left_over(bound.table.caption, bound.of, self.years)
        if left.other_years:
            years = ", ".join(left.other_years)
            why = f"Its caption names {years}, of which {bound.of.name} is not. "
            yield from _only_near(found, why, (CONTRADICTED, SUPPORTED, LOOSE))
        elif left.words:
            words = ", ".join(f"“{word}”" for word in left.words)
            why = f"Its caption says {words}, which the title of {bound.of.name} does not: it may be another table. "
            yield from _only_near(found, why, (CONTRADICTED,))
        else:
            yield from _doubted(found, bound)

    def _cited(self, finding: Finding, bound: Bound) -> Finding:
        """Return a finding against a cell, with the evidence of the report table's cell."""
        cells = bound.table.cells.items()
        row, column = next(place for place, cell in cells if finding.block in cell.blocks)
        key = {name: bound.rows[row][name] for name in bound.of.key}
        return replace(finding, evidence=self.cite(bound.of.name, key, bound.columns[column]))


def _of_table(bound: Bound) -> Iterator[Finding]:
    done: set[int] = set()
    for (row, column), cell in bound.table.cells.items():
        block = cell.blocks[0]
        number = number_of(cell.text) if len(cell.blocks) == 1 else None
        if number is None or block.paragraph in done:
            continue
        name = bound.columns.get(column, "")
        is_label = name in bound.of.key
        if row <= bound.heads or (is_label and row in bound.rows):
            verdict = Verdict(SET_ASIDE, _HEAD if row <= bound.heads else _LABEL, bound_by="table")
        elif name and row in bound.rows:
            verdict = judged(bound, row, column, number)
        else:
            continue
        done.add(block.paragraph)
        around = f"{bound.of.name}: {bound.table.text(row, 1)} | {bound.head(column)}"
        statement = _statement(block, number, verdict, bound, column)
        yield _finding(block, statement, verdict, around)


def _statement(
    block: Block, number: CellNumber, verdict: Verdict, bound: Bound, column: int
) -> Statement:
    about = bound.of.columns.get(bound.columns.get(column, ""))
    is_aside = verdict.verdict == SET_ASIDE
    scale = scale_of(bound.head(column)) or 1
    value = None if is_aside else number.value * scale
    return Statement(
        start=block.start + number.start,
        end=block.start + number.end,
        text=block.text[number.start : number.end],
        kind=SET_ASIDE_KIND if is_aside else "percent" if number.is_percent else "cardinal",
        value=value,
        low=value,
        high=value,
        unit="" if is_aside or about is None else about.unit,
        rule="table.cell",
        set_aside=verdict.why if is_aside else None,
        precision=None if is_aside else number.place * scale,
        is_rounded=True,
    )


def _finding(block: Block, statement: Statement, verdict: Verdict, around: str) -> Finding:
    text = f"{around}: {statement.text}".casefold()
    name = hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]
    sentence = (block.start, block.start + len(block.text))
    return Finding(
        statement=statement, block=block, sentence=sentence, fingerprint=name, **vars(verdict)
    )


def _doubted(found: Sequence[Finding], bound: Bound) -> Iterator[Finding]:
    """Yield findings; where more cells differ than agree, whether it is the same table is not certain."""
    # Years tell which rows these are: they are the same in every edition.
    counts = Counter(f.verdict for f in found if f.statement.unit != "year")
    if counts[CONTRADICTED] < counts[SUPPORTED] + counts[LOOSE]:
        yield from found
        return
    yield from _only_near(found, _DIFFERS.format(table=bound.of.name), (CONTRADICTED,))


def _only_near(found: Sequence[Finding], why: str, verdicts: Sequence[str]) -> Iterator[Finding]:
    """Yield findings, those of some verdicts as near only."""
    for finding in found:
        if finding.verdict in verdicts and finding.statement.unit != "year":
            yield replace(finding, verdict=NEAR, why=why + finding.why, rewording="")
        else:
            yield finding


def scales(document: Document) -> dict[int, list[tuple[int, int]]]:
    """Return where heads of tables have words that only scale, by the number of the block."""
    return {
        block.paragraph: spans
        for table in tables_of(document)
        for block in _head_blocks(table)
        if (spans := scale_spans(block.text))
    }


def _head_blocks(table: Table) -> Iterator[Block]:
    for (row, _), cell in table.cells.items():
        if row == 1 or cell.is_head or number_of(cell.text) is None:
            yield from cell.blocks


def settled(finding: Finding, spans: Sequence[tuple[int, int]]) -> Finding:
    """Return a finding on a cell of a table that is not bound: a word that scales says nothing, and nobody is accused.

    Args:
        finding: The finding by the words of the cell alone.
        spans: Where words that scale stand in the block.
    """
    start = finding.statement.start - finding.block.start
    end = finding.statement.end - finding.block.start
    is_number = (
        any(map(str.isdigit, finding.statement.text)) and "000" not in finding.statement.text[:4]
    )
    if any(a <= start and end <= b for a, b in spans) and not is_number:
        statement = replace(finding.statement, kind=SET_ASIDE_KIND, set_aside=_SCALE, value=None)
        aside = Verdict(SET_ASIDE, _SCALE)
        return replace(finding, statement=statement, **vars(aside))
    if finding.verdict in AGAINST and finding.bound_by == "terms" and number_of(finding.block.text):
        why = "Which row and column of the report it is of is not certain. " + finding.why
        return replace(finding, verdict=NEAR, why=why, also=(), rewording="")
    return finding
