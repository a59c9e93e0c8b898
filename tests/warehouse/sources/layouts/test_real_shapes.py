"""Files in the shapes of the World Bank, Eurostat, the ONS and UNICEF, read as they came."""

import openpyxl
import pytest

from warehouse.errors import DefinitionError, SourceFileError
from warehouse.sources.options import ReaderOptions

WIDE = {
    "country": "text",
    "code": "text",
    "year": "whole",
    "people": {"type": "whole", "nullable": True},
}
WORLD_BANK = (
    '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2026-06-30",\n\n'
    '"Country Name","Country Code","Indicator Name","2020","2021",\n'
    '"Aruba","ABW","Population","108587","107700",\n"World","WLD","Population","7856138789","",\n'
)
EUROSTAT = "freq,unit,geo\\TIME_PERIOD\t2020 \t2021 \t2022 \nA,PC,AT\t12.3 p\t: \t11.0 \nA,PC,BE\t: c\t10 b\t9.8 e\n"


def test_years_as_columns_and_a_header_that_ends_with_a_comma(loaded):
    result = loaded(
        WORLD_BANK,
        WIDE,
        header_at="Country Name",
        rename={"Country Name": "country", "Country Code": "code"},
        ignore="Indicator.*",
        blank_heads="empty",
        unpivot={"into": "year", "values": {"people": r"\d{4}"}, "blanks": "leave_out"},
    )
    assert result.told() == []
    assert [row[1:] for row in result.rows("country, year, people")] == [
        ("Aruba", 2020, 108587),
        ("Aruba", 2021, 107700),
        ("World", 2020, 7856138789),
    ]
    assert result.report.set_apart == ((7, "blank cell"),)
    assert result.report.rows_read == 4


def test_a_column_that_holds_several_and_flags_behind_the_values_of_years(loaded):
    columns = {
        **dict.fromkeys(["freq", "unit", "geo"], "text"),
        "year": "whole",
        "value": {"type": "decimal(8,1)", "nullable": True},
        "flag": {"type": "text", "nullable": True},
    }
    result = loaded(
        EUROSTAT,
        columns,
        delimiter="\t",
        null_markers=["", ":"],
        split={"freq,unit,geo\\TIME_PERIOD": {"by": ",", "into": ["freq", "unit", "geo"]}},
        unpivot={"into": "year", "values": {"value": r"\d{4}"}},
        cells={"value": {"flags": {"into": "flag"}}},
    )
    assert result.told() == []
    assert [row[1:] for row in result.rows("geo, year, value::VARCHAR, flag")] == [
        ("AT", 2020, "12.3", "p"),
        ("AT", 2021, None, None),
        ("AT", 2022, "11.0", None),
        ("BE", 2020, None, "c"),
        ("BE", 2021, "10.0", "b"),
        ("BE", 2022, "9.8", "e"),
    ]


def test_a_wrong_cell_of_a_wide_table_is_told_with_its_column(loaded):
    result = loaded(
        "country,code,2020,2021\nA,a,x,x\n",
        WIDE,
        unpivot={"into": "year", "values": {"people": "20.."}},
    )
    assert result.told() == [(2, "people", "x in column 3 (C)"), (2, "people", "x in column 4 (D)")]


def test_sections_totals_and_notes_inside_a_table(loaded):
    rows = ["area,n", "ASIA,", "Thailand,10", "Lao PDR,5", "Subtotal,15", "AFRICA,", "Kenya,1"]
    text = "\n".join([*rows, "Subtotal,1", "Total,16", ",", "Note: provisional,", ""])
    columns = {"area": "text", "n": "whole", "continent": "text"}
    said = {"totals": ["Subtotal", "Total"], "notes": "Note:.*"}
    for sections in ({"into": "continent"}, {"into": "continent", "rows": "[A-Z]+"}):
        result = loaded(text, columns, sections=sections, **said)
        assert result.rows("continent, area, n") == [
            (3, "ASIA", "Thailand", 10),
            (4, "ASIA", "Lao PDR", 5),
            (7, "AFRICA", "Kenya", 1),
        ]
        assert dict(result.report.set_apart) == {
            **dict.fromkeys((2, 6), "section"),
            **dict.fromkeys((5, 8, 9), "total"),
            10: "blank",
            11: "note",
        }


def workbook(path, rows, merges=()):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for area in merges:
        book.active.merge_cells(area)
    book.save(path)
    return path


def test_one_merged_head_over_value_and_flag_and_a_merged_note(loaded, tmp_path):
    rows = [
        ("area", "Total", None, "Male", None),
        ("X", 1.5, "y", 2.5, None),
        ("Notes: y differs",),
    ]
    path = workbook(tmp_path / "f.xlsx", rows, ["B1:C1", "D1:E1", "A3:E3"])
    number, text = {"type": "decimal(5,1)"}, {"type": "text", "nullable": True}
    columns = {
        "area": "text",
        "total": number,
        "total_flag": text,
        "male": number,
        "male_flag": text,
    }
    names = {"Total": "total", "Total (2)": "total_flag", "Male": "male", "Male (2)": "male_flag"}
    options = {"format": "xlsx", "double_heads": "number", "rename": names}
    result = loaded(path, columns, name="f.xlsx", notes="Notes:.*", **options)
    assert result.told() == []
    assert [row[1:] for row in result.rows("area, total_flag, male::VARCHAR, male_flag")] == [
        ("X", "y", "2.5", None)
    ]
    without = loaded(path, columns, name="f.xlsx", **options)
    assert {p.rule_id.partition(".")[2] for p in without.report.problems} > {"file.merged_cells"}


