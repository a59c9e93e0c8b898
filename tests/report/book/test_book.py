"""The book as a whole: what is there, that links lead somewhere, that bytes are the same, that it is placed whole."""

import shutil
from dataclasses import replace

import pytest

from report.book import write_book
from report.book.addresses import figure_page, table_page
from report.edition import publish
from report.figures.published import figures_of
from tests.report.book.conftest import TOY_TEXT, audited, kept_of, register_text, written
from tests.report.book.crawler import faults, page
from tests.toys import register
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.holding import working_folder
from warehouse.errors import ReportError
from warehouse.project import Project


def text_of(path):
    return " ".join(page(path).text_content().split())


def test_every_link_of_the_toy_leads_somewhere(book):
    assert faults(book()) == []


def test_every_link_of_the_2022_edition_leads_somewhere(book_2022):
    assert faults(book_2022) == []


def test_every_figure_table_model_and_source_has_a_page(book_2022, edition_2022):
    manifest = edition_2022[1]
    for figure in figures_of(manifest):
        shown = text_of(book_2022 / figure_page(figure.id))
        assert figure.display in shown
        assert " ".join(figure.label.split()) in shown
    for table in manifest.tables:
        assert (book_2022 / table_page(table.id)).is_file()
        assert all((book_2022 / "sources" / f"{name}.html").is_file() for name in table.sources)


def test_every_cell_of_a_table_is_shown(book_2022, project, edition_2022):
    from report.publish.kept_edition import open_edition

    edition = open_edition(Project(edition_2022[0].parents[4]), "2022")
    for table in edition.tables[:4]:
        rows = page(book_2022 / table_page(table.model.name)).xpath(
            "//table[contains(@class, 'cells')]/tbody/tr"
        )
        cells = [[" ".join(c.text_content().split()) for c in row] for row in rows]
        for given, shown in zip(table.shown_rows(), cells, strict=True):
            for text, cell in zip(given, shown, strict=True):
                assert cell.startswith(" ".join(text.split()))


def test_a_figure_says_its_value_rounding_rows_and_exclusions(book):
    shown = text_of(book() / "figures" / "harvest_north.html")
    for words in (
        "131 tonnes",
        "rounded to a whole number, half away from zero",
        "raw/harvest/2021-02-01/crops.csv",
        "Line 5",
        "reproduced",
        "What each condition of the models on the way keeps out",
        "annual-report trace harvest_north --edition 2020 --csv",
    ):
        assert words in shown


def test_one_word_for_what_comes_out_again(book_2022):
    shown = text_of(book_2022 / "figures" / "displaced_total.html")
    assert "1 row, reproduced" in shown
    assert "verified" not in shown
    assert "5,433 of 5,433 cells and 70 of 70 figures reproduced" in text_of(
        book_2022 / "checks.html"
    )


def test_samples_of_rows_left_out_say_what_they_are_about(book_2022):
    slavery = page(book_2022 / "figures" / "modern_slavery_india.html")
    samples = slavery.xpath("//div[@class='such']/text()")
    assert "Albania · Europe and Central Asia · 2878000" in " ".join(samples)
    assert not [words for words in samples if "http" in words]


def test_addresses_in_evidence_are_links_and_whole(book_2022):
    slavery = page(book_2022 / "figures" / "modern_slavery_india.html")
    links = slavery.xpath("//dd/a[contains(@rel, 'external')]/@href")
    assert "https://www.iom.int/node/30036" in links
    assert not [link for link in links if "%20" in link or "%E2%80%A6" in link]


def test_each_rule_says_how_often_it_was_broken(book_2022):
    rows = page(book_2022 / "checks.html").xpath("//section[@aria-labelledby='rules']//tbody/tr")
    found = {row[0].text.strip(): (row[2].text, row[3].text) for row in rows}
    assert found["Printed headlines agree with the tables of the pinned release"] == (
        "2",
        "warning",
    )
    assert found["Every year has all parts of the total"] == ("0", "error")


WARNING = """/*
title: Orchards are few
on: raw_orchards__orchards
rule: it is no orchard
remedy: fell it
severity: warning
*/
SELECT o._row, 'code' AS "column", o.code AS value FROM raw_orchards__orchards AS o
"""


