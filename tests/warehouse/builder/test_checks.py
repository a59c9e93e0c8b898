"""Checks across tables: what they may read, what their rows must be, and how many of these are told."""

import pytest

from tests.toys import withhold_source
from warehouse.builder.edition_build import EditionBuild
from warehouse.errors import DefinitionError
from warehouse.sources.limits import LISTED_FAULTS, SHOWN_CHARACTERS

HEAD = "/*\ntitle: T\non: raw_harvest__crops\nrule: a rule\nremedy: a remedy\n*/\n"
EACH = 'SELECT c._row, {column} AS "column", {value} AS value FROM raw_harvest__crops AS c'


def found(toy, sql):
    (toy.models / "checks" / "check_x.sql").write_text(HEAD + sql)
    return EditionBuild(toy, "2021").outcome("check_x").problems


def of_each(column="'tonnes'", value="c.tonnes"):
    return EACH.format(column=column, value=value)


def test_a_check_names_line_column_and_value(toy):
    first, *_ = found(toy, of_each())
    assert (first.file, first.line, first.column) == (
        "raw/harvest/2022-02-01/crops.csv",
        2,
        "tonnes",
    )


@pytest.mark.parametrize(
    ("row", "kind"),
    [("'abc'", "VARCHAR"), ("1.5", "DECIMAL"), ("DATE '2021-01-01'", "DATE"), ("[1]", "INTEGER")],
)
def test_what_is_no_number_of_a_row_is_refused(toy, row, kind):
    (problem,) = found(toy, f"SELECT {row} AS _row, '' AS \"column\", 1 AS value")
    assert f"_row is of the type {kind}" in problem.value


@pytest.mark.parametrize("row", ["NULL", "0", "-1", "9223372036854775807", "1::HUGEINT"])
def test_a_number_of_no_row_is_told_of_the_check(toy, row):
    (problem,) = found(toy, f'SELECT {row} AS _row, NULL AS "column", 1 AS value')
    assert (problem.file, problem.line) == ("warehouse/models/checks/check_x.sql", 0)


@pytest.mark.parametrize(
    "column", ["CAST(c.tonnes AS VARCHAR)", "'of ' || c.orchard", "c.orchard || ''"]
)
def test_a_cell_in_place_of_a_column_is_refused_and_not_told(toy, column):
    withhold_source(toy, "harvest")
    (problem,) = found(toy, of_each(column=column))
    assert "`column` holds what is neither written in the SQL nor the name" in problem.value
    assert "NORTH" not in repr(problem)
    assert "120.5" not in repr(problem)


@pytest.mark.parametrize(
    "sql",
    [
        of_each(column="CASE WHEN c.tonnes > 1 THEN 'tonnes' ELSE 'crop' END"),
        of_each(column="NULL"),
        'SELECT u._row, u.n AS "column", u.v AS value FROM '
        "(FROM raw_harvest__crops UNPIVOT (v FOR n IN (orchard, crop))) AS u",
    ],
)
def test_a_column_that_an_author_names_is_told(toy, sql):
    assert {problem.column for problem in found(toy, sql)} <= {"tonnes", "crop", "orchard", ""}


WORDS = ("tonnes", "to nnes", "it's", 'a "b"')


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    "form", ["quoted", "dollars", "tag", "escaped", "alias", "subquery", "cte"]
)
def test_a_word_is_known_however_it_is_written(toy, form, word):
    """All the ways in which an author can write a text or name a column."""
    name = '"' + word.replace('"', '""') + '"'
    plain = "'" + word.replace("'", "''") + "'"
    taken_apart = (
        'SELECT u._row, u.n AS "column", u.v AS value FROM ({} UNPIVOT (v FOR n IN ({}))) AS u'
    )
    summed = f"SELECT _row, tonnes + 1 AS {name} FROM raw_harvest__crops"
    sql = {
        "quoted": of_each(column=plain),
        "dollars": of_each(column=f"$${word}$$"),
        "tag": of_each(column=f"$t${word}$t$"),
        "escaped": of_each(column="E'" + word.replace("'", "\\'") + "'"),
        "alias": f"FROM (SELECT _row, tonnes AS {name} FROM raw_harvest__crops) "
        f'UNPIVOT (value FOR "column" IN ({name}))',
        "subquery": taken_apart.format(f"FROM ({summed})", name),
        "cte": f"WITH s AS ({summed}) " + taken_apart.format("FROM s", name),
    }[form]
    problems = found(toy, sql)
    assert {problem.column for problem in problems} == {word}, problems[0].value


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        ("['tonnes']", "VARCHAR[]"),
        ("{'a': 'tonnes'}", "STRUCT"),
        ("MAP {'a': 'tonnes'}", "MAP"),
        ("[[1]]", "INTEGER[][]"),
        ("5", "INTEGER"),
        ("'tonnes'::BLOB", "BLOB"),
        ("DATE '2021-01-01'", "DATE"),
        ("['a'::ENUM('a')]", "ENUM"),
    ],
)
def test_a_column_that_is_no_text_is_refused(toy, column, kind):
    (problem,) = found(toy, of_each(column=column))
    assert f"`column` is of the type {kind}" in problem.value


@pytest.mark.parametrize(
    "column", ["NULL", "NULL::INTEGER", "NULL::VARCHAR[]", "'tonnes'::ENUM('tonnes')"]
)
def test_a_column_of_nothing_may_be_of_any_type(toy, column):
    assert {problem.column for problem in found(toy, of_each(column=column))} <= {"", "tonnes"}


