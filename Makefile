# make demo: collate the bundled example.  make test: everything CI checks.  make help: the rest.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore
# What Python compiled is kept, whatever this machine says otherwise: the tests start Python some hundred times.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: help demo demo-watch test tests lint fuzz growth bench docs lock clean

help: ## show this
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 16

demo: $(VENV)/.run ## collate the bundled example and say where the page is
	@$(BIN)/variorum compare src/variorum/example/reports -o demo-report

demo-watch: $(VENV)/.dev ## watch five invented feeds for a day, offline, in seconds: what happens is printed
	@rm -rf demo-watch
	@$(BIN)/python -m variorum.watch.demo demo-watch

test: lint tests ## lint, types, import contract, all tests

tests: $(VENV)/.dev ## all tests
	@scripts/install-chromium
	@scripts/install-java
	@scripts/install-postgres
	@$(BIN)/python -m pytest -n 2

lint: $(VENV)/.dev ## ruff, mypy, import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

fuzz: $(VENV)/.dev ## put damaged texts through everything: make fuzz [DATA=a.jsonl.gz] [SEED=1] [COUNT=20000]
	$(BIN)/python -m tests.fuzz.sweep $(DATA) --seed $(or $(SEED),1) --first $(or $(FIRST),0) --count $(or $(COUNT),20000) --network $(or $(NETWORK),500)

growth: $(VENV)/.dev ## time of all kinds of text as they grow: make growth [TO=2000000] [READER=annotate]
	$(BIN)/python -m tests.fuzz.growth --to $(or $(TO),2000000) --reader $(or $(READER),annotate)

bench: $(VENV)/.bench ## quality and speed: make bench DATA=folder [SCORER=score_quotes.py]; see docs/benchmarks.md
	@test -n "$(DATA)" || { echo "make bench DATA=folder: the folder with the data sets (see docs/benchmarks.md)"; exit 2; }
	$(BIN)/python benchmarks/quotations.py "$(DATA)/polnear.dev.jsonl.gz" $(if $(SCORER),--scorer "$(SCORER)")
	$(BIN)/python benchmarks/quotations.py "$(DATA)/polnear.dev.jsonl.gz" $(if $(SCORER),--scorer "$(SCORER)") --annotator rules
	$(BIN)/python benchmarks/stories.py --data "$(DATA)"
	$(BIN)/python benchmarks/stories.py --data "$(DATA)" --how batch agglomerative -- basil allsides_full gva ecbplus
	$(BIN)/python -m benchmarks.origins "$(DATA)/abp.unlabelled.jsonl.gz" --peers
	$(BIN)/python -m benchmarks.collate
	$(BIN)/python -m benchmarks.planted
	$(BIN)/python benchmarks/quote_variants.py "$(DATA)/quote_variants.jsonl.gz"
	$(BIN)/python -m benchmarks.check "$(DATA)/abp.unlabelled.jsonl.gz"
	$(BIN)/python benchmarks/pages.py --data "$(DATA)"

docs: $(VENV)/.docs ## build the docs site into docs/_build
	@$(BIN)/python scripts/generate_docs.py
	@$(BIN)/sphinx-build -q -W -b html docs docs/_build
	@echo "docs/_build/index.html"

lock: ## pin the newest allowed versions into requirements/
	@scripts/lock

clean: ## remove what make made
	rm -rf $(VENV) demo-report demo-watch docs/_build docs/jupyter_execute .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@scripts/make-venv "$(PYTHON)" "$(VENV)"

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Installing Variorum into $(VENV) ..."
	@scripts/install $(VENV) run
	@$(BIN)/python -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Installing the tools for tests ..."
	@scripts/install $(VENV) dev
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	@echo "Installing what is measured beside Variorum ..."
	@scripts/install $(VENV) bench
	@touch $@

$(VENV)/.docs: requirements/docs.txt $(VENV)/.run
	@scripts/install $(VENV) docs
	@touch $@
