"""Which module imports which, read from the source: at once, late within a function, or for its types only."""

import ast
from collections import defaultdict
from itertools import accumulate

AT_ONCE, LATE, TYPES = "at once", "late", "for types only"


def modules(folders):
    """The modules in some packages' folders by dotted name.

    Args:
        folders: Folder of each package by its name.
    """
    found = {}
    for package, folder in folders.items():
        for path in sorted(folder.rglob("*.py")):
            *above, name = path.relative_to(folder).with_suffix("").parts
            if above[:1] != ["build"]:
                found[".".join((package, *above, *([] if name == "__init__" else [name])))] = path
    return found


def imports(path):
    """Yield (when, dotted name) of everything that a file imports; of `from a import b`, both a and a.b."""
    yield from _of(ast.parse(path.read_text(encoding="utf-8")), AT_ONCE)


def _of(node, when):
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import):
            yield from ((when, alias.name) for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert not child.level, "imports are written in full here"
            yield when, child.module
            yield from ((when, f"{child.module}.{alias.name}") for alias in child.names)
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield from _of(child, LATE if when == AT_ONCE else when)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            yield from (
                found for part in child.body for found in _of(ast.Module([part], []), TYPES)
            )
            yield from (
                found for part in child.orelse for found in _of(ast.Module([part], []), when)
            )
        else:
            yield from _of(child, when)


def graph(found, kinds):
    """Each module's imports of the given kinds among the modules found, with the packages that these run.

    Its own packages are left out: their `__init__` passes names of its modules on, so all would need themselves.
    """
    edges = {}
    for module, path in found.items():
        names = {name for when, name in imports(path) if when in kinds}
        needed = {part for name in names for part in accumulate(name.split("."), "{}.{}".format)}
        edges[module] = (needed & found.keys()) - {*accumulate(module.split("."), "{}.{}".format)}
    return edges


def folded(edges, depth):
    """The same arrows between areas: the first parts of the dotted names."""
    areas = defaultdict(set)
    for module, needed in edges.items():
        area = _area(module, depth)
        areas[area] |= {_area(name, depth) for name in needed} - {area}
    return areas


def _area(module, depth):
    return ".".join(module.split(".")[:depth])


def cycles(edges):
    """Every group of names that reach one another, sorted."""
    reached = {name: _reachable(edges, name) for name in [*edges]}
    groups = {
        tuple(sorted(n for n in its if name in reached.get(n, ())))
        for name, its in reached.items()
        if name in its
    }
    return sorted(groups)


def _reachable(edges, start):
    seen, waiting = set(), [start]
    while waiting:
        for name in edges.get(waiting.pop(), ()):
            if name not in seen:
                seen.add(name)
                waiting.append(name)
    return seen