@pytest.mark.parametrize(("has_ids", "told"), [(True, "3"), (False, "not told")])
def test_a_build_from_before_problems_had_ids_does_not_tell_how_often(
    book, toy, monkeypatch, has_ids, told
):
    (toy.models / "checks").mkdir(exist_ok=True)
    (toy.models / "checks" / "check_few.sql").write_text(WARNING, encoding="utf-8")
    if not has_ids:
        without = "report.edition.in_order"
        monkeypatch.setattr(without, lambda found: [replace(p, rule_id="") for p in found])
    rows = page(book() / "checks.html").xpath("//section[@aria-labelledby='rules']//tbody/tr")
    assert {row[0].text.strip(): row[2].text for row in rows}["Orchards are few"] == told


def test_what_a_sum_is_made_of(book, toy):
    (toy.models / "report" / "table_03_all.sql").write_text(
        "/*\ntitle: All harvests\nkey: [year]\ncolumns:\n  year: {title: Year}\n"
        "  tonnes: {title: Tonnes, decimals: 2}\n*/\n"
        "SELECT c.year, sum(c.tonnes) AS tonnes FROM raw_harvest__crops AS c GROUP BY c.year ORDER BY c.year\n"
    )
    figures = toy.root / "report" / "figures.yaml"
    entry = "  - {id: all, label: All, table: table_03_all, key: {year: 2020}, column: tonnes, unit: tonnes}\n"
    figures.write_text(figures.read_text() + entry)
    shown = text_of(book() / "figures" / "all.html")
    assert "3 parts make 221.75, which is the cell" in shown
    assert "12.25raw/harvest/2021-02-01/crops.csv, line 7" in shown  # two cells


def test_a_figure_is_added_up_again_from_its_raw_rows(book, book_2022):
    assert "Together they are 131, the value in the table" in text_of(
        book() / "figures" / "harvest_north.html"
    )
    total = text_of(book_2022 / "figures" / "displaced_total.html")
    assert "people of 5 raw rows" in total
    assert "Together they are 108,436,336, the value in the table" in total
    share = text_of(book_2022 / "figures" / "hosted_by_members_share_pct.html")
    assert "The part, times 100, by the whole is 35.06906688786944" in share


def test_rows_that_do_not_add_up_are_told(book, toy):
    figures = toy.root / "report" / "figures.yaml"
    figures.write_text(figures.read_text().replace("recheck: sum tonnes", "recheck: count"))
    shown = text_of(book() / "figures" / "harvest_north.html")
    assert "The raw rows do not add up to it as the catalogue says" in shown


def test_a_statement_leads_to_its_figure_and_back(book):
    folder = book()
    text = page(folder / "texts" / "1.html")
    links = text.xpath("//mark/a[contains(@href, 'harvest_north')]")
    assert [link.text for link in links] == ["131", "150"]
    figure = page(folder / "figures" / "harvest_north.html")
    assert figure.xpath("//a[starts-with(@href, '../texts/1.html#n')]")
    shown = text_of(folder / "figures" / "harvest_north.html")
    assert "supported" in shown
    assert "contradicted" in shown


def test_the_text_is_there_as_it_stood(book):
    said = page(book() / "texts" / "1.html").xpath("//*[contains(@class, 'said')]")
    for raised in [r for s in said for r in s.xpath(".//a[@class='raised']")]:
        raised.drop_tree()
    assert "".join(s.text_content() for s in said) == TOY_TEXT.strip()


def test_a_document_without_a_text_is_listed_and_a_given_text_takes_its_place(toy, tmp_path):
    register_text(toy, TOY_TEXT)
    definition = toy.editions / "2020.yaml"
    definition.write_text(definition.read_text().replace("path: documents/draft.txt", "path: null"))
    publish(EditionBuild(toy, "2020"))
    without = write_book(toy, kept_of(toy), tmp_path / "one").index.parent
    assert "Its text is not in the project" in text_of(without / "texts.html")
    given = toy.root / "documents" / "draft.txt"
    with_it = write_book(toy, kept_of(toy), tmp_path / "two", texts=[given]).index.parent
    assert "Registered document" in text_of(with_it / "texts" / "1.html")


def test_a_source_says_what_depends_on_it(book):
    shown = text_of(book() / "sources" / "harvest.html")
    assert "8dd987a8fa781303356a722e118e27e771f85a0638f133828b469fc5ebd3308f" in shown
    assert "Harvest of North Orchard: 131 tonnes" in shown
    assert "CC-BY-4.0" in shown
    assert "used by this edition" in shown


