"""Former import names lead to the same objects until version 0.3."""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
import textwrap

import pytest

from warehouse.former_names import FORMER


def modules():
    """Every module that a former name leads to, by both names."""
    for former, present in FORMER.items():
        yield former, present
        package = importlib.import_module(present)
        for found in pkgutil.walk_packages(getattr(package, "__path__", []), f"{present}."):
            yield former + found.name[len(present) :], found.name


@pytest.mark.parametrize(("former", "present"), list(modules()))
def test_is_the_same_module(former, present):
    assert importlib.import_module(former) is importlib.import_module(present)
    assert importlib.import_module(present).__spec__.name == present


@pytest.mark.parametrize(
    ("module", "former", "present"),
    [
        ("report.reconcile.documents.docx.fields", "Fields", "WordFields"),
        ("report.reconcile.extraction.page", "Page", "TokenPage"),
        ("report.reconcile.extraction.spelled", "Part", "NumeralPart"),
        ("warehouse.auditing.findings", "Fault", "AuditFault"),
        ("warehouse.auditing.findings", "Finding", "AuditFinding"),
        ("warehouse.auditing.nodes", "Part", "UpstreamRows"),
        ("warehouse.auditing.nodes", "Node", "AuditedNode"),
        ("warehouse.lineage.catalog", "Catalog", "ConnectionCatalog"),
        ("warehouse.lineage.forward_plan", "Step", "ForwardStep"),
        ("warehouse.lineage.forward_plan", "Plan", "ForwardPlan"),
        ("warehouse.lineage.lint", "Finding", "LintFinding"),
        ("warehouse.lineage.manifest", "Manifest", "EvidenceManifest"),
        ("warehouse.lineage.relation", "Source", "RelationSource"),
    ],
)
def test_a_class_that_was_renamed_is_had_by_its_former_name(module, former, present):
    found = importlib.import_module(module)
    assert getattr(found, former) is getattr(found, present)


