# The two commands of a new clone: `make report` and `make test`. Everything they need is set up by the way.
PYTHON ?= python3
EDITION ?= 2022
VENV := .venv
READY := $(VENV)/ready-$(shell cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)

# The validators of the standard formats want older versions of what the project rests on: they have a place of their own.
VALIDATORS := $(VENV)/validators
VALIDATED := $(VALIDATORS)/ready-$(shell cat requirements-validators.lock | sha256sum | cut -c1-16)

.PHONY: report test test-long check dev lock clean validators mutants

report: $(READY)
	@$(VENV)/bin/annual-report build $(EDITION)

test: $(READY) $(VALIDATED) check
	@$(VENV)/bin/python -m pytest -q -n 2 -m "not long"

test-long: $(READY) $(VALIDATED)
	@$(VENV)/bin/python -m pytest -q -n 2 --dist worksteal -m long $(if $(CASES),-k "$(CASES)")

# Changes the modules that decide, one expression at a time, and counts the changes that no test notices.
mutants: $(READY)
	@$(VENV)/bin/python tests/mutants/count.py $(ONLY)

check: $(READY)
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@$(VENV)/bin/mypy

dev: $(READY)
	@$(VENV)/bin/annual-report dev

# Pins every dependency with its hashes, for all supported versions of Python.
lock: $(READY)
	@$(VENV)/bin/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements.lock
	@$(VENV)/bin/uv pip compile --group validators --universal --python-version 3.11 --upgrade --quiet \
		--generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -o requirements-validators.lock

validators: $(VALIDATED)

clean:
	@rm -rf $(VENV) mutants packages/*/mutants warehouse/build .mypy_cache .ruff_cache .pytest_cache

$(READY): requirements.lock pyproject.toml setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh setup.sh
	@rm -f $(VENV)/ready-* && touch $@

$(VALIDATED): requirements-validators.lock $(READY)
	@echo "Setting up $(VALIDATORS) (once, half a minute) ..." >&2
	@rm -rf $(VALIDATORS) && $(VENV)/bin/python -m venv $(VALIDATORS)
	@$(VALIDATORS)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
		-r requirements-validators.lock
	@touch $@
