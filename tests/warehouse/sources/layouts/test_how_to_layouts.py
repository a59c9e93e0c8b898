"""Every example of docs/how-to/layouts.md is read as it stands."""

import re
import textwrap

from tests.conftest import ROOT
from warehouse.definitions import parse_yaml
from warehouse.sources.layouts.arrangement import KEYS
from warehouse.sources.options import ReaderOptions

TEXT = (ROOT / "docs" / "how-to" / "layouts.md").read_text(encoding="utf-8")


def test_every_example_is_read_and_no_option_of_a_layout_is_left_out():
    blocks = re.findall(r"^    reader:\n(?:     .*\n)+", TEXT, re.MULTILINE)
    found = [parse_yaml(textwrap.dedent(block), "layouts.md").get("reader") for block in blocks]
    assert len(found) == 4
    for given in found:
        ReaderOptions.parse(given, "layouts.md")
    shown = {key for given in found for key in given}
    assert {*KEYS, "cells", "columns", "ignore"} <= shown
