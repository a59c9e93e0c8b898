"""What the second engine cannot express: the construct, the model and the line, for people to judge."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlglot import exp

from warehouse.errors import ReportError


@dataclass(frozen=True)
class Unexpressed:
    """One construct without a faithful counterpart.

    Attributes:
        construct: The construct and why it has none.
        model: Path of the model.
        line: Line of its file, 0 where it is not known.
    """

    construct: str
    model: str
    line: int

    def as_dict(self) -> dict[str, str | int]:
        """Return the entry as the machine-readable output gives it."""
        return asdict(self)


class NotExpressed(ReportError):
    """A model holds constructs that the second engine cannot express; carries all of them."""

    def __init__(self, found: list[Unexpressed]) -> None:
        first = found[0]
        super().__init__(
            f"not expressed in the second engine: {'; '.join(u.construct for u in found)}",
            where=f"{first.model}, line {first.line}",
            expected="SQL whose meaning is the same under both engines, or has a rule",
            remedy="write the model without it, or judge its figures by the first engine alone",
        )
        self.found = found


def line_of(node: exp.Expr) -> int:
    """Return the line of a construct: its own, else that of the nearest name inside or around it."""
    for near in (node, *node.walk()):
        if "line" in near.meta:
            return int(near.meta["line"])
    return line_of(node.parent) if node.parent is not None else 0
