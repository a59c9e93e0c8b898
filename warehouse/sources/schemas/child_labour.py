"""Rules of the printed estimates of children in child labour.

Rules of one row. ILO's regions and those of the Sustainable Development Goals overlap: they are kept apart by
`grouping`, and the SQL check that regions stay below the world never mixes them.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Millions, Ratio, Rows, Text, Transcribed, Whole

REGIONS = {
    "ILO": (
        "World",
        "Africa",
        "Americas",
        "Arab States",
        "Asia and the Pacific",
        "Europe and Central Asia",
        "Sub-Saharan Africa",
    ),
    "SDG": ("Central and Southern Asia", "Eastern and South-Eastern Asia", "Sub-Saharan Africa"),
}
"""Regions of each grouping."""

_NAMES = sorted({region for regions in REGIONS.values() for region in regions})
_PAIRS = [f"{grouping} {region}" for grouping, regions in REGIONS.items() for region in regions]


class Estimates(Transcribed):
    """Children in child labour in one region in one reference year, as one publication prints them."""

    reference_year: Whole = pa.Field(
        title="Reference year", ge=2000, le=2100, metadata={"unit": "year"}
    )
    publication: Text = pa.Field(title="Publication")
    published: Text = pa.Field(title="Published", str_matches=r"^\d{4}(-\d{2}(-\d{2})?)?$")
    grouping: Text = pa.Field(title="Grouping of regions", isin=list(REGIONS))
    region: Text = pa.Field(title="Region", isin=_NAMES)
    age_group: Text = pa.Field(title="Age group", isin=["5-17"], metadata={"unit": "years"})
    children_millions: Millions = pa.Field(
        title="Children, as printed", gt=0, metadata={"unit": "million"}
    )
    children_qualifier: Text = pa.Field(
        title="Words before the number", nullable=True, isin=["almost", "over"]
    )
    rounded_to_millions: Millions = pa.Field(
        title="Printed to the nearest", gt=0, metadata={"unit": "million"}
    )
    prevalence_pct: Ratio = pa.Field(
        title="Share of all children", nullable=True, gt=0, le=100, metadata={"unit": "per cent"}
    )
    prevalence_qualifier: Text = pa.Field(
        title="Words before the share", nullable=True, isin=["almost", "over"]
    )
    hazardous_work_millions: Millions = pa.Field(
        title="Of whom in hazardous work", nullable=True, gt=0, metadata={"unit": "million"}
    )

    class Config:
        """Every column known, one row a reference year, grouping and region."""

        strict = True
        unique: ClassVar[list[str]] = ["reference_year", "grouping", "region"]

    @pa.dataframe_check(
        name="region_of_grouping",
        title="the region belongs to the grouping",
        description="correct grouping or region: ILO's regions and those of the SDGs overlap",
    )
    def region_of_grouping(cls, rows: Rows) -> Answers:
        """A region filed under the other grouping would be added to what it overlaps."""
        return (rows["grouping"] + " " + rows["region"]).isin(_PAIRS)

    @pa.dataframe_check(
        name="hazardous_within_all",
        title="hazardous work is a part of child labour",
        description="check both numbers against the publication",
    )
    def hazardous_within_all(cls, rows: Rows) -> Answers:
        """A part is not larger than its whole."""
        within = rows["hazardous_work_millions"] <= rows["children_millions"]
        return rows["hazardous_work_millions"].isna() | within.fillna(value=False)

    @pa.dataframe_check(
        name="published_after_reference",
        title="an estimate is published after its reference year",
        description="correct the reference year or the date of publication",
    )
    def published_after_reference(cls, rows: Rows) -> Answers:
        """Both begin with four digits, so that they compare as text."""
        return rows["published"].str.slice(0, 4) > rows["reference_year"].astype("string")
