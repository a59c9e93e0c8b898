"""Whether two values of a type are the same, in SQL: floats within a relative 1e-9, as their sums depend on the order.

So are floats within lists, structures, maps and unions, as `replay.equal` has it for values of Python. What tells a
value from others is compared exactly: the keys of a map, the member that a union holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from rowlineage.catalog import literal
from rowlineage.key_kinds import ARRAY, LIST, MAP, STRUCT, UNION, ColumnType, kind_of
from rowlineage.keys import FLOATS, RELATIVE_TOLERANCE


def equal_sql(left: str, right: str, kind: str) -> str:
    """Return the SQL condition, never NULL, that two values of a type, given as SQL, are the same."""
    return _equal(left, right, kind_of(kind), 0)


def _equal(left: str, right: str, kind: ColumnType, depth: int) -> str:
    same = f"{left} IS NOT DISTINCT FROM {right}"
    if not _has_floats(kind):
        return f"({same})"
    return f"({same} OR coalesce({_near(left, right, kind, depth)}, FALSE))"


def _has_floats(kind: ColumnType) -> bool:
    held = kind.members[1:] if kind.form == MAP else kind.members
    return kind.form in FLOATS or any(map(_has_floats, held))


def _near(left: str, right: str, kind: ColumnType, depth: int) -> str:
    if kind.form in (LIST, ARRAY):
        return _items(left, right, kind.members[0], depth)
    if kind.form == STRUCT:
        places = [str(number) for number, _ in enumerate(kind.members, 1)]
        return _members(left, right, kind, "struct_extract_at", places, depth)
    if kind.form == UNION:
        members = _members(left, right, kind, "union_extract", map(literal, kind.names), depth)
        return f"union_tag({left}) = union_tag({right}) AND {members}"
    if kind.form == MAP:
        return _entries(left, right, kind.members[1], depth)
    tolerance = f"{RELATIVE_TOLERANCE!r} * greatest(abs({left}), abs({right}))"
    return f"isfinite({left}) AND isfinite({right}) AND abs({left} - {right}) <= {tolerance}"


def _items(left: str, right: str, member: ColumnType, depth: int) -> str:
    pair = f"p{depth}"
    left, right = (f"{side}::{member.text}[]" for side in (left, right))
    each = _equal(f"{pair}[1]", f"{pair}[2]", member, depth + 1)
    pairs = f"list_transform(list_zip({left}, {right}), lambda {pair}: {each})"
    return f"len({left}) = len({right}) AND list_bool_and({pairs})"


def _members(
    left: str, right: str, kind: ColumnType, taken_by: str, names: Iterable[str], depth: int
) -> str:
    each = [
        _equal(f"{taken_by}({left}, {name})", f"{taken_by}({right}, {name})", member, depth)
        for name, member in zip(names, kind.members, strict=True)
    ]
    return " AND ".join([f"{left} IS NOT NULL AND {right} IS NOT NULL", *each])


def _entries(left: str, right: str, value: ColumnType, depth: int) -> str:
    entry = f"e{depth}"
    key = f"struct_extract({entry}, 'key')"
    other = f"map_extract_value({right}, {key})"
    each = _equal(f"struct_extract({entry}, 'value')", other, value, depth + 1)
    both = f"map_contains({right}, {key}) AND {each}"
    entries = f"list_transform(map_entries({left}), lambda {entry}: {both})"
    return f"cardinality({left}) = cardinality({right}) AND list_bool_and({entries})"
