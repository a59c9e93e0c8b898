"""Hostile strings, and a toy project in which every text of a definition and of a cell begins and ends with one."""

import re

from tests.toys import register

MARK = "Xq7"
"""Stands in each string, so that what was made of it is found again."""
STRINGS = {
    "script": f"<script>alert('{MARK}')</script>",
    "closing": f"</td></title></textarea></style></script>--><img src=x onerror=alert('{MARK}')>",
    "attribute": f"\" onmouseover=\"alert('{MARK}')\" x='",
    "svg": f"<svg onload=alert('{MARK}')><foreignObject>",
    "link": f"[{MARK}](javascript:alert(1))",
    "picture": f"![{MARK}](https://evil.example/{MARK}.png)",
    "reference": f"[{MARK}]: https://evil.example/ [x][{MARK}] <https://evil.example/{MARK}>",
    "table": f"| {MARK} | **bold** | `code` ~~gone~~",
    "fence": f"``` ```` {MARK} ~~~",
    "heading": f"# {MARK} > - + 1. * _ ***",
    "formula": f'=HYPERLINK("https://evil.example/{MARK}","{MARK}")',
    "formula after a sign": f"@SUM(1+1)*cmd|' /C calc'!A0 {MARK}",
    "template": f"{{{{7*7}}}}{{% include '/etc/passwd' %}}{{0.__class__}}%s%n ${{{MARK}}}",
    "entity": f"&lt;b&gt;{MARK}&#60;i&#62; &amp;lt;",
    "terminal": f"\x1b[31m\x1b]8;;https://evil.example\x07{MARK}\x1b]52;c;eA==\x07\x9b2J",
    "direction": f"\u202e{MARK}\u2066\u200f\u061c",
    "query": f"'; DROP TABLE raw_harvest__crops; -- {MARK} \" */ /*",
    "path": f"../../../{MARK}",
    "signs": f"\ufeff\u200b\u00a0\ufffe{MARK}\U0001f4a3\u0301",
}
KEYS = (
    *("title", "label", "display", "citation", "contact", "publisher", "release", "licence"),
    *("landing_url", "cadence", "unit", "note", "rule", "remedy", "url"),
)
TITLE = re.compile(r"title: ([A-Z][\w ]*)([,}])")
NOTES = re.compile(r"^( *- )([A-Z].*)$")


def quoted(text):
    """Return a text as a double-quoted scalar of YAML, which ends and begins no comment of SQL."""
    plain = re.compile(r"[A-Za-z0-9 .,:()=-]")
    signs = (c if plain.match(c) else f"\\U{ord(c):08x}" for c in text)
    return f'"{"".join(signs)}"'


def hostile(toy, string):
    """Let every text of the toy's definitions, and every name in its register, begin and end with a string."""
    for path in ("raw/*/source.yaml", "raw/editions/*.yaml", "report/figures.yaml"):
        for file in toy.root.glob(path):
            _end(file, string)
    for file in toy.models.rglob("*.sql"):
        _end(file, string)
    file = toy.raw / "orchards" / "2021-01-01" / "orchards.csv"
    head, *rows = file.read_text().splitlines()
    cell = string.replace('"', '""')
    lines = [re.sub(r"(\w+ Orchard)", lambda m: f'"{cell} {m[1]} {cell}"', row) for row in rows]
    file.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="")
    register(toy, "orchards/2021-01-01/orchards.csv")


def _end(file, string):
    lines = [_ended(line, file.suffix, string) for line in file.read_text("utf-8").splitlines()]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ended(line, suffix, string):
    name, colon, value = line.partition(": ")
    note = NOTES.match(line)
    if colon and name.strip(" -") in KEYS and not value.startswith(("{", "[", "$")):
        return f"{name}: {quoted(f'{string} {value.strip(chr(34))} {string}')}"
    if note and suffix == ".sql":
        return f"{note[1]}{quoted(f'{string} {note[2]} {string}')}"
    return TITLE.sub(lambda m: f"title: {quoted(f'{string} {m[1]} {string}')}{m[2]}", line)
