"""What the lineage columns of every construct mean: `python -m lineage.manifests` in `tests` writes it anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb

from lineage.constructs import CONSTRUCTS
from lineage.tables import fill
from rowlineage.annotation import Annotation
from rowlineage.catalog import ConnectionCatalog
from rowlineage.rewrite import Rewritten, rewrite
from rowlineage.roles import COPIES, ROW, Need

KEPT = Path(__file__).with_name("manifests.txt")
SHOWN: dict[str, tuple[str, str]] = {
    "groups over an aggregate": (
        "SELECT y.n, count(*) AS m FROM (SELECT count(*) AS n FROM sale) y WHERE y.n > 0 GROUP BY y.n",
        "n",
    ),
    "aggregate over all of an aggregate": (
        "SELECT max(y.n) AS m FROM (SELECT count(*) AS n FROM sale) y",
        "",
    ),
    "aggregates over all of a shared aggregate": (
        "WITH q AS (SELECT count(*) AS n FROM sale) SELECT (SELECT max(n) FROM q) AS a, (SELECT min(n) FROM q) AS b",
        "",
    ),
    "groups of rows above an average": (
        "SELECT kind, sum(amount) AS s FROM sale WHERE day > (SELECT min(day) FROM sale) GROUP BY kind",
        "kind",
    ),
    "two optional tables, one of them by a third": (
        "SELECT a.id, b.id AS b, b.amount + c.parent AS v FROM sale a LEFT JOIN tag d ON d.name = a.kind "
        "LEFT JOIN refund b ON b.kind = d.name AND b.id <> 2 LEFT JOIN region c ON c.id = a.region_id",
        "id b",
    ),
    "except an aggregate": ("SELECT id FROM sale EXCEPT SELECT count(*) FROM refund", "id"),
    "groups above rows of other names": (
        "SELECT kind AS k, sum(amount) AS s FROM sale GROUP BY kind UNION ALL SELECT name, id FROM region",
        "k s",
    ),
    "in a list with a subquery": (
        "SELECT id FROM sale WHERE id IN ((SELECT min(id) FROM refund), 3)",
        "id",
    ),
    "in, shown": (
        "SELECT id, id IN (SELECT sale_id FROM refund WHERE id < 4) AS v FROM sale",
        "id",
    ),
    "windows over groups, ordered and cut": (
        "SELECT kind, rank() OVER (ORDER BY sum(amount)) AS r FROM sale WHERE day > 1 GROUP BY kind "
        "HAVING count(*) > 1 ORDER BY kind DESC LIMIT 1",
        "kind",
    ),
    "windows over groups, correlated": (
        "SELECT r.id, (SELECT max(x.c) FROM (SELECT sum(count(*)) OVER (ORDER BY s.kind) AS c FROM sale s "
        "WHERE s.region_id = r.id GROUP BY s.kind) x) AS v FROM region r",
        "id",
    ),
    "a case of zeros": (
        "SELECT sum(CASE WHEN kind = 'z' THEN amount ELSE 0 END) AS s FROM sale WHERE amount IS NOT NULL",
        "",
    ),
}
"""Queries beside the constructs, with the columns that tell their rows."""
NAMES = {ROW: "(row)", COPIES: "(copies)"}


def written() -> str:
    """Return the manifests of all constructs; where it makes a difference, those with whole groups too."""
    with duckdb.connect(config={"threads": 1}) as con:
        fill(con)
        catalog = ConnectionCatalog(con)
        lines: list[str] = []
        queries = [(c.name, c.sql) for c in CONSTRUCTS]
        for name, sql in [*queries, *((name, sql) for name, (sql, _) in SHOWN.items())]:
            narrow, wide = (
                list(manifest(rewrite(catalog, sql, narrow=narrow))) for narrow in (True, False)
            )
            lines += [f"# {name}", *narrow]
            lines += ["whole groups:", *wide] if wide != narrow else []
    return "\n".join(lines) + "\n"


def manifest(rewritten: Rewritten) -> Iterator[str]:
    """Yield the lineage columns of a rewritten query and its stages, a line each, and what is left out."""
    for stage in rewritten.stages:
        yield from (f"{stage.id}> {line}" for line in _lines(stage.annotations))
    yield from _lines(rewritten.annotations)
    yield from (f"{name} left out: {why}" for name, why in sorted(rewritten.skipped.items()))


def _lines(annotations: Iterable[Annotation]) -> Iterator[str]:
    for annotation in annotations:
        pointer, labels = annotation.pointer, {}
        for label, need in annotation.uses.items():
            mark = "?" if label in annotation.weak else ""
            labels.setdefault(_shown(need), []).append(NAMES.get(label, label) + mark)
        uses = "; ".join(f"{' '.join(names)} < {need}" for need, names in labels.items())
        place = "".join(f" {word}" for word in (pointer.by, pointer.only) if word)
        yield f"{pointer.target} {pointer.kind}{place}{'' if annotation.value else ' always'}: {uses}"


def _shown(need: Need) -> str:
    return " ".join(
        f"{NAMES.get(c, c)}:{'+'.join(sorted(r[:1] for r in roles))}" for c, roles in need.items()
    )


if __name__ == "__main__":
    KEPT.write_text(written(), encoding="utf-8")
