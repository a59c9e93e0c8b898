"""An edition's tables as one Word document (.docx), to be taken into a report."""

from report.publish.word.document import document

__all__ = ["document"]
