"""Rules of a schema, told with line, cell, words and remedy."""

import pandera.pandas as pa
import pytest

from warehouse.errors import DefinitionError
from warehouse.sources.fields import Date, Ratio, Text, Whole
from warehouse.sources.limits import LISTED_FAULTS


def schema(**fields):
    """A Pandera model of the given (type, Field) pairs, as a schema."""
    body = {name: field for name, (_, field) in fields.items()}
    body["__annotations__"] = {name: kind for name, (kind, _) in fields.items()}
    return type("Rows", (pa.DataFrameModel,), body).to_schema()


@pytest.mark.parametrize(
    ("kind", "field", "good", "bad", "words"),
    [
        (Whole, pa.Field(ge=1951), "1951", "1950", "value is at least 1951"),
        (Whole, pa.Field(gt=0), "1", "0", "value is more than 0"),
        (Whole, pa.Field(le=5), "5", "6", "value is at most 5"),
        (Whole, pa.Field(lt=5), "4", "5", "value is less than 5"),
        (Whole, pa.Field(eq=5), "5", "6", "value is 5"),
        (Whole, pa.Field(ne=5), "6", "5", "value is not 5"),
        (
            Whole,
            pa.Field(in_range={"min_value": 1, "max_value": 3}),
            "3",
            "4",
            "value is from 1 to 3",
        ),
        (Whole, pa.Field(isin=[1, 2]), "2", "3", "value is one of 1, 2"),
        (Ratio, pa.Field(ge=0, le=100), "99.5", "100.5", "value is at most 100"),
        (
            Date,
            pa.Field(ge=__import__("datetime").date(2000, 1, 1)),
            "2000-01-01",
            "1999-12-31",
            "value is at least 2000-01-01",
        ),
        (Text, pa.Field(isin=["A", "B"]), "A", "C", "value is one of A, B"),
        (Text, pa.Field(notin=["A"]), "B", "A", "value is none of A"),
        (
            Text,
            pa.Field(str_matches="^[A-Z]{3}$"),
            "AFG",
            "afg",
            "value is written like ^[A-Z]{3}$",
        ),
        (Text, pa.Field(str_startswith="A"), "AB", "BA", "value starts with A"),
        (Text, pa.Field(str_endswith="A"), "BA", "AB", "value ends with A"),
        (Text, pa.Field(str_contains="A"), "BA", "B", "value contains A"),
        (Text, pa.Field(str_length={"min_value": 2}), "BA", "B", "value has at least 2 characters"),
        (
            Text,
            pa.Field(str_length={"max_value": 2}),
            "BA",
            "BAC",
            "value has at most 2 characters",
        ),
        (
            Text,
            pa.Field(str_length={"min_value": 1, "max_value": 2}),
            "B",
            "BAC",
            "value has 1 to 2 characters",
        ),
    ],
)
def test_a_broken_rule_is_told_in_words(loaded, kind, field, good, bad, words):
    result = loaded(f"value\n{good}\n{bad}\n{good}\n", schema(value=(kind, field)))
    problem = result.only()
    assert (problem.line, problem.column, problem.value) == (3, "value", bad)
    assert problem.rule == words
    assert problem.remedy
    assert result.report.rows_written == 3


def test_all_faults_are_told_at_once(loaded):
    fields = schema(year=(Whole, pa.Field(ge=1951)), code=(Text, pa.Field(str_matches="^[A-Z]+$")))
    result = loaded("year,code\n1900,a\n2000,A\n1901,b\nx,c\n", fields)
    assert result.told() == [
        (2, "code", "a"),
        (2, "year", "1900"),
        (4, "code", "b"),
        (4, "year", "1901"),
        (5, "code", "c"),
        (5, "year", "x"),
    ]


def test_a_blank_cell_breaks_only_the_rule_that_it_is_stated(loaded):
    result = loaded(
        "year,n\n,1\n2000,\n",
        schema(year=(Whole, pa.Field(ge=1951)), n=(Whole, pa.Field(nullable=True, ge=5))),
    )
    assert [(p.line, p.rule) for p in result.report.problems] == [
        (2, "n is at least 5"),
        (2, "year is stated"),
    ]


def test_a_cell_of_the_wrong_type_is_not_blank_too(loaded):
    result = loaded("year\nMMXX\n", schema(year=(Whole, pa.Field())))
    assert result.told() == [(2, "year", "MMXX")]


class Transfers(pa.DataFrameModel):
    origin: Text
    sent: Whole = pa.Field(nullable=True)
    received: Whole = pa.Field(nullable=True)

    @pa.dataframe_check(
        name="nothing_is_lost",
        title="as much is received as is sent",
        description="ask the office of origin",
    )
    def nothing_is_lost(cls, rows):  # noqa: N805
        return rows["sent"] == rows["received"]

    @pa.check("origin", title="origin is not the moon", description="name a country")
    def on_earth(cls, values):  # noqa: N805
        return values != "Moon"

    class Config:
        unique = ("origin",)


