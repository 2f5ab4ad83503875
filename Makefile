# 明白 Mingbai. Two commands matter: `make run` and `make test`; each sets up what it needs.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help run test check pictures procedures rasa lock bench chaos storm fuzz clean

help:  ## Show what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/.runtime  ## Start the demonstration: simulator, staff desk, operators' desk
	@$(BIN)/mingbai demo

test: $(VENV)/.dev  ## Set up and run every check and test
	@.ci/system-packages
	@.ci/check.sh
	@.ci/tests

check: $(VENV)/.dev  ## Only the quick checks: style, types, import contracts
	@.ci/check.sh

bench: $(VENV)/.dev  ## Whole turns against an echo server, import and start-up (several minutes)
	@$(BIN)/python -m benchmarks.turn

chaos: $(VENV)/.dev  ## Kill program, worker and Redis while citizens write; no message may be lost (some minutes)
	@$(BIN)/python -m benchmarks.chaos

storm: $(VENV)/.dev  ## A million random and grammar-made texts through whole turns: nothing breaks, none is slow (hours, at most four)
	@$(BIN)/python -m benchmarks.storm

fuzz: $(VENV)/.dev  ## Try every property on ten times as many examples (many minutes)
	@MINGBAI_FUZZ=$${MINGBAI_FUZZ:-10} $(BIN)/python -m pytest -q -m "not browser" $$(grep -rlE '@given|StateMachine' tests --include='test_*.py')

pictures: $(VENV)/.dev  ## Write the README's pictures anew, by the browser test that shows the first minute
	@.ci/system-packages
	@MINGBAI_PICTURES=$(CURDIR)/docs/images $(BIN)/python -m pytest -q tests/e2e/town/test_first_minute_in_a_browser.py tests/e2e/town/test_publication_in_a_browser.py

procedures: $(VENV)/.runtime  ## Draw docs/procedures.md anew from the tables of the lifecycles
	@$(BIN)/python .ci/procedures

rasa: $(VENV)/.runtime  ## Train and talk to a real Rasa 3.6 on the exported project (optional, needs python3.10, many minutes)
	@$(BIN)/python .ci/rasa

lock:  ## Pin every dependency with hashes (needs uv)
	@.ci/lock

clean:  ## Remove the environment; data stay
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("需要 Python 3.11 或更高版本，这里是 " + sys.version.split()[0]) if sys.version_info < (3, 11) else None'
	@$(PYTHON) -m venv $(VENV) || { echo '无法建立虚拟环境：Debian/Ubuntu 请先安装 python3-venv'; rm -rf $(VENV); exit 1; }

$(VENV)/.runtime: requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo '正在安装运行所需的软件包（只在第一次或更新后）……'
	@.ci/install $(BIN)/python requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.runtime
	@echo '正在安装测试所需的软件包……'
	@.ci/install $(BIN)/python requirements-dev.lock
	@touch $@
