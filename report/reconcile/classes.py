r"""Classes of numbers that a person waived in one entry (page numbers, a contents page), in the register of decisions.

    classes:
      - what: page numbers of the contents
        sentence: '\.{4,} *[0-9]+$'       a pattern in the number's sentence
        part: footer                      header, footer, text box, table 3, page 2 ...
        style: list                       heading, paragraph, cell, list, note, caption, code
        number: "[0-9]{1,3}"              a pattern of the whole number
        waived: they state nothing
        by: A. Reviewer
        on: 2023-07-12

All that an entry names has to hold. A class waives what is unproven only: a number that a figure speaks against wants a
decision of its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from numbertext.documents import Block
from report.reconcile.context import Context
from report.reconcile.finding import UNPROVEN, WAIVED, Verdict
from warehouse.definition_values import text
from warehouse.definitions import check_keys, items, mapping
from warehouse.errors import DefinitionError

BOUND_BY = "class"
_CONDITIONS = {"sentence", "part", "style", "number"}


@dataclass(frozen=True)
class WaivedClass:
    """One class of numbers that need no figure.

    Attributes:
        what: What they are, in words.
        why: Why they need no figure.
        by: Who decided.
        on: When, ISO 8601.
        sentence: Pattern in the sentence; None for any.
        number: Pattern of the whole number as it stands; None for any.
        part: Part of the document, with all that is in it (`table 3` has `table 3, row 2, column 1`); empty for any.
        style: Style of the block; empty for any.
    """

    what: str
    why: str
    by: str
    on: str
    sentence: re.Pattern[str] | None
    number: re.Pattern[str] | None
    part: str
    style: str

    def has(self, context: Context, block: Block) -> bool:
        """Return whether a number is of the class."""
        return (
            (not self.part or block.part == self.part or block.part.startswith(f"{self.part},"))
            and self.style in ("", block.style)
            and (self.number is None or self.number.fullmatch(context.statement.text) is not None)
            and (self.sentence is None or self.sentence.search(context.sentence_text) is not None)
        )


def waived_by_class(
    verdict: Verdict, context: Context, block: Block, classes: Sequence[WaivedClass]
) -> Verdict:
    """Return the verdict on a number, a waiver where it is unproven and of a class that was waived."""
    if verdict.verdict not in UNPROVEN:
        return verdict
    found = next((waived for waived in classes if waived.has(context, block)), None)
    if found is None:
        return verdict
    why = f"Waived as {found.what} by {found.by} on {found.on}: {found.why}."
    return Verdict(WAIVED, why, bound_by=BOUND_BY)


def classes_in(given: object, where: str) -> tuple[WaivedClass, ...]:
    """Return the classes of a register; raises DefinitionError where an entry is wrong."""
    return tuple(_class(item, where) for item in items(given, where)) if given else ()


def _class(given: object, where: str) -> WaivedClass:
    values = mapping(given, where)
    place = f"{where}, class {values.get('what', '?')}"
    check_keys(values, required={"what", "waived", "by", "on"}, optional=_CONDITIONS, where=place)
    if not _CONDITIONS & set(values):
        raise DefinitionError(
            "a class of every number",
            where=place,
            expected="one or more of sentence, part, style and number",
            remedy="say which numbers are waived",
        )
    names = ("what", "waived", "by", "on")
    what, why, by, on = told = [text(values, name, place).strip() for name in names]
    if not all(told):
        empty = ", ".join(name for name, said in zip(names, told, strict=True) if not said)
        raise DefinitionError(f"{empty} is empty", where=place, expected="a text")
    return WaivedClass(
        what=what,
        why=why,
        by=by,
        on=on,
        sentence=_pattern(values.get("sentence"), place),
        number=_pattern(values.get("number"), place),
        part=text(values, "part", place, ""),
        style=text(values, "style", place, ""),
    )


def _pattern(given: object, where: str) -> re.Pattern[str] | None:
    if given is None:
        return None
    try:
        return re.compile(str(given))
    except re.error as error:
        raise DefinitionError(
            f"pattern {given!r}: {error}", where=where, expected="a regular expression of Python"
        ) from error