def test_formulas_matter_in_what_is_read_and_not_in_what_is_set_apart(loaded, tmp_path):
    path = workbook(
        tmp_path / "f.xlsx", [("k", "n", "x"), ("a", 1, "=1/0"), ("Total", "=SUM(B2)", "")]
    )
    columns = {"k": "text", "n": "whole"}
    options = {"format": "xlsx", "name": "f.xlsx", "totals": "Total"}
    result = loaded(path, columns, positions={"k": 1, "n": "B"}, ignore="x", **options)
    assert [p.column for p in result.report.problems] == ["x"]
    result = loaded(path, columns, positions={"k": 1, "n": "B"}, range="A1:B", **options)
    assert (result.told(), result.rows("k, n")) == ([], [(2, "a", 1)])
    result = loaded(
        path, {**columns, "x": {"type": "whole", "nullable": True}}, format="xlsx", name="f.xlsx"
    )
    assert {p.line for p in result.report.problems} == {2, 3}


@pytest.mark.parametrize(
    ("text", "reader", "told"),
    [
        ("a,b\n1,2\n3\n", {"totals": "T"}, (3, "", "1 field")),
        ("a,,b\n1,x,2\n", {"totals": "T"}, (2, "", "column 2")),
        ("a,b\n1,2\n", {"tag_row": "hxl"}, (2, "", "")),
        ("a b\n1/2/3\n", {"split": {"a b": {"by": "/", "into": ["a", "b"]}}}, (2, "a b", "1/2/3")),
        ("a,c\n1,2\n", {"headings": {"b": "d"}, "ignore": "c"}, (1, "b", "")),
        ("a,b1,b2\n1,2,2\n", {"headings": {"b": "b."}}, (1, "b", "")),
        ('a,b\n1,2\n"3"x,4\n', {"totals": "T"}, (3, "", "")),
    ],
)
def test_what_a_layout_does_not_fit_is_told(loaded, text, reader, told):
    result = loaded(text, {"a": "text", "b": {"type": "text", "required": True}}, **reader)
    assert told in result.told()


def test_only_declared_columns_are_read_and_doubles_among_the_others_are_no_question(loaded):
    text = "a,x,x,b,\n1,2,3,4,\n"
    result = loaded(text, {"a": "whole", "b": "whole"}, columns="only declared")
    assert (result.told(), result.rows("a, b")) == ([], [(2, 1, 4)])
    twice = loaded("a,a,b\n1,2,3\n", {"a": "whole", "b": "whole"}, columns="only declared")
    assert [p.rule for p in twice.report.problems] == ["the column 'a' comes once in the header"]


@pytest.mark.parametrize(
    ("reader", "fact"),
    [
        ({"fil_down": "a"}, "is 'fill_down' meant?"),
        ({"unpivot": {"into": "year"}}, "values of unpivot"),
        ({"unpivot": {"into": "a", "values": {"a": "x"}}}, "filled in two ways"),
        ({"positions": {"a": 0}}, "the position of a"),
        ({"positions": {"a": 1, "b": "A"}}, "one position"),
        ({"range": "B3:A1"}, "ends after it begins"),
        ({"totals": "("}, "is no pattern"),
        ({"split": {"h": {"by": "/", "into": "a"}}}, "two columns or more"),
        ({"fill_down": "a", "sections": {"into": "a"}}, "by itself"),
        ({"header_rows": 0}, "positions say nothing"),
        ({"headings": {"a": "x"}, "rename": {"y": "a"}}, "filled in another way"),
        ({"format": "json", "fill_down": "a"}, "has no places"),
        ({"blank_heads": "x"}, "empty or ignore"),
        ({"columns": "declared"}, "only declared"),
    ],
)
def test_a_layout_that_contradicts_itself_is_refused_when_the_register_is_read(reader, fact):
    with pytest.raises(DefinitionError) as caught:
        ReaderOptions.parse(reader, "source.yaml")
    assert fact in str(caught.value)


def test_a_file_that_is_too_wide_for_rows_of_cells_is_refused(loaded):
    years = ",".join(f"y{n}" for n in range(1200))
    text = f"k,{years}\na,{','.join('1' * 1200)}\n"
    columns = {"k": "text", "year": "text", "n": "whole"}
    with pytest.raises(SourceFileError, match="too large to be read in this layout"):
        loaded(text, columns, unpivot={"into": "year", "values": {"n": r"y\d+"}})
