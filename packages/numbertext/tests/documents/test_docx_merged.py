"""Labels of several rows in Word tables: said once, at the first, and true of all."""

from documents.docxs import docx, p, r
from numbertext.documents import read_document
from numbertext.tables import tables_of

RESTART, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def tc(text="", about=""):
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{p(r(text)) if text else p()}</w:tc>"


def table(tmp_path, *rows):
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    path = tmp_path / "given.docx"
    path.write_bytes(docx(f"<w:tbl>{lines}</w:tbl>"))
    (found,) = tables_of(read_document(path))
    return found


def test_a_label_stands_at_every_row_that_it_goes_over(tmp_path):
    found = table(
        tmp_path,
        [tc("2022", RESTART), tc("a")],
        [tc(about=GOES_ON), tc("b")],
        [tc("2023", RESTART), tc("c")],
        [tc(about=GOES_ON), tc("d")],
        [tc("2024"), tc("e")],
        [tc(about=GOES_ON), tc("f")],
    )
    labels = [found.text(row, 1) for row in range(1, 7)]
    assert labels == ["2022", "2022", "2023", "2023", "2024", ""]


def test_a_label_goes_over_rows_at_its_own_column_of_the_grid(tmp_path):
    wide = '<w:gridSpan w:val="2"/>'
    found = table(
        tmp_path,
        [tc("a", wide), tc("x", RESTART)],
        [tc("b"), tc("c"), tc(about=GOES_ON)],
        [tc("d", wide), tc(about=GOES_ON)],
    )
    assert [found.text(row, 3) for row in (1, 2, 3)] == ["x", "x", "x"]
    assert [found.text(row, 2) for row in (1, 2, 3)] == ["a", "c", "d"]
