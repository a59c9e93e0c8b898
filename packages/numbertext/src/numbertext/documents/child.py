"""The process that reads: one document from standard input to JSON on standard output, within limits.

The libraries that parse documents are written in C and C++: in a process of its own, a hostile file can end only that.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

from numbertext.documents import limits
from numbertext.documents.document import Pieces
from numbertext.documents.errors import DocumentError, too_deep

try:
    import resource
except ImportError:  # Windows has none; there only the time is bounded, by the process that waits.
    resource = None  # type: ignore[assignment]

PACKAGE = "numbertext.documents"
# Only the library that is needed is imported: the others would double the time of a small document.
READERS = {
    "md": ("markdown", "read_markdown"),
    "html": ("web", "read_html"),
    "docx": ("docx.document", "read_docx"),
    "pdf": ("pdf.document", "read_pdf"),
    "odt": ("opendocument", "read_opendocument"),
    "odp": ("opendocument", "read_opendocument"),
    "ods": ("opendocument", "read_opendocument"),
    "pptx": ("slides", "read_slides"),
    "xlsx": ("sheets", "read_sheets"),
    "eml": ("mail", "read_mail"),
}


def pieces_of(form: str, data: bytes) -> Pieces:
    """Return the pieces of a document, which know what was left out.

    Args:
        form: One of `READERS`.
        data: The file's bytes.

    Raises:
        DocumentError: The document is broken or breaks a limit.
    """
    module, function = READERS[form]
    try:
        found: Pieces = getattr(import_module(f"{PACKAGE}.{module}"), function)(data)
    except RecursionError as error:
        raise too_deep() from error
    except MemoryError as error:
        raise DocumentError(
            "reading takes more memory than a document may",
            expected=f"less than {limits.ADDRESS_BYTES // limits.MEBIBYTE:,} MiB",
            remedy="split the document",
        ) from error
    return found


def main() -> None:
    """Read standard input as the format named in the first argument; write pieces, or the error."""
    _bound()
    answer: dict[str, object]
    try:
        pieces = pieces_of(sys.argv[1], sys.stdin.buffer.read())
        answer = {"pieces": pieces, "left_out": pieces.left_out}
    except DocumentError as error:
        names = ("fact", "where", "expected", "remedy")
        answer = {"error": {name: getattr(error, name) for name in names}}
    sys.stdout.write(json.dumps(answer))


def _bound() -> None:
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.ADDRESS_BYTES, limits.ADDRESS_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.SECONDS, limits.SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
