"""A figure as it was published: read from a generation or a release, and written into both.

What a figure is to be belongs to `catalogue`, how its value is found to `resolve`. Only the standard library is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from report.figures.rounding import MODES, SCALES
from warehouse.builder.manifest import Manifest, rebuild
from warehouse.folders import BUILD, MANIFEST
from warehouse.records import (
    Fields,
    JsonObject,
    RecordError,
    Scalar,
    as_object,
    as_scalar,
    as_text,
    by_name,
    damaged,
    one_of,
)

FIGURES_FILE = "figures.json"


@dataclass(frozen=True)
class PublishedFigure:
    """A figure of an edition, with its value.

    Attributes:
        id: Its stable name.
        value: The cell as it is in the table, unrounded; None where the source does not state it.
        display: The published wording.
        nature: The worst nature of the raw rows that feed it.
        form: `transcribed` when any of these was read from a publication, else `as received`.
        period: The reference period in words.
        key: The row's key, the edition's year filled in.
        decimals: Places after the point once divided by `scale`; None in builds that did not tell how it is rounded.
        recheck: How the catalogue declares that it is added up again from its raw rows; empty for not at all.
        wordings: Its value in further wordings, by name; a release does not list them.
    """

    id: str
    label: str
    value: Scalar
    unit: str
    display: str
    nature: str
    form: str
    period: str
    table: str
    key: Mapping[str, Scalar]
    column: str
    decimals: int | None = None
    scale: str = ""
    rounding: str = ""
    recheck: str = ""
    wordings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, given: object) -> PublishedFigure:
        """Return the figure that `to_json` wrote; raises RecordError where it is none."""
        read = Fields(given)
        is_told = read.has("decimals")
        return cls(
            id=read.text("id"),
            label=read.text("label"),
            value=read.part("value", as_scalar),
            unit=read.text("unit"),
            display=read.text("display"),
            nature=read.text("nature"),
            form=read.text("form"),
            period=read.text("period"),
            table=read.text("table"),
            key=read.named("key", as_scalar),
            column=read.text("column"),
            decimals=read.integer("decimals") if is_told else None,
            scale=read.part("scale", one_of(SCALES)) if is_told else "",
            rounding=read.part("rounding", one_of(MODES)) if is_told else "",
            recheck=read.text("recheck", ""),
            wordings=read.named("wordings", as_text) if read.has("wordings") else {},
        )

    @property
    def content(self) -> JsonObject:
        """What is published of it, on which the edition's identity rests."""
        return {
            "id": self.id,
            "label": self.label,
            "value": self.value,
            "unit": self.unit,
            "display": self.display,
            "nature": self.nature,
            "form": self.form,
            "period": self.period,
            "table": self.table,
            "key": dict(self.key),
            "column": self.column,
        }

    def to_json(self) -> JsonObject:
        """Return the content with what lets a reader check it: how it is rounded and how it is added up again."""
        if self.decimals is None:
            return self.content
        precision: JsonObject = {
            "decimals": self.decimals,
            "scale": self.scale,
            "rounding": self.rounding,
        }
        others: JsonObject = {"wordings": dict(self.wordings)} if self.wordings else {}
        return {**self.content, **precision, "recheck": self.recheck, **others}


@dataclass(frozen=True)
class ReleasedFigure:
    """A figure as a release lists it, with its evidence.

    Attributes:
        published: The figure; how its recheck was declared is not in a release.
        recheck: The raw rows added up again; None where that is not declared, or not all rows are shown.
        evidence: Path of its evidence in the payload.
        evidence_sha256: Digest of that file; empty in a release of format 1.
        wording: The words around its value, with `{value}` where it stands; empty in a release of format 1.
    """

    published: PublishedFigure
    recheck: Mapping[str, object] | None
    evidence: str
    evidence_sha256: str = ""
    wording: str = ""

    @classmethod
    def from_json(cls, given: object) -> ReleasedFigure:
        """Return the figure that `to_json` wrote; raises RecordError where it is none."""
        read = Fields(given)
        parts = {name: part for name, part in as_object(given).items() if name != "recheck"}
        return cls(
            published=PublishedFigure.from_json(parts),
            recheck=read.part("recheck", _object_or_null),
            evidence=read.text("evidence"),
            evidence_sha256=read.text("evidence_sha256", ""),
            wording=read.text("wording", ""),
        )

    def to_json(self) -> JsonObject:
        """Return the figure as figures.json of a release holds it, its published parts by name."""
        told = {"wording": self.wording, "evidence_sha256": self.evidence_sha256}
        later: JsonObject = {name: text for name, text in told.items() if text}
        parts = {**replace(self.published, wordings={}).to_json(), "recheck": self.recheck}
        ordered: JsonObject = {name: by_name(parts[name]) for name in sorted(parts)}
        return {**ordered, **later, "recheck": self.recheck, "evidence": self.evidence}


def figures_of(manifest: Manifest) -> tuple[PublishedFigure, ...]:
    """Return the figures of a generation.

    Raises:
        DamagedFileError: If one is not as a build writes it.
    """
    try:
        return listed({"figures": list(manifest.figures)})
    except RecordError as error:
        where = f"{BUILD}/{manifest.edition}"
        raise damaged(MANIFEST, error, where=where, remedy=rebuild(manifest.edition)) from error


def listed(given: object) -> tuple[PublishedFigure, ...]:
    """Return the figures of a generation's figures.json; raises RecordError where it is none."""
    return Fields(given).each("figures", PublishedFigure.from_json)


def released(given: object) -> tuple[ReleasedFigure, ...]:
    """Return the figures of a release's figures.json; raises RecordError where it is none."""
    return Fields(given).each("figures", ReleasedFigure.from_json)


def document(schema: str, figures: Iterable[PublishedFigure | ReleasedFigure]) -> JsonObject:
    """Return what figures.json holds."""
    return {"schema": schema, "figures": [figure.to_json() for figure in figures]}


def _object_or_null(given: object) -> Mapping[str, object] | None:
    return None if given is None else as_object(given)
