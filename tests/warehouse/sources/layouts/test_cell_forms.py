"""Cell forms: what each takes, where flags and currencies go, and that nothing else is taken for a value."""

import datetime as dt
import zoneinfo
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.errors import DefinitionError
from warehouse.sources.options import ReaderOptions

D = Decimal
FLAGS = {"flags": {"into": "note"}}
COLUMNS = {"note": {"type": "text", "nullable": True}, "place": {"type": "text", "nullable": True}}


def read(loaded, kind, texts, form, *, format="csv", tmp_path=None, **reader):
    """Values and notes of cells under a form, by line; and the cells that were refused."""
    columns = {"value": {"type": kind, "nullable": True}, **COLUMNS}
    columns["place"] = {"type": "text", "nullable": True, "required": False}
    content, name = "value;n\n" + "".join(f'"{text}";\n' for text in texts), "file.csv"
    if format == "xlsx":
        book = openpyxl.Workbook()
        for cells in (("value", "n"), *((text, "x") for text in texts)):
            book.active.append(cells)
        content, name = tmp_path / "file.xlsx", "file.xlsx"
        book.save(content)
    del columns["place"]
    columns["n"] = {"type": "text", "nullable": True}
    if "note" not in str(form):
        del columns["note"]
    result = loaded(
        content, columns, name=name, format=format, delimiter=";", cells={"value": form}, **reader
    )
    kept = "value, note" if "note" in columns else "value, NULL"
    return [row[1:] for row in result.rows(kept)], [cell for _, _, cell in result.told()]


TAKEN = [
    (
        "whole",
        FLAGS | {"thousands": ","},
        {"1,234 (a)": (1234, "(a)"), "12*": (12, "*"), "7": (7, None)},
    ),
    (
        "decimal(8,1)",
        FLAGS,
        {"12.3 p": (D("12.3"), "p"), "5.6e": (D("5.6"), "e"), ": c": (None, "c")},
    ),
    ("decimal(8,1)", FLAGS, {"1.5e1": (D(15), None), "7¹": (D(7), "¹"), "12 p e": (D(12), "p e")}),
    (
        "whole",
        FLAGS | {"thousands": ","},
        {"3,105,000 [p]": (3105000, "[p]"), "[x]": (None, "[x]")},
    ),
    ("whole", {"flags": {"are": r"\(\d\)", "into": "note"}}, {"12 (1)": (12, "(1)")}),
    ("decimal(9,4)", {"per_cent": "points"}, {"5.82%": (D("5.82"), None), "-3 %": (D(-3), None)}),
    (
        "decimal(9,4)",
        {"per_cent": "fraction"},
        {"5.82%": (D("0.0582"), None), "100%": (D(1), None)},
    ),
    ("decimal(9,4)", FLAGS | {"per_cent": "points"}, {"5.82% (a)": (D("5.82"), "(a)")}),
    (
        "decimal(9,1)",
        {"brackets": "negative", "thousands": ","},
        {"(12.0)": (D(-12), None), "( 1,200 )": (D(-1200), None), "+3": (D(3), None)},
    ),
    (
        "decimal(9,2)",
        {"currency": "€", "thousands": ".", "decimal": ","},
        {
            "€5": (D(5), None),
            "-€ 1.234,50": (D("-1234.50"), None),
            "7 €": (D(7), None),
            "8": (D(8), None),
        },
    ),
    (
        "decimal(9,2)",
        {"currency": {"marks": ["US$", "€", "$"], "into": "note"}, "brackets": "negative"},
        {"US$ 1.2": (D("1.2"), "US$"), "(€3)": (D(-3), "€"), "$(4)": (D(-4), "$")},
    ),
    (
        "flag",
        {"true_words": ["Ja", "x"], "false_words": "nein"},
        {"ja": (True, None), "NEIN": (False, None)},
    ),
    ("date", {"dates": ["%d/%m/%Y", "%d.%m.%Y"]}, {"3/02/2022": (dt.date(2022, 2, 3), None)}),
    ("date", {"dates": "%b %d, %Y"}, {"FEB 3, 2022": (dt.date(2022, 2, 3), None)}),
    ("date", {"dates": "%m/%d/%Y %H:%M:%S"}, {"5/4/2022 10:11:12": (dt.date(2022, 5, 4), None)}),
    (
        "date",
        {"dates": "%Y-%m-%dT%H:%M:%S.%f%z", "zone": "UTC"},
        {"2022-05-04T03:11:12.000+07:00": (dt.date(2022, 5, 3), None)},
    ),
    (
        "date",
        {"dates": "%Y-%m-%dT%H:%M:%S", "written_in": "UTC", "zone": "Asia/Bangkok"},
        {"2022-05-04T17:00:00": (dt.date(2022, 5, 5), None)},
    ),
    (
        "text",
        {"flags": {"are": r" ?\[note \d+\]", "into": "note"}},
        {"Mali [note 1]": ("Mali", "[note 1]")},
    ),
]
REFUSED = [
    ("whole", FLAGS, ["1203 3", "≈40", "10-20", ">99", "12 abc", "1 234"]),
    ("decimal(9,4)", {"per_cent": "points"}, ["5.82", "5%%", "%", "5 % p"]),
    ("decimal(9,1)", {"brackets": "negative"}, ["(12", "12)", "(-12)", "()", "5%"]),
    ("decimal(9,2)", {"currency": "€"}, ["$5", "€", "€5€", "5 EUR", "--5"]),
    ("decimal(9,2)", {"currency": {"marks": ["€", "$"], "into": "note"}}, ["5", "€$5"]),
    ("date", {"dates": ["%d/%m/%Y", "%m/%d/%Y"]}, ["3/2/2022", "30/2/2022"]),
    ("date", {"dates": "%Y-%m-%d"}, ["2022-02-30", "20220203", "Feb 2022", "22-02-03"]),
    ("flag", {"true_words": "ja", "false_words": "nein"}, ["yes", "true", "1"]),
]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
@pytest.mark.parametrize(("kind", "form", "taken"), TAKEN)
def test_a_cell_of_the_form_is_read_exactly(loaded, tmp_path, kind, form, taken, format):
    markers = {"null_markers": ["", ":"]}
    got = read(loaded, kind, taken, form, format=format, tmp_path=tmp_path, **markers)
    assert got == (list(taken.values()), [])


