"""What a release says of itself in release.json: which edition and revision it is, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass

from warehouse.records import Fields, JsonObject, RecordError, as_list, as_object, as_text

RELEASE = "release.json"


@dataclass(frozen=True)
class PreviousRelease:
    """The release that a correction follows, by its number and the digest of its payload."""

    revision: int
    identity: str

    @classmethod
    def from_json(cls, given: object) -> PreviousRelease | None:
        """Return what `vars` of one gives, None for null; raises RecordError where it is neither."""
        if given is None:
            return None
        read = Fields(given)
        return cls(read.integer("revision"), read.text("identity"))


@dataclass(frozen=True)
class TableContent:
    """What the content hash of a release takes of one of its tables.

    Attributes:
        table: Its name.
        columns: Name and type of each column, in order.
        rows: Number of its rows.
        content_sha256: Its content hash.
        from_csv: Whether that is worked out from the table's CSV file too, by whoever reads no Parquet.
    """

    table: str
    columns: tuple[tuple[str, str], ...]
    rows: int
    content_sha256: str
    from_csv: bool

    @classmethod
    def from_json(cls, given: object) -> TableContent:
        """Return what `to_json` gives; raises RecordError where it is none."""
        read = Fields(given)
        return cls(
            table=read.text("table"),
            columns=read.each("columns", _column),
            rows=read.integer("rows"),
            content_sha256=read.text("content_sha256"),
            from_csv=read.flag("from_csv"),
        )

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {**vars(self), "columns": [list(column) for column in self.columns]}


@dataclass(frozen=True)
class ReleaseStatement:
    """What release.json says.

    Attributes:
        revision: 1 for the first release, one more for each correction.
        reason: Why a correction was made; empty for the first release.
        as_of: The day that the edition is of, in ISO form.
        period: First and last day that it reports on, in ISO form.
        figures: Number of figures.
        tables: Number of report tables.
        contents: What the content hash takes of each table; none in a release of format 1.
        definitions_sha256: Digest of the list of what a rebuild is made from; empty in a release of format 1.
    """

    schema: str
    edition: str
    revision: int
    reason: str
    title: str
    publisher: str
    as_of: str
    period: tuple[str, str]
    content_sha256: str
    figures: int
    tables: int
    previous: PreviousRelease | None
    contents: tuple[TableContent, ...] = ()
    definitions_sha256: str = ""

    @property
    def name(self) -> str:
        """The release's name among those of its edition, e.g. `r1`."""
        return f"r{self.revision}"

    @classmethod
    def from_json(cls, given: object) -> ReleaseStatement:
        """Return the statement that `to_json` wrote; raises RecordError where it is none."""
        read = Fields(given)
        previous = as_object(given).get("previous")
        return cls(
            schema=read.text("schema"),
            edition=read.text("edition"),
            revision=read.integer("revision"),
            reason=read.text("reason"),
            title=read.text("title"),
            publisher=read.text("publisher"),
            as_of=read.text("as_of"),
            period=_period(read.each("period", as_text)),
            content_sha256=read.text("content_sha256"),
            figures=read.integer("figures"),
            tables=read.integer("tables"),
            previous=PreviousRelease.from_json(previous),
            contents=read.each("contents", TableContent.from_json) if read.has("contents") else (),
            definitions_sha256=read.text("definitions_sha256", ""),
        )

    def to_json(self) -> JsonObject:
        """Return the statement as plain data."""
        previous = dict(vars(self.previous)) if self.previous else None
        plain: JsonObject = {**vars(self), "period": list(self.period), "previous": previous}
        contents = [content.to_json() for content in self.contents]
        later = ("contents", "definitions_sha256")
        told = {name: value for name, value in plain.items() if name not in later}
        if not contents:
            return told
        return {**told, "definitions_sha256": self.definitions_sha256, "contents": contents}


def _column(given: object) -> tuple[str, str]:
    name, kind = map(as_text, as_list(given))
    return name, kind


def _period(days: tuple[str, ...]) -> tuple[str, str]:
    if len(days) != 2:
        raise RecordError("period", f"a list of {len(days)}", "the first and the last day")
    return days[0], days[1]
