# make run    the site on http://127.0.0.1:8000 (PORT, UNIONWATCH_DATA_DIR, DATABASE_URL move things)
# make test   all tests; make check adds linters, types, migrations and the parser compiled
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
PY := $(VENV)/bin/python
BENCH ?= ../shared/bench
SEED_PAGE ?= $(wildcard ../shared/seeds/*.txt)
# How many test processes; the database takes one each.
JOBS ?= 2

.PHONY: run compiled test test-compiled check lint bench bench-pages bench-parser screenshots clean help
.DEFAULT_GOAL := help

help:
	@sed -n 's/^# //p' Makefile | head -2

# -- environments: made once, made anew when a list of packages changes

$(PY):
	@echo "· Python 环境 $(VENV) …"
	@"$(PYTHON)" -c 'import sys; sys.exit("需要 Python 3.11 或更新 / Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.run: requirements.txt | $(PY)
	@echo "· 依赖包 requirements.txt …"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-input -r requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt requirements.txt | $(PY)
	@echo "· 依赖包 requirements-dev.txt …"
	@$(PY) -m pip install -qq --disable-pip-version-check --no-input -r requirements-dev.txt
	@touch $@ $(VENV)/.run

# -- the site

# The last line is run without a shell, so that make hands a SIGTERM on to the site itself.
run: $(VENV)/.run
	@$(PY) manage.py quickstart --serve

# The parser compiled, for who parses much; the site takes it from its next start, and the sources again when they change.
compiled: $(VENV)/.dev
	@$(PY) manage.py compile_parser

# -- tests and checks

test: $(VENV)/.dev
	@$(PY) -m pytest -n $(JOBS) --dist loadfile

# What the parser reads must not depend on how it runs.
test-compiled: compiled
	@UNIONWATCH_PARSER=compiled $(PY) -m pytest -n $(JOBS) --dist loadfile tests/parser tests/samples

lint: $(VENV)/.dev
	@echo "· ruff" && $(PY) -m ruff check . && $(PY) -m ruff format --check .
	@echo "· mypy" && $(PY) -m mypy
	@echo "· migrations" && $(PY) manage.py makemigrations --check --dry-run

check: lint
	@$(MAKE) --no-print-directory test
	@$(MAKE) --no-print-directory test-compiled

# -- measures

# Without a compiler the sources are timed; the output says which it was.
bench: $(VENV)/.dev
	-@$(PY) manage.py compile_parser
	@$(PY) manage.py bench $(SEED_PAGE)

# Every public page on the database at hand; docs/operations.md says how to fill one.
bench-pages: $(VENV)/.run
	@$(PY) manage.py bench_pages

# Pages are composed from the annotated articles of $(BENCH) and scored by its own script.
bench-parser: $(VENV)/.run
	@rm -rf var/bench && mkdir -p var/bench
	@$(PY) $(BENCH)/compose.py $(BENCH)/dev.jsonl var/bench > /dev/null
	@$(PY) $(BENCH)/score.py var/bench --run '$(PY) manage.py parse_bulletin'

# Pictures of the public pages of a running site (make run), into docs/screenshots.
screenshots: $(VENV)/.dev
	@$(PY) manage.py make_screenshots --base-url http://127.0.0.1:$(or $(PORT),8000) $(if $(UNIONWATCH_ACCOUNT_PASSWORD),--desk-user admin)

clean:
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis var/bench var/test
