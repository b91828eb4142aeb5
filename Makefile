# Every command works from a fresh clone with git, make and Python 3.11 or newer.
.DEFAULT_GOAL := help
.PHONY: help serve site book check preview test bench lock browser paper

SHELL := bash
.SHELLFLAGS := -o pipefail -ec
HOST ?= 127.0.0.1
# The first Python on the machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
BIN := .venv/bin
# Folders too: a file that is taken away changes only its folder.
SOURCES := $(shell find content docs generator mkdocs.yml -not -path '*__pycache__*')
# Material announces the end of MkDocs at every build; decisions/0001 is our answer.
export NO_MKDOCS_2_WARNING := 1

help: ## 列出全部命令
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

serve: site/index.html ## 装好、生成、在 http://127.0.0.1:8000 一起打开手册和表单（PORT= HOST= 可改）
	@$(BIN)/python -m intake_app serve --host $(HOST) --port $(or $(PORT),8000) --site site --data var

site: site/index.html ## 把网站生成到 site/
	@echo "网站在 site/ 里，是最新的。"

book: .venv/book paper ## 做成 PDF，放在 book/：整本手册、每张清单、讲义、海报（一两分钟）
	@rm -rf .book-new && $(BIN)/python -m generator book .book-new
	@rm -rf book && mv .book-new book && echo "都在 book/ 里。"

check: .venv/run ## 检查 content/ 里的全部 YAML，一次列出所有要改的地方
	@$(BIN)/python -m generator check

preview: .venv/run ## 边写边看：http://127.0.0.1:8001，存盘就换上，写错了页面会说（PORT= HOST= 可改）
	@HOST="$(HOST)" PORT="$(PORT)" $(BIN)/python -m generator.preview

test: .venv/dev browser paper ## 格式、类型和全部测试（含真浏览器）
	@echo "[1/3] 格式和写法" && $(BIN)/python -m ruff format --check . && $(BIN)/python -m ruff check .
	@echo "[2/3] 类型" && $(BIN)/python -m mypy
	@echo "[3/3] 测试" && $(BIN)/python -m pytest -n auto --dist loadgroup

bench: .venv/dev browser ## 和同类工具比生成速度、内存、搜索和手机上的分量（半个多小时）
	@$(BIN)/python -m bench.build
	@$(BIN)/python -m bench.search
	@$(BIN)/python -m bench.phone

lock: ## 依赖变了以后，重新锁定 requirements/（需要 uv）
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group book -o requirements/book.txt
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --no-annotate pyproject.toml --group dev -o requirements/dev.txt

# A broken page leaves the former site as it is: the new one takes its place only when it is whole.
site/index.html: $(SOURCES) | .venv/run
	@echo "正在生成网站……"
	@rm -rf .site-new && $(BIN)/python -m mkdocs build --strict --site-dir .site-new
	@$(BIN)/python -m generator offline .site-new
	@rm -rf site && mv .site-new site && touch $@

.venv/run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "正在安装依赖（第一次要一两分钟）……"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/run.txt | sed -n '/^Collecting/p'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/book: requirements/book.txt pyproject.toml | .venv/run
	@echo "正在安装做 PDF 的工具……"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/book.txt | sed -n '/^Collecting/p'
	@touch $@

.venv/dev: requirements/dev.txt pyproject.toml | .venv/run
	@echo "正在安装测试工具……"
	@$(BIN)/python -m pip install --disable-pip-version-check --require-hashes -r requirements/dev.txt | sed -n '/^Collecting/p'
	@touch $@

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "需要 Python 3.11 或更新。请先安装，或用 make PYTHON=/路径/python3 指定。"; exit 1; }
	@echo "正在建立 .venv（$(PYTHON)）……"
	@$(PYTHON) -m venv .venv || { echo "建立 .venv 失败。Debian 和 Ubuntu 请先装 python3-venv，再试一次。"; rm -rf .venv; exit 1; }

browser:
	@tests/browser/ensure.sh

paper:
	@generator/book/ensure.sh
