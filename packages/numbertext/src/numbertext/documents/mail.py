"""Reads a mail (EML): its subject and its text, plain or else HTML; what is attached is told of."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default

from numbertext.documents import limits
from numbertext.documents.document import Pieces
from numbertext.documents.errors import DocumentError
from numbertext.documents.plain import read_plain
from numbertext.documents.web import html_pieces

HEADER = b"\n"


def read_mail(data: bytes) -> Pieces:
    """Return the pieces of a mail.

    Raises:
        DocumentError: It has no text that can be read, or breaks a limit.
    """
    if len(data) > limits.FILE_BYTES:
        raise _broken("the mail is too large")
    pieces = Pieces()
    try:
        message = email.message_from_bytes(data, policy=default)
        body = message.get_body(("plain", "html"))
        subject = str(message.get("subject", ""))
        text = "" if body is None else str(body.get_content())
    except (LookupError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise _broken(f"its parts cannot be read: {error}") from error
    pieces.add(" ".join(subject.split()), "subject", "heading")
    if body is not None and body.get_content_type() == "text/html":
        html_pieces(text, pieces)
    else:
        for block in read_plain(text.encode("utf-8", "replace"))[0]:
            pieces.add(block.text, "body", block.style)
    _leave(message, body, pieces)
    return pieces


def _leave(message: EmailMessage, body: object, pieces: Pieces) -> None:
    """Count parts that are not read; the same text in HTML beside plain text is none."""
    for count, part in enumerate(message.walk()):
        if count > limits.ZIP_ENTRIES:
            raise _broken(f"it has more than {limits.ZIP_ENTRIES:,} parts")
        if part is body or part.is_multipart():
            continue
        is_twin = part.get_content_type() == "text/html" and part.get_content_disposition() is None
        if not is_twin:
            pieces.leave("attached file", str(part.get_filename() or ""))


def _broken(fact: str) -> DocumentError:
    return DocumentError(
        fact,
        expected="a mail as mail programs save it (EML)",
        remedy="open it in the mail program and save its text",
    )