def alone(code, *options):
    """Run some lines in a process in which nothing is imported yet."""
    return subprocess.run(
        [sys.executable, *options, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(
    ("line", "same"),
    [
        ("from warehouse.lineage import Lineage", "Lineage is __import__('rowlineage').Lineage"),
        ("from report.reconcile import extract", "extract is __import__('numbertext').extract"),
        ("import warehouse.lineage.walk as w", "w is __import__('rowlineage.walk').walk"),
        ("from warehouse import lineage", "lineage is __import__('rowlineage')"),
        (
            "from report.reconcile import statement as s",
            "s is __import__('numbertext.statement').statement",
        ),
        (
            "from report.reconcile.documents.docx import document as d",
            "d is sys.modules['numbertext.documents.docx.document']",
        ),
        (
            "from report.reconcile.conditions import literal, conditions_of",
            "literal is __import__('numbertext.condition_table').condition_table.literal",
        ),
        (
            "import numbertext.interval, report.reconcile.interval as i",
            "i is numbertext.interval",
        ),
        (
            "import pickle; e = pickle.loads(b'cwarehouse.lineage.errors\\nUnsupportedSQL\\n.')",
            "e is __import__('rowlineage').UnsupportedSQL",
        ),
    ],
)
def test_works_in_a_process_of_its_own(line, same):
    done = alone(f"import sys; {line}; assert {same}")
    assert done.returncode == 0, done.stderr


def test_the_present_module_is_left_as_it_is():
    """Also while it is loaded under the former name, and when it is loaded again."""
    done = alone(
        """
        import importlib, sys
        import rowlineage.walk as present
        before = dict(vars(present))
        import warehouse.lineage.walk as former
        assert former is present and dict(vars(present)) == before
        assert importlib.reload(former) is present
        assert importlib.reload(sys.modules["warehouse.lineage"]) is sys.modules["rowlineage"]
        assert sys.modules["warehouse.lineage.walk"] is present
        assert present.__spec__.name == "rowlineage.walk"
        """
    )
    assert done.returncode == 0, done.stderr


def test_looking_for_a_module_loads_none():
    done = alone(
        """
        import importlib.util, sys
        found = importlib.util.find_spec("warehouse.lineage")
        assert found.name == "warehouse.lineage" and found.submodule_search_locations
        assert "rowlineage" not in sys.modules
        """
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", ["warehouse.lineage.nothing", "report.reconcile.documents.x.y"])
def test_a_name_that_never_was_is_not_found(name):
    missing = re.escape(f"No module named '{name.removesuffix('.y')}'")
    with pytest.raises(ModuleNotFoundError, match=missing):
        importlib.import_module(name)


def test_the_reader_of_documents_runs_under_its_former_name():
    done = subprocess.run(
        [sys.executable, "-m", "report.reconcile.documents.child", "md"],
        input=b"Twelve trains.",
        capture_output=True,
        check=False,
    )
    assert json.loads(done.stdout)["pieces"][0][0] == "Twelve trains."


def test_threads_that_ask_by_both_names_get_one_module():
    done = alone(
        """
        import sys
        from concurrent.futures import ThreadPoolExecutor
        from importlib import import_module

        import warehouse

        stems = ["walk", "graph", "rewrite", "lineage", "auditing.audit", "forward"]
        names = [f"{top}.{stem}" for stem in stems for top in ("warehouse.lineage", "rowlineage")]
        with ThreadPoolExecutor(len(names)) as pool:
            modules = dict(zip(names, pool.map(import_module, names)))
        for stem in stems:
            assert modules[f"warehouse.lineage.{stem}"] is modules[f"rowlineage.{stem}"]
            assert modules[f"rowlineage.{stem}"].__spec__.name == f"rowlineage.{stem}"
        """
    )
    assert done.returncode == 0, done.stderr


def test_looking_for_a_former_name_waits_for_no_module():
    """Python 3.11 holds the lock of all imports while a finder looks: one that waits for a module waits for ever."""
    done = alone(
        """
        import _imp, sys, threading
        import warehouse
        from importlib._bootstrap import _ModuleLockManager
        from warehouse.former_names import FormerNames

        found, loading, is_done = [], threading.Event(), threading.Event()

        def load():  # as a thread does that is at the top of rowlineage just now
            with _ModuleLockManager("rowlineage"):
                loading.set()
                is_done.wait(20)

        other = threading.Thread(target=load)
        other.start()
        loading.wait()
        found.append(FormerNames.find_spec("warehouse.lineage.walk", warehouse.__path__))
        assert not is_done.is_set() and found[0].name == "warehouse.lineage.walk"
        assert "rowlineage" not in sys.modules
        is_done.set()
        other.join()
        """
    )
    assert done.returncode == 0, done.stderr


FIRST_AT_ONCE = """
    import random, sys, threading, warehouse, report
    chance = random.Random({seed})
    sys.setswitchinterval(chance.choice([1e-6, 1e-5, 5e-3]))
    lines = ["from rowlineage import Lineage", "from rowlineage import Trace", "import rowlineage.auditing.audit",
             "import warehouse.lineage.walk", "from warehouse.lineage import rewrite", "import duckdb, sqlglot",
             "from warehouse.builder.evidence import read_evidence", "import rowlineage.walk, pandas"]
    faults, start = [], threading.Barrier(10)
    def run(line):
        start.wait()
        try:
            exec(line, {{}})
        except BaseException as error:
            faults.append((line, repr(error)))
    threads = [threading.Thread(target=run, args=[chance.choice(lines)]) for _ in range(10)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert faults == []
"""


@pytest.mark.parametrize(
    "seed", [pytest.param(n, marks=pytest.mark.long) for n in range(20)] + [20]
)
def test_threads_that_are_first_to_import_end(seed):
    """`alone` gives up after a minute: threads that wait for each other never end."""
    done = alone(FIRST_AT_ONCE.format(seed=seed))
    assert done.returncode == 0, done.stderr
