"""Withdrawn vintages: what the register keeps of a vintage that was taken out of it before any release held it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from warehouse.definition_values import integer, text
from warehouse.definitions import check_keys, items, mapping
from warehouse.errors import DefinitionError
from warehouse.identifiers import check_vintage

_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Withdrawal:
    """A vintage that is no more: who withdrew it, when and why.

    Attributes:
        digests: Path of each of its files inside its folder, with its sha256.
    """

    vintage: str
    by: str
    date: str
    why: str
    digests: tuple[tuple[str, str], ...]


def parse_withdrawn(given: object, where: str) -> tuple[Withdrawal, ...]:
    """Return the withdrawals of a source; raises DefinitionError naming the key that is wrong."""
    return tuple(_withdrawal(item, f"{where}, withdrawn") for item in items(given, where))


def _withdrawal(given: object, where: str) -> Withdrawal:
    values = mapping(given, where)
    check_keys(values, required={"vintage", "by", "date", "why", "files"}, where=where)
    vintage = check_vintage(text(values, "vintage", where), where)
    files = tuple(_file(item, where) for item in items(values["files"], where))
    by, date, why = (text(values, key, where) for key in ("by", "date", "why"))
    return Withdrawal(vintage, by, date, why, files)


def _file(given: object, where: str) -> tuple[str, str]:
    values = mapping(given, where)
    check_keys(values, required={"path", "sha256", "bytes"}, where=where)
    integer(values, "bytes", where)
    digest = text(values, "sha256", where)
    if not _SHA256.fullmatch(digest):
        raise DefinitionError(f"sha256 {digest!r}", where=where, expected="64 hexadecimal digits")
    return text(values, "path", where), digest
