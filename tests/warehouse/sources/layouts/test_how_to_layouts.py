"""Every example of docs/how-to/layouts.md is read as it stands."""

import re
import textwrap

from tests.conftest import ROOT
from warehouse.definitions import parse_yaml
from warehouse.sources.options import ALLOWED, ReaderOptions

TEXT = (ROOT / "docs" / "how-to" / "layouts.md").read_text(encoding="utf-8")


def test_every_example_is_read_and_no_option_of_a_layout_is_left_out():
    blocks = re.findall(r"^    reader:\n(?:     .*\n)+", TEXT, re.MULTILINE)
    found = [parse_yaml(textwrap.dedent(block), "layouts.md").get("reader") for block in blocks]
    assert len(found) == 4
    for given in found:
        ReaderOptions.parse(given, "layouts.md")
    shown = {key for given in found for key in given}
    plain = ("format", "encoding", "delimiter", "quote", "decimal", "sheet", "thousands", "records")
    others = (
        "preamble_lines",
        "allow_empty",
        "read_hidden",
        "suppressed",
        "rename",
        "null_markers",
    )
    assert set(ALLOWED) - {*plain, *others} <= shown
