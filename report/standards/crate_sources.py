"""Sources, their publishers and their licences as entities of a crate."""

from __future__ import annotations

from collections.abc import Iterator

from report.publish.addresses import licence_address, web_address
from report.standards.entity import Entity, entity
from report.standards.names import file_id, local_id
from report.standards.payload import Payload
from warehouse.sources.register import Source

_INDEX = file_id("index.html")


def publishers(payload: Payload) -> Iterator[Entity]:
    """Yield every publisher, with an address that the register knows, else with the page that names it."""
    addresses = {payload.release.publisher: ""}
    for source in payload.sources.values():
        addresses[source.publisher] = addresses.get(source.publisher) or web_address(
            source.landing_url
        )
    for name, address in addresses.items():
        yield entity(publisher_id(name), "Organization", name=name, url=address or _INDEX)


def publisher_id(name: str) -> str:
    """Return the id of a publisher."""
    return local_id("publisher", name)


def sources(payload: Payload) -> Iterator[Entity]:
    """Yield every source and the licence that it stands under."""
    for source in payload.sources.values():
        yield entity(
            source_id(source.name),
            "CreativeWork",
            name=source.title,
            publisher={"@id": publisher_id(source.publisher)},
            creditText=source.citation,
            url=web_address(source.landing_url),
            license={"@id": source_licence(source)},
        )
        yield entity(
            source_licence(source),
            "CreativeWork",
            name=f"Licence: {source.licence}",
            description=source.licence_note,
        )


def source_id(name: str) -> str:
    """Return the id of a source."""
    return local_id("source", name)


def source_licence(source: Source) -> str:
    """Return the id of a source's licence: the address of a licence with a name, else one of the source's own.

    A page that speaks of licences is no licence: two sources may quote it and say different things of it.
    """
    address = licence_address(source.licence)
    is_named = address.startswith("https://spdx.org/") and not source.licence_note
    return address if is_named else local_id("licence", source.name)
