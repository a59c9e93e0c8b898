"""What of a generation is not as it was built, or is not what its manifest says: found by hashing, not by replay."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from report.figures.published import figures_of
from warehouse.builder.content import content_sha256
from warehouse.builder.digests import digest_of
from warehouse.builder.generation_files import AlteredFile, differences
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest
from warehouse.folders import MANIFEST, TABLES


def altered_parts(kept: Kept, connection: duckdb.DuckDBPyConnection) -> list[AlteredFile]:
    """Return the files that were changed since the build, and contents that are not what the manifest names.

    Args:
        kept: The generation.
        connection: A connection on its tables.
    """
    return [*differences(kept.folder), *_contents(kept, connection)]


def _contents(kept: Kept, connection: duckdb.DuckDBPyConnection) -> Iterator[AlteredFile]:
    """Yield every published table whose rows have another content hash than was published, and the whole likewise."""
    manifest = read_manifest(kept.folder)
    found = {table.id: content_sha256(connection, table.id) for table in manifest.tables}
    for table in manifest.tables:
        if found[table.id] != table.content_sha256:
            yield _content(f"{TABLES}/{table.id}.parquet", found[table.id], table.content_sha256)
    figures = [figure.content for figure in figures_of(manifest)]
    whole = digest_of({"tables": found, "figures": figures})
    if whole != manifest.content_sha256:
        yield _content(MANIFEST, whole, manifest.content_sha256)


def _content(file: str, found: str, expected: str) -> AlteredFile:
    return AlteredFile(file, f"what it says has the content hash {found}", f"content {expected}")
