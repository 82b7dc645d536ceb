# Everything anybody does with this project. `make help` explains; each target makes what it needs.

PYTHON ?= python3
PORT ?=
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip
RUN_READY := $(VENV)/run-ready
TEST_READY := $(VENV)/test-ready
LOCK := --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header --quiet

.DEFAULT_GOAL := help
.PHONY: help run test lint format lock benchmark screenshots clean python-is-new-enough

help: ## Say what each target does
	@echo "Two commands do everything:"
	@echo "  make run          set up and run the directory with demonstration data on SQLite"
	@echo "  make test         set up and pass every test and check, PostgreSQL and a real browser included"
	@echo
	@echo "All targets:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
	@echo
	@echo "Settings: PYTHON=python3.12 (another interpreter), PORT=8001, CHROMIUM=/path/to/a/browser,"
	@echo "TEST_POSTGRES_URL=postgresql://… (a server that may create databases)."

run: $(RUN_READY) ## Set up, migrate, load demonstration data into an empty database, and serve
	@$(BIN)/directory-app run $(if $(PORT),--port $(PORT))

test: lint ## Run every check and every test
	@$(BIN)/python -m pytest

lint: $(TEST_READY) ## Check style, types, layers and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint templates --lint --quiet

format: $(TEST_READY) ## Put all Python files into the one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lock: $(TEST_READY) ## Resolve the dependencies again and write the lock files
	@$(UV) compile setup.cfg $(LOCK) -o deployment/run.lock
	@$(UV) compile setup.cfg --extra test $(LOCK) -o deployment/test.lock

benchmark: $(TEST_READY) ## Measure search, profile and home beside their floors, and the scorer beside its baselines
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.scoring

screenshots: $(TEST_READY) ## Take the pictures of the main pages in docs/screenshots
	@$(BIN)/python -m tools.screenshots

clean: ## Remove the environment and caches; data in var/ stays
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info

python-is-new-enough:
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed and '$(PYTHON)' was not found. Install it or say make PYTHON=…"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; $(PYTHON) is older. Say make PYTHON=python3.12, for example."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "This Python cannot make environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }

$(BIN)/uv: | python-is-new-enough
	@echo "Making an environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9

# What tests need contains what running needs, so an environment that can test can run.
$(RUN_READY): deployment/run.lock setup.cfg pyproject.toml | $(BIN)/uv
	@if [ ! -e $(TEST_READY) ]; then \
		echo "Installing what the directory needs …"; \
		$(UV) sync --quiet --compile-bytecode --require-hashes deployment/run.lock && \
		$(UV) install --quiet --no-deps -e . ; \
	else $(MAKE) --no-print-directory $(TEST_READY); fi
	@touch $@

$(TEST_READY): deployment/test.lock setup.cfg pyproject.toml | $(BIN)/uv
	@echo "Installing what the tests need …"
	@$(UV) sync --quiet --compile-bytecode --require-hashes deployment/test.lock
	@$(UV) install --quiet --no-deps -e .
	@touch $@
