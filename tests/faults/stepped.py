"""Runs the command line as `python -m tests.faults.stepped`, and kills it at one of its steps on disk.

A step is a call that changes a folder or opens a file for writing: `FAULTS_STEP` says which one is the last, and
without it the count of all is written to the file `FAULTS_COUNT`.
"""

import os
import signal
import sys

STEPS = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.symlink", "os.link", "os.utime"}
WRITES = os.O_WRONLY | os.O_RDWR


class Steps:
    def __init__(self, last):
        self.count, self.last = 0, last

    def __call__(self, event, given):
        if event in STEPS or (event == "open" and given[2] and given[2] & WRITES):
            self.count += 1
            if self.count == self.last:
                os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    from pipelines.cli import main

    steps = Steps(int(os.environ.get("FAULTS_STEP") or 0))
    sys.addaudithook(steps)
    try:
        main()
    finally:
        count = steps.count
        with open(os.environ["FAULTS_COUNT"], "w", encoding="utf-8") as file:
            file.write(str(count))
