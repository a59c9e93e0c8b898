"""The Dagster definitions: they load, a run gives the engine's content, and gates, ticks and sensors do their work."""

import datetime as dt
from contextlib import nullcontext

import dagster as dg
import pytest

from assets.builds import EDITIONS
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from pipelines.run import run_edition
from pipelines.schedules import yearly_run
from pipelines.sensors import editions_in_step, failure_message
from report.edition import gather
from tests.toys import rewrite
from warehouse.builder.edition_build import EditionBuild
from warehouse.builder.generation import Generations
from warehouse.builder.manifest import read_manifest

CROPS = "harvest/2021-02-01/crops.csv"


@pytest.fixture
def instance(tmp_path):
    (tmp_path / "dagster").mkdir()
    with dg.DagsterInstance.local_temp(str(tmp_path / "dagster")) as instance:
        instance.add_dynamic_partitions(EDITIONS.name, ["2020", "2021"])
        yield instance


def run(project, instance, edition="2020", **options):
    job = build_defs(project).resolve_job_def(EDITION_JOB)
    quiet = {"loggers": {"console": {"config": {"log_level": "CRITICAL"}}}}
    return job.execute_in_process(
        partition_key=edition, instance=instance, raise_on_error=False, run_config=quiet, **options
    )


def test_this_projects_definitions_load_with_an_asset_for_every_table(project):
    graph = build_defs(project).resolve_asset_graph()
    keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
    assert {
        "files/unhcr_displacement",
        "raw_unhcr_displacement__global",
        "table_01_displacement",
    } <= keys
    assert {"figures", "report", "problems"} <= keys
    for key in graph.materializable_asset_keys:
        node = graph.get(key)
        assert node.group_name, key
        assert node.owners, key
        assert node.kinds, key
        assert node.description, key
        assert node.code_version, key


def test_a_run_gives_the_content_of_the_engine(toy, instance):
    assert run(toy, instance).success
    in_dagster = read_manifest(Generations(toy, "2020").open()).content_sha256
    assert in_dagster == gather(EditionBuild(toy, "2020")).content_sha256


def test_a_recorded_build_stamps_the_generation_that_its_run_wrote(toy, instance, monkeypatch):
    monkeypatch.setattr(dg.DagsterInstance, "get", staticmethod(lambda: nullcontext(instance)))
    place = run_edition(toy, "2020")
    assert place == Generations(toy, "2020").open()
    rewrite(toy, CROPS, "2020,NORTH,apple,131.0,A", "2020,NORTH,apple,-1,Z")
    assert run_edition(toy, "2020") is None


def test_column_lineage_tells_filters_and_joins_apart_from_projections(toy, instance):
    events = run(toy, instance).get_asset_materialization_events()
    metadata = {e.asset_key.to_user_string(): e.materialization.metadata for e in events}[
        "table_01_harvest"
    ]
    deps = metadata["dagster/column_lineage"].column_lineage.deps_by_column
    assert {(d.asset_key.to_user_string(), d.column_name) for d in deps["name"]} >= {
        ("raw_orchards__orchards", "name")
    }
    roles = {
        tuple(r.data[k] for k in ("column", "table", "upstream", "role"))
        for r in metadata["column_roles"].records
    }
    assert ("tonnes", "core_harvest__orchard_year", "tonnes", "projection") in roles
    assert ("tonnes", "core_harvest__orchard_year", "orchard", "join") in roles


def test_a_bad_file_fails_its_asset_and_skips_only_what_rests_on_it(toy, instance):
    rewrite(toy, CROPS, "2020,NORTH,apple,131.0,A", "2020,NORTH,apple,-1,Z")
    result = run(toy, instance)
    assert not result.success
    done = {e.step_key for e in result.get_step_success_events()}
    assert {"table_02_orchards", "problems", "raw_orchards__orchards"} <= done
    assert not {"core_harvest__orchard_year", "table_01_harvest", "report"} & done
    checks = [
        e for e in result.get_asset_check_evaluations() if e.check_name == "valid" and not e.passed
    ]
    (record,) = [r for r in checks[0].metadata["problems"].records if r.data["column"] == "quality"]
    assert (record.data["line"], record.data["value"]) == (5, "Z")


