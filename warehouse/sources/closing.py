"""Faults of a file without what it says, where its schema has personal columns.

A row that slipped by a column, or a file without its header line, puts a name where a number or a heading should be. So
of such a file only places are told: columns that the schema does not know by their position, and no cell. Rules,
remedies, counts and kinds are the engine's own words or the schema author's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from warehouse.errors import ReportError, SourceFileError
from warehouse.sources.faults import WITHHELD, Fault, Rule
from warehouse.sources.layout import Layout
from warehouse.sources.readers.batch import Reader

Shown = Mapping[str, str]
"""How columns of a file are called in place of their names."""


def shown_names(reader: Reader, layout: Layout) -> Shown:
    """Return how the columns of an open file that its schema does not know are called, e.g. `column 3`.

    Args:
        reader: The open file.
        layout: The columns of the schema.

    Returns:
        Name in the file -> its position in words; empty where the schema has no personal column.
    """
    if not layout.has_personal:
        return {}
    known = {*(field.given for field in layout.fields), layout.nature}
    found = zip(reader.names, reader.positions, strict=True)
    # The first of several columns of one name gives the position.
    return {name: f"column {place}" for name, place in reversed(list(found)) if name not in known}


@contextmanager
def silenced(layout: Layout, where: str) -> Iterator[None]:
    """Let nothing out of the reading of a file that a library says of it, where a column is personal.

    What a library raises may repeat a row, in a traceback too. The project's own errors tell no cell; those of the
    machine (no room, no memory) are not about the file.

    Raises:
        SourceFileError: In place of any other error.
    """
    try:
        yield
    except (ReportError, OSError, MemoryError):
        raise
    except Exception as error:
        # A query that a person stopped ends so too: that tells of no row, and is no fault of the file.
        if not layout.has_personal or isinstance(error.__cause__, KeyboardInterrupt):
            raise
        kind = type(error).__name__
    else:
        return
    raise SourceFileError(
        f"the file cannot be read ({kind}); what was said of it is withheld, as it may repeat a row",
        where=where,
        remedy="this is a fault of the reader, or the file is broken in a way that it does not know: report it",
    )


def closed(fault: Fault, layout: Layout, shown: Shown) -> Fault:
    """Return a fault as it may be told; as it is where the schema has no personal column.

    Args:
        fault: The fault.
        layout: The columns of the schema.
        shown: What `shown_names` gave for the file.
    """
    if not layout.has_personal:
        return fault
    value = WITHHELD if fault.value and fault.rule.quotes else fault.value
    return replace(fault, rule=_closed_rule(fault.rule, shown), value=value)


def _closed_rule(rule: Rule, shown: Shown) -> Rule:
    """Return a rule with the position of an unknown column in place of its name, with which a reader's words begin."""
    if rule.column not in shown:
        return rule
    name = shown[rule.column]
    begins = bool(rule.column) and rule.words.startswith(rule.column)
    words = name + rule.words[len(rule.column) :] if begins else WITHHELD
    return replace(rule, column=name, words=words)
