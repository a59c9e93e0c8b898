"""Blocks of a Word document from templates, with every text escaped and made visible.

python-docx has no words for captions that number themselves, descriptions of tables or repeated header rows, and is
slow for tables of thousands of cells; so these are written as WordprocessingML.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2
from docx.oxml import parse_xml

from report.templates import environment

_TEMPLATES = Path(__file__).parent / "templates"


def blocks(template: str, **values: object) -> list[object]:
    """Return the elements that a template makes, in order.

    Args:
        template: Name of the template.
        values: What it shows.
    """
    text = _environment().get_template(template).render(**values)
    return list(parse_xml(text))


@cache
def _environment() -> jinja2.Environment:
    return environment(_TEMPLATES)
