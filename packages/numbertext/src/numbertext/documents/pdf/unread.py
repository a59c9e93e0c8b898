"""What a PDF has beside the text of its pages: filled fields, annotations, pictures, embedded files."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium

from numbertext.documents.document import Pieces

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

FIELD = "form field"
KINDS = {pdfium.FPDF_ANNOT_WIDGET: FIELD}
# A link's text stands on the page; a popup is the window of another annotation.
SILENT = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP)
OBJECTS = 100_000


def leave_of_file(document: PdfDocument, to: Pieces) -> None:
    """Count embedded files."""
    for _ in range(min(pdfium.FPDFDoc_GetAttachmentCount(document.raw), OBJECTS)):
        to.leave("embedded file")


def leave_of_page(page: PdfPage, to: Pieces) -> None:
    """Count pictures, annotations and fields of a page that say something."""
    for index in range(min(pdfium.FPDFPage_CountObjects(page.raw), OBJECTS)):
        item = pdfium.FPDFPage_GetObject(page.raw, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_IMAGE:
            to.leave("picture")
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), OBJECTS)):
        annotation = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        said = _said(annotation, b"V") or _said(annotation, b"Contents")
        if kind not in SILENT and said.strip():
            to.leave(KINDS.get(kind, "annotation"), said)
        pdfium.FPDFPage_CloseAnnot(annotation)


def _said(annotation: pdfium.FPDF_ANNOTATION, key: bytes) -> str:
    size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFAnnot_GetStringValue(
        annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size
    )
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")
