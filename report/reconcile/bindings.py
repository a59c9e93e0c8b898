"""What a person decided once, in `raw/editions/<edition>.statements.yaml`: statements bound or waived, classes waived.

An entry is found again by the fingerprint of its sentence and number: a changed sentence comes back for decision.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from report.figures.catalogue import Figure
from report.reconcile.classes import WaivedClass, classes_in
from report.reconcile.context import Context
from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_fingerprint
from warehouse.project import Project

SUFFIX = ".statements.yaml"


@dataclass(frozen=True)
class Decision:
    """One decision on one number of one sentence.

    Attributes:
        figure: The figure that it is about; empty for a waiver.
        waived: Why it needs no figure; empty for a binding.
        by: Who decided.
        on: When, ISO 8601.
    """

    fingerprint: str
    number: str
    figure: str
    waived: str
    by: str
    on: str


def fingerprint(context: Context) -> str:
    """Return the digest by which a number of a sentence is known: 16 hexadecimal digits.

    White space and letter case of the sentence do not count; a number that stands several times in it is numbered.
    """
    number = context.statement
    same = [o for o in context.others if o.text == number.text and o.start < number.start]
    sentence = " ".join(context.sentence_text.casefold().split())
    text = "\n".join((sentence, " ".join(number.text.casefold().split()), str(len(same))))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def load_decisions(
    project: Project, edition: str, catalogue: Sequence[Figure]
) -> Mapping[str, Decision]:
    """Return an edition's decisions by fingerprint; an edition without the file has none.

    Raises:
        DefinitionError: If an entry is wrong, names an unknown figure or stands twice.
    """
    given, where = _register(project, edition)
    known = {figure.id for figure in catalogue}
    found: dict[str, Decision] = {}
    for item in items(given.get("statements") or [], where):
        decision = _decision(item, where, known)
        if decision.fingerprint in found:
            raise DefinitionError(f"{decision.fingerprint} is decided twice", where=where)
        found[decision.fingerprint] = decision
    return found


def load_tables(
    project: Project, edition: str, known: Collection[str]
) -> Mapping[tuple[str, int], str]:
    """Return which report table a table of a document is, by the document's name and the table's number in it.

    Args:
        project: The project.
        edition: The edition.
        known: The names of its report tables.

    Raises:
        DefinitionError: If an entry is wrong, or names an unknown table.
    """
    given, where = _register(project, edition)
    found: dict[tuple[str, int], str] = {}
    for item in items(given.get("tables") or [], where):
        values = mapping(item, where)
        check_keys(
            values, required={"document", "table", "is", "by", "on"}, optional=set(), where=where
        )
        document, number, name = (values.get(part) for part in ("document", "table", "is"))
        if name not in known or not isinstance(number, int):
            raise DefinitionError(
                f"table {number} of {document} is {name}",
                where=where,
                expected="a table's number in the document, and the name of a report table",
                remedy="annual-report tables EDITION lists the report tables",
            )
        found[str(document), number] = str(name)
    return found


def load_classes(project: Project, edition: str) -> tuple[WaivedClass, ...]:
    """Return the classes of numbers that an edition waives; raises DefinitionError where an entry is wrong."""
    given, where = _register(project, edition)
    return classes_in(given.get("classes"), where)


def _register(project: Project, edition: str) -> tuple[Mapping[str, object], str]:
    """Return what an edition's register of decisions says, and where; nothing where there is none."""
    path = project.editions / f"{edition}{SUFFIX}"
    where = project.shown(path)
    given = read_yaml(path, where) if path.is_file() else {}
    check_keys(given, required=set(), optional={"statements", "classes", "tables"}, where=where)
    return given, where


def _decision(given: object, where: str, known: set[str]) -> Decision:
    values = mapping(given, where)
    place = f"{where}, {values.get('fingerprint', '?')}"
    required = {"fingerprint", "sentence", "number", "by", "on"}
    check_keys(values, required=required, optional={"figure", "waived"}, where=place)
    if bool(values.get("figure")) == bool(values.get("waived")):
        raise DefinitionError("an entry binds or waives", where=place, expected="figure or waived")
    figure = str(values.get("figure") or "")
    if figure and figure not in known:
        raise DefinitionError(
            f"figure {figure}", where=place, expected="an id of report/figures.yaml"
        )
    try:
        day = (
            values["on"]
            if isinstance(values["on"], dt.date)
            else dt.date.fromisoformat(str(values["on"]))
        )
    except ValueError as error:
        raise DefinitionError(f"on {values['on']!r}", where=place, expected="YYYY-MM-DD") from error
    if not str(values["by"] or "").strip():
        raise DefinitionError("nobody decided", where=place, expected="by: a person's name")
    return Decision(
        check_fingerprint(str(values["fingerprint"]), where),
        str(values["number"]),
        figure,
        str(values.get("waived") or ""),
        str(values["by"]),
        day.isoformat(),
    )
