# The two commands of a new clone: `make report` and `make test`. Everything they need is set up by the way.
# PYTHON=python3.12 sets up with another Python than python3; it stays until another is asked for.
EDITION ?= 2022
VENV := .venv
SETUP := VENV="$(VENV)" PYTHON="$(PYTHON)" sh setup.sh
# How `make lock` pins: with hashes, for all supported versions of Python. UPGRADE=--upgrade takes the newest versions.
PIN = $(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(UPGRADE) \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links

.PHONY: report test test-long test-rounds test-duckdb2 check dev lock clean run-tools test-tools validators mutants

report: run-tools
	@$(VENV)/bin/annual-report build $(EDITION)

test: check validators
	@$(VENV)/bin/python -m pytest -q -n 2 --dist worksteal -m "not long"

test-long: test-tools validators
	@$(VENV)/bin/python -m pytest -q -n 2 --dist worksteal -m "long and not rounds" $(if $(CASES),-k "$(CASES)")

# Forty kills of each command, each pair of commands twenty times, every tamper of a signed release: about an hour.
test-rounds: test-tools
	@$(VENV)/bin/python -m pytest -q -n 2 --dist worksteal -m rounds $(if $(CASES),-k "$(CASES)")

# All of rowlineage's own tests on the other version of DuckDB that it takes, in an environment with that lock alone.
test-duckdb2: test-tools
	@EVERY=1 $(VENV)/bin/python -m pytest -q tests/test_packages.py -k other_version

# Changes the modules that decide, one expression at a time, and counts the changes that no test notices.
mutants: test-tools
	@ONLY="$(ONLY)" SAMPLE="$(SAMPLE)" $(VENV)/bin/python tests/mutation/count.py

check: test-tools
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@$(VENV)/bin/mypy

dev: run-tools
	@$(VENV)/bin/annual-report dev

# A run needs the first; tests and checks add the second, so it leaves out what the first has.
lock: test-tools
	@$(PIN) pyproject.toml --group setup -o requirements.lock
	@$(PIN) pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock \
		$$(sed -n 's/^\([a-z0-9._-]*\)==.*/--no-emit-package \1/p' requirements.lock | sort -u)
	@$(PIN) --group validators -o requirements-validators.lock
	@$(PIN) packages/rowlineage/pyproject.toml --extra test --group duckdb2 -o requirements-duckdb2.lock

run-tools:
	@$(SETUP) run

test-tools: run-tools
	@$(SETUP) dev

# The validators of the standard formats want older versions of what the project rests on: they have a place of their own.
validators: test-tools
	@$(SETUP) validators

# What was built and installed here, and caches; not releases/: frozen editions are evidence, and only a person takes them away.
clean:
	@rm -rf $(VENV) warehouse/build uv.lock mutants packages/*/mutants
	@find . \( -path ./.git -o -path ./releases -o -path ./raw \) -prune -o -type d \( -name __pycache__ -o -name '*.egg-info' \
		-o -name .dagster -o -name .hypothesis -o -name .mypy_cache -o -name .pytest_cache -o -name .ruff_cache \) -prune -exec rm -rf {} +
	@if [ -d releases ]; then echo "releases/ stays: it holds frozen editions, which are evidence" >&2; fi
