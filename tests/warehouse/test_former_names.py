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

        import rowlineage, warehouse  # Threads must not be first at a package that loads its own modules.

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
