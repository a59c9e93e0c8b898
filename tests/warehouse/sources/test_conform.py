"""Text to typed values: what is taken, what is blank, what is withheld, and what is refused."""

import datetime
from decimal import Decimal

import pytest

from warehouse.errors import DefinitionError


def cells(*texts):
    """A CSV file of one column whose cells are all quoted."""
    return "value\n" + "".join(f'"{text}"\n' for text in texts)


def values(loaded, kind, texts, **reader):
    """The typed values of some cells; the problems are those of the cells refused."""
    columns = {"value": {"type": kind, "nullable": True}}
    result = loaded(cells(*texts), columns, **reader)
    return [row[1] for row in result.rows("value")], [text for _, _, text in result.told()]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5),
        ("-7", -7),
        ("+7", 7),
        ("007", 7),
        (" 12 ", 12),
        ("\t12", 12),
        ("\u00a012", 12),
        ("3.0", 3),
        ("3.", 3),
        ("-0", 0),
        ("1.25e2", 125),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
    ],
)
def test_whole_numbers(loaded, text, number):
    assert values(loaded, "whole", [text]) == ([number], [])


@pytest.mark.parametrize(
    "text",
    [
        "five",
        "3.5",
        "1,000",
        "1 000",
        "0x10",
        "1_000",
        "1E+05",
        "1.23457E+11",
        "5%",
        "<5",
        "1;2",
        "٣",
        "1-2",
    ],
)
def test_what_is_no_whole_number_is_refused(loaded, text):
    assert values(loaded, "whole", ["1", text, "2"]) == ([1, 2], [text])


@pytest.mark.parametrize("text", ["9223372036854775808", "-9223372036854775809", "1" * 400])
def test_a_number_that_does_not_fit_is_refused_and_not_wrapped(loaded, text):
    kept, refused = values(loaded, "whole", [text])
    assert kept == []
    assert refused[0].startswith(text[:20])


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.5", "1.50"),
        ("-.5", "-0.50"),
        ("5.", "5.00"),
        ("1.50000", "1.50"),
        ("000999.99", "999.99"),
        ("2.5e-1", "0.25"),
    ],
)
def test_decimals_are_exact(loaded, text, number):
    assert values(loaded, "decimal(5, 2)", [text]) == ([Decimal(number)], [])


@pytest.mark.parametrize("text", ["1.555", "1000", "1,5", "1e2", ".", "-", "NaN", "inf", "1.5.5"])
def test_decimals_are_never_rounded(loaded, text):
    assert values(loaded, "decimal(5, 2)", [text], null_markers=[""]) == ([], [text])


def test_the_rule_says_how_much_room_there_is(loaded):
    problem = loaded(cells("1.555"), {"value": "decimal(5, 2)"}).only()
    assert problem.rule == "value has at most 3 digits and 2 decimals"
    assert "never rounded" in problem.remedy


def test_marks_between_thousands_and_before_decimals(loaded):
    texts = ["1.234.567,8", "1234,5", "1.234", "12.34", "1,2,3"]
    kept, refused = values(loaded, "decimal(12, 2)", texts, thousands=".", decimal=",")
    assert kept == [Decimal("1234567.80"), Decimal("1234.50"), Decimal("1234.00")]
    assert refused == ["12.34", "1,2,3"]


def test_a_blank_between_thousands_may_be_a_narrow_one(loaded):
    texts = ["1 234", "1\u00a0234", "1\u202f234", "1 23"]
    assert values(loaded, "whole", texts, thousands=" ") == ([1234, 1234, 1234], ["1 23"])


@pytest.mark.parametrize(
    ("text", "day"),
    [("2020-02-29", datetime.date(2020, 2, 29)), (" 1999-12-31", datetime.date(1999, 12, 31))],
)
def test_dates(loaded, text, day):
    assert values(loaded, "date", [text]) == ([day], [])


@pytest.mark.parametrize(
    "text", ["2021-02-29", "2020-2-9", "29.02.2020", "2020-13-01", "2020-02-28 10:00", "2020"]
)
def test_what_is_no_date_is_refused(loaded, text):
    assert values(loaded, "date", [text]) == ([], [text])


def test_flags(loaded):
    assert values(loaded, "flag", ["yes", "No", "TRUE", "false", "1"]) == (
        [True, False, True, False],
        ["1"],
    )


