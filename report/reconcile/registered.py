"""The documents that an edition registers: their files in the project, which are the ones that were registered."""

from __future__ import annotations

import os
from pathlib import Path

from warehouse.edition import Edition, RegisteredDocument
from warehouse.errors import DefinitionError
from warehouse.project import Project
from warehouse.sources.files import sha256_of


def registered_files(project: Project, edition: Edition) -> list[Path]:
    """Return the files of an edition's documents that have a path; raises DefinitionError as `document_file` does."""
    return [document_file(project, document) for document in edition.documents if document.path]


def document_file(project: Project, document: RegisteredDocument) -> Path:
    """Return the file of a registered document.

    Raises:
        DefinitionError: If it is not inside the project, or not the registered one.
    """
    where = f"document {document.title!r}"
    path = Path(os.path.realpath(project.root / (document.path or "")))
    if not path.is_relative_to(os.path.realpath(project.root)) or not path.is_file():
        raise DefinitionError(
            f"path {document.path!r}",
            where=where,
            expected="a file inside the project",
            remedy="put the file there, or write path: null",
        )
    found = sha256_of(path)
    if found != document.sha256:
        raise DefinitionError(
            f"{document.path} has the sha256 {found}",
            where=where,
            expected=document.sha256,
            remedy="put the published file back, or register the new one",
        )
    return path
