"""Pinning: letting an open edition rest on another vintage of a source, and no sign of its file changed besides."""

from __future__ import annotations

import json
from dataclasses import replace

from warehouse import folders
from warehouse.builder.raw_change import change
from warehouse.edition import Pin, edition_names, load_edition, refuse_if_frozen
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_edition, check_vintage
from warehouse.placing import move, write_text
from warehouse.project import Project
from warehouse.sources.register import load_source
from warehouse.yaml_edit import put_value


def pin(project: Project, edition: str, source: str, vintage: str, after_as_of: str = "") -> str:
    """Let an edition rest on a vintage; return the one that it rested on before.

    Args:
        project: The project.
        edition: A registered edition that is open.
        source: A source that it uses.
        vintage: A registered vintage.
        after_as_of: Why a vintage later than the as-of date may be used.

    Raises:
        DefinitionError: If one of them does not exist, or the vintage is later than the as-of date without a reason.
        GateError: If the edition is frozen.
    """
    check_edition(edition)
    if edition not in edition_names(project):
        raise DefinitionError(
            f"edition {edition} is not registered",
            where="raw/editions",
            expected=", ".join(edition_names(project)),
            remedy=f"annual-report new-edition {edition}",
        )
    with change(project, folders.EDITIONS) as aside:
        refuse_if_frozen(project, edition)
        found = load_edition(project, edition)
        if source not in found.pins:
            raise DefinitionError(
                f"edition {edition} does not use source {source}",
                where=found.where,
                expected=", ".join(found.pins),
                remedy=f"add under `sources:` of {found.where}: `{source}: {vintage}`",
            )
        load_source(project, source).vintage(check_vintage(vintage, found.where))
        path, staged = project.editions / f"{edition}.yaml", aside.editions / f"{edition}.yaml"
        before = path.read_bytes().decode("utf-8")
        after = with_pin(before, source, Pin(vintage, after_as_of), found.where)
        staged.unlink()
        write_text(staged, after)
        pins = {**found.pins, source: Pin(vintage, after_as_of.strip())}
        if load_edition(aside, edition) != replace(found, pins=pins):
            raise DefinitionError(
                "the pin cannot be changed in place",
                where=found.where,
                remedy=f"write by hand under `sources:`: `{source}: {vintage}`",
            )
        move(staged, path)
    return found.pins[source].vintage


def with_pin(definition: str, source: str, pin: Pin, where: str) -> str:
    """Return the definition of an edition with another pin of a source; a text in quotes of JSON is one in YAML."""
    reason = json.dumps(pin.after_as_of, ensure_ascii=False)
    value = f"{{vintage: {pin.vintage}, after_as_of: {reason}}}"
    return put_value(
        definition, ("sources", source), value if pin.after_as_of else pin.vintage, where
    )
