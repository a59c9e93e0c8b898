"""Charts of the report's tables: SVG and PNG from the published values, as the heads of the models ask for.

Importing it takes a second, since it imports the library that draws: do so where a chart is drawn, and only there.
"""

from report.publish.charts.chart import Chart, chart_of, charts_of

__all__ = ["Chart", "chart_of", "charts_of"]
