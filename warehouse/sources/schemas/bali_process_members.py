"""The Member States of the Bali Process, one row each, as the Regional Support Office lists them.

Rules of the membership list only. Whether the number of names agrees with the number that the
Bali Process states is a check over two sources, and lives with the models.
"""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Flag, Rows, Text, Transcribed

GROUPINGS = ("ASEAN", "Asia", "North America", "Oceania")
ATTENDED = ("co-chair", "participant", "observer", "not listed")


class Members(Transcribed):
    """A Member State: its code and names, its groups, and its region in other providers' lists."""

    iso3: Text = pa.Field(
        title="ISO 3166 code, assigned by the transcriber", str_matches=r"^[A-Z]{3}$"
    )
    name: Text = pa.Field(title="Name in official style", str_length={"min_value": 3})
    name_in_source: Text = pa.Field(title="Name as listed", str_length={"min_value": 2})
    iso3_alternative: Text = pa.Field(
        title="Code under which other sources may count the seat",
        nullable=True,
        str_matches=r"^[A-Z]{3}$",
    )
    source_grouping: Text = pa.Field(
        title="Heading that the list puts it under", isin=list(GROUPINGS)
    )
    attended_2002: Text = pa.Field(
        title="Part in the First Ministerial Conference", isin=list(ATTENDED)
    )
    is_ad_hoc_group_member: Flag = pa.Field(title="Member of the Ad Hoc Group")
    is_steering_group_member: Flag = pa.Field(title="Member of the Steering Group")
    unhcr_region: Text = pa.Field(title="Region in UNHCR's list of countries")
    gsi_region: Text = pa.Field(title="Region in the Global Slavery Index 2023", nullable=True)
    gsi_has_estimate: Flag = pa.Field(title="The Global Slavery Index 2023 prints an estimate")

    @pa.dataframe_check(
        name="estimate_only_in_a_region",
        title="a country with an estimate in the slavery index has a region there",
        description="write the index's region, or no in gsi_has_estimate",
    )
    def estimate_only_in_a_region(cls, rows: Rows) -> Answers:
        """An estimate is a row of the index, and every row of the index has a region."""
        return ~rows["gsi_has_estimate"] | rows["gsi_region"].notna()

    @pa.dataframe_check(
        name="steering_group_is_within_ad_hoc_group",
        title="a state of the Steering Group is also one of the Ad Hoc Group",
        description="correct the flag that is wrong, and name the page that says so",
    )
    def steering_group_is_within_ad_hoc_group(cls, rows: Rows) -> Answers:
        """The four states of the Steering Group are all listed in the Ad Hoc Group."""
        return ~rows["is_steering_group_member"] | rows["is_ad_hoc_group_member"]

    class Config:
        """The file has these columns and no other; a state is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["iso3"]
