"""What a figure publishes, said in plain sentences, comes back supported; so does every wording that is proposed."""

import pytest

from report.figures.resolve import worded
from report.reconcile.periods import when
from tests.report.reconcile.corpora import Line, lines

SENTENCES = (
    "{label}: {display} {when}.",
    "{label} came to {display} {when}.",
    "{when}, {label} stood at {display}.",
)
BORNE_OUT = ("supported", "stated only")
READ_OTHERWISE = {"ad_hoc_group_states", "harbour_injured", "modern_slavery_asia_pacific_printed"}
"""Figures whose label ends in what numbertext takes for a name (`Group: 16`, `Line: 41`) or a count (`Index 2023`)."""


def said(read):
    """Every figure with terms, its display in each of the plain sentences."""
    for quantity in read.knowledge.quantities:
        for figure in quantity.figures:
            reading = next((r for r in quantity.readings if r.figure == figure.id), None)
            reading = reading or quantity.present
            if not figure.terms or figure.id in READ_OTHERWISE:
                continue
            display = worded(figure, reading.value)[1]
            for sentence in SENTENCES:
                text = sentence.format(
                    label=figure.label, display=display, when=when(reading.words)
                )
                yield figure, display, text.strip(" ,").replace(" .", ".")


@pytest.mark.parametrize("name", ["2022", "toy", "railway"])
def test_a_figure_in_plain_sentences_is_supported(readers, name):
    read = readers[name]
    found = {}
    for _, display, text in said(read):
        at = text.index(display)
        verdicts = [v for a, b, v in read.verdicts(text) if a < at + len(display) and b > at]
        if not verdicts or verdicts[0].verdict not in BORNE_OUT:
            found[text] = verdicts and (verdicts[0].verdict, verdicts[0].figure, verdicts[0].why)
    assert found == {}


@pytest.mark.parametrize("name", ["2022", "toy", "railway"])
def test_every_rewording_is_supported(readers, name):
    read = readers[name]
    labels = {f.id: f.label for q in read.knowledge.quantities for f in q.figures}
    found, tried = {}, 0
    for line in lines("false"):
        if line.project != name:
            continue
        verdict = read.verdict(line)
        # A multiple has no plain sentence for each of its wordings: `1.1 times`, `more than 1 times`.
        if verdict is None or not verdict.rewording or " times " in verdict.rewording:
            continue
        if verdict.figure in READ_OTHERWISE:
            continue
        tried += 1
        joint = " rose by" if ", against " in verdict.rewording else ":"
        text = f"{labels[verdict.figure]}{joint} {verdict.rewording}."
        again = read.verdict(Line("", name, text, verdict.rewording, "", False))
        if again is None or again.verdict not in BORNE_OUT:
            found[text] = again and (again.verdict, again.figure, again.why)
    assert tried
    assert found == {}