def test_withheld_rows_have_a_place_and_no_values(book):
    changed = ("harvest/2021-02-01/crops.csv", "131.0", "131.123")
    folder = book(changed, withheld={"harvest"})
    shown = text_of(folder / "figures" / "harvest_north.html")
    assert "withholds what the rows say" in shown
    assert "Line 5" in shown
    assert "Not in this book, which does not list all its rows" in shown
    raw = page(folder / "figures" / "harvest_north.html").xpath("//article[@id='evidence-1']")[0]
    assert "apple" not in raw.text_content()
    rest = [p for p in written(folder) if p.startswith("texts/")]
    assert all(b"apple" not in written(folder)[path] for path in rest)


def test_a_personal_column_is_named_in_the_dictionary_and_nowhere_said(toy, tmp_path):
    definition = toy.raw / "orchards" / "source.yaml"
    column = "        founded: {type: date, title: Founded}\n"
    personal = column + "        keeper: {type: text, title: Keeper, personal: true}\n"
    definition.write_text(definition.read_text().replace(column, personal))
    path = "orchards/2021-01-01/orchards.csv"
    head, *lines = (toy.raw / path).read_text().splitlines()
    rows = [f"{head};keeper", *(f"{line};Zebedee Quill" for line in lines)]
    (toy.raw / path).write_text("\n".join(rows) + "\n")
    register(toy, path)
    publish(EditionBuild(toy, "2020"))
    folder = write_book(toy, kept_of(toy), tmp_path / "book").index.parent
    assert "personal: checked, and in no output" in text_of(folder / "dictionary.html")
    assert not [path for path, given in written(folder).items() if b"Zebedee" in given]


def test_the_same_bytes_on_two_runs_and_in_another_folder(book, toy, tmp_path):
    first = written(book())
    other = Project(tmp_path / "a longer way" / "copy")
    shutil.copytree(toy.root, other.root, ignore=shutil.ignore_patterns("build"))
    publish(EditionBuild(other, "2020"))
    from tests.report.book.conftest import audited

    kept = kept_of(other)
    again = write_book(other, kept, tmp_path / "elsewhere", audited=audited(kept)).index.parent
    assert written(again) == first
    assert not [path for path, given in first.items() if str(tmp_path).encode() in given]


def test_a_book_replaces_a_book_and_nothing_else(book, toy, tmp_path):
    folder = book()
    (folder / "left.html").write_text("of an earlier book")
    write_book(toy, kept_of(toy), folder)
    assert not (folder / "left.html").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "letter.txt").write_text("keep me")
    with pytest.raises(ReportError, match="is no book"):
        write_book(toy, kept_of(toy), mine)
    assert [p.name for p in mine.iterdir()] == ["letter.txt"]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["book", "mine", "toy"]


def test_what_a_killed_attempt_left_behind_is_removed(book, toy, tmp_path):
    (tmp_path / ".book-new-gone" / "book").mkdir(parents=True)
    with working_folder(tmp_path, ".book-new-") as alive:
        book()
        assert sorted(p.name for p in tmp_path.iterdir()) == [alive.name, "book", "toy"]


def test_a_book_takes_the_place_of_another_where_folders_cannot_change_places(
    book, toy, monkeypatch
):
    folder = book()
    before = written(folder)
    monkeypatch.setattr("report.book.placing.exchange", lambda *_: False)
    (folder / "left.html").write_text("of an earlier book")
    kept = kept_of(toy)
    write_book(toy, kept, folder, audited=audited(kept))
    assert written(folder) == before
    assert sorted(p.name for p in folder.parent.iterdir()) == ["book", "toy"]


def test_a_book_that_fails_leaves_the_one_before(book, toy, monkeypatch):
    folder = book()
    before = written(folder)

    def fails(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("report.book.book.search_script", fails)
    with pytest.raises(ReportError, match="No space left"):
        write_book(toy, kept_of(toy), folder)
    assert written(folder) == before
    assert sorted(p.name for p in folder.parent.iterdir()) == ["book", "toy"]


def test_an_edition_without_figures_texts_and_audit(toy, tmp_path):
    (toy.root / "report" / "figures.yaml").unlink()
    publish(EditionBuild(toy, "2020"))
    folder = write_book(toy, kept_of(toy), tmp_path / "book").index.parent
    assert faults(folder) == []
    assert "The catalogue names none" in text_of(folder / "figures.html")
    assert "Not part of this book" in text_of(folder / "checks.html")
    assert "The edition registers none" in text_of(folder / "texts.html")
