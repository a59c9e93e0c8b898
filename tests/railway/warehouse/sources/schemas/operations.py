"""Rules of the operating statistics: the lines, and one row for each line and year."""

from __future__ import annotations

from typing import ClassVar

import pandera.pandas as pa

from warehouse.sources.fields import Answers, Ratio, Rows, Text, Whole


class Lines(pa.DataFrameModel):
    """A line of the network."""

    code: Text = pa.Field(title="Code", str_matches=r"^[A-Z]{3}$")
    name: Text = pa.Field(title="Line")
    length_km: Ratio = pa.Field(title="Route length", gt=0, metadata={"unit": "km"})
    opened: Whole = pa.Field(title="Year of opening", ge=1800, le=2100)

    class Config:
        """A line is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["code"]


class LineYears(pa.DataFrameModel):
    """What a line carried in a year, and how well."""

    year: Whole = pa.Field(title="Year", ge=2000, le=2100)
    line: Text = pa.Field(title="Line", str_matches=r"^[A-Z]{3}$")
    journeys: Whole = pa.Field(title="Passenger journeys", ge=0, metadata={"unit": "journeys"})
    train_km: Whole = pa.Field(title="Train-kilometres", gt=0, metadata={"unit": "train-km"})
    trains_run: Whole = pa.Field(title="Trains run", gt=0, metadata={"unit": "trains"})
    trains_cancelled: Whole = pa.Field(title="Trains cancelled", ge=0, metadata={"unit": "trains"})
    trains_on_time: Whole = pa.Field(
        title="Trains less than five minutes late", ge=0, metadata={"unit": "trains"}
    )
    delay_minutes: Whole = pa.Field(
        title="Minutes of delay of all trains run", ge=0, metadata={"unit": "minutes"}
    )
    passengers_injured: Whole = pa.Field(
        title="Passengers injured", ge=0, metadata={"unit": "people"}
    )
    complaints: Whole = pa.Field(title="Complaints", ge=0, metadata={"unit": "complaints"})

    @pa.dataframe_check(
        name="punctual_trains_ran",
        title="no more trains are on time than ran",
        description="correct trains_run or trains_on_time",
    )
    def punctual_trains_ran(cls, rows: Rows) -> Answers:
        """Punctuality is of the trains that ran; one that was cancelled is not on time."""
        return rows["trains_on_time"] <= rows["trains_run"]

    class Config:
        """One row a line and year."""

        strict = True
        unique: ClassVar[list[str]] = ["year", "line"]
