# Two commands matter: `make demo` and `make test`. Each sets up all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime-installed
DEVELOPMENT := $(VENV)/.development-installed
BENCH := $(VENV)-bench/.installed
# What others wrote to stand in for Slack and Teams; their tests are skipped where there is no Node.
PEERS := $(if $(shell command -v npm),tests/peers/node_modules/.installed)
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Tests kill processes, never the machine: what the kernel was handed survives, so where there is
# room they keep their databases in memory, which spares the disk ten thousand waits.
ROOMY := $(shell [ -w /dev/shm ] && df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 > 2000 { print "TMPDIR=/dev/shm" }')
CODE := bot adapters storage tests benchmarks

.DEFAULT_GOAL := help
.PHONY: help demo test check lint types contracts format bench torture simulate messages lock clean

help: ## Show these commands
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(RUNTIME) ## Import a sample hospital, run this week's round, open it in a browser
	$(BIN)/coffee-rounds demo

test: $(DEVELOPMENT) $(PEERS) lint types contracts ## Everything a change must pass, slow tests included
	$(ROOMY) $(BIN)/python -m pytest -n 2 --dist loadgroup

check: $(DEVELOPMENT) $(PEERS) lint types contracts ## The same tools, quickly: what to run while working
	$(ROOMY) $(BIN)/python -m pytest -n 2 --dist loadgroup -m "not slow"

lint: $(DEVELOPMENT)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/ruff check $(CODE)

types: $(DEVELOPMENT)
	$(BIN)/mypy

contracts: $(DEVELOPMENT)
	$(BIN)/lint-imports

format: $(DEVELOPMENT) ## Let ruff lay out the code
	$(BIN)/ruff format $(CODE)
	$(BIN)/ruff check --fix $(CODE)

bench: $(BENCH) ## Measure interests, matching, delivery, answers and load; prints tables, an hour and a half
	$(VENV)-bench/bin/python -m benchmarks.interests
	$(VENV)-bench/bin/python -m benchmarks.matching
	$(VENV)-bench/bin/python -m benchmarks.outbox
	$(VENV)-bench/bin/python -m benchmarks.asking
	$(VENV)-bench/bin/python -m benchmarks.slack
	$(VENV)-bench/bin/python -m benchmarks.teams
	$(VENV)-bench/bin/python -m benchmarks.commands
	$(VENV)-bench/bin/python -m benchmarks.load

torture: $(DEVELOPMENT) ## Kill the courier a thousand times on each database
	$(BIN)/python -m tests.crash.torture --kills 1000

simulate: $(DEVELOPMENT) ## Let 300 members live half a year: the funnel, and every promise checked
	$(ROOMY) $(BIN)/python -m tests.simulation

messages: $(DEVELOPMENT) ## Write docs/messages.md and the translation template again
	$(BIN)/python -m bot.words.page > docs/messages.md
	$(BIN)/python -m bot.words.page states > docs/states.md
	$(BIN)/python -m tests.words.catalogue
	$(BIN)/python -m tests.adapters.web.golden
	$(BIN)/python -m tests.adapters.teams.golden
	$(BIN)/python -m tests.adapters.slack.golden

lock: ## Choose versions again, with hashes (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -o requirements/runtime.lock
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -c requirements/runtime.lock -o requirements/dev.lock
	uv pip compile pyproject.toml --group dev --group bench --extra semantic --universal --python-version 3.11 --generate-hashes --no-header --quiet --upgrade -c requirements/dev.lock -o requirements/bench.lock

clean: ## Remove the environment and caches (no data)
	rm -rf $(VENV) $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis *.egg-info

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Coffee Rounds needs Python 3.11 or newer; '$(PYTHON)' is older. Try: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "This Python cannot make virtual environments. On Debian or Ubuntu: apt-get install python3-venv"; exit 1; }

$(RUNTIME): requirements/runtime.lock pyproject.toml | $(BIN)/python
	@echo "Installing the pinned packages into $(VENV) (a minute or two, once)"
	@$(PIP) install --require-hashes -r requirements/runtime.lock
	@$(PIP) install --require-hashes -r requirements/build.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(DEVELOPMENT): requirements/dev.lock $(RUNTIME)
	@echo "Installing the development packages"
	@$(PIP) install --require-hashes -r requirements/dev.lock
	@touch $@

tests/peers/node_modules/.installed: tests/peers/package-lock.json
	@echo "Installing the stand-ins for Slack and Teams that tests talk to"
	@cd tests/peers && npm ci --no-audit --no-fund --silent
	@touch $@

# Apart from the other environment, which holds only what the product and its tests need.
$(BENCH): requirements/bench.lock | $(BIN)/python
	@$(BIN)/python -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r requirements/bench.lock
	@touch $@
