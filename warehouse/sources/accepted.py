"""Acceptances: what a named person has accepted of a vintage, with the reason, in raw/<source>/accepted.yaml.

An acceptance is bound to what was seen: to problems by their ids, or to all that a rule found, by its digest. If the
data change, it no longer applies. One names as many as one reason is good for.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from warehouse.definition_values import text, texts
from warehouse.definitions import check_keys, items, mapping, parse_yaml, read_yaml
from warehouse.errors import DefinitionError
from warehouse.problems import Problem, Severity, blocking

ACCEPTED = "accepted.yaml"
BLANKS = {"by": "NAME", "role": "ROLE", "date": "YYYY-MM-DD", "why": "WHY"}
"""What a proposed acceptance leaves to a person, with what stands there until then."""
_FORMERLY = {"accepted_by": "by", "reason": "why"}
_BOUND = ("table", "vintage", "against", "rule", "subject", "observed")
_DIGITS = 16


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
    """What somebody accepted of a vintage: who, in which role, when and why.

    Attributes:
        vintage: The vintage that shows it.
        problem_ids: Problems that are accepted, each by its id.
        rule_id: A rule, or the beginning of several up to a dot, all of whose problems are accepted.
        digest: That of these problems.
        breach: One breach by its fields, as acceptances were written before there were ids.
    """

    vintage: str
    accepted_by: str
    role: str
    date: str
    reason: str
    problem_ids: tuple[str, ...] = ()
    rule_id: str = ""
    digest: str = ""
    breach: Breach | None = None

    def is_of_same(self, other: Acceptance) -> bool:
        """Return whether another acceptance is bound to nothing that this one is not bound to."""
        ids = bool(other.problem_ids) and set(other.problem_ids) <= set(self.problem_ids)
        rule = bool(other.rule_id) and (other.rule_id, other.digest) == (self.rule_id, self.digest)
        return self.vintage == other.vintage and (ids or rule)

    def covers(self, problem: Problem, among: Sequence[Problem]) -> bool:
        """Return whether a problem is accepted, which was found together with others."""
        if problem.vintage != self.vintage:
            return False
        by_rule = self.rule_id and is_under(problem, self.rule_id)
        return problem.problem_id in self.problem_ids or bool(
            by_rule and digest_of_all(of_rule(among, self.rule_id)) == self.digest
        )


def covering(
    acceptances: Iterable[Acceptance], problem: Problem, among: Sequence[Problem]
) -> Acceptance | None:
    """Return the acceptance of a problem, if there is one."""
    return next((given for given in acceptances if given.covers(problem, among)), None)


def covers_breach(acceptances: Iterable[Acceptance], breach: Breach) -> bool:
    """Return whether a breach was accepted by its fields: as it is said, or every part that it is made up of."""
    given = {acceptance.breach for acceptance in acceptances if acceptance.breach}
    pair = (breach.table, breach.vintage, breach.against, breach.rule, breach.subject)
    parts = [Breach(*pair, observed) for observed in breach.formerly]
    return breach in given or (bool(parts) and all(part in given for part in parts))


def is_under(problem: Problem, rule_id: str) -> bool:
    """Return whether a problem is of a rule, or of one whose id begins with it up to a dot."""
    return f"{problem.rule_id}.".startswith(f"{rule_id}.")


def of_rule(problems: Iterable[Problem], rule_id: str) -> list[Problem]:
    """Return the problems of a rule that block."""
    return [problem for problem in blocking(problems) if is_under(problem, rule_id)]


def digest_of_all(problems: Iterable[Problem]) -> str:
    """Return the digest of a group of problems, in whatever order they come."""
    ids = "\n".join(sorted(problem.problem_id for problem in problems))
    return hashlib.sha256(ids.encode("ascii")).hexdigest()[:_DIGITS]


def load_accepted(folder: Path, where: str) -> tuple[Acceptance, ...]:
    """Return the acceptances of a source, none when it has no accepted.yaml.

    Raises:
        DefinitionError: If an entry lacks a name, a role, a date or a reason, or is bound to nothing.
    """
    path = folder / ACCEPTED
    return _acceptances(read_yaml(path, where), where) if path.is_file() else ()


def acceptance_of(
    problems: Sequence[Problem],
    *,
    by: str,
    role: str,
    why: str,
    date: dt.date,
    problem_ids: Sequence[str] = (),
    rule_id: str = "",
) -> Acceptance:
    """Return the acceptance of some of the problems that a vintage shows now.

    Args:
        problems: All problems of the vintage.
        by: Who accepts them.
        role: As what.
        why: The reason.
        date: The day.
        problem_ids: Those accepted, by id.
        rule_id: Or a rule, all of whose problems are accepted: `raw_x__y.comparison` for all of a comparison.

    Raises:
        DefinitionError: If an id or rule is not among the problems that block, or signature or reason is empty.
    """
    known = {problem.problem_id: problem for problem in blocking(problems)}
    unknown = [given for given in problem_ids if given not in known]
    chosen = (
        of_rule(problems, rule_id) if rule_id else [known[i] for i in problem_ids if i in known]
    )
    vintages = {problem.vintage for problem in chosen}
    if unknown or len(vintages) != 1 or bool(rule_id) == bool(problem_ids):
        fact = f"no problem that blocks has the id {', '.join(unknown)}" if unknown else ""
        many = (
            "the problems are of several vintages"
            if len(vintages) > 1
            else "there is nothing to accept"
        )
        raise DefinitionError(
            fact or many,
            expected=", ".join(f"{i} ({problem.rule_id})" for i, problem in known.items())
            or "problems",
            remedy="name problems by id, or a rule, as the last build or check shows them",
        )
    entry = _entry(vintages.pop(), {"by": by, "role": role, "date": date.isoformat(), "why": why})
    if rule_id:
        entry |= {"rule_id": rule_id, "digest": digest_of_all(chosen), "count": len(chosen)}
    else:
        entry |= {"problem_ids": sorted(set(problem_ids))}
    return _acceptance(entry, ACCEPTED)


def with_acceptance(before: str, acceptance: Acceptance) -> str:
    """Return the text of an accepted.yaml with one more acceptance at its end, comments and all kept.

    Raises:
        DefinitionError: If the text is no list of acceptances that can be added to at its end.
    """
    signed = (acceptance.accepted_by, acceptance.role, acceptance.date, acceptance.reason)
    entry = _entry(acceptance.vintage, dict(zip(BLANKS, signed, strict=True)))
    bound = {"rule_id": acceptance.rule_id, "digest": acceptance.digest}
    entry |= {"problem_ids": list(acceptance.problem_ids)} if acceptance.problem_ids else bound
    known = _acceptances(parse_yaml(before, ACCEPTED), ACCEPTED) if before.strip() else ()
    head = before.rstrip() if known else "accepted:"
    after = f"{head}\n  {_line(entry)}\n"
    if _acceptances(parse_yaml(after, ACCEPTED), ACCEPTED) != (*known, acceptance):
        raise DefinitionError(
            "the acceptance cannot be appended",
            where=ACCEPTED,
            expected="`accepted:` as the only key, with lines of `- {...}` indented by two blanks",
            remedy=f"add by hand:\n  {_line(entry)}",
        )
    return after


def stanza(problem: Problem) -> str:
    """Return the line that accepts a problem, with blanks for the person to fill."""
    return _line(_entry(problem.vintage, BLANKS) | {"problem_ids": [problem.problem_id]})


def _entry(vintage: str, signed: dict[str, str]) -> dict[str, object]:
    return {"vintage": vintage, **signed}


def _line(entry: dict[str, object]) -> str:
    """Return an entry as one line of YAML, every text in it quoted as it must be."""
    line = yaml.safe_dump(entry, default_flow_style=True, sort_keys=False, width=10**9)
    return f"- {line.strip()}"


def _acceptances(given: dict[str, object], where: str) -> tuple[Acceptance, ...]:
    check_keys(given, required={"accepted"}, where=where)
    return tuple(_acceptance(item, where) for item in items(given["accepted"], where))


def _acceptance(given: object, where: str) -> Acceptance:
    values = {_FORMERLY.get(key, key): item for key, item in mapping(given, where).items()}
    is_former = "observed" in values
    bound = set(_BOUND) if is_former else {"vintage"}
    optional = () if is_former else ("problem_ids", "rule_id", "digest", "count")
    check_keys(values, required={*bound, *BLANKS}, optional=optional, where=where)
    signed = [str(values[key] or "").strip() for key in BLANKS]
    for key, said in zip(BLANKS, signed, strict=True):
        if said in ("", BLANKS[key]):
            raise DefinitionError(
                f"an acceptance without {key}",
                where=where,
                expected="who accepts it (by), in which role, when (date) and why",
                remedy="a named person states role, date and reason",
            )
    by, role, date, why = signed
    vintage = text(values, "vintage", where)
    if is_former:
        fields = {key: str(values[key] if values[key] is not None else "") for key in _BOUND}
        breach = Breach(**fields)  # type: ignore[arg-type]
        return Acceptance(vintage, by, role, date, why, breach=breach)
    ids = texts(values, "problem_ids", where)
    rule_id, digest = text(values, "rule_id", where, ""), text(values, "digest", where, "")
    if bool(rule_id) != bool(digest) or bool(ids) == bool(rule_id):
        raise DefinitionError(
            "an acceptance of nothing in particular",
            where=where,
            expected="problem_ids: [ID, ...], or rule_id and the digest of what it found",
            remedy="take the line that the build proposes, or `annual-report accept`",
        )
    return Acceptance(vintage, by, role, date, why, ids, rule_id, digest)
