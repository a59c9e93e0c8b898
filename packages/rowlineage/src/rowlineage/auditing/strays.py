"""Evidence that a replay cannot tell: rows too many, which change no value but are shown to whoever traces the cell.

The kept evidence is compared with that of a fresh run of the model. As a rule both are the same tables and nothing
more is done; where they are not, the rows of every node are compared.
"""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from rowlineage.auditing.names import ORIGIN
from rowlineage.auditing.nodes import Asked, AuditedNode, Nodes, UpstreamRows
from rowlineage.graph import Evidence
from rowlineage.limits import MET
from rowlineage.on_demand import captured_evidence


def strays(nodes: Nodes, model: str) -> dict[Asked, dict[int, str]]:
    """Return, for what is asked of a model, the rows whose kept evidence is not what the query gives, and how.

    Args:
        nodes: Nodes that were discovered.
        model: A model with nodes.

    Raises:
        UnsupportedSQL: The model's query is not understood.
    """
    stored = nodes.models.evidence(model)
    if stored is None:
        return {}
    text = nodes.models.model(model)
    with captured_evidence(
        nodes.con,
        model,
        text.sql,
        text.key,
        nodes.row_id,
        checked=False,
        bounds=nodes.bounds,
    ) as fresh:
        if _identical(nodes.con, stored, fresh):
            return {}
        walk = nodes.walk(model, fresh, "fresh evidence")
        return {
            node.asked: _differing(nodes.con, node, nodes.parts(walk, node.asked))
            for node in nodes.found[model]
        }


def _identical(con: duckdb.DuckDBPyConnection, stored: Evidence, fresh: Evidence) -> bool:
    if stored.manifest.as_json() != fresh.manifest.as_json():
        return False
    pairs = [(stored.relation, fresh.relation)]
    pairs += [(stored.stages[name], fresh.stages[name]) for name in stored.stages]
    either = [f"(FROM {a} EXCEPT ALL FROM {b})" for pair in pairs for a, b in (pair, pair[::-1])]
    try:
        found = [con.execute(f"SELECT 1 FROM {one} LIMIT 1").fetchone() for one in either]
    except MET:
        raise
    except duckdb.Error:
        return False
    return not any(found)


def _differing(
    con: duckdb.DuckDBPyConnection, node: AuditedNode, again: Sequence[UpstreamRows]
) -> dict[int, str]:
    kept, fresh = _pairs(node.parts), _pairs(again)
    found = con.execute(
        f"SELECT {ORIGIN}, count_if(extra), count_if(NOT extra) FROM ("
        f"SELECT TRUE AS extra, * FROM (({kept}) EXCEPT ({fresh})) "
        f"UNION ALL SELECT FALSE AS extra, * FROM (({fresh}) EXCEPT ({kept}))) GROUP BY {ORIGIN} ORDER BY 1"
    ).fetchall()
    return {
        row: f"its kept evidence is not what the query gives: {extra} row(s) too many, {missing} missing"
        for row, extra, missing in found
    }


def _pairs(parts: Sequence[UpstreamRows]) -> str:
    nothing = f"SELECT '' AS mention, NULL::BIGINT AS {ORIGIN}, NULL::BIGINT AS id WHERE FALSE"
    return " UNION ALL ".join(
        [
            nothing,
            *(
                f"SELECT '{part.occurrence}' AS mention, {ORIGIN}, id FROM ({part.sql}) WHERE id IS NOT NULL"
                for part in parts
            ),
        ]
    )
