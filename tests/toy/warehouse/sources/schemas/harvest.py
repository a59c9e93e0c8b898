"""Rules of the harvest returns: one row for each orchard, crop and year."""

from __future__ import annotations

import pandera.pandas as pa

from warehouse.sources.fields import Ratio, Text, Whole


class Crops(pa.DataFrameModel):
    """Tonnes harvested, as the orchards return them."""

    year: Whole = pa.Field(title="Harvest year", ge=1950, le=2100)
    orchard: Text = pa.Field(title="Orchard", str_matches=r"^[A-Z]+$")
    crop: Text = pa.Field(title="Crop", isin=["apple", "pear"])
    tonnes: Ratio = pa.Field(
        title="Tonnes harvested", ge=0, nullable=True, metadata={"unit": "tonnes"}
    )
    quality: Text = pa.Field(title="Quality class", isin=["A", "B"])

    class Config:
        """One return an orchard, crop and year."""

        strict = True
        unique = ["year", "orchard", "crop"]
