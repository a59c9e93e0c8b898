"""Published values set into an author's own Word document, in place of `{{figure:id}}`."""

from report.fill.fill import Filled, fill

__all__ = ["Filled", "fill"]
