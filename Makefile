# make demo | test | test-long | check | hooks | pages | docs | gallery | societies | renewed | bench | clean        (PYTHON=python3.12 picks the interpreter)
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
COMPLETE := $(VENV)/.complete

.DEFAULT_GOAL := help
.PHONY: help demo test test-long check hooks pages docs gallery societies renewed bench clean

help:
	@echo "make demo    set up, compare the headline reforms in a street, print the table"
	@echo "make test    set up, run every test; the slowest twenty are listed"
	@echo "make test-long   the same, with more repetitions of tests that use random numbers"
	@echo "make check   lint, format and types"
	@echo "make hooks   run lint, format and types at each commit"
	@echo "make pages   write the generated tables of the pages, the stub of the functions, the catalogue of texts"
	@echo "make docs    build the documentation site in site/, which opens without a server"
	@echo "make gallery   make the figures of the gallery again (two minutes)"
	@echo "make societies   make the ensemble of plausible societies again (half an hour or more)"
	@echo "make renewed   run these societies under the model of today, and keep the plausible ones (three minutes)"
	@echo "make bench   what runs and commands cost: a table, and outputs/bench.json (half an hour)"
	@echo "make clean   remove the environment, caches, results and outputs"

$(READY): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || \
	  { echo "unburden: no '$(PYTHON)' here; install Python 3.11 or later, or say make PYTHON=..." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "unburden: needs Python 3.11 or later, '$(PYTHON)' is $$($(PYTHON) -V 2>&1);" \
	    "say, for example, make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "unburden: '$(PYTHON)' lacks venv or ensurepip; install them" \
	    "(on Debian and Ubuntu the package python3-venv)" >&2; exit 1; }
	@echo "setting up $(VENV)"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check \
	  -c constraints.txt -e .
	@touch $@

$(COMPLETE): $(READY)
	@echo "adding what tests and every experiment use"
	@$(BIN)/python -m pip install --quiet --no-compile --disable-pip-version-check \
	  -c constraints.txt -e '.[analysis,dashboard,dask,docs,export,ray,dev]'
	@touch $@

demo: $(READY)
	@$(BIN)/unburden

# Tests start many processes, each of which would compile all sources anew.
test test-long: export PYTHONDONTWRITEBYTECODE :=
test-long: export UNBURDEN_LONG := 1
test test-long: $(COMPLETE)
	@$(BIN)/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder --durations=20

check: $(COMPLETE)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

hooks: $(COMPLETE)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
	  -c constraints.txt 'pre-commit>=4'
	@$(BIN)/pre-commit install

pages: $(COMPLETE)
	@$(BIN)/python -m tests.odd
	@$(BIN)/python -m experiments.signatures
	@$(BIN)/python -m experiments.texts

# The theme announces its successor at each build otherwise.
docs: export NO_MKDOCS_2_WARNING := 1
docs: $(COMPLETE)
	@$(BIN)/python -m mkdocs build --strict
	@echo "site/index.html"

gallery: $(COMPLETE)
	@$(BIN)/python -m docs.pages.gallery

societies: $(COMPLETE)
	@$(BIN)/unburden experiment=calibrate output=outputs/calibrate overwrite=true
	@cp outputs/calibrate/societies.parquet seeds/societies/street.parquet

renewed: $(COMPLETE)
	@rm -rf outputs/renewed_societies
	@$(BIN)/python -m experiments.studies.renewed_societies
	@cp outputs/renewed_societies/societies.parquet seeds/societies/street.parquet

bench: $(COMPLETE)
	@$(BIN)/python -m tests.bench

clean:
	rm -rf $(VENV) .hypothesis .mypy_cache .pytest_cache .ruff_cache build dist outputs results site
	find sim experiments unburden tests -name __pycache__ -type d -prune -exec rm -rf {} +
