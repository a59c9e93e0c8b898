"""A report of a hundred pages against the 2022 edition: time and memory, and what reading and extraction take of it.

Run by hand: `.venv/bin/python benchmarks/reconcile_speed.py`. The text is put together from the true sentences of the
tests, each in three wordings, a page of 3,000 characters; the edition has to be built.
"""

from __future__ import annotations

import json
import resource
import tempfile
import time
from pathlib import Path

from numbertext.documents import read_document
from numbertext.extraction import extract
from report.reconcile.reconciliation import reconcile
from warehouse.project import Project

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests" / "report" / "reconcile" / "true_sentences.jsonl"
PAGES, PAGE = 100, 3_000
FILLER = (
    "Delegates of the three working groups met on 12 and 13 October 2022 (see section 4.2), and a third of the work "
    "plan had been carried out by then. "
)


def report() -> str:
    """Return the text of a hundred pages, in paragraphs of about five sentences."""
    lines = SENTENCES.read_text("utf-8").splitlines()
    sentences = [json.loads(line)["text"] for line in lines]
    paragraphs: list[str] = []
    at = 0
    while sum(map(len, paragraphs)) < PAGES * PAGE:
        part = [sentences[(at + i) % len(sentences)] for i in range(3)]
        paragraphs.append(" ".join((part[0], FILLER, part[1], part[2])))
        at += 3
    return "\n\n".join(paragraphs)


def main() -> None:
    """Print the seconds of each part and the peak memory."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(report(), "utf-8")
        start = time.perf_counter()
        document = read_document(path)
        read = time.perf_counter()
        count = sum(len(extract(block.text)) for block in document.blocks)
        extracted = time.perf_counter()
        found = reconcile(Project(ROOT), "2022", [path])
        whole = time.perf_counter() - extracted
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(document.text):,} characters, {count:,} numbers, {found.counts}")
    print(
        f"reading {read - start:.2f} s, extraction {extracted - read:.2f} s, reconcile {whole:.2f} s in all"
    )
    print(
        f"reading and extraction are {(extracted - start) / whole:.0%} of it; peak memory {peak:.0f} MiB"
    )


if __name__ == "__main__":
    main()
