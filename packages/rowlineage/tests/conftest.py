"""How the tests run: generated cases in CI, and a part of the tests of every file.

In CI the generated cases are the same on every run: a new find belongs to the person who looks for it.
"""

import os
from collections import Counter

from hypothesis import Phase, settings

# No deadline: a busy machine is no fault of the code.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, database=None, deadline=None)
# That a mutant is found is enough: nobody reads the smallest case that finds it.
FOUND = (Phase.explicit, Phase.generate)
settings.register_profile("mutants", settings.get_profile("ci"), phases=FOUND)
settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_addoption(parser):
    """Let a part of the tests be run, of every file some."""
    parser.addoption("--every", type=int, default=1, help="run the n-th tests of each file only")


def pytest_collection_modifyitems(config, items):
    """Leave out all but every n-th test of each file, beginning with the first."""
    every, seen, kept, left_out = config.getoption("--every", 1), Counter(), [], []
    for item in items:
        (left_out if seen[item.path] % every else kept).append(item)
        seen[item.path] += 1
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept
