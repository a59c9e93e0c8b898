"""The tables of the 2022 edition by hand: what an analyst would write with pandas, Pandera and DuckDB alone.

It is what `cold_build.py` compares a build with, so it does the least that gives the same tables: no hashes, no lines
of offending cells, no gates, no evidence, no figures and no page. Files and order of queries are written out, as they
are in a script for one report. Run as `python benchmarks/plain_script.py PROJECT OUTPUT`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pandera.pandas as pa
import pyarrow

from warehouse.sources.schemas import (
    activity_register,
    adelaide_strategy,
    bali_process_members,
    bali_process_observers,
    bali_process_organisations,
    bali_process_working_groups,
    child_labour,
    flagship_insights,
    global_slavery_index,
    joint_periods_of_action,
    milestones,
    ministerial_conferences,
    modern_slavery_estimates,
    rohingya_sea_movements,
    rso_events,
    rso_funding,
    rso_statements,
    rso_work_plan,
    trafficking_indicators,
    unhcr_displacement,
    unhcr_headlines,
    unhcr_hosts,
    unhcr_regional_trends,
)

FILES: dict[str, type[pa.DataFrameModel]] = {
    "activity_register/2026-11-23/assignments": activity_register.Assignments,
    "adelaide_strategy/2023-02-10/areas": adelaide_strategy.Areas,
    "bali_process_members/2018-08-06/members": bali_process_members.Members,
    "bali_process_observers/2022-12-31/observers": bali_process_observers.Observers,
    "bali_process_observers/2022-12-31/counts": bali_process_observers.Counts,
    "bali_process_organisations/2019-07-23/organisations": bali_process_organisations.Organisations,
    "bali_process_working_groups/2023-02-12/groups": bali_process_working_groups.Groups,
    "child_labour/2021-06-10/estimates": child_labour.Estimates,
    "flagship_insights/2023-03-30/insights": flagship_insights.Insights,
    "global_slavery_index/2023-05-24/countries": global_slavery_index.Countries,
    "joint_periods_of_action/2019-12-03/results": joint_periods_of_action.Results,
    "milestones/2023-03-30/milestones": milestones.Milestones,
    "ministerial_conferences/2023-02-21/conferences": ministerial_conferences.Conferences,
    "ministerial_conferences/2023-02-21/attendance": ministerial_conferences.Attendance,
    "modern_slavery_estimates/2023-05-24/estimates": modern_slavery_estimates.Estimates,
    "rohingya_sea_movements/2023-01-17/movements": rohingya_sea_movements.Movements,
    "rso_events/2024-07-12/events": rso_events.Events,
    "rso_events/2024-07-12/event_states": rso_events.EventStates,
    "rso_funding/2023-02-10/funding": rso_funding.Funding,
    "rso_statements/2023-07-10/statements": rso_statements.Statements,
    "rso_work_plan/2023-07-10/planned_activities": rso_work_plan.PlannedActivities,
    "trafficking_indicators/2023-03-30/indicators": trafficking_indicators.Indicators,
    "unhcr_displacement/2023-06-14/global": unhcr_displacement.Global,
    "unhcr_headlines/2023-06-14/headlines": unhcr_headlines.Headlines,
    "unhcr_hosts/2023-06-14/hosts": unhcr_hosts.Hosts,
    "unhcr_regional_trends/2023-07/trends": unhcr_regional_trends.Trends,
}
"""The pinned files below raw/, without their ending, and the rules of each."""

FIRST = (
    "core/core_rso_events__event",
    "core/core_rso_events__state",
    "core/core_unhcr_displacement__year_category",
    "core/core_unhcr_hosts__year_country",
    "stat/stat_event_category",
    "stat/stat_activity_by_year",
    "stat/stat_forcibly_displaced",
    "stat/stat_people_hosted_world",
    "stat/stat_people_hosted_by_area",
    "stat/stat_slavery_index_by_area",
)
"""The queries that others read, in order; report tables and checks read only these and raw tables."""

EDITION = """
    CREATE TABLE raw_edition AS
    SELECT '2022' AS edition, 2022 AS year, DATE '2022-01-01' AS period_start, DATE '2022-12-31' AS period_end,
        DATE '2023-07-10' AS as_of
"""


def read(path: Path, schema: pa.DataFrameSchema) -> pd.DataFrame:
    """Return a raw file in the types of its schema; a blank is null."""
    texts = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=["", "-", "...", "N/A"])
    columns = {
        name: typed(texts[name], column.dtype.type)
        for name, column in schema.columns.items()
        if name in texts
    }
    return pd.DataFrame(columns)


def typed(texts: pd.Series, kind: Any) -> pd.Series:
    """Return a column of text in the type of its schema."""
    if kind.pyarrow_dtype == pyarrow.bool_():
        return texts.map({"yes": True, "true": True, "no": False, "false": False}).astype(kind)
    return texts.astype("string[pyarrow]").astype(kind)


def load(raw: Path, connection: duckdb.DuckDBPyConnection) -> None:
    """Read and validate every file; a broken rule is an exception."""
    for name, model in FILES.items():
        source, _, table = name.split("/")
        schema = model.to_schema()
        frame = schema.validate(read(raw / f"{name}.csv", schema), lazy=True)
        frame.insert(0, "_row", range(2, len(frame) + 2))
        connection.register("frame", frame)
        connection.execute(f"CREATE TABLE raw_{source}__{table} AS FROM frame")


def main(project: Path, output: Path) -> None:
    """Write every table of the report as CSV and Parquet."""
    models = project / "warehouse" / "models"
    output.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(EDITION)
        load(project / "raw", connection)
        for name in FIRST:
            query = (models / f"{name}.sql").read_text(encoding="utf-8")
            connection.execute(f"CREATE TABLE {Path(name).name} AS {query}")
        for path in sorted((models / "checks").glob("*.sql")):
            offenders = connection.execute(path.read_text(encoding="utf-8")).fetchall()
            if offenders:
                print(f"{path.stem}: {len(offenders)} rows")
        for path in sorted((models / "report").glob("*.sql")):
            connection.execute(f"CREATE TABLE {path.stem} AS {path.read_text(encoding='utf-8')}")
            connection.execute(f"COPY {path.stem} TO '{output / path.stem}.csv'")
            connection.execute(f"COPY {path.stem} TO '{output / path.stem}.parquet'")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
