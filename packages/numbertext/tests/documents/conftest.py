"""Documents of a test, and the one law of all of them: a block's text stands where it says."""

import pytest

from numbertext.documents import read_document
from numbertext.documents.child import pieces_of
from numbertext.documents.document import joined


@pytest.fixture
def read(tmp_path):
    """Read content under a name as a user would; every block is where it says."""

    def run(name, data):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        document = read_document(path)
        hold_the_law(document.blocks, document.text)
        return document

    return run


def hold_the_law(blocks, text):
    assert [b.paragraph for b in blocks] == list(range(1, len(blocks) + 1))
    assert all(text[b.start : b.start + len(b.text)] == b.text for b in blocks)
    assert all(b.text.strip() == b.text != "" for b in blocks)


def blocks(form, data):
    """The blocks of a document, read in this process: many cases would else take long."""
    found, text = joined(pieces_of(form, data if isinstance(data, bytes) else data.encode()))
    hold_the_law(found, text)
    return found


def texts(form, data):
    return [block.text for block in blocks(form, data)]


def places(form, data):
    return [(block.part, block.style, block.text) for block in blocks(form, data)]
