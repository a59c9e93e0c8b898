"""Withdrawing a vintage that no release holds: out of the register, with who did it and why, and then out of raw/.

The register changes in one step and has the record; a folder that is left behind is known by it and removed by the next
change. What is withdrawn can come in again.
"""

from __future__ import annotations

import datetime as dt
import json
import os

from warehouse import folders
from warehouse.builder.arrival import REGISTER
from warehouse.builder.raw_change import change
from warehouse.edition import edition_names, load_edition
from warehouse.errors import DefinitionError, GateError, ReportError
from warehouse.leftovers import hidden_name, remove
from warehouse.placing import move
from warehouse.project import Project
from warehouse.sources.register import Source, Vintage, load_source
from warehouse.yaml_edit import append_item, put_before, take_out

WITHDRAWN = "withdrawn"


def withdraw(project: Project, source: str, vintage: str, *, by: str, why: str) -> Vintage:
    """Take a vintage out of the register and of raw/; return what it was.

    Args:
        project: The project.
        source: The source's name.
        vintage: The vintage.
        by: Who withdraws it.
        why: The reason.

    Raises:
        DefinitionError: If it is not registered, name or reason is missing, or the register cannot be changed.
        GateError: If an edition pins it, open or frozen, or another vintage was compared with it.
    """
    for word, given in (("--by", by), ("--why", why)):
        if not given.strip():
            raise DefinitionError(
                f"{word} is blank", expected="the name of a person, and the reason"
            )
    load_source(project, source)
    # No edition comes to pin it meanwhile.
    with change(project, folders.EDITIONS), change(project, source) as aside:
        found = load_source(project, source)
        taken = found.vintage(vintage)
        _refuse_used(project, found, vintage)
        path = found.folder / REGISTER
        before = path.read_bytes().decode("utf-8")
        after = _without(before, found, taken, _record(taken, by, why))
        staged = aside.raw / source / REGISTER
        staged.unlink()
        staged.write_bytes(after.encode("utf-8"))
        _refuse_other(aside, found, vintage)
        if path.read_bytes().decode("utf-8") != before:
            raise DefinitionError(
                "the register was changed meanwhile",
                where=f"raw/{source}/{REGISTER}",
                remedy="run this again",
            )
        move(staged, path)
        _remove(found, vintage)
        return taken


def _refuse_used(project: Project, source: Source, vintage: str) -> None:
    """Refuse a vintage that something rests on."""
    where = f"raw/{source.name}"
    for name in edition_names(project):
        if not _pins(project, name, source.name, vintage):
            continue
        if project.frozen(name):
            raise GateError(
                f"edition {name}, which is released, rests on vintage {vintage}",
                where=where,
                remedy="a correction is a new vintage and a new release, with its reason",
            )
        raise GateError(
            f"edition {name} pins vintage {vintage}",
            where=where,
            remedy=f"let it rest on another first: annual-report pin {name} {source.name} VINTAGE",
        )
    later = [v for v in source.ordered_vintages if vintage in source.compared(v)]
    if later:
        raise GateError(
            f"vintage {later[0]} was compared with {vintage} as it came in",
            where=where,
            remedy=f"withdraw {later[0]} first, and add it again afterwards",
        )


def _pins(project: Project, edition: str, source: str, vintage: str) -> bool:
    try:
        pin = load_edition(project, edition).pins.get(source)
    except ReportError:
        # What it rests on cannot be read: it may be this.
        text = (project.editions / f"{edition}.yaml").read_text(encoding="utf-8", errors="replace")
        return vintage in text
    return pin is not None and pin.vintage == vintage


def _record(vintage: Vintage, by: str, why: str) -> str:
    """Return what the register keeps of it, as YAML on one line: texts in quotes of JSON are texts in YAML."""
    day = dt.datetime.now(dt.UTC).date().isoformat()
    files = ", ".join(
        f"{{path: {_quoted(f.path)}, sha256: {f.sha256}, bytes: {f.size}}}" for f in vintage.files
    )
    said = f"by: {_quoted(by.strip())}, date: {day}, why: {_quoted(why.strip())}"
    return f"{{vintage: {vintage.id}, {said}, files: [{files}]}}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _without(before: str, source: Source, vintage: Vintage, record: str) -> str:
    """Return the register without a vintage, and with the record of its withdrawal above those that are left."""
    where = f"raw/{source.name}/{REGISTER}"
    if len(source.vintages) == 1:
        # A mapping of nothing is written on the line of its key.
        kept = take_out(before, ("vintages",), where).rstrip("\n") + "\nvintages: {}\n"
    else:
        kept = take_out(before, ("vintages", vintage.id), where)
    if source.withdrawn:
        return append_item(kept, (WITHDRAWN,), record, where)
    return put_before(kept, ("vintages",), f"{WITHDRAWN}:\n  - {record}\n", where)


def _refuse_other(aside: Project, source: Source, vintage: str) -> None:
    """Refuse a register that says anything else than before without the vintage."""
    expected = {name: found for name, found in source.vintages.items() if name != vintage}
    try:
        staged = load_source(aside, source.name)
        is_right = dict(staged.vintages) == expected and len(staged.withdrawn) == 1 + len(
            source.withdrawn
        )
    except ReportError:
        is_right = False
    if not is_right:
        raise DefinitionError(
            "the entry cannot be taken out in place",
            where=f"raw/{source.name}/{REGISTER}",
            expected="`vintages:` as lines, one vintage below the other",
            remedy=f"take the entry {vintage} out by hand, and its folder out of raw/",
        )


def _remove(source: Source, vintage: str) -> None:
    place = source.folder / vintage
    if place.is_dir():
        hidden = place.with_name(hidden_name(place.name))
        os.rename(place, hidden)
        remove(hidden)
