"""The page of a reconciliation: what it shows, what it escapes, where its links lead, and its size."""

import re
import time
from dataclasses import replace
from itertools import pairwise

import lxml.html
import pytest

from report.evidence.tracing.cell_evidence import RawLine
from report.reconcile.finding import VERDICTS
from report.reconcile.page import render
from report.reconcile.page.marks import MARKS
from tests.report.reconcile.hand_made import (
    CANDIDATES,
    EVIDENCE,
    FILE,
    ROWS,
    document,
    finding,
    numbered,
    one_of_each,
    reconciled,
)
from warehouse.visible import visible

HOSTILE = "<script>alert(1)</script> \"' & {{ 7 * 7 }} \x1b[2J\x00 \u202e0110\u202c"


def parsed(found):
    return lxml.html.document_fromstring(render(found))


def shown_texts(page):
    """The text of each block as a browser would hand it out."""
    return [node.text_content() for node in page.find_class("said")]


def links(page):
    return [node.get("href") for node in page.iter("a")]


def test_every_verdict_is_marked_explained_and_reachable():
    made, found = one_of_each()
    page = parsed(reconciled(made, *found))
    assert {f.verdict for f in found} == set(VERDICTS) == set(MARKS)
    for number, each in enumerate(found, start=1):
        mark = MARKS[each.verdict]
        link = page.get_element_by_id(f"n{number}")
        assert link.text_content() == each.statement.text
        assert each.verdict in link.get("aria-label")
        assert link.getparent().tag == "mark"
        assert link.getparent().get("class") == mark.css
        assert link.getparent().get("data-letter") == mark.letter
        assert each.why in page.get_element_by_id(f"f{number}").text_content()
    summary = page.find_class("summary")[0].text_content()
    assert all(verdict in summary and MARKS[verdict].meaning in summary for verdict in VERDICTS)


def test_every_verdict_has_a_letter_of_its_own():
    assert len({mark.letter for mark in MARKS.values()}) == len(VERDICTS)


def test_the_text_is_reproduced_exactly():
    made, found = one_of_each()
    texts = shown_texts(parsed(reconciled(made, *found)))
    assert sorted(texts) == sorted(block.text for block in made.blocks)


def test_white_space_between_and_within_numbers_is_kept():
    made = document("  from 12\n to\t13  and 14,15 ".strip())
    (text,) = shown_texts(parsed(reconciled(made, *numbered(made))))
    assert text == made.blocks[0].text


