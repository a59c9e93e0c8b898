"""A report of 100 pages, or 1,000, against the 2022 edition: time and memory, and what reading and extraction take.

Run by hand: `.venv/bin/python benchmarks/reconcile_speed.py [PAGES]`; 100 by default. Times are of the processor.
The text is put together from the true sentences of the
tests, each in three wordings, a page of 3,000 characters; the edition has to be built.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

from numbertext.documents import read_document
from numbertext.paragraphs import extract_paragraphs
from report.reconcile.reconciliation import reconcile
from warehouse.project import Project

ROOT = Path(__file__).resolve().parents[1]
SENTENCES = ROOT / "tests" / "report" / "reconcile" / "true_sentences.jsonl"
PAGE = 3_000
FILLER = (
    "Delegates of the three working groups met on 12 and 13 October 2022 (see section 4.2), and a third of the work "
    "plan had been carried out by then. "
)


def report(pages: int) -> str:
    """Return the text of so many pages, in paragraphs of about five sentences."""
    lines = SENTENCES.read_text("utf-8").splitlines()
    sentences = [json.loads(line)["text"] for line in lines]
    paragraphs: list[str] = []
    at = size = 0
    while size < pages * PAGE:
        part = [sentences[(at + i) % len(sentences)] for i in range(3)]
        paragraphs.append(" ".join((part[0], FILLER, part[1], part[2])))
        size += len(paragraphs[-1])
        at += 3
    return "\n\n".join(paragraphs)


def main() -> None:
    """Print the seconds of each part and the peak memory."""
    pages = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.txt"
        path.write_text(report(pages), "utf-8")
        start = time.process_time()
        found = reconcile(Project(ROOT), "2022", [path])
        reconciled = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        document = read_document(path)
        read = time.process_time()
        numbers = extract_paragraphs([block.text for block in document.blocks])
        extracted = time.process_time()
    whole, count = reconciled - start, sum(map(len, numbers))
    print(f"{len(document.text):,} characters, {count:,} numbers, {found.counts}")
    print(
        f"reading {read - reconciled:.2f} s, extraction {extracted - read:.2f} s, reconcile {whole:.2f} s in all"
    )
    print(
        f"reading and extraction are {(extracted - reconciled) / whole:.0%} of it; peak memory {peak:.0f} MiB"
    )


if __name__ == "__main__":
    main()