@pytest.mark.parametrize(("kind", "form", "texts"), REFUSED)
def test_what_is_not_of_the_form_is_told_cell_by_cell(loaded, kind, form, texts):
    assert read(loaded, kind, texts, form) == ([], texts)


def test_two_patterns_that_agree_are_no_question(loaded):
    form = {"dates": ["%d/%m/%Y", "%m/%d/%Y"]}
    assert read(loaded, "date", ["3/3/2022", "13/3/2022"], form)[1] == []


@pytest.mark.parametrize(
    ("form", "fact"),
    [
        ({"flag": {}}, "is 'flags' meant?"),
        ({}, "it says nothing"),
        ({"flags": {}}, "does not say into"),
        ({"flags": {"are": r"\d", "into": "note"}}, "takes '0' for a flag"),
        ({"flags": {"are": "(a|b)", "into": "note"}}, "is no pattern"),
        (
            {"flags": {"are": r"\(\d+\)", "into": "note"}, "brackets": "negative"},
            "negative and a flag",
        ),
        ({"per_cent": "yes"}, "points or fraction"),
        ({"per_cent": "points", "dates": "%d/%m/%Y"}, "only one of them"),
        ({"currency": ["€", "$"]}, "not one quantity"),
        ({"currency": "5"}, "without digits"),
        ({"dates": "%d/%m/%y"}, "four digits"),
        ({"dates": "%d/%m"}, "states no day"),
        ({"dates": "%Y-%m-%dT%H:%M%z"}, "whose day is meant"),
        ({"dates": "%Y-%m-%d", "zone": "UTC"}, "zone needs timestamps"),
        ({"dates": "%Y-%m-%d", "zone": "Asia/Nowhere"}, "'Asia/Nowhere'"),
        ({"zone": "UTC"}, "zone needs dates"),
        ({"true_words": "ja"}, "go together"),
        ({"true_words": "ja", "false_words": "JA"}, "for yes and for no"),
        ({"thousands": ",", "decimal": ","}, "the same"),
        ({"decimal": "x"}, "no digit or letter"),
    ],
)
def test_what_contradicts_itself_is_refused_when_the_register_is_read(form, fact):
    with pytest.raises(DefinitionError) as caught:
        ReaderOptions.parse({"cells": {"value": form}}, "source.yaml, table t")
    assert fact in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "form", "fact"),
    [
        ("text", {"per_cent": "points"}, "is no number"),
        ("whole", {"dates": "%d/%m/%Y"}, "is no date"),
        ("text", FLAGS, "say what its flags are"),
        ("date", {"true_words": "a", "false_words": "b"}, "is no flag"),
    ],
)
def test_a_form_of_another_kind_than_its_column_is_refused(loaded, kind, form, fact):
    with pytest.raises(DefinitionError, match=fact):
        read(loaded, kind, ["1"], form)


