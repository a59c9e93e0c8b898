"""Plain data with one part damaged, in every place and way that a record has to notice."""

import copy

from warehouse.errors import DamagedFileError
from warehouse.records import RecordError

WRONG = {"null": None, "flag": True, "number": 7, "text": "text", "list": [3], "object": {"a": [3]}}


def unnoticed(value, read):
    """Return what `read` takes without a word: parts that may be missing, and those that may be of another type.

    Each is told as `tables.*.rows: text`, where the asterisk stands for any item of a list.

    Args:
        value: The data as they were written.
        read: Makes a record of them; raises an error of damage.
    """
    found = set()
    for path, change, given in _damaged(value):
        try:
            read(given)
        except (RecordError, DamagedFileError):
            continue
        shown = ".".join("*" if isinstance(name, int) else name for name in path)
        found.add(f"{shown}: {change}")
    return found


def _parts(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else ()
    for name, item in enumerate(value) if isinstance(value, list) else items:
        yield from _parts(item, (*path, name))


def _damaged(value):
    for path in _parts(value):
        if path and isinstance(path[-1], str):
            lost = copy.deepcopy(value)
            del _at(lost, path[:-1])[path[-1]]
            yield path, "missing", lost
        for kind, other in WRONG.items():
            if type(other) is not type(_at(value, path)):
                yield path, kind, _put(copy.deepcopy(value), path, other)


def _at(value, path):
    for name in path:
        value = value[name]
    return value


def _put(value, path, other):
    if not path:
        return other
    _at(value, path[:-1])[path[-1]] = other
    return value