def test_every_link_leads_somewhere_and_every_id_is_given_once():
    made, found = one_of_each()
    page = parsed(reconciled(made, *found))
    ids = [node.get("id") for node in page.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert all(href.startswith("#") and href[1:] in ids for href in links(page))
    described = [node.get("aria-labelledby") for node in page.iter() if node.get("aria-labelledby")]
    assert set(described) <= set(ids)


def test_a_finding_leads_to_its_place_its_rows_and_the_next_of_its_kind():
    made = document("12 and 13")
    page = parsed(reconciled(made, *numbered(made, ["contradicted"])))
    first = [a.get("href") for a in page.get_element_by_id("f1").iter("a")]
    assert first == ["#n1", "#e1", "#n1", "#f2"]
    evidence = page.get_element_by_id("e1").text_content()
    assert "annual-report trace harvest_north --edition 2020" in evidence
    assert "57 rows, of which 2 are shown" in evidence
    assert [a.get("href") for a in page.get_element_by_id("e1").iter("a")] == ["#f1", "#f2"]


def rows_of(page, evidence):
    table = page.get_element_by_id(evidence).find(".//table")
    return [[cell.text_content() for cell in row] for row in table.iter("tr")]


def test_a_mark_that_stands_only_beside_another_is_explained():
    made = document("It gave 110 tonnes.")
    one = finding(made, made.blocks[0], "110", "contradicted", also=("misattributed",))
    said = " ".join(parsed(reconciled(made, one)).text_content().split())
    assert "Beside another verdict: M misattributed The sentence names one source" in said


def test_rows_of_evidence_stand_side_by_side_and_provenance_comes_last():
    made = document("12")
    page = parsed(reconciled(made, *numbered(made, ["supported"])))
    assert rows_of(page, "e1") == [
        ["Line", "5", "6 (decides that the row is there)"],
        ["year", "2020", "2020"],
        ["tonnes", "131", "2"],
        ["url", "x", ""],
    ]


def test_what_a_finding_says():
    made = document("It gave 110 tonnes.")
    one = finding(
        made,
        made.blocks[0],
        "110",
        "contradicted",
        also=("stale",),
        rewording="131 tonnes",
        candidates=CANDIDATES,
    )
    entry = parsed(reconciled(made, one)).get_element_by_id("f1").text_content()
    for words in (
        "It gave 110 tonnes.",
        "contradicted",
        "stale",
        "131 tonnes in 2020",
        "bound by terms",
        "1,310 tonnes",
        "literally true of values above 110",
        "¶1",
    ):
        assert words in entry, words


def test_hostile_text_is_escaped_everywhere():
    made = document(
        HOSTILE,
        (HOSTILE, f"footnote {HOSTILE}", "note"),
        (HOSTILE, "table 1, row 1, column 1", "cell"),
        path=HOSTILE,
    )
    row = RawLine(HOSTILE, 4, "value", HOSTILE, {HOSTILE: HOSTILE})
    file = replace(FILE, file=HOSTILE, source=HOSTILE, vintage=HOSTILE, rows=(row,))
    given = {
        "why": HOSTILE,
        "rewording": HOSTILE,
        "figure": HOSTILE,
        "figure_value": HOSTILE,
        "candidates": (replace(CANDIDATES[0], label=HOSTILE, value=HOSTILE, figure=HOSTILE),),
        "evidence": replace(EVIDENCE, line=HOSTILE, trace=HOSTILE, files=(file,)),
    }
    found = [finding(made, b, "0110", "contradicted", **given) for b in made.blocks]
    html = render(replace(reconciled(made, *found), edition=HOSTILE))
    page = lxml.html.document_fromstring(html)
    assert not list(page.iter("script"))
    assert "{{ 7 * 7 }}" in page.text_content()
    assert not {"\x1b", "\x00", "\u202e"} & set(html)
    assert shown_texts(page) == [visible(b.text) for b in made.blocks]
    assert not [n for n in page.iter() for name in n.attrib if name.startswith("on")]


def test_the_page_makes_no_request_and_needs_no_script():
    made, found = one_of_each()
    html = render(reconciled(made, *found))
    page = lxml.html.document_fromstring(html)
    assert not list(page.iter("script", "link", "img", "iframe", "object", "form"))
    assert not {"src", "srcset", "action", "style"} & {
        name for n in page.iter() for name in n.attrib
    }
    assert "@import" not in html
    assert "url(" not in html
    assert "default-src 'none'" in html


def test_landmarks_headings_and_language():
    made, found = one_of_each()
    page = parsed(reconciled(made, *found))
    assert page.get("lang") == "en"
    assert page.find(".//title").text == "Numbers of the text against edition 2020"
    assert [len(list(page.iter(tag))) for tag in ("main", "nav", "h1")] == [1, 1, 1]
    levels = [int(n.tag[1]) for n in page.iter("h1", "h2", "h3", "h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(th.get("scope") for th in page.iter("th"))


def luminance(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_text_on_the_colours_of_verdicts_can_be_read():
    html = render(reconciled(document("12")))
    pairs = re.findall(r"--tint: (#\w{6}); --edge: (#\w{6})", html)
    assert len(pairs) == 7
    for tint, edge in [*pairs, ("#ffffff", "#555555"), ("#f3f6f9", "#555555")]:
        ratio = (luminance(tint) + 0.05) / (luminance(edge) + 0.05)
        assert ratio >= 4.5, (tint, edge)


def test_the_same_findings_give_the_same_bytes():
    made, found = one_of_each()
    assert render(reconciled(made, *found)) == render(reconciled(made, *found))


def test_overlapping_numbers_keep_the_text_and_their_anchors():
    made = document("between 12 and 13 per cent")
    block = made.blocks[0]
    found = [
        finding(made, block, "between 12 and 13 per cent", "supported"),
        finding(made, block, "12", "stale"),
        finding(made, block, "13 per cent", "loose"),
    ]
    page = parsed(reconciled(made, *found))
    assert shown_texts(page) == [block.text]
    assert all(page.get_element_by_id(f"n{n}") is not None for n in (1, 2, 3))


def test_a_table_is_put_together_again():
    made, found = one_of_each()
    page = parsed(reconciled(made, *found))
    (table,) = page.find_class("table-of-text")
    cells = [[cell.text_content() for cell in row] for row in table.iter("tr")]
    assert cells == [["North", "131"], ["", "250"]]


def test_a_table_like_a_staircase_stays_small():
    made = document(*((str(n), f"table 1, row {n}, column {n}", "cell") for n in range(1, 1001)))
    assert len(render(reconciled(made))) < 400_000


def test_two_documents_without_an_edition():
    made = document("12 and 2020")
    one = reconciled(made, *numbered(made, ["unmatched", "set aside"]), edition="")
    page = parsed(replace(one, documents=one.documents * 2))
    text = page.text_content()
    assert "Read without an edition" in text
    assert [page.get_element_by_id(f"n{n}").text for n in (1, 2, 3, 4)] == ["12", "2020"] * 2
    assert len(page.find_class("document")) == 2


@pytest.mark.parametrize("texts", [[], ["No numbers here."]])
def test_a_text_without_numbers(texts):
    page = parsed(reconciled(document(*texts)))
    assert "The text has no numbers" in page.text_content()


def test_five_thousand_numbers_stay_usable():
    made = document(*(f"In {n} it was {n + 1}, {n + 2}, {n + 3} and {n + 4}." for n in range(1000)))
    found = numbered(made, candidates=CANDIDATES * 5)
    began = time.monotonic()
    html = render(reconciled(made, *found))
    assert len(found) == 5000
    assert len(html) < 20_000_000
    assert time.monotonic() - began < 20


def test_one_endless_sentence_is_not_repeated_for_each_number():
    made = document(" ".join(str(n) for n in range(10_000, 12_000)))
    assert len(render(reconciled(made, *numbered(made, ["unmatched"])))) < 6_000_000


def test_a_row_with_other_columns():
    made = document("12")
    rows = (*ROWS, RawLine("", 9, "value", "measured", {"only": "here"}))
    evidence = replace(EVIDENCE, files=(replace(FILE, rows=rows),))
    one = finding(made, made.blocks[0], "12", "supported", evidence=evidence)
    shown = rows_of(parsed(reconciled(made, one)), "e1")
    assert {len(row) for row in shown} == {4}
    assert ["only", "", "", "here"] in shown


def test_hiding_a_verdict_leaves_findings_with_a_worse_one():
    made = document("12")
    html = render(reconciled(made, *numbered(made, ["contradicted"], also=("stale",))))
    rule = "body:has(#show-v-contradicted:not(:checked)) .findings > .v-contradicted"
    assert rule in html
    assert 'id="show-v-contradicted"' in html
