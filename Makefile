# The two commands of a new clone: `make report` and `make test`. Everything they need is set up by the way.
PYTHON ?= python3
EDITION ?= 2022
VENV := .venv
READY := $(VENV)/ready-$(shell cat requirements.lock pyproject.toml | sha256sum | cut -c1-16)

.PHONY: report test test-long check dev lock clean

report: $(READY)
	@$(VENV)/bin/annual-report build $(EDITION)

test: $(READY) check
	@$(VENV)/bin/python -m pytest -q -n 2 -m "not long"

test-long: $(READY)
	@$(VENV)/bin/python -m pytest -q -n 2 -m long $(if $(CASES),-k "$(CASES)")

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

clean:
	@rm -rf $(VENV) warehouse/build .mypy_cache .ruff_cache .pytest_cache

$(READY): requirements.lock pyproject.toml setup.sh
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh setup.sh
	@rm -f $(VENV)/ready-* && touch $@
