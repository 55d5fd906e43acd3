# Köprü. `make run` starts the whole product on this machine; `make test` passes its tests.

PYTHON ?= python3
CITY ?= izmir-him
KOPRU_PORT ?= 8000
BIN := .venv/bin

export CITY KOPRU_PORT

.DEFAULT_GOAL := help
.PHONY: help run replay test check prove bench package redrive browser clean

help: ## what there is to make
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s  %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/local .venv-aws/ready node_modules/shipped ## the whole product on this machine (CITY=ilkadim-ilkim, KOPRU_PORT=8000)
	@$(BIN)/python -m infrastructure.local

replay: .venv/local ## posts the sample texts of the running city and compares what they lead to
	@$(BIN)/python -m infrastructure.local.replay

test: check .venv-aws/ready node_modules/ready browser ## everything that guards a change
	@$(BIN)/python infrastructure/package.py build/package >/dev/null
	$(BIN)/python -m pytest -m "not prove and not e2e" -n 2
	$(BIN)/python -m pytest -m "not prove and e2e"

check: .venv/dev ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

prove: .venv/dev .venv-aws/ready node_modules/ready browser ## full matrices, long simulations and fuzzing
	$(BIN)/python -m pytest -m prove

bench: .venv/dev .venv-aws/ready ## CPU per request, cold start, calls and units per operation
	@$(BIN)/python -m tests.bench

package: .venv/local node_modules/shipped ## the template, the bundle and the static files for AWS, in build/
	$(BIN)/python infrastructure/package.py build/package
	$(BIN)/python infrastructure/static.py build/static

redrive: .venv/local ## dead letters go back to be worked off (KOPRU_STACK=kopru, KOPRU_ENDPOINT=http://localhost:8001)
	@$(BIN)/python -m infrastructure.redrive

clean: ## forget what was built and what the local product stored
	rm -rf build .local .venv .venv-aws node_modules

browser: .venv/dev
	@$(BIN)/python -m tests.e2e.chromium

.venv/python:
	$(PYTHON) -m venv .venv
	@touch $@

.venv/local: .venv/python requirements.txt requirements-local.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-local.txt
	@touch $@

.venv/dev: .venv/local requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@

.venv-aws/ready: requirements-aws.txt
	$(PYTHON) -m venv .venv-aws
	.venv-aws/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-aws.txt
	@touch $@

node_modules/ready: package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@ node_modules/shipped

# What the pages are built with, without the engines of the browser tests.
node_modules/shipped: package.json package-lock.json
	npm ci --silent --no-audit --no-fund --omit=dev
	@touch $@
