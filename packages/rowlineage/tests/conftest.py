"""In CI the generated cases are the same on every run: a new find belongs to the person who looks for it."""

import os

from hypothesis import settings

settings.register_profile("ci", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("ci")
