"""The names of folders and files that a project and its builds have: the one place that spells them.

Nothing is imported here, so that a command that must answer at once can ask for a name without loading what uses it.
"""

RAW = "raw"
EDITIONS = "editions"
MODELS = "warehouse/models"
SCHEMAS = "warehouse/sources/schemas"
CATALOGUE = "report/figures.yaml"
CONDITIONS = "report/conditions.yaml"
BUILD = "warehouse/build"
RELEASES = "releases"
LOCK = "requirements.lock"
"""Versions of everything that the engine runs on, beside the project's pyproject.toml."""

# Beneath the folder of builds
STEPS = ".steps"
"""The step store, which all editions share."""
SEALS = ".seals"
"""Within the step store: the digest of each step's record."""
PROPOSAL = "proposed-edition.yaml"
STAMP = "stamp.json"
USED_STEPS = "steps.json"
"""Which steps the generations of an edition were made from."""
FAILURE = "failure.txt"
"""What held the last run of an edition up, and whom to ask; gone when it is built whole."""
GENERATIONS = "generations"
CURRENT, LATEST = "current", "latest"
"""Pointers: the last complete generation, and the last one written."""
POINTERS = "pointers.json"
"""Where a build let the pointers lead."""

# Within a generation
MANIFEST = "manifest.json"
FILES = "files.json"
"""Every file with its digest, of which the generation has its name."""
TABLES = "tables"
REPORT = "report"
DATABASE = "warehouse.duckdb"
