"""Made-up evidence: any that the records can hold, for properties that all of it must have."""

from hypothesis import strategies as st

from report.evidence.tracing.cell_evidence import (
    AddedRow,
    AddedRows,
    AggregateParts,
    CellEvidence,
    CellReplay,
    FileRows,
    HeldByAbsence,
    Listing,
    ModelPassed,
    RawLine,
    Readded,
    RowsLeftOut,
)

TABLES = ("open_report", "closed_report", "closed_core", "raw_secret", "raw_open")
SECRET = "secret-"
"""Begins every text that a withheld file says in this evidence."""

words = st.text(max_size=6)
counts = st.integers(0, 10**9)
states = st.sampled_from(["verified", "not_reproduced"])
models = st.sampled_from(TABLES[:3])
scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | words
values = scalars | st.lists(scalars, max_size=2) | st.dictionaries(words, scalars, max_size=2)


def cells(said=values):
    """Column -> value."""
    return st.dictionaries(words, said, max_size=3)


def lines(said):
    role = st.sampled_from(["value", "order", "witness"])
    return st.builds(RawLine, words, counts, role, words, cells(said))


def files(source, said):
    return st.builds(
        FileRows,
        source=source,
        vintage=words,
        file=words,
        sha256=words,
        nature=words,
        form=words,
        citation=words,
        rows=st.lists(lines(said), max_size=3).map(tuple),
        count=counts,
        by_role=st.dictionaries(st.sampled_from(["value", "order", "witness"]), counts),
        is_withheld=st.none() | st.booleans(),
    )


def readded(said=words):
    part = st.builds(
        AddedRows, words, st.lists(st.builds(AddedRow, words, counts, said), max_size=3).map(tuple)
    )
    single = st.builds(Readded, st.sampled_from(["count", "sum"]), counts, st.tuples(part), words)
    return single | st.builds(Readded, st.just("share"), counts, st.tuples(part, part), words)


def left_out(model, said):
    return st.builds(
        RowsLeftOut,
        model,
        words,
        words,
        counts,
        counts,
        st.lists(cells(said), max_size=2).map(tuple),
    )


def aggregates(model, said):
    parts = st.lists(st.fixed_dictionaries({"value": said, "t": counts}), max_size=3).map(tuple)
    return st.builds(AggregateParts, model, words, parts, counts, said, *[st.booleans()] * 3)


def evidence(**parts):
    """Any evidence, with some parts as given."""
    many = {
        "files": st.lists(files(words, values), max_size=3).map(tuple),
        "left_out": st.lists(left_out(models, values), max_size=3).map(tuple),
        "absent": st.lists(
            st.builds(HeldByAbsence, models, words, st.lists(words).map(tuple), words), max_size=2
        ).map(tuple),
        "contributions": st.lists(aggregates(models, values), max_size=3).map(tuple),
        "replay": st.builds(CellReplay, states, values, values, st.booleans()),
        "models": st.lists(
            st.builds(
                ModelPassed, models, words, counts, st.dictionaries(words, counts), states, words
            ),
            max_size=3,
        ).map(tuple),
        "listing": st.none() | st.builds(Listing, counts, st.none() | readded()),
        "key": cells(),
        "value": values,
        "figure": st.none() | words,
        "display": st.none() | words,
        "column": st.none() | words,
        "table": models,
        "is_value_withheld": st.booleans(),
    }
    return st.builds(CellEvidence, edition=words, nature=words, **{**many, **parts})
