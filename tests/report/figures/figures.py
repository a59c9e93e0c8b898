"""Published figures for tests that need one and not a build."""

from report.figures.published import PublishedFigure

HARVEST = PublishedFigure(
    id="harvest_north",
    label="Harvest of North Orchard",
    value=131,
    unit="tonnes",
    display="131 tonnes",
    nature="measured",
    form="as received",
    period="2020",
    table="table_01_harvest",
    key={"orchard": "NORTH", "year": 2020, "is_final": True, "note": None, "share": 0.5},
    column="tonnes",
    decimals=0,
    scale="one",
    rounding="half_up",
    recheck="sum tonnes of harvest",
)


def a_figure(**given):
    """Return a published figure; what is not given does not matter."""
    return PublishedFigure(**{**vars(HARVEST), **given})
