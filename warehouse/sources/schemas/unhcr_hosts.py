"""Rules of the people hosted in a country of asylum, by year.

Rules of one row. That codes belong to Member States and that regions stay below the world are SQL checks.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Flag, Rows, Text, Transcribed, Whole

REGIONS = (
    "Asia and the Pacific",
    "East and Horn of Africa and Great Lakes",
    "Europe",
    "Middle East and North Africa",
    "Southern Africa",
    "The Americas",
    "West and Central Africa",
)
"""UNHCR's regional bureaux, by which its statistics group countries."""


class Hosts(Transcribed):
    """People of each category in one country at the end of one year."""

    year: Whole = pa.Field(title="Year", ge=1951, le=2100, metadata={"unit": "year"})
    iso3: Text = pa.Field(
        title="Country code (ISO 3166-1 alpha-3, not UNHCR's own code)", str_matches=r"^[A-Z]{3}$"
    )
    country: Text = pa.Field(title="Country of asylum")
    unhcr_region: Text = pa.Field(title="UNHCR region", isin=list(REGIONS))
    is_bali_process_member: Flag = pa.Field(title="Member State of the Bali Process")
    refugees: Whole = pa.Field(
        title="Refugees under UNHCR's mandate", ge=0, metadata={"unit": "people"}
    )
    asylum_seekers: Whole = pa.Field(title="Asylum-seekers", ge=0, metadata={"unit": "people"})
    other_people_in_need: Whole = pa.Field(
        title="Other people in need of international protection", ge=0, metadata={"unit": "people"}
    )
    idps_unhcr: Whole = pa.Field(
        title="Internally displaced people of concern to UNHCR", ge=0, metadata={"unit": "people"}
    )
    idps_idmc: Whole = pa.Field(
        title="Internally displaced people (IDMC)", nullable=True, ge=0, metadata={"unit": "people"}
    )
    stateless_people: Whole = pa.Field(title="Stateless people", ge=0, metadata={"unit": "people"})

    class Config:
        """Every column known, one row a year and country."""

        strict = True
        unique: ClassVar[list[str]] = ["year", "iso3"]

    @pa.dataframe_check(
        name="region_of_known_codes",
        title="AUS is Australia",
        description="use ISO codes: in UNHCR's own codes AUS is Austria and AUL Australia",
    )
    def region_of_known_codes(cls, rows: Rows) -> Answers:
        """UNHCR's own three-letter codes look like ISO codes; this pair tells them apart."""
        return (rows["iso3"] != "AUS") | (rows["country"] == "Australia")