def test_a_column_that_is_filled_is_a_text_that_may_be_blank_and_as_personal_as_its_values(loaded):
    form = {"cells": {"value": FLAGS}}
    for note, fact in (
        ({"type": "text"}, "may be blank"),
        ({"type": "whole", "nullable": True}, "no text"),
    ):
        with pytest.raises(DefinitionError, match=fact):
            loaded("value\n1\n", {"value": "whole", "note": note}, **form)
    columns = {"value": {"type": "whole", "personal": True}, "note": COLUMNS["note"]}
    with pytest.raises(DefinitionError, match="is personal"):
        loaded("value\n1\n", columns, **form)
    misspelt = {"value": {"flags": {"into": "nota"}}}
    with pytest.raises(DefinitionError, match="'nota', which the schema does not have: is 'note'"):
        loaded("value\n1\n", {"value": "whole", "note": COLUMNS["note"]}, cells=misspelt)


ZONES = st.sampled_from(["Asia/Bangkok", "America/New_York", "+05:45", "UTC"])


@given(st.datetimes(dt.datetime(1971, 1, 2), dt.datetime(2037, 1, 1)), ZONES, ZONES)
def test_the_day_of_a_timestamp_is_that_of_the_zone(moment, written, zone):
    from warehouse.sources.cell_forms import _day
    from warehouse.sources.layouts.form_options import read_forms

    form = {"dates": "%d %B %Y %H:%M:%S.%f", "zone": zone, "written_in": written}
    (_, read_form), *_ = read_forms({"at": form}, "source.yaml")

    def known(name):
        if name.startswith("+"):
            return dt.timezone(dt.timedelta(hours=5, minutes=45))
        return zoneinfo.ZoneInfo(name)

    right = moment.replace(tzinfo=known(written)).astimezone(known(zone)).date()
    assert _day(moment.strftime("%d %B %Y %H:%M:%S.%f"), read_form) == right.isoformat()


NUMBERS = st.decimals(-(10**9), 10**9, places=2)


@given(NUMBERS, st.sampled_from(["", "p", "(a)", "*", "[x]"]), st.booleans(), st.booleans())
def test_a_number_that_is_dressed_up_reads_as_itself(number, flag, is_bracketed, has_percent):
    import pyarrow

    from warehouse.sources.cell_forms import formed_cells, split_flags
    from warehouse.sources.layouts.form_options import read_forms

    form = FLAGS | {"thousands": ",", "brackets": "negative"}
    form |= {"per_cent": "fraction"} if has_percent else {"currency": "US$"}
    ((_, read_form),) = read_forms({"value": form}, "source.yaml")
    text = f"{abs(number):,}" + ("%" if has_percent else " US$")
    text = f"({text})" if number < 0 and is_bracketed else ("-" if number < 0 else "") + text
    split = split_flags(pyarrow.array([f"{text} {flag}"]), read_form, ("", "-"))
    kind = pyarrow.decimal128(30, 6)
    typed, _ = formed_cells(split.cells, kind, read_form, ReaderOptions())
    assert typed.values.to_pylist() == [number / 100 if has_percent else number]
    assert split.flags.to_pylist() == [flag or None]