def test_downstream_alone_cannot_get_around_a_failed_check(toy, instance):
    assert run(toy, instance).success
    rewrite(toy, CROPS, "2020,NORTH,apple,131.0", "2020,EAST,apple,131.0")
    alone = run(toy, instance, asset_selection=[dg.AssetKey("core_harvest__orchard_year")])
    assert not alone.success
    failure = alone.failure_data_for_node("core_harvest__orchard_year")
    assert "check_orchards_exist" in failure.user_failure_data.description


def blocking_checks(project):
    specs = [spec for check in build_defs(project).asset_checks for spec in check.check_specs]
    return {spec.name: spec.blocking for spec in specs}


def test_a_check_blocks_in_dagster_and_one_that_only_warns_does_not(toy, instance):
    assert blocking_checks(toy)["check_orchards_exist"]
    check = toy.models / "checks" / "check_orchards_exist.sql"
    check.write_text(check.read_text().replace("title:", "severity: warning\ntitle:", 1))
    assert not blocking_checks(toy)["check_orchards_exist"]

    rewrite(toy, CROPS, "2020,NORTH,apple,131.0", "2020,EAST,apple,131.0")
    result = run(toy, instance)
    assert result.success
    (warned,) = [
        e for e in result.get_asset_check_evaluations() if e.check_name == "check_orchards_exist"
    ]
    assert (warned.passed, warned.severity) == (False, dg.AssetCheckSeverity.WARN)


def test_a_check_that_reads_what_rests_on_its_table_does_not_block_in_dagster(toy):
    """Dagster would have it wait for itself; the engine's gate goes by the same rule."""
    check = toy.models / "checks" / "check_orchards_exist.sql"
    text = check.read_text().rstrip().rstrip(";")
    further = "AND EXISTS (SELECT 1 FROM core_harvest__orchard_year)"
    check.write_text(f"{text}\n{further}\n")
    assert not blocking_checks(toy)["check_orchards_exist"]
    assert EditionBuild(toy, "2020").plan.gates("core_harvest__orchard_year") == []


def test_an_unchanged_asset_has_the_same_data_version(toy, instance):
    versions = []
    for _ in range(2):
        result = run(toy, instance)
        events = result.get_asset_materialization_events()
        versions.append(
            {
                e.asset_key.to_user_string(): e.materialization.tags["dagster/data_version"]
                for e in events
            }
        )
    assert versions[0] == versions[1]


def tick(project, instance, text):
    date = dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)
    context = dg.build_schedule_context(instance=instance, scheduled_execution_time=date)
    return {request.partition_key: request.run_key for request in yearly_run(project)(context)}


def test_the_next_yearly_tick_asks_for_the_new_edition(toy, instance):
    assert set(tick(toy, instance, "2022-12-31T06:00:00")) == {"2020", "2021"}
    assert set(tick(toy, instance, "2023-01-01T06:00:00")) == {"2020", "2021", "2022"}
    assert "2022" in instance.get_dynamic_partitions(EDITIONS.name)


def test_a_missed_tick_is_caught_up_on_and_asked_for_once(toy, instance):
    first = tick(toy, instance, "2025-06-01T06:00:00")
    assert set(first) == {"2020", "2021", "2022", "2023", "2024"}
    assert tick(toy, instance, "2025-06-01T06:00:00") == first


def look(project, instance, cursor=None):
    return editions_in_step(project)(dg.build_sensor_context(instance=instance, cursor=cursor))


def test_the_sensor_starts_a_run_when_an_editions_vintage_changes(toy, instance):
    first = look(toy, instance)
    assert {r.partition_key for r in first.run_requests} == {"2020", "2021"}
    assert look(toy, instance, first.cursor).run_requests == []
    edition = toy.editions / "2020.yaml"
    edition.write_text(
        edition.read_text().replace(
            "harvest: 2021-02-01", "harvest: {vintage: 2022-02-01, after_as_of: x}"
        )
    )
    changed = look(toy, instance, first.cursor)
    assert [r.partition_key for r in changed.run_requests] == ["2020"]


