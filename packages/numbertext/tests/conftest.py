"""In CI the generated cases are the same on every run: a new find belongs to the person who looks for it."""

import os

from hypothesis import settings

# No deadline: a busy machine is no fault of the code.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, database=None, deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "here")
