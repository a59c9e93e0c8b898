"""Tables of texts against the report's tables: what is printed is borne out, and each wrong cell is the one found."""

import html
from contextlib import ExitStack
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest
from openpyxl import Workbook

from numbertext.documents import Document, read_document
from numbertext.documents.child import pieces_of
from numbertext.documents.document import joined
from numbertext.tables import is_blank, number_of, scale_of, tables_of
from report.publish.kept_edition import edition_in
from report.reconcile.bindings import load_tables
from report.reconcile.finding import AGAINST, CONTRADICTED, LOOSE, NEAR, SET_ASIDE, SUPPORTED
from report.reconcile.grounds import Grounds
from report.reconcile.reconciliation import reconcile_documents
from report.reconcile.tables.reading import Tables
from report.reconcile.tables.report_table import report_tables
from warehouse.builder.kept import Kept
from warehouse.errors import DefinitionError
from warehouse.project import Project

FORMS = ("html", "md", "docx", "xlsx")
THOUSAND = Decimal(1000)


def as_html(rows, caption):
    def line(row, tag):
        return "<tr>" + "".join(f"<{tag}>{html.escape(c)}</{tag}>" for c in row) + "</tr>"

    body = line(rows[0], "th") + "".join(line(row, "td") for row in rows[1:])
    return f"<table><caption>{html.escape(caption)}</caption>{body}</table>".encode()


def as_md(rows, caption):
    def line(row):
        return "| " + " | ".join(c.replace("|", "\\|").replace("*", "\\*") for c in row) + " |\n"

    rule = "|" + "---|" * len(rows[0]) + "\n"
    return f"{caption}\n\n{line(rows[0])}{rule}{''.join(map(line, rows[1:]))}".encode()


def as_docx(rows, caption):
    import io

    import docx

    document = docx.Document()
    document.add_paragraph(caption)
    table = document.add_table(len(rows), len(rows[0]))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(line.cells, row, strict=True):
            cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_xlsx(rows, caption):
    import io

    book = Workbook()
    book.active.append([caption])
    for row in rows:
        book.active.append([])
        for column, text in enumerate(row, 1):
            cell = book.active.cell(book.active._current_row, column)
            found = number_of(text)
            is_plain = found and text.replace(",", "").replace(".", "").isdigit()
            cell.value = (
                (float(found.value) if "." in text else int(found.value)) if is_plain else text
            )
            if is_plain:
                places = len(text.partition(".")[2])
                cell.number_format = ("#,##0" if "," in text else "0") + (
                    "." + "0" * places if places else ""
                )
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


WRITERS = {"html": as_html, "md": as_md, "docx": as_docx, "xlsx": as_xlsx}


@pytest.fixture(scope="module")
def editions(project, edition_2022, railway_2023):
    railway = Project(railway_2023[0].parents[4])
    return {
        "2022": (project, Kept(edition_2022[0])),
        "2023": (railway, Kept(railway_2023[0])),
    }


@pytest.fixture(scope="module")
def held(editions):
    """Holds rows, written in a format, against an edition: read in this process, and by their tables alone."""
    with ExitStack() as stack:
        tables = {}
        for name, (_, kept) in editions.items():
            grounds = Grounds(kept, stack.enter_context(kept.connection()), name)
            tables[name] = Tables(report_tables(kept), {}, grounds.of_cell)

        def run(edition, rows, form="html", caption="A table"):
            blocks, text = joined(pieces_of(form, WRITERS[form](rows, caption)))
            found = tables[edition].findings(Document("a", "", form, blocks, text))
            return [finding for findings in found.values() for finding in findings]

        yield run


def printed(table):
    """A report table as it is printed: heads, then rows; numbers in columns of values by row and column."""
    rows = [[c.title for c in table.columns], *table.shown_rows()]
    places = [
        (r, c)
        for c, column in enumerate(table.columns)
        if table.is_number(c) and column.name not in table.model.key
        for r in range(1, len(rows))
        if rows[r][c]
    ]
    return rows, places


@cache
def opened(folder):
    return edition_in(Project(folder.parents[4]), Kept(folder)).tables


def tables_with_values(editions, edition):
    found = []
    for table in opened(editions[edition][1].folder):
        rows, places = printed(table)
        # Rows that the printed key does not tell apart are not certain; the same of heads.
        if len(places) >= 4 and len(rows) > 2 and len(set(rows[0])) == len(rows[0]):
            found.append((table, rows, places))
    return found


def by_place(findings, width, turned=False):
    import re

    found = {}
    for finding in findings:
        place = re.fullmatch(r"table \d+, row (\d+), column (\d+)", finding.block.part)
        if place and finding.verdict != SET_ASIDE:
            row, column = int(place[1]), int(place[2])
            found[(column, row) if turned else (row, column)] = finding
    return found


def verdicts(findings, places, offset=0, turned=False):
    found = by_place(findings, 0, turned)
    return [
        (found[r + 1 + offset, c + 1].verdict if (r + 1 + offset, c + 1) in found else "none")
        for r, c in places
    ]


def wrong(text):
    """Another number, far beyond rounding."""
    found = number_of(text)
    return f"{found.value * 3 + 777:,f}"


@pytest.mark.parametrize("edition", ["2022", "2023"])
@pytest.mark.parametrize("form", FORMS)
def test_every_report_table_is_borne_out_as_it_is_printed(editions, held, edition, form):
    given = tables_with_values(editions, edition)
    assert given
    for table, rows, places in given:
        findings = held(edition, rows, form)
        assert set(verdicts(findings, places, offset=form == "xlsx")) == {SUPPORTED}, (
            table.model.name
        )
        assert not [f for f in findings if f.verdict in AGAINST], table.model.name


@pytest.mark.parametrize("edition", ["2022", "2023"])
def test_each_wrong_cell_is_the_one_found(editions, held, edition):
    for table, rows, places in tables_with_values(editions, edition):
        for r, c in (places[0], places[len(places) // 2], places[-1]):
            changed = [list(row) for row in rows]
            changed[r][c] = wrong(rows[r][c])
            found = by_place(held(edition, changed), 0)
            against = [place for place, f in found.items() if f.verdict in AGAINST]
            assert against == [(r + 1, c + 1)], table.model.name
            finding = found[r + 1, c + 1]
            assert finding.verdict == CONTRADICTED
            assert finding.evidence.trace.startswith(
                f"annual-report trace {table.model.name} --row "
            )


@pytest.mark.parametrize("edition", ["2022", "2023"])
def test_a_row_may_be_missing_and_rows_stand_for_columns(editions, held, edition):
    for table, rows, places in tables_with_values(editions, edition):
        if len(rows) > 4:
            less = [*rows[:2], *rows[3:]]
            kept = [(r - (r > 2), c) for r, c in places if r != 2]
            assert set(verdicts(held(edition, less), kept)) == {SUPPORTED}, table.model.name
        turned = [list(row) for row in zip(*rows, strict=True)]
        found = verdicts(held(edition, turned), places, turned=True)
        assert set(found) == {SUPPORTED}, table.model.name


def scaled(text, by):
    value = (number_of(text).value / by).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
    return f"{value:,f}"


@pytest.mark.parametrize(
    ("head", "caption", "verdict"),
    [("{} (thousands)", "A table", SUPPORTED), ("{}, 000s", "A table", SUPPORTED),
     ("{}", "A table (thousands)", SUPPORTED), ("{}", "A table", NEAR)],
)  # fmt: skip
def test_a_scale_is_that_of_head_or_caption_and_says_nothing_itself(
    editions, held, head, caption, verdict
):
    tried = 0
    for table, rows, places in tables_with_values(editions, "2022"):
        changed = [list(row) for row in rows]
        columns = {c for _, c in places if table.columns[c].unit == "people"}
        cells = [(r, c) for r, c in places if c in columns and number_of(rows[r][c]).value > 50_000]
        if not cells:
            continue
        for c in columns:
            changed[0][c] = head.format(rows[0][c])
        for r, c in [p for p in places if p[1] in columns]:
            changed[r][c] = scaled(rows[r][c], THOUSAND)
        findings = held("2022", changed, caption=caption)
        assert set(verdicts(findings, cells)) == {verdict}, table.model.name
        assert not [f for f in findings if f.verdict in AGAINST], table.model.name
        heads = [f for f in findings if f.block.part.startswith("table 1, row 1,")]
        assert all(f.verdict == SET_ASIDE for f in heads if "thousand" in f.statement.text), (
            table.model.name
        )
        tried += 1
    assert tried > 1


def test_numbers_printed_to_hundreds_are_no_falsehood(editions, held):
    _, rows, places = max(tables_with_values(editions, "2022"), key=lambda given: len(given[2]))
    large = [(r, c) for r, c in places if number_of(rows[r][c]).value >= 10_000]
    changed = [list(row) for row in rows]
    for r, c in large:
        changed[r][c] = f"{round(number_of(rows[r][c]).value, -2):,f}"
    assert set(verdicts(held("2022", changed), large)) <= {SUPPORTED, LOOSE}


def test_a_table_that_differs_all_over_is_not_accused(editions, held):
    for table, rows, places in tables_with_values(editions, "2022"):
        changed = [list(row) for row in rows]
        for r, c in places:
            changed[r][c] = wrong(rows[r][c])
        found = held("2022", changed)
        assert not [f for f in found if f.verdict in AGAINST], table.model.name


@pytest.mark.parametrize(
    ("text", "value"),
    [("12.3*", "12.3"), ("1,234 (a)", "1234"), ("1 234¹", "1234"), ("(45)", "-45"), ("\u221212", "-12"), ("5%", "5"),
     ("A$2.7", "2.7"),
     ("\u2013", None), ("n/a", None), ("..", None), ("12 of 34", None), ("2021-22", None), ("1,2345", None)],
)  # fmt: skip
def test_what_a_cell_says(text, value):
    found = number_of(text)
    assert (found and found.value) == (value and Decimal(value))


@pytest.mark.parametrize(
    "text", ["", "-", "\u2013", "\u2014", "n/a", "N/A", "n.a.", "..", "…", "\u2013 (a)"]
)
def test_what_says_that_there_is_no_value(text):
    assert is_blank(text)


@pytest.mark.parametrize(
    ("text", "power"),
    [("People (millions)", 6), ("000s", 3), ("US$ million", 6), ("in thousands", 3), ("'000", 3),
     ("2,000 people", None),
     ("thousands or millions", None), ("People", None)],
)  # fmt: skip
def test_what_scales(text, power):
    assert scale_of(text) == (None if power is None else Decimal(10) ** power)


def test_cells_over_several_rows_and_columns_stand_at_each_place(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(
        "<p>Cap</p><table><tr><th rowspan=2>R<th colspan=2>People<tr><th>2021<th>2022<tr><td>Asia<td>5<td>6</table>"
    )
    (table,) = tables_of(read_document(path))
    grid = [[table.text(r, c) for c in (1, 2, 3)] for r in (1, 2, 3)]
    assert grid == [["R", "People", "People"], ["R", "2021", "2022"], ["Asia", "5", "6"]]
    assert (table.caption, table.height, table.width) == ("Cap", 3, 3)


@pytest.mark.parametrize("form", FORMS)
def test_a_whole_document_is_reconciled_with_its_tables(editions, form, tmp_path):
    project, kept = editions["2023"]
    table, rows, places = tables_with_values(editions, "2023")[0]
    r, c = places[-1]
    rows = [list(row) for row in rows]
    rows[r][c] = wrong(rows[r][c])
    path = tmp_path / f"a.{form}"
    path.write_bytes(WRITERS[form](rows, "Some data (thousands)"))
    (found,) = reconcile_documents(project, kept, "2023", [read_document(path)]).documents
    (against,) = [f for f in found.findings if f.verdict in AGAINST]
    assert against.statement.text == rows[r][c]
    assert found.document.text[against.statement.start : against.statement.end] == rows[r][c]
    assert against.as_dict()["trace"].startswith(f"annual-report trace {table.model.name}")


def test_a_table_that_is_none_of_the_report_accuses_nobody(editions, tmp_path):
    project, kept = editions["2023"]
    path = tmp_path / "a.html"
    path.write_bytes(
        as_html([["Town", "Passengers (millions)"], ["X", "4.5"], ["Y", "\u2013"]], "Table")
    )
    (found,) = reconcile_documents(project, kept, "2023", [read_document(path)]).documents
    assert not [f for f in found.findings if f.verdict in (*AGAINST, SUPPORTED)]
    assert not [
        f for f in found.findings if "million" in f.statement.text and f.verdict != SET_ASIDE
    ]


def test_a_table_is_bound_by_a_person(editions, tmp_path):
    project, _ = editions["2023"]
    table, *_ = tables_with_values(editions, "2023")[0]
    path = project.editions / "2023.statements.yaml"
    before = path.read_bytes() if path.exists() else None
    entry = "tables:\n  - {{document: a.html, table: 1, is: {}, by: A, on: 2024-01-01}}\n"
    try:
        path.write_text(entry.format(table.model.name))
        known = [table.model.name]
        assert load_tables(project, "2023", known) == {("a.html", 1): table.model.name}
        path.write_text(entry.format("table_none"))
        with pytest.raises(DefinitionError, match="is table_none"):
            load_tables(project, "2023", known)
    finally:
        path.unlink() if before is None else path.write_bytes(before)
