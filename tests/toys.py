"""Changes to a toy project that several tests make: a file rewritten and registered again."""

import re

from warehouse.sources.files import sha256_of


def rewrite(project, path, old, new):
    """Replace text in a raw file and correct its registered hash and size, as a data officer would."""
    file = project.raw / path
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    register(project, path)


def register(project, path):
    """Write the present hash and size of a raw file into its source.yaml."""
    source, vintage, inside = path.split("/", 2)
    file = project.raw / path
    definition = project.raw / source / "source.yaml"
    text = definition.read_text(encoding="utf-8")
    start = text.index(f"\n  {vintage}:\n")
    entry = re.compile(r"(path: " + re.escape(inside) + r", sha256: )[0-9a-f]{64}(, bytes: )\d+")
    match = entry.search(text, start)
    assert match
    text = (
        text[: match.start()]
        + f"{match[1]}{sha256_of(file)}{match[2]}{file.stat().st_size}"
        + text[match.end() :]
    )
    definition.write_text(text, encoding="utf-8")
