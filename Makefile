# `make` alone lists the targets. Each works on a fresh clone with nothing but
# Python 3.11 (or later) and make: what is missing is installed into .venv.

PYTHON ?= $(shell command -v python3.11 || command -v python3 || echo python3)
VENV   := .venv
BIN    := $(VENV)/bin
PIP    := $(BIN)/python -m pip --disable-pip-version-check --quiet

# Type-checked folders; what is not there yet is not asked for.
TYPED  := $(wildcard src tests typing_tests examples benchmarks docs/conf.py hatch_build.py)

# What installing compiles, if there is a compiler.
COMPILED := hatch_build.py $(shell find src -name "*.[ch]")

# A stamp is renewed only when what it was built from changes.
VENV_STAMP    := $(VENV)/.created
RUNTIME_STAMP := $(VENV)/.runtime
DEV_STAMP     := $(VENV)/.dev

.DEFAULT_GOAL := help
.PHONY: faults help demo test check docs nightly mutations bench clean

help: ## List the targets.
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(VENV_STAMP):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "positions needs Python 3.11 or later; $(PYTHON) is missing or older. Name one that fits: make PYTHON=/path/to/python3.11" >&2; \
	  exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(RUNTIME_STAMP): $(VENV_STAMP) pyproject.toml constraints.txt $(COMPILED)
	$(PIP) install --constraint constraints.txt --editable .
	@touch $@

# Only pip 25.1 and later knows dependency groups (PEP 735), hence the first line.
$(DEV_STAMP): $(VENV_STAMP) pyproject.toml constraints.txt $(COMPILED)
	$(PIP) install --constraint constraints.txt --upgrade pip
	$(PIP) install --constraint constraints.txt --editable . --group dev
	@touch $(RUNTIME_STAMP) $@

demo: $(RUNTIME_STAMP) ## Replay the founding case: who stood where, on five days of August 2015.
	@$(BIN)/python examples/demo.py

# Where no server is named, the tests of PostgreSQL are skipped, and what only they reach is left out of
# the report on coverage (pyproject.toml); .ci/run names one.
ifndef POSITIONS_TEST_POSTGRES
export POSITIONS_NOT_COVERED := src/positions/*/postgres*.py
endif

# Where there is no Java, the tests of Spark are skipped likewise.
ifeq ($(shell command -v java)$(JAVA_HOME)$(CI),)
export POSITIONS_NOT_COVERED_EITHER := src/positions/spark/frames.py
endif

# Where there was no compiler, what calls the compiled loops likewise; known once all is installed.
missing = $(shell ls $(1) >/dev/null 2>&1 && echo nothing || echo "$(2)")
test: export POSITIONS_NOT_COMPILED = $(call missing,src/positions/replay/index/kernel/loops*.so,src/positions/replay/index/kernel/[_c]*.py)
test: export POSITIONS_NOT_COMPILED_EITHER = $(call missing,src/positions/store/reading/cutting*.so,src/positions/store/reading/frames.py)

# The examples of a page build on each other, so that pages are run in one process.
test: $(DEV_STAMP) ## Run every test, the README and the docs; 100 % branch coverage or failure.
	@if [ -n "$$POSITIONS_NOT_COVERED" ]; then echo "POSITIONS_TEST_POSTGRES names no server: PostgreSQL is not tested, $$POSITIONS_NOT_COVERED not counted"; fi
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= --cov-fail-under=0 tests
	$(BIN)/python -m pytest --cov --cov-append --cov-report=term-missing:skip-covered README.md docs src

check: $(DEV_STAMP) docs ## Lint, format, types, layers, documentation.
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy $(TYPED)
	$(BIN)/pyright
	$(BIN)/lint-imports

docs: $(DEV_STAMP) ## Build the documentation into docs/_build/html; a warning is an error.
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet -b html docs docs/_build/html

nightly: $(DEV_STAMP) ## Try each law on 10,000 examples, or for five minutes. LAWS="2 4" picks some.
	$(BIN)/python -m tests.nightly $(LAWS)

faults: $(DEV_STAMP) ## Many writers, killed writers and followers, failing calls; on PostgreSQL too where POSITIONS_TEST_POSTGRES is set.
	$(BIN)/python -m tests.faults

mutations: $(DEV_STAMP) ## Break the rules, and what is faster, in named ways; each must fail a law.
	$(BIN)/python -m tests.mutations

bench: $(DEV_STAMP) ## Measure loading, asking and following; on PostgreSQL too, as above.
	$(BIN)/python benchmarks/replay.py
	$(BIN)/python benchmarks/projections.py

clean: ## Remove everything that make has made.
	rm -rf $(VENV) build dist docs/_build docs/reference/generated .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
