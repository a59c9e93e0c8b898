"""Column names out of the header rows of a table.

Comparing them with a schema belongs to `layout`.
"""

from __future__ import annotations

from collections.abc import Sequence


def joined(rows: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return one name a column: the parts of several header rows joined by a blank, each said once in a row.

    Blanks and line breaks inside a name count as one blank; a name that a merged cell repeats downwards is said once.
    """
    width = max(len(row) for row in rows)
    names = []
    for index in range(width):
        parts: list[str] = []
        for row in rows:
            part = " ".join(row[index].split()) if index < len(row) else ""
            if part and (not parts or parts[-1] != part):
                parts.append(part)
        names.append(" ".join(parts))
    return tuple(names)
