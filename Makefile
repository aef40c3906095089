# Thin on purpose: the logic is in app/ and scripts/. Needs python3 (3.11 or newer), pip and make.
# uv is taken from PATH, else put into .uv (works without python3-venv and on externally managed Pythons).

PYTHON ?= python3
export UV_PYTHON_DOWNLOADS = never

UV := $(shell command -v uv 2>/dev/null || echo $(CURDIR)/.uv/bin/uv)
VENV := .venv
BIN := $(VENV)/bin
# One stamp per list of pins: .venv is brought up to date when a list changes, and left alone otherwise.
RUN_STAMP := $(VENV)/.stamp-run-$(shell cat requirements.txt pyproject.toml | cksum | tr -d ' ')
DEV_STAMP := $(VENV)/.stamp-dev-$(shell cat requirements-dev.txt pyproject.toml | cksum | tr -d ' ')

.DEFAULT_GOAL := help
.PHONY: help serve test drill check format lock clean setup setup-dev

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: setup ## Install, bring the database up to date, serve on 127.0.0.1:8000
	@exec $(BIN)/landscape serve --migrate

test: setup-dev ## Check the code, then run every test on SQLite, PostgreSQL and in Chromium
	@$(MAKE) --no-print-directory check
	@$(BIN)/python scripts/setup_test_parts.py
	@$(BIN)/python -m pytest -n 2

drill: setup-dev ## Twelve editors on one product, the server killed 50 times, on both engines
	@$(BIN)/python -m tests.drill

check: setup-dev ## ruff and mypy
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup-dev ## Write the code and the data files in their one form
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .
	$(BIN)/landscape format

lock: $(UV) ## Pin every dependency again, in both requirements files
	$(PYTHON) scripts/lock.py $(UV)

clean: ## Remove what was installed or made, but not var/ (the database)
	rm -rf $(VENV) .uv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage *.egg-info
	find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +

setup: $(RUN_STAMP)

setup-dev: $(DEV_STAMP)

$(CURDIR)/.uv/bin/uv:
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action ignore --target .uv uv

$(VENV)/bin/python: | $(UV)
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed: make PYTHON=…" if sys.version_info < (3, 11) else 0)'
	$(UV) venv --quiet --allow-existing --python $(PYTHON) $(VENV)

# A .venv that already holds the test tools has everything that serving needs.
$(RUN_STAMP): requirements.txt pyproject.toml | $(VENV)/bin/python
	@test -e $(DEV_STAMP) || { \
		rm -f $(VENV)/.stamp-* && \
		$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.txt && \
		$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable . ; }
	@touch $@

$(DEV_STAMP): requirements-dev.txt pyproject.toml | $(VENV)/bin/python
	@rm -f $(VENV)/.stamp-*
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements-dev.txt
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@
