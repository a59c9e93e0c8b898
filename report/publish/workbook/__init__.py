"""An edition's tables as one accessible workbook (.xlsx)."""

from report.publish.workbook.workbook import workbook

__all__ = ["workbook"]
