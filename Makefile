# Every target works on a fresh clone: what it needs is made first, and only once.
# `make install`, `make run`, `make test` and `make bench` are fixed names; see DEVELOPERS.md.

PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13 3.14,$(shell command -v python$(v))) python3)
PORT ?= 8000

BIN := .venv/bin
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --constraint constraints.txt
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/*.po))

export PORT PYTHON
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run test check bench messages constraints format

help: ## this list
	@sed -n 's/^\([a-z]*\):[^#]*## \(.*\)/make \1\t\2/p' Makefile | expand -t 20

install: .venv/.tools $(CATALOGUES) ## the environment alone: .venv with the project and its test tools

run: .venv/.runtime $(CATALOGUES) ## the site with the demonstration curriculum on 127.0.0.1, port 8000 or PORT
	@scripts/system_packages.sh run
	@$(BIN)/python -m scripts.prepare_site
	@exec $(BIN)/gunicorn --config scripts/gunicorn_settings.py scan.wsgi:application

test: install ## the whole suite on SQLite, and on PostgreSQL where TEST_DATABASE_URL names one
	@scripts/system_packages.sh run test
	@$(BIN)/python -m scripts.run_tests

check: install ## style, types, layers, migrations, settings, catalogues and curriculum sources
	@scripts/system_packages.sh run
	@$(BIN)/python -m scripts.check

bench: install ## the benchmarks, each a ratio against a reference measured in the same run
	@scripts/system_packages.sh run test
	@$(BIN)/python -m benchmarks

messages: install ## brings the catalogues in locale/ up to date with the interface's texts
	@$(BIN)/python -m scripts.update_catalogues

format: .venv/.tools ## rewrites Python and templates in the project's style
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .
	@$(BIN)/djhtml --tabwidth 2 templates

constraints: ## resolves the ranges of pyproject.toml anew and writes constraints.txt
	@scripts/refresh_constraints.sh

.venv/bin/python:
	@scripts/system_packages.sh python
	@echo "Making the Python environment in .venv" >&2
	@$(PYTHON) -m venv .venv

.venv/.runtime: .venv/bin/python pyproject.toml constraints.txt
	@echo "Installing Python packages (about a minute the first time)" >&2
	@$(PIP) --editable .
	@touch $@

.venv/.tools: .venv/.runtime
	@echo "Installing the test tools" >&2
	@$(PIP) --editable '.[dev]'
	@touch $@

%.mo: %.po .venv/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(word 2,$(subst /, ,$<))
