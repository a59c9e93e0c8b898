"""What search engines and catalogues read of a release: a schema.org Dataset for the index page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from report.figures.published import FIGURES_FILE, PublishedFigure, released
from report.publish.addresses import licence_address, web_address
from report.publish.release_statement import RELEASE, ReleaseStatement
from report.standards.payload import MEDIA_TYPES, file_id, json_in_html
from warehouse.project import Project
from warehouse.sources.register import Source, load_source, source_names

_DOWNLOADS = (".csv", ".parquet")


def dataset_markup(data: Path) -> str:
    """Return the schema.org description of a release as JSON-LD, safe inside a `<script>` element.

    Args:
        data: The payload folder: needs release.json, figures.json, tables/ and project/raw/.
    """
    release = ReleaseStatement.from_json(json.loads((data / RELEASE).read_text(encoding="utf-8")))
    figures = released(json.loads((data / FIGURES_FILE).read_text(encoding="utf-8")))
    project = Project(data / "project")
    sources = [load_source(project, name) for name in source_names(project)]
    start, end = release.period
    described = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": release.title,
        "description": f"Tables and figures of {release.title}, with the evidence of every figure.",
        "identifier": f"sha256:{release.content_sha256}",
        "version": f"{release.edition} r{release.revision}",
        "datePublished": release.as_of,
        "temporalCoverage": f"{start}/{end}",
        "inLanguage": "en",
        "publisher": {"@type": "Organization", "name": release.publisher},
        "creator": {"@type": "Organization", "name": release.publisher},
        "distribution": _downloads(data),
        "variableMeasured": [_variable(figure.published) for figure in figures],
        "isBasedOn": [_source(source) for source in sources],
    }
    return json_in_html(described)


def _downloads(data: Path) -> list[dict[str, str]]:
    listed = [data / "figures.csv", *sorted((data / "tables").iterdir())]
    return [
        {
            "@type": "DataDownload",
            "name": path.name,
            "contentUrl": file_id(path.relative_to(data).as_posix()),
            "encodingFormat": MEDIA_TYPES[path.suffix],
        }
        for path in listed
        if path.suffix in _DOWNLOADS
    ]


def _variable(figure: PublishedFigure) -> dict[str, Any]:
    described = {
        "@type": "PropertyValue",
        "propertyID": figure.id,
        "name": figure.label,
        "description": figure.display,
        "unitText": figure.unit,
    }
    stated = figure.value is not None
    return {**described, "value": figure.value} if stated else described


def _source(source: Source) -> dict[str, Any]:
    address, licence = web_address(source.landing_url), licence_address(source.licence)
    return {
        "@type": "CreativeWork",
        "name": source.title,
        "publisher": {"@type": "Organization", "name": source.publisher},
        "citation": source.citation,
        **({"url": address} if address else {}),
        **({"license": licence} if licence else {}),
    }
