"""Reads a book as a browser would: every page, every link, every id; and says what is wrong with them."""

from urllib.parse import unquote, urlsplit

from lxml import html

_LOADING = ("src", "srcset", "data", "action", "formaction", "poster", "background")


def page(path):
    """Return a page as a tree."""
    return html.fromstring(path.read_bytes())


def pages(folder):
    """Return every page by its path."""
    return {p.relative_to(folder).as_posix(): page(p) for p in sorted(folder.rglob("*.html"))}


def faults(folder):
    """Return what is wrong: links that lead nowhere, ids that come twice, anything that could run or be fetched."""
    folder = folder.resolve()
    trees = pages(folder)
    ids = {path: tree.xpath("//@id") for path, tree in trees.items()}
    found = [
        f"{p}: id {i} twice" for p, names in ids.items() for i in set(names) if names.count(i) > 1
    ]
    for path, tree in trees.items():
        here = folder / path
        for target in tree.xpath(
            "//a/@href | //link[not(@rel='icon')]/@href | //script/@src | //img/@src"
        ):
            found += [f"{path}: {f}" for f in _link(folder, here, target, ids)]
        found += [f"{path}: {f}" for f in _dangers(tree)]
        found += [f"{path}: no element {i}" for i in _named(tree) if i not in ids[path]]
    return found


def _link(folder, here, target, ids):
    parts = urlsplit(target)
    if parts.scheme in ("http", "https"):
        return
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        yield f"link {target}"
        return
    place = (here.parent / unquote(parts.path)).resolve() if parts.path else here
    if not place.is_relative_to(folder) or not place.is_file():
        yield f"link to nothing: {target}"
    elif (
        parts.fragment and unquote(parts.fragment) not in ids[place.relative_to(folder).as_posix()]
    ):
        yield f"link to no anchor: {target}"


def _dangers(tree):
    for element in tree.iter("*"):
        for name, value in element.attrib.items():
            if name.startswith("on") or name == "style":
                yield f"attribute {name}"
            if name in _LOADING and not (element.tag in ("script", "img") and name == "src"):
                yield f"{element.tag} {name}={value}"
        if element.tag in ("iframe", "object", "embed", "base", "form", "style"):
            yield f"element {element.tag}"
        if element.tag == "img" and not element.get("alt"):
            yield "a picture without words"
        if element.tag == "script" and (element.text or not element.get("src")):
            yield "a script on the page"


def _named(tree):
    for attribute in ("aria-labelledby", "aria-describedby", "aria-controls"):
        for names in tree.xpath(f"//@{attribute}"):
            yield from names.split()
