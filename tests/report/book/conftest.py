"""Books of the toy edition, in a project of their own; and the book of the 2022 edition with a text, made once."""

import pytest

from report.book import write_book
from report.edition import publish
from report.evidence.auditing.edition import audit_edition
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.builder.kept import Kept
from warehouse.project import Project

TOY_TEXT = "The harvest of North Orchard was 131 tonnes in 2020. The harvest of North Orchard was 150 tonnes in 2020.\n"
TEXT_2022 = (
    "At the end of 2022, 108.4 million people were forcibly displaced worldwide.\n\n"
    "By May 2023, an estimated 110 million people were forcibly displaced.\n\n"
    "On any given day in 2021, 49.6 million people were in modern slavery worldwide, in two regions.\n"
)


def register_text(project, text, edition="2020", name="draft.txt"):
    """Write a text into a project and register it as a document of an edition."""
    from warehouse.sources.files import sha256_of

    path = project.root / "documents" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    definition = project.editions / f"{edition}.yaml"
    entry = f"""documents:
  - title: The announcement
    url: https://orchards.example/news
    published: 2021-03-01
    sha256: {sha256_of(path)}
    path: documents/{name}
"""
    given = definition.read_text(encoding="utf-8")
    definition.write_text(given.replace("documents: []\n", entry), encoding="utf-8")


def kept_of(project, edition="2020"):
    """Return the current generation of an edition."""
    return Kept(Generations(project, edition).open())


def audited(kept):
    """Return the audit of a generation."""
    with kept.connection() as connection:
        return audit_edition(kept, connection)


def written(folder):
    """Return path -> bytes of a book's files."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def book(toy, tmp_path):
    """Build the toy, after changes of raw files (path, old, new), and return the folder of its book."""

    def make(*changes, text=TOY_TEXT, **options):
        for change in changes:
            rewrite(toy, *change)
        if text:
            register_text(toy, text)
        publish(EditionBuild(toy, "2020"))
        kept = kept_of(toy)
        summary = write_book(toy, kept, tmp_path / "book", audited=audited(kept), **options)
        return summary.index.parent

    return make


@pytest.fixture(scope="session")
def book_2022(edition_2022, tmp_path_factory):
    """The folder of the book of the 2022 edition, with a text of three paragraphs."""
    project = Project(edition_2022[0].parents[4])
    folder = tmp_path_factory.mktemp("book")
    text = folder / "draft.txt"
    text.write_text(TEXT_2022, encoding="utf-8")
    kept = Kept(edition_2022[0])
    write_book(project, kept, folder / "book", audited=audited(kept), texts=[text])
    return folder / "book"
