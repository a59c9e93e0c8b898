"""The validation of a release: what the checks found, which ran on what content, and what a person accepted."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

from report.evidence.auditing.edition import AuditedEdition
from report.evidence.withheld_problems import closed_problems, passed_on, read_by
from report.evidence.withholding import closed_tables
from report.publish.files import write_csv, write_json
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.builder.raw_tables import RawTable
from warehouse.builder.record import Record
from warehouse.problems import COLUMNS, WITHHELD
from warehouse.sources.accepted import Acceptance, Breach, load_accepted

SCHEMA = "annual-report/checks/1"


def write_validation(
    kept: Kept,
    build: EditionBuild,
    audited: AuditedEdition,
    folder: Path,
    withheld: Collection[str] = (),
) -> None:
    """Write `problems.csv` and `checks.json` into a folder.

    Args:
        kept: The generation.
        build: A build of the edition; its steps are those of the generation.
        audited: The audit of the generation.
        folder: The payload's folder for them.
        withheld: Sources whose licence withholds what their files say: of their problems the value is left out.
    """
    folder.mkdir()
    problems = closed_problems(
        passed_on(read_manifest(kept.folder).problems),
        withheld,
        closed_tables(kept, withheld),
        read_by(kept),
    )
    rows = [list(shown.problem.as_dict().values()) for shown in problems]
    write_csv(folder / "problems.csv", COLUMNS, rows)
    checks = {
        "schema": SCHEMA,
        "raw_tables": list(_raw_tables(build)),
        "checks": list(_checks(build)),
        "accepted_breaches": list(_accepted(build, withheld)),
        "audit": {
            "cells": audited.cells,
            "cells_verified": audited.verified,
            "figures": audited.figures,
            "figures_verified": audited.figures - len(audited.unverified_figures),
            "traced_on_demand": list(audited.on_demand),
        },
    }
    write_json(folder / "checks.json", checks)


def _raw_tables(build: EditionBuild) -> Iterator[dict[str, Any]]:
    """Yield what became of every raw table: read = written + rejected, against its schema and the vintage before."""
    for name, raw in build.plan.raw.items():
        outcome = build.outcome(name)
        if outcome.step is None:
            continue
        record = outcome.step.record
        yield {
            "table": name,
            "source": raw.source.name,
            "vintage": raw.vintage_id,
            "compared_with": raw.source.before(raw.vintage_id),
            "file": raw.place().file,
            "sha256": raw.file.sha256,
            "content_sha256": record.content_sha256,
            "rows_read": record.details["rows_read"],
            "rows_written": record.rows,
            "rows_rejected": record.details["rows_rejected"],
            **_set_apart(record),
            **({"more_files": more} if (more := _more_files(raw)) else {}),
            "problems": len(outcome.problems),
            "passed": outcome.passed,
        }


def _more_files(raw: RawTable) -> dict[str, str]:
    """Return the digests of a table's files beside the first one, by place."""
    return {raw.place(file).file: file.sha256 for file in raw.files[1:]}


def _set_apart(record: Record) -> dict[str, Any]:
    """Return the rows that a layout sets apart, with their lines by reason; nothing where there are none."""
    told = {name: record.details.get(name) for name in ("rows_set_apart", "set_apart")}
    return told if all(told.values()) else {}


def _checks(build: EditionBuild) -> Iterator[dict[str, Any]]:
    for name, check in build.plan.checks.items():
        outcome = build.outcome(name)
        inputs = dict(outcome.step.record.details["inputs"]) if outcome.step else {}
        yield {
            "check": name,
            "title": check.title,
            "on": check.on,
            "rule": check.rule,
            "severity": check.severity,
            "inputs": inputs,
            "problems": len(outcome.problems),
            "passed": outcome.passed,
        }


def _accepted(build: EditionBuild, withheld: Collection[str]) -> Iterator[dict[str, object]]:
    """Yield every acceptance for a pinned vintage: who accepted it and why, and what was seen in open files."""
    for name, source in build.plan.sources.items():
        where = f"raw/{name}/accepted.yaml"
        for acceptance in load_accepted(source.folder, where):
            if acceptance.vintage == build.plan.edition.pins[name].vintage:
                yield {"source": name, **_told(acceptance, is_withheld=name in withheld)}


def _told(acceptance: Acceptance, *, is_withheld: bool) -> dict[str, object]:
    """Return an acceptance as a release tells it: the fields of its breach, or the ids that it is bound to."""
    signed = {key: value for key, value in vars(acceptance).items() if key != "breach" and value}
    if acceptance.breach is None:
        return signed
    # What decides whether it blocks, and what was written of it formerly, is no part of what was accepted.
    breach = {f.name: getattr(acceptance.breach, f.name) for f in fields(Breach) if f.compare}
    return {**breach, **({"observed": WITHHELD} if is_withheld else {}), **signed}
