"""A toy project with a table whose every column is a key of another type, and a figure for each way of writing one."""

NESTED = {
    "nested_list": "[o.code, 'x, y']",
    "nested_dates": "[o.founded]",
    "nested_struct": "{'code': o.code, 'parts': [1, 2]}",
    "nested_map": "MAP {o.code: 1.5}",
    "nested_bytes": "encode(o.code || chr(233))",
}
"""Columns that hold more than one value, or bytes -> how they are made."""
ROWS = {"NORTH": 100, "SOUTH": 200, "WEST": 300}
"""Orchard -> trees: the value that tells which row was found."""

MODEL = """/*
title: Trees, by keys of every type
key: [orchard]
columns:
  orchard: {title: Orchard}
  founded: {title: Founded}
  flag: {title: Flag}
  rate: {title: Rate, decimals: 2}
  number: {title: Number}
  word: {title: Word}
  sign: {title: Sign}
  moment: {title: Moment}
  trees: {title: Trees, unit: trees}
*/
SELECT o.code AS orchard, o.founded,
  CASE o.code WHEN 'NORTH' THEN true WHEN 'SOUTH' THEN false END AS flag,
  CAST(CASE o.code WHEN 'NORTH' THEN 4.40 WHEN 'SOUTH' THEN 4.04 ELSE 4 END AS DECIMAL(4, 2)) AS rate,
  CAST(CASE o.code WHEN 'NORTH' THEN 1 WHEN 'SOUTH' THEN 4 END AS INTEGER) AS number,
  CASE o.code WHEN 'NORTH' THEN 'true' WHEN 'SOUTH' THEN 'false' END AS word,
  CASE o.code WHEN 'NORTH' THEN '1' WHEN 'SOUTH' THEN '01' ELSE '1.0' END AS sign,
  CAST(o.founded AS TIMESTAMP) + INTERVAL 90 SECOND AS moment,
  CASE o.code WHEN 'NORTH' THEN 100 WHEN 'SOUTH' THEN 200 ELSE 300 END AS trees
FROM raw_orchards__orchards AS o
ORDER BY o.code
"""
TABLE = "table_03_trees"
NESTED_MODEL = MODEL.replace(
    "  trees: {", "".join(f"  {name}: {{title: Nested}}\n" for name in NESTED) + "  trees: {"
).replace(
    "  CASE o.code WHEN 'NORTH' THEN 100",
    "".join(f"  {made} AS {name},\n" for name, made in NESTED.items())
    + "  CASE o.code WHEN 'NORTH' THEN 100",
)

# Figure -> its key as the catalogue writes it, in YAML, and the orchard of the row that it names.
KEYS = {
    "boolean_true": ("{flag: true}", "NORTH"),
    "boolean_false": ("{flag: false}", "SOUTH"),
    "boolean_as_text": ('{flag: "true"}', "NORTH"),
    "boolean_null": ("{flag: null}", "WEST"),
    "date": ("{founded: 1971-09-15}", "SOUTH"),
    "date_as_text": ('{founded: "1971-09-15"}', "SOUTH"),
    "decimal": ("{rate: 4.40}", "NORTH"),
    "decimal_shorter": ("{rate: 4.4}", "NORTH"),
    "decimal_as_text": ('{rate: "4.040"}', "SOUTH"),
    "decimal_integer": ("{rate: 4}", "WEST"),
    "integer": ("{number: 1}", "NORTH"),
    "integer_as_text": ('{number: "1"}', "NORTH"),
    "integer_null": ("{number: ~}", "WEST"),
    "text_true": ('{word: "true"}', "NORTH"),
    "text_null": ("{word: null}", "WEST"),
    "text_of_a_number": ('{sign: "1"}', "NORTH"),
    "text_as_a_number": ("{sign: 1}", "NORTH"),
    "text_with_a_zero": ("{sign: 01}", "SOUTH"),
    "text_of_a_decimal": ('{sign: "1.0"}', "WEST"),
    "moment": ("{moment: 1971-09-15 00:01:30}", "SOUTH"),
    "moment_as_text": ('{moment: "1971-09-15T00:01:30"}', "SOUTH"),
    "several": ("{flag: true, rate: 4.4, founded: 1950-03-01}", "NORTH"),
}
NESTED_KEYS = {
    "list": ('{nested_list: [NORTH, "x, y"]}', "NORTH"),
    "list_as_text": ("{nested_list: \"[SOUTH, 'x, y']\"}", "SOUTH"),
    "dates": ("{nested_dates: [1971-09-15]}", "SOUTH"),
    "structure": ("{nested_struct: {code: NORTH, parts: [1, 2]}}", "NORTH"),
    "map": ("{nested_map: {SOUTH: 1.5}}", "SOUTH"),
    "bytes": (r"{nested_bytes: 'WEST\xC3\xA9'}", "WEST"),
}
# Keys that name no row or several, and what is said of them.
WRONG = {
    "boolean_of_a_number": ("{flag: 1}", "flag of type BOOLEAN holds no value 1"),
    "integer_of_a_decimal": ("{number: 4.4}", "number of type INTEGER holds no value 4.4"),
    "integer_of_a_boolean": ("{number: true}", "number of type INTEGER holds no value true"),
    "decimal_too_fine": ("{rate: 4.404}", "rate of type DECIMAL(4,2) holds no value 4.404"),
    "text_of_a_boolean": ("{word: true}", "word of type VARCHAR holds no value true"),
    "text_of_a_float": ("{sign: 1.0}", "sign of type VARCHAR holds no value 1.0"),
    "date_of_a_year": ("{founded: 1971}", "founded of type DATE holds no value 1971"),
    "missing": ("{number: 5}", f"no row of {TABLE} for number=5"),
    "missing_null": ("{founded: null}", f"no row of {TABLE} for founded="),
    "several_rows": ("{}", f"several rows of {TABLE} for no key"),
    "no_column": ("{colour: red}", f"column 'colour' of {TABLE} does not exist"),
}


def noun(name):
    """Return the word by which texts name a figure: letters that are no word of English."""
    return "zq" + name.replace("_", "")


def catalogue(keys):
    """Return figures.yaml with a figure for each key, each in a word of its own."""
    entry = "  - {{id: {0}, label: {0}, table: {1}, key: {2}, column: trees, unit: trees, terms: [{3}]}}\n"
    return "figures:\n" + "".join(
        entry.format(name, TABLE, key, noun(name)) for name, (key, *_) in keys.items()
    )


def lay_out(project, keys=KEYS, *, without="", model=MODEL):
    """Put the table, without one of its columns, and the figures into a toy project."""
    models = project.root / "warehouse" / "models" / "report"
    lines = [line for line in model.splitlines() if not without or without not in line]
    (models / f"{TABLE}.sql").write_text("\n".join(lines), encoding="utf-8")
    project.figures.write_text(catalogue(keys), encoding="utf-8")
    return project
