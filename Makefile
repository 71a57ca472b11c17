# naravard: two commands do all. `make report` makes the board papers, `make test` runs the whole test suite.
# Windows has no make: README.md lists the same commands for PowerShell.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help report test check lab docs lock clean

help:            ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## */\t/' | expand -t 10

report: .venv/report.done  ## the papers of data/lekeberg for its latest term, in reports/
	$(BIN)/naravard report

test: .venv/test.done      ## the whole test suite
	$(BIN)/python -m pytest

check: .venv/test.done     ## style, types and the data of both projects
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/naravard check

lab: .venv/lab.done        ## JupyterLab with the notebooks
	$(BIN)/jupyter lab notebooks

docs: .venv/test.done      ## the handbook as a site, in docs/_build
	$(BIN)/sphinx-build -W --keep-going -q -b html docs docs/_build
	@echo docs/_build/index.html

.venv/report.done: requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/test.done: .venv/report.done requirements-test.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-test.txt
	@touch $@

.venv/lab.done: .venv/report.done requirements-lab.txt
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-lab.txt
	@touch $@

# The locks are made with uv (pip install uv). requirements.txt also holds what builds the package itself.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
lock:            ## make the locks anew from pyproject.toml
	printf 'hatchling\neditables\n' | $(COMPILE) pyproject.toml - -o requirements.txt
	$(COMPILE) --extra test -c requirements.txt pyproject.toml -o requirements-test.txt
	$(COMPILE) --extra lab -c requirements.txt pyproject.toml -o requirements-lab.txt

clean:           ## remove the environment and the papers
	rm -rf .venv reports/lekeberg reports/exempel docs/_build
