"""Events and publications of the Bali Process and of its office, and the states named at them.

Rules of one row. That a state named at an event is a member, an observer or neither as marked,
and that it belongs to a listed event, are checks over several sources and live with the models.
"""

from __future__ import annotations

from typing import ClassVar

import pandas as pd
import pandera.pandas as pa

from warehouse.sources.fields import Answers, Date, Flag, Rows, Text, Transcribed, Whole

MODES = ("hybrid", "in person", "not stated", "publication", "virtual")
TYPES = (
    "dialogue",
    "engagement",
    "external summit",
    "flagship",
    "governance",
    "publication",
    "roundtable",
    "tabletop exercise",
    "training",
    "working group",
)
THEMES = (
    "border management",
    "cooperation across themes",
    "disruption of criminal networks",
    "migration management",
    "online scam centres",
    "returns and reintegration",
    "smuggling and trafficking",
    "smuggling of migrants",
    "trafficking in persons",
    "victim protection",
)
QUALIFIERS = ("exact", "some", "more than", "almost")
CAPACITIES = ("participant", "observer", "named")
STANDINGS = ("member", "observer", "neither")


class Events(Transcribed):
    """An event or publication, with what its page says of date, place, participants and states."""

    event_id: Text = pa.Field(title="Event", str_matches=r"^[0-9]{4}-[0-9]{2}$")
    title: Text = pa.Field(title="Title", str_length={"min_value": 5})
    year: Whole = pa.Field(title="Year", metadata={"unit": "year"}, ge=2012, le=2100)
    start_date: Date = pa.Field(title="First day", nullable=True)
    end_date: Date = pa.Field(title="Last day", nullable=True)
    place: Text = pa.Field(title="Place", nullable=True)
    mode: Text = pa.Field(title="Mode", isin=list(MODES))
    type: Text = pa.Field(title="Type", isin=list(TYPES))
    theme: Text = pa.Field(title="Theme, from a fixed list", isin=list(THEMES))
    topic: Text = pa.Field(title="Topic in more words")
    lead: Text = pa.Field(title="Lead")
    rso_role: Text = pa.Field(title="Part of the Regional Support Office")
    is_rso_activity: Flag = pa.Field(
        title="Delivered, organised, published, hosted, facilitated or supported by the office"
    )
    participants: Whole = pa.Field(
        title="Participants as stated", metadata={"unit": "people"}, nullable=True, ge=1, le=5000
    )
    participants_qualifier: Text = pa.Field(
        title="Exact, or the word before the number", nullable=True, isin=list(QUALIFIERS)
    )
    participants_as_stated: Text = pa.Field(
        title="Participants in the source's words", nullable=True
    )
    member_states_stated: Whole = pa.Field(
        title="Member States: number printed, or counted from the page's list",
        metadata={"unit": "Member States"},
        nullable=True,
        ge=1,
        le=60,
    )
    observer_states_stated: Whole = pa.Field(
        title="Other states: number printed, or counted from the page's list",
        metadata={"unit": "states"},
        nullable=True,
        ge=1,
        le=60,
    )
    states_as_stated: Text = pa.Field(
        title="States and organisations in the source's words", nullable=True
    )
    member_organisations: Text = pa.Field(title="Member organisations named", nullable=True)
    partner_organisations: Text = pa.Field(title="Partners named", nullable=True)
    published: Date = pa.Field(title="Date of the page", nullable=True)

    @pa.dataframe_check(
        name="ends_after_it_starts",
        title="an event does not end before it starts; both days are known or neither",
        description="correct start_date or end_date, or leave both blank where not stated",
    )
    def ends_after_it_starts(cls, rows: Rows) -> Answers:
        """Half a span would be read as an open one."""
        start, end = rows["start_date"], rows["end_date"]
        return (start.notna() == end.notna()) & (start.isna() | (end >= start).fillna(value=False))

    @pa.dataframe_check(
        name="dates_lie_in_the_year",
        title="the days of an event lie in its year, and its identifier begins with it",
        description="correct year, start_date, end_date or event_id",
    )
    def dates_lie_in_the_year(cls, rows: Rows) -> Answers:
        """An event is counted in its year, so its days must not contradict it."""
        year = rows["year"].astype("float64")
        first, last = (pd.to_datetime(rows[name]).dt.year for name in ("start_date", "end_date"))
        named = rows["event_id"].str.slice(0, 4).astype("float64") == year
        return named & (
            rows["start_date"].isna() | ((first == year) & (last == year)).fillna(value=False)
        )

    @pa.dataframe_check(
        name="head_counts_are_qualified",
        title="a number of participants has a qualifier and the words it was read from",
        description="fill all three columns of participants, or leave all three blank",
    )
    def head_counts_are_qualified(cls, rows: Rows) -> Answers:
        """Some 88 and 88 are different statements."""
        given = rows["participants"].notna()
        words = rows["participants_as_stated"].notna()
        return (given == rows["participants_qualifier"].notna()) & (given == words)

    @pa.dataframe_check(
        name="publications_have_the_mode_publication",
        title="a publication, and nothing else, has the mode publication",
        description="correct type or mode",
    )
    def publications_have_the_mode_publication(cls, rows: Rows) -> Answers:
        """Publications are activities, not events, and are counted apart."""
        return (rows["type"] == "publication") == (rows["mode"] == "publication")

    class Config:
        """The file has these columns and no other; an event is listed once."""

        strict = True
        unique: ClassVar[list[str]] = ["event_id"]


class EventStates(Transcribed):
    """A state that a page names at an event, its capacity there and its standing as a member."""

    event_id: Text = pa.Field(title="Event", str_matches=r"^[0-9]{4}-[0-9]{2}$")
    iso3: Text = pa.Field(
        title="ISO 3166 code, assigned by the transcriber", str_matches=r"^[A-Z]{3}$"
    )
    state: Text = pa.Field(title="State, named in the style of the membership list")
    capacity: Text = pa.Field(title="Capacity at the event", isin=list(CAPACITIES))
    standing: Text = pa.Field(title="Standing in the Bali Process", isin=list(STANDINGS))

    class Config:
        """The file has these columns and no other; an event names a state once."""

        strict = True
        unique: ClassVar[list[str]] = ["event_id", "iso3"]
