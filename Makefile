# Everything a developer does here, by name. `make` alone prints the list.
# Needed beforehand: python3 >= 3.11 with its venv module, and make.

PYTHON ?= python3
WORKERS ?= 2
PYTEST_ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
LOCK := requirements/lock.txt
PACKAGES := engine workflows web admin

# The stamp's name holds a checksum of what the environment was made from and of where it lies,
# so that a new lock, a new pyproject.toml or a moved folder all lead to a new installation.
STAMP := $(VENV)/.installed-$(shell (cat $(LOCK) pyproject.toml; pwd) | cksum | cut -d' ' -f1)

.DEFAULT_GOAL := help
.PHONY: help setup run test check format bench screenshots lock messages clean

help: ## Print this list.
	@echo "Marshrut: make <target>"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(STAMP) ## Make .venv from the lock file (PYTHON=python3.12 picks another Python).
	@:

$(STAMP): $(LOCK) pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "Marshrut needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) --version 2>&1)." >&2; \
	    echo "Name another one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	    echo "'$(PYTHON)' has no venv module. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@rm -f $(VENV)/.installed-*
	@echo "Installing from $(LOCK) into $(VENV)"
	@{ command -v uv >/dev/null && \
	    uv pip install --quiet --python $(BIN)/python --require-hashes -r $(LOCK) 2>/dev/null; } || \
	    $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r $(LOCK)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

run: setup ## Start a demonstration with made-up schools on this machine.
	$(BIN)/marshrut demo

test: setup ## Run all tests (PYTEST_ARGS="-k moving" narrows, WORKERS=8 widens).
	$(BIN)/pytest -n $(WORKERS) --dist worksteal $(PYTEST_ARGS)

check: setup ## Check style, types and the import contracts.
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: setup ## Put the code into the common form and mend what can be mended.
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

bench: setup ## Measure the hot paths.
	$(BIN)/python -m tests.bench

screenshots: setup ## Walk through a demonstration and make docs/tour.md with its pictures anew.
	$(BIN)/python -m tests.journeys.tour

lock: ## Make the lock file anew from pyproject.toml (UPGRADE=1 takes the newest versions).
	@command -v uv >/dev/null || test -x build/uv/bin/uv || { \
	    $(PYTHON) -m venv build/uv && build/uv/bin/python -m pip install --quiet uv; }
	PATH="$$PATH:$(CURDIR)/build/uv/bin" uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-annotate --custom-compile-command "make lock" --extra dev \
	    $(if $(UPGRADE),--upgrade) --output-file $(LOCK) pyproject.toml

# Babel's commands with their settings from setup.cfg; there is no setup.py to run.
BABEL := $(BIN)/python -c 'import setuptools; setuptools.setup()' --quiet

messages: setup ## Collect the interface's sentences and compile the catalogues.
	@mkdir -p web/translations
	$(BABEL) extract_messages
	@test -e web/translations/en || $(BABEL) init_catalog --locale en
	$(BABEL) update_catalog
	$(BABEL) compile_catalog

clean: ## Remove everything that can be made again.
	rm -rf $(VENV) build dist *.egg-info .coverage htmlcov .pytest_cache .mypy_cache .ruff_cache \
	    .import_linter_cache .hypothesis
	find $(PACKAGES) tests -name __pycache__ -type d -prune -exec rm -rf {} +