def test_what_has_no_name_before_it_is_taken_apart_is_refused_with_the_remedy(toy):
    sql = "UNPIVOT (SELECT _row, tonnes + 1 FROM raw_harvest__crops) ON COLUMNS(* EXCLUDE _row)"
    (problem,) = found(toy, f'SELECT _row, name AS "column", value FROM ({sql})')
    assert "name what UNPIVOT is to take apart with AS" in problem.remedy


@pytest.mark.parametrize(
    ("link", "part", "parts"),
    [
        (" || ", "'x'", 250),
        pytest.param(" || ", "'x'", 600, marks=pytest.mark.long),
        (" OR ", "crop = 'x'", 600),
        (" + ", "tonnes", 600),
    ],
)
def test_a_long_chain_is_read_to_its_end(toy, link, part, parts):
    problems = found(toy, of_each(value=f"({link.join([part] * parts)})"))
    assert {problem.column for problem in problems} == {"tonnes"}, problems[0].value


@pytest.mark.parametrize("word", ["class", "alias", "statements"])
def test_a_word_of_the_tree_that_the_sql_is_read_into_is_no_word_of_the_author(toy, word):
    (problem,) = found(toy, of_each(column=f"reverse('{word[::-1]}')"))
    assert "`column` holds what is neither written" in problem.value


PIVOTS = {
    "in FROM": "FROM (PIVOT raw_harvest__crops ON crop USING sum(tonnes) GROUP BY orchard) AS p",
    "in a CTE": "FROM s",
    "of another list": "FROM (PIVOT raw_harvest__crops ON crop IN (SELECT crop FROM raw_harvest__crops) "
    "USING sum(tonnes) GROUP BY orchard) AS p",
    "as a value": "FROM (SELECT (SELECT max(orchard) FROM (PIVOT raw_harvest__crops ON crop USING sum(tonnes) "
    "GROUP BY orchard)) AS orchard)",
}


@pytest.mark.parametrize("form", PIVOTS)
@pytest.mark.parametrize("layer", ["check", "eager", "lazy"])
def test_a_pivot_that_takes_its_columns_from_the_data_is_refused_by_name(toy, layer, form):
    before = f"WITH s AS (SELECT * {PIVOTS['in FROM']}) " if form == "in a CTE" else ""
    problem = pivoting(toy, layer, before, PIVOTS[form])
    assert "a PIVOT takes its columns from the data" in problem
    assert "list its values with IN" in problem


@pytest.mark.parametrize("layer", ["check", "eager", "lazy"])
def test_a_pivot_with_its_columns_listed_is_not(toy, layer):
    listed = PIVOTS["in FROM"].replace("ON crop", "ON crop IN ('apples', 'pears')")
    said = pivoting(toy, layer, "", listed)
    assert ("PIVOT" in said, "DuckDB" in said) == (False, False)


def pivoting(toy, layer, before, source):
    """Return what is said of a check or model that reads from a PIVOT."""
    if layer == "check":
        words = 'NULL AS _row, NULL AS "column", orchard AS value'
        return " ".join(
            problem.value + problem.remedy
            for problem in found(toy, f"{before}SELECT {words} {source}")
        )
    head = f"/*\ntitle: T\nkey: [orchard]\nlineage: {layer}\n*/\n"
    (toy.models / "core" / "core_x.sql").write_text(f"{head}{before}SELECT orchard {source}")
    return " ".join(
        p.value + p.remedy for p in EditionBuild(toy, "2021").outcome("core_x").problems
    )


def test_offenders_are_listed_up_to_a_limit_and_counted_beyond(toy):
    problems = found(toy, of_each(value="unnest(range(1000))"))
    assert len(problems) == LISTED_FAULTS + 1
    assert [p.rule for p in problems if p.line == 0] == [
        "a rule (broken 8,000 more times than is listed)"
    ]


def test_a_long_value_is_cut(toy):
    first, *_ = found(toy, of_each(value="repeat('x', 100000)"))
    assert len(first.value) == SHOWN_CHARACTERS + len("...")


HIDING = "(WITH {name} AS (SELECT 1 AS tonnes) SELECT z.tonnes FROM {name} AS z) AS y"


@pytest.mark.parametrize("lineage", ["check", "eager", "lazy"])
@pytest.mark.parametrize("read", ["a step", "a view", "a table of the edition"])
def test_a_cte_hides_no_other_table_of_its_name(toy, lineage, read):
    """Where it is not seen, DuckDB takes the name for a table, and what is no table for a file."""
    EditionBuild(toy, "2021").outcome("raw_harvest__crops")
    step, *_ = (toy.steps / "raw_harvest__crops").glob("*/table.parquet")
    name = {"a step": f'"{step}"', "a view": "sqlite_master"}.get(read, "raw_orchards__orchards")
    sql = f"FROM {name} AS x, {HIDING.format(name=name)}"
    if lineage == "check":
        text = f"{HEAD}SELECT NULL AS _row, '' AS \"column\", count(*) AS value {sql}"
        path = toy.models / "checks" / "check_x.sql"
    else:
        head = f"/*\ntitle: T\nkey: [n]\nlineage: {lineage}\n*/\n"
        text, path = f"{head}SELECT count(*) AS n {sql}", toy.models / "core" / "core_x.sql"
    path.write_text(text)
    if read == "a table of the edition":
        upstream = EditionBuild(toy, "2021").plan.ancestors(path.stem)
        assert "raw_orchards__orchards" in upstream
    else:
        with pytest.raises(DefinitionError, match="neither a raw table of edition"):
            EditionBuild(toy, "2021")