def test_the_sensor_asks_for_no_run_of_a_frozen_edition(toy, instance):
    released = toy.releases / "2020" / "r1"
    released.mkdir(parents=True)
    (released / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    assert [r.partition_key for r in look(toy, instance).run_requests] == ["2021"]


def test_the_sensor_adds_a_partition_for_a_new_edition(toy, instance):
    text = (toy.editions / "2021.yaml").read_text()
    (toy.editions / "2022.yaml").write_text(
        text.replace("2022", "2023")
        .replace("2021-12", "2022-12")
        .replace('"2021"', '"2022"')
        .replace("2023-02-01", "2022-02-01")
    )
    result = look(toy, instance)
    assert result.dynamic_partitions_requests[0].partition_keys == ["2022"]


def test_the_sensor_drops_the_partition_of_an_edition_that_is_gone(toy, instance):
    (toy.editions / "2021.yaml").unlink()
    _, gone = look(toy, instance).dynamic_partitions_requests
    assert gone.partition_keys == ["2021"]


def test_a_failure_says_who_must_do_what(toy):
    rewrite(toy, CROPS, "2020,NORTH,apple,131.0,A", "2020,NORTH,apple,131.0,Z")
    message = failure_message(toy, "2020", "")
    assert "line 5" in message
    assert "Ask: Orchard Board, statistics desk." in message


def test_a_failure_names_each_cause_that_blocks_once_and_no_warning(toy):
    check = toy.root / "warehouse" / "models" / "checks" / "check_warns.sql"
    warns = "SELECT _row, 'code' AS \"column\", code AS value FROM raw_orchards__orchards"
    head = "/*\ntitle: T\non: raw_orchards__orchards\nrule: only said\nremedy: m\nseverity: warning\n*/\n"
    check.write_text(head + warns)
    rewrite(toy, CROPS, ",A\n", ",Z\n")
    message = failure_message(toy, "2020", "")
    assert "only said" not in message
    assert message.count("\n") == 1
    assert "2 more: " not in message
    assert "times: Z" in message


def test_a_failure_is_forgotten_with_the_next_build_that_is_whole(toy, monkeypatch, capsys):
    from pipelines.cli import app as frame
    from pipelines.cli.unchanged import answer

    monkeypatch.chdir(toy.root)
    place = toy.build / "2020" / "failure.txt"
    place.parent.mkdir(parents=True)
    for again in (False, True):
        place.write_text("it failed")
        monkeypatch.setattr("sys.argv", ["annual-report", "build", "2020"])
        code = answer(["build", "2020"]) if again else frame.run()
        assert (code, place.exists()) == (0, False)
    rewrite(toy, CROPS, "2020,NORTH,apple,131.0,A", "2020,NORTH,apple,131.0,Z")
    place.write_text("it failed")
    assert frame.run() == 1
    assert place.exists()
    capsys.readouterr()
    monkeypatch.setattr("sys.argv", ["annual-report", "status", "2020"])
    frame.run()
    said = capsys.readouterr().out
    assert "The last build of edition 2020 was held up by:" in said
    assert "column quality: Z" in said


def test_a_figure_without_its_cell_fails_the_check_of_figures_and_nothing_else_does(toy, instance):
    check = toy.root / "warehouse" / "models" / "checks" / "check_orchards_exist.sql"
    warns = "SELECT _row, 'code' AS \"column\", code AS value FROM raw_orchards__orchards"
    head = "/*\ntitle: T\non: raw_orchards__orchards\nrule: r\nremedy: m\nseverity: warning\n*/\n"
    check.with_name("check_warns.sql").write_text(head + warns)
    toy.figures.write_text(toy.figures.read_text().replace("orchard: NORTH", "orchard: EAST"))
    found = {
        e.check_name: e for e in run(toy, instance).get_asset_check_evaluations() if not e.passed
    }
    figures = found["every_figure_has_a_cell"].metadata["problems"].records
    assert [r.data["rule_id"] for r in figures] == ["figures.harvest_north.cell"]
    assert all(len(r.data["problem_id"]) == 16 for r in figures)
    warned = found["check_warns"].metadata["problems"].records
    assert [r.data["rule_id"] for r in warned] == ["check_warns"] * 3
