"""Accepted breaches: what a named person has accepted of a vintage, with the reason, in raw/<source>/accepted.yaml.

An acceptance holds for one vintage, one rule, one subject and the very observation that was accepted; if the data
change, it no longer applies.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from warehouse.definitions import check_keys, items, mapping, read_yaml
from warehouse.errors import DefinitionError
from warehouse.problems import Severity

FILE = "accepted.yaml"


@dataclass(frozen=True)
class Breach:
    """A difference between two vintages that is larger than the source's comparison allows.

    Attributes:
        table: Table of the source.
        vintage: The newer vintage.
        against: The older vintage.
        rule: What is compared, e.g. `rows`, `keys_removed`, `cells`, `newest`.
        subject: Columns concerned, or empty.
        observed: What was observed, as text that says where; an acceptance is bound to it.
        severity: `error` blocks until a person accepts it, `warning` is only said.
        formerly: What acceptances of single fields say in place of `observed`: one text, or several that make it up.
    """

    table: str
    vintage: str
    against: str
    rule: str
    subject: str
    observed: str
    severity: Severity = field(default="error", compare=False)
    formerly: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class Acceptance:
    """A breach that somebody accepted: who, in which role, when and why."""

    breach: Breach
    accepted_by: str
    role: str
    date: str
    reason: str


def load_accepted(folder: Path, where: str) -> tuple[Acceptance, ...]:
    """Return the acceptances of a source, none when it has no accepted.yaml.

    Raises:
        DefinitionError: If an entry lacks a name, a role, a date or a reason.
    """
    path = folder / FILE
    if not path.is_file():
        return ()
    given = read_yaml(path, where)
    check_keys(given, required={"accepted"}, where=where)
    return tuple(_acceptance(item, where) for item in items(given["accepted"], where))


def stanza(breach: Breach) -> str:
    """Return the lines that accept a breach, with blanks for the person to fill."""
    pairs = [("table", breach.table), ("vintage", breach.vintage), ("against", breach.against)]
    pairs += [("rule", breach.rule), ("subject", breach.subject), ("observed", breach.observed)]
    pairs += [("accepted_by", "NAME"), ("role", "ROLE"), ("date", "YYYY-MM-DD"), ("reason", "WHY")]
    return "- {" + ", ".join(f'{key}: "{value}"' for key, value in pairs) + "}"


def _acceptance(given: object, where: str) -> Acceptance:
    values = mapping(given, where)
    bound = ("table", "vintage", "against", "rule", "subject", "observed")
    signed = ("accepted_by", "role", "date", "reason")
    check_keys(values, required={*bound, *signed}, where=where)
    for key in signed:
        if not str(values[key] or "").strip() or str(values[key]) in (
            "NAME",
            "ROLE",
            "YYYY-MM-DD",
            "WHY",
        ):
            raise DefinitionError(
                f"an acceptance without {key}",
                where=where,
                remedy="a named person states role, date and reason",
            )
    given_of = {key: str(values[key] if values[key] is not None else "") for key in bound}
    breach = Breach(**given_of)  # type: ignore[arg-type]
    return Acceptance(breach, *(str(values[key]).strip() for key in signed))
