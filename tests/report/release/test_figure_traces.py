"""A figure that is traced again with fewer rows is the same as one that is traced anew."""

from report.evidence.tracing.figure_traces import FigureTraces
from report.evidence.tracing.trace import Tracer
from report.figures.published import figures_of
from warehouse.builder.kept import Kept
from warehouse.builder.manifest import read_manifest

FIGURES = ("hosted_by_members_share_pct", "modern_slavery_index_world", "displaced_total")


def test_a_trace_is_given_again_with_fewer_rows(edition_2022, monkeypatch):
    kept = Kept(edition_2022[0])
    figures = [f for f in figures_of(read_manifest(kept.folder)) if f.id in FIGURES]
    assert len(figures) == len(FIGURES)
    traced, trace = [], Tracer.trace
    monkeypatch.setattr(
        Tracer, "trace", lambda *given, **named: traced.append(1) or trace(*given, **named)
    )
    with kept.connection() as connection:
        for figure in figures:
            again = FigureTraces(kept, connection)
            whole = again.of(figure, 100_000)
            for limit in (200, 3):
                before = len(traced)
                short = again.of(figure, limit)
                assert len(traced) == before
                assert short == FigureTraces(kept, connection).of(figure, limit)
            assert again.of(figure, 100_000) == whole
    rows = {len(part.rows) for part in short[0].sources}
    assert max(rows) <= 3