def test_text_stays_as_the_source_gives_it(loaded):
    assert values(loaded, "text", [" Yemen ", "=1+1", "0x10"]) == ([" Yemen ", "=1+1", "0x10"], [])


@pytest.mark.parametrize("kind", ["whole", "text", "date", "flag", "decimal(5, 2)"])
def test_blank_markers_mean_not_stated(loaded, kind):
    texts = ["", "  ", "-", " - ", "...", "N/A"]
    assert values(loaded, kind, texts) == ([None] * 6, [])


def test_blank_markers_are_those_declared(loaded):
    assert values(loaded, "whole", ["-99", " -99 ", "5"], null_markers=["-99"]) == (
        [None, None, 5],
        [],
    )
    assert values(loaded, "text", ["-", "N/A"], null_markers=[".."]) == (["-", "N/A"], [])


def test_a_withheld_value_is_null_and_its_marker_is_kept(loaded):
    result = loaded(
        "place,people,deaths\nA,<5,3\nB,7,\nC, <5 ,<5\n",
        {"place": "text", "people": "whole", "deaths": {"type": "whole", "nullable": True}},
        suppressed={"columns": ["people"], "markers": ["<5"]},
    )
    assert result.report.columns == ("place", "people", "deaths", "people_suppressed")
    assert result.rows("people, people_suppressed") == [(2, None, "<5"), (3, 7, None)]
    assert result.told() == [(4, "deaths", "<5")]


def test_an_age_group_is_no_withheld_value(loaded):
    result = loaded(
        "age,people\n<5,<5\n",
        {"age": "text", "people": "whole"},
        suppressed={"columns": ["people"], "markers": ["<5"]},
    )
    assert result.rows("age, people") == [(2, "<5", None)]
    assert result.report.problems == ()


def test_withheld_columns_must_exist(loaded):
    with pytest.raises(DefinitionError, match="'poeple'"):
        loaded(
            "people\n1\n",
            {"people": "whole"},
            suppressed={"columns": ["poeple"], "markers": ["<5"]},
        )


def test_the_companion_of_a_withheld_column_needs_its_name(loaded):
    with pytest.raises(DefinitionError, match="people_suppressed"):
        loaded(
            "people,people_suppressed\n1,\n",
            {"people": "whole", "people_suppressed": "text"},
            suppressed={"columns": ["people"], "markers": ["<5"]},
        )


def test_a_row_may_state_its_own_nature(loaded):
    result = loaded(
        "people,nature\n1,\n2,estimate\n3,guess\n", {"people": "whole"}, nature="stated"
    )
    assert result.rows("people, _nature") == [(2, 1, "stated"), (3, 2, "estimate")]
    assert result.told() == [(4, "nature", "guess")]
    assert result.report.columns == ("people",)


def test_nature_may_be_a_column_of_the_schema_too(loaded):
    columns = {"people": "whole", "nature": {"type": "text", "nullable": True}}
    result = loaded("people,nature\n1,estimate\n2,\n", columns)
    assert result.rows("_nature, nature") == [(2, "estimate", "estimate"), (3, "measured", None)]


def test_an_optional_column_may_be_absent(loaded):
    columns = {"people": "whole", "note": {"type": "text", "required": False}}
    result = loaded("people\n1\n", columns)
    assert result.rows("people, note") == [(2, 1, None)]
    assert result.report.problems == ()


def test_renamed_columns_are_told_by_their_name_in_the_file(loaded):
    result = loaded(
        "Country of origin,Number\nAfghanistan,many\n",
        {"origin": "text", "people": "whole"},
        rename={"Country of origin": "origin", "Number": "people"},
    )
    assert result.report.columns == ("origin", "people")
    assert result.told() == [(2, "Number", "many")]
    assert result.only().rule.startswith("Number is a whole number")


def test_only_rows_with_a_wrong_cell_are_rejected(loaded):
    result = loaded("a,b\n1,x\n2,2\nx,y\n", {"a": "whole", "b": "whole"})
    assert result.rows("a, b") == [(3, 2, 2)]
    assert result.report.rejected_lines == (2, 4)
    assert result.told() == [(2, "b", "x"), (4, "a", "x"), (4, "b", "y")]
