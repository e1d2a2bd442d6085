# Python 3.11+ and make are all that this needs; the rest comes by pip into $(VENV), once.
.DEFAULT_GOAL := help
.PHONY: help run test check diagrams rules bench trials lock sbom

VENV ?= .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# The demo keeps its data in this folder and its own time; set any of these to say otherwise.
DEMO := YIZHAN_ENV=$${YIZHAN_ENV:-demo} YIZHAN_CLOCK=$${YIZHAN_CLOCK:-simulated} YIZHAN_DATA_DIR=$${YIZHAN_DATA_DIR:-data}

help: ## 显示这些目标 · Show these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

run: $(VENV)/.runs ## 运行演示，http://127.0.0.1:8000 · Serve the demo
	@$(DEMO) $(BIN)/yizhan db upgrade
	@$(DEMO) $(BIN)/yizhan demo --if-empty
	@$(DEMO) exec $(BIN)/yizhan serve

test: $(VENV)/.tests ## 运行测试 · Run the tests
	@$(BIN)/python -m pytest -q -n auto --dist worksteal

check: $(VENV)/.tests ## 格式、风格、类型、分层、生成文件 · Format, style, types, layers, generated files
	@$(BIN)/ruff format --check
	@$(BIN)/ruff check
	@$(BIN)/mypy
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive models workflows web scheduler diagrams documents commands migrations bench
	@$(BIN)/lint-imports
	@$(BIN)/python -m diagrams.draw --check
	@$(BIN)/python -m documents.rule_tables --check

diagrams: $(VENV)/.tests ## 重新绘制流程图 · Draw the lifecycles anew
	@$(BIN)/python -m diagrams.draw

rules: $(VENV)/.tests ## 重新写出规则文档 · Write docs/rules anew
	@$(BIN)/python -m documents.rule_tables

bench: $(VENV)/.tests ## 测量速度 · Measure the speed
	@$(BIN)/yizhan bench step
	@$(BIN)/yizhan bench sweep
	@$(BIN)/yizhan bench poison
	@$(BIN)/yizhan bench late
	@$(BIN)/yizhan bench jobs
	@$(BIN)/yizhan bench diagram
	@$(BIN)/yizhan bench reckon --cases 20000

trials: $(VENV)/.tests $(VENV)/trials/.scanners ## 运行费时的测试 · Run the tests that take long
	@$(BIN)/python -m pytest -q -m slow

lock: $(VENV)/supply ## 更新 requirements.lock · Lock the newest versions that setup.cfg allows
	@$(VENV)/supply/bin/uv pip compile setup.cfg --universal --python-version 3.11 --extra postgres --extra oidc \
		--generate-hashes --no-header --no-annotate --upgrade --quiet --output-file requirements.lock

sbom: $(VENV)/supply ## 更新 sbom.json · The software bill of materials of requirements.lock
	@sed -n 's/ *\\$$//; /==/p' requirements.lock | $(VENV)/supply/bin/cyclonedx-py requirements --output-reproducible \
		--short-PURLs --sv 1.6 --output-file sbom.json -

# What makes these two files has many dependencies of its own: it stays apart.
$(VENV)/supply: $(VENV)/.runs
	@echo "准备工具，仅首次需要 · Setting up $@, once ..."
	@$(BIN)/python -m venv --clear $@
	@$@/bin/python -m pip install --quiet --disable-pip-version-check 'uv < 1' 'cyclonedx-bom >= 7, < 8' || { rm -rf $@; exit 1; }

$(VENV)/.runs: setup.cfg pyproject.toml
	@test -n "$(PYTHON)" || { echo "缺少 Python 3.11 或更高版本 · Python 3.11 or newer is missing: install it (Debian: apt-get install python3 python3-venv), or say make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "这个 Python 不能建立虚拟环境 · This Python cannot make a virtual environment: apt-get install python3-venv (Debian, Ubuntu), then make again" >&2; exit 1; }
	@echo "准备环境，仅首次需要 · Setting up $(VENV), once ..."
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) --editable . || { echo "安装依赖失败 · Installing failed: check the network or pip's index, then make again" >&2; exit 1; }
	@touch $@

# Scanners have an environment of their own: what they depend on is not ours.
$(VENV)/trials/.scanners: $(VENV)/.runs
	@$(PYTHON) -m venv $(VENV)/trials && $(VENV)/trials/bin/pip install --quiet --disable-pip-version-check 'wapiti3 >= 3.2, < 4' 'sqlmap >= 1.9, < 2' \
		|| echo "扫描器未能安装，相关测试将跳过 · The scanners could not be installed: their tests are skipped" >&2
	@mkdir -p $(VENV)/trials && touch $@

$(VENV)/.tests: $(VENV)/.runs
	@echo "准备测试工具，仅首次需要 · Adding the tools for tests, once ..."
	@$(PIP) --editable '.[test]' || { echo "安装依赖失败 · Installing failed: check the network or pip's index, then make again" >&2; exit 1; }
	@touch $@
