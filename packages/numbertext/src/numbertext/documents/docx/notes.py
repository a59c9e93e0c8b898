"""Which notes are referred to, in order: only those are shown, under the number of their place in that order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numbertext.documents.docx.names import W

if TYPE_CHECKING:
    from lxml import etree


class Notes:
    """References to notes of one kind, as the walk comes by them.

    Args:
        kind: `footnote` or `endnote`.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._numbers: dict[str, int] = {}

    def refer(self, element: etree._Element) -> None:
        """Note a reference; the first one to a note gives it its number."""
        self._numbers.setdefault(element.get(W + "id", ""), len(self._numbers) + 1)

    def shown(self, root: etree._Element) -> list[tuple[str, etree._Element]]:
        """Return the notes referred to, each with its part (`footnote 3`)."""
        notes = {note.get(W + "id"): note for note in root.iterchildren(W + self.kind)}
        return [
            (f"{self.kind} {number}", notes[note_id])
            for note_id, number in self._numbers.items()
            if note_id in notes
        ]
