"""Rules of the Global Slavery Index by country.

Rules of one row. That number, prevalence and population agree is an SQL check.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Precise, Rows, Text, Transcribed, Whole

REGIONS = ("Africa", "Americas", "Arab States", "Asia and the Pacific", "Europe and Central Asia")
"""Regions of the index; not those of UNHCR."""


class Countries(Transcribed):
    """One country of the index, with or without an estimate."""

    country: Text = pa.Field(title="Country as the index names it")
    iso3: Text = pa.Field(
        title="Country code (ISO 3166-1 alpha-3)", nullable=True, str_matches=r"^[A-Z]{3}$"
    )
    region: Text = pa.Field(title="Region of the index", isin=list(REGIONS))
    population: Whole = pa.Field(
        title="Population (0: not stated)", ge=0, metadata={"unit": "people"}
    )
    prevalence_per_1000: Precise = pa.Field(
        title="People in modern slavery per 1,000",
        nullable=True,
        gt=0,
        le=1000,
        metadata={"unit": "per 1,000"},
    )
    estimated_people: Whole = pa.Field(
        title="Estimated people in modern slavery", nullable=True, gt=0, metadata={"unit": "people"}
    )

    class Config:
        """Every column known, one row a country."""

        strict = True
        unique: ClassVar[list[str]] = ["country"]

    @pa.dataframe_check(
        name="estimate_is_whole",
        title="a country has both prevalence and number, or neither",
        description="leave both blank where the index has no estimate; a blank is not zero",
    )
    def estimate_is_whole(cls, rows: Rows) -> Answers:
        """The index prints both or none."""
        return rows["prevalence_per_1000"].notna() == rows["estimated_people"].notna()

    @pa.dataframe_check(
        name="number_in_thousands",
        title="estimated numbers are whole thousands",
        description="enter the number as the index rounds it, to the nearest thousand",
    )
    def number_in_thousands(cls, rows: Rows) -> Answers:
        """The index rounds to the nearest thousand."""
        thousands = rows["estimated_people"] // 1000
        return rows["estimated_people"].isna() | (
            thousands * 1000 == rows["estimated_people"]
        ).fillna(value=False)
