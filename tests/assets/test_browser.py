"""Dagster's own pages in a real browser, over a project whose every text is hostile: nothing of it runs."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager

import dagster as dg
import pytest

from assets.builds import EDITIONS
from pipelines.definitions import build_defs
from pipelines.jobs import EDITION_JOB
from tests.conftest import ROOT
from tests.hostile import MARK, STRINGS, hostile
from tests.programs import program
from warehouse.project import ENVIRONMENT_VARIABLE, Project

pytestmark = [pytest.mark.long, pytest.mark.needs("chromium")]
EDITION = "2020"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PAGES = (
    "/assets/table_01_harvest",
    "/assets/table_01_harvest?view=definition",
    "/assets/table_01_harvest?view=checks",
    "/assets/raw_orchards__orchards?view=definition",
    "/assets/raw_harvest__crops?view=checks",
    "/assets/files/orchards?view=definition",
    "/assets/figures",
    "/assets",
)
WRONG = """() => [...document.querySelectorAll('*')].filter(node =>
    [...node.attributes].some(own => own.name.startsWith('on') && own.value.includes('MARK'))
    || (node.tagName === 'SCRIPT' && node.textContent.includes('MARK'))
    || (node.href || '').toString().toLowerCase().startsWith('javascript:')
    || ['IMG', 'IFRAME', 'OBJECT'].includes(node.tagName) && (node.src || '').includes('evil.example')
    || (node.tagName === 'A' && (node.href || '').toString().includes('evil.example')
        && !node.textContent.includes('evil.example'))
).map(node => node.outerHTML.slice(0, 300))"""


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The address of a UI that shows a run of the hostile project."""
    folder = tmp_path_factory.mktemp("ui")
    shutil.copytree(ROOT / "tests" / "toy", folder / "toy")
    toy = Project(folder / "toy")
    hostile(toy, " ".join(STRINGS.values()))
    home = folder / "home"
    home.mkdir()
    (home / "dagster.yaml").write_text("telemetry:\n  enabled: false\nnux:\n  enabled: false\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DAGSTER_HOME", str(home))
        patch.setenv(ENVIRONMENT_VARIABLE, str(toy.root))
        with dg.DagsterInstance.get() as instance:
            instance.add_dynamic_partitions(EDITIONS.name, [EDITION])
            job = build_defs(toy).resolve_job_def(EDITION_JOB)
            job.execute_in_process(partition_key=EDITION, instance=instance, raise_on_error=False)
        with _server(folder) as address:
            yield address


@contextmanager
def _server(folder):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    line = [sys.executable, "-m", "dagster_webserver", "-m", "pipelines.definitions"]
    line += ["-h", "127.0.0.1", "-p", str(port)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (folder / "log.txt").open("w") as log:
        server = subprocess.Popen(line, env=environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            _wait_for(f"http://127.0.0.1:{port}/server_info", folder / "log.txt", server)
            yield f"http://127.0.0.1:{port}"
        finally:
            server.terminate()
            server.wait(60)


def _wait_for(address, log, server):
    end = time.monotonic() + 180
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(1)
    raise AssertionError(log.read_text())


def test_nothing_of_it_runs_in_the_ui(served):
    from playwright.sync_api import sync_playwright

    spoken, asked, seen = [], [], ""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=ARGUMENTS)
        page = browser.new_page()
        page.on("dialog", lambda dialog: (spoken.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: asked.append(request.url))
        for place in PAGES:
            page.goto(served + place, wait_until="networkidle", timeout=120_000)
            page.wait_for_timeout(3_000)
            assert page.evaluate(WRONG.replace("MARK", MARK)) == [], place
            seen += page.inner_text("body")
        browser.close()
    assert MARK in seen, "the pages show nothing of the project"
    assert spoken == []
    assert [url for url in asked if "evil.example" in url] == []
