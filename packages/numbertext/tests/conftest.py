"""In CI the generated cases are the same on every run: a new find belongs to the person who looks for it."""

import os

from hypothesis import Phase, settings

# No deadline: a busy machine is no fault of the code.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", derandomize=True, database=None, deadline=None)
# That a mutant is found is enough: nobody reads the smallest case that finds it.
FOUND = (Phase.explicit, Phase.generate)
settings.register_profile("mutants", settings.get_profile("ci"), phases=FOUND)
settings.load_profile("ci" if os.environ.get("CI") else "here")