def test_a_row_is_told_once_with_its_key_and_the_authors_words(loaded):
    result = loaded("origin,sent,received\nA,1,1\nB,1,2\nMoon,3,3\n", Transfers.to_schema())
    lost, moon = result.report.problems
    assert (lost.line, lost.column, lost.value) == (3, "", "origin B")
    assert lost.rule == "as much is received as is sent"
    assert lost.remedy == "ask the office of origin"
    assert (moon.line, moon.column, moon.rule, moon.remedy) == (
        4,
        "origin",
        "origin is not the moon",
        "name a country",
    )


def test_a_rule_that_a_blank_leaves_open_is_kept(loaded):
    assert loaded("origin,sent,received\nA,,1\nB,1,\n", Transfers.to_schema()).report.problems == ()


def test_row_rules_are_not_applied_to_rejected_rows(loaded):
    result = loaded("origin,sent,received\nA,x,1\nB,1,2\n", Transfers.to_schema())
    assert result.told() == [(2, "sent", "x"), (3, "", "origin B")]


def test_element_wise_checks_are_applied_to_each_value(loaded):
    fields = schema(n=(Whole, pa.Field()))
    fields.columns["n"].checks.append(
        pa.Check(lambda n: n % 2 == 0, element_wise=True, name="is_even")
    )
    result = loaded("n\n2\n3\n3\n", fields)
    assert [(p.line, p.rule) for p in result.report.problems] == [
        (3, "n: is even"),
        (4, "n: is even"),
    ]


def test_a_check_may_only_warn(loaded):
    fields = schema(n=(Whole, pa.Field(ge=5, raise_warning=True)))
    assert loaded("n\n2\n", fields).only().severity == "warning"


@pytest.mark.parametrize("answer", [False, True])
def test_a_check_answers_for_each_row(loaded, answer):
    fields = schema(n=(Whole, pa.Field()))
    fields.checks.append(pa.Check(lambda rows: answer, name="sum_is_right"))
    with pytest.raises(DefinitionError, match="sum is right"):
        loaded("n\n2\n", fields)


def test_a_check_that_fails_itself_does_not_repeat_values(loaded):
    def read(rows):
        raise ValueError(f"cannot read {rows['name'].iloc[0]}")

    fields = schema(name=(Text, pa.Field(metadata={"personal": True})))
    fields.checks.append(pa.Check(read, name="readable"))
    with pytest.raises(DefinitionError) as caught:
        loaded("name\nJane Doe\n", fields)
    assert "Jane" not in str(caught.value)


def test_personal_values_are_checked_and_withheld(loaded):
    fields = schema(
        case=(Whole, pa.Field()),
        name=(Text, pa.Field(str_length={"min_value": 3}, metadata={"personal": True})),
        age=(Whole, pa.Field(metadata={"personal": True})),
    )
    result = loaded("case,name,age\n1,Jo,7\n2,Maria,old\n3,Ida,8\n", fields)
    assert result.told() == [(2, "name", "(withheld)"), (3, "age", "(withheld)")]
    assert result.report.columns == ("case",)
    assert result.rows() == []  # whatever is wrong in a file of persons, none of its rows is kept
    sound = loaded("case,name,age\n1,Joan,7\n", fields)
    assert sound.told() == []
    assert sound.rows('"case"') == [(2, 1)]


def test_rows_with_the_same_key_name_each_other(loaded):
    columns = {"year": "whole", "place": {"type": "text", "nullable": True}, "n": "whole"}
    text = "year,place,n\n2020,A,1\n2020,B,2\n2020,A,3\n2021,,4\n2020,A,5\n2021,,6\n"
    result = loaded(text, columns, unique=["year", "place"])
    assert result.told() == [
        (4, "", "year 2020, place A"),
        (6, "", "year 2020, place A"),
        (7, "", "year 2021, place blank"),
    ]
    first = result.report.problems[0]
    assert first.rule == "year, place together name one row"
    assert first.remedy.startswith("line 2 has the same key")


def test_a_single_column_may_be_the_key(loaded):
    result = loaded(
        "code,n\nA,1\nA,2\n", schema(code=(Text, pa.Field(unique=True)), n=(Whole, pa.Field()))
    )
    assert (result.only().column, result.only().rule) == ("code", "code names one row")


def test_long_lists_are_cut_and_counted(loaded):
    rows = "".join(f"{-n}\n" for n in range(1, LISTED_FAULTS + 501))
    result = loaded("n\n" + rows, {"n": {"type": "whole", "min": 0}})
    assert len(result.report.problems) == LISTED_FAULTS + 1
    rest, first = result.report.problems[:2]
    assert (rest.line, rest.rule) == (0, "n is at least 0 (broken 500 more times than is listed)")
    assert first.line == 2


def test_long_values_are_cut(loaded):
    problem = loaded("n\n" + "x" * 5000 + "\n", {"n": "whole"}).only()
    assert problem.value == "x" * 200 + "..."
