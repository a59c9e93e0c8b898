"""The dictionary as Markdown, and the one in docs, which follows schemas and models."""

from report.publish.dictionary import ColumnEntry, dictionary, rules_across
from report.publish.dictionary_text import markdown
from report.publish.kept_edition import open_edition
from warehouse.project import Project


def test_the_dictionary_in_docs_is_that_of_the_schemas(edition_2022, project):
    built = Project(edition_2022[0].parents[4])
    edition = open_edition(built, "2022")
    text = markdown(edition, dictionary(built, edition), rules_across(built, edition))
    written = (project.root / "docs" / "dictionary.md").read_text(encoding="utf-8")
    assert written == text, "run: annual-report dictionary 2022 docs/dictionary.md"


def test_every_column_has_a_line_with_its_codes_and_rules(kept, toy):
    edition = kept()
    entries = dictionary(toy, edition)
    text = markdown(edition, entries, rules_across(toy, edition))
    assert text.count("\n### ") == len({entry.table for entry in entries})
    (quality,) = [e for e in entries if (e.table, e.name) == ("raw_harvest__crops", "quality")]
    (line,) = [row for row in text.splitlines() if row.startswith("| quality |")]
    assert quality.codes
    assert ", ".join(quality.codes) in line


def test_what_a_definition_says_is_text(kept):
    entry = ColumnEntry(
        "raw_x", "source", "a", "<b>|`c`", "[d](e)", "text", ("$f$",), "", ("g\nh",)
    )
    text = markdown(kept(), [entry], {"raw_x": ["*i*"]})
    (row,) = [line for line in text.splitlines() if line.startswith("| a |")]
    assert row == r"| a | \<b\>\|\`c\` | text | \[d\](e) | \$f\$; g h |"
    assert r"Rule: \*i\*" in text
