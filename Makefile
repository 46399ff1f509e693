# make run     Accord on this machine, with the demonstration (PORT=8000)
# make check   the quick part of the checks, for every few minutes
# make test    everything that is checked, on SQLite and on PostgreSQL
# make bench   measures, into bench/latest.json
# make backup / make restore FILE=…    the data in one file, and back
# make locks   requirements/*.txt from pyproject.toml
# make messages   new strings into locale/ (developers; needs gettext), see docs/translating.md
# make clean   removes what was built; the data in var/ stay

SHELL := /bin/sh
.DEFAULT_GOAL := run
PORT ?= 8000
export PORT
WORKERS ?= auto
BIN := .venv/bin
PYTHON := $(BIN)/python
# A shim may exist and fail: an interpreter counts when it runs, is new enough and can make an environment.
FIND_PYTHON = for p in "$$ACCORD_PYTHON" python3 python3.13 python3.12 python3.11 python3.14 python; do \
	[ -n "$$p" ] && "$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$p"; break; }; done

.PHONY: run check test lint types bench backup restore locks messages clean install install-dev assets

run: install assets
	@exec $(PYTHON) -m config.run

install: .venv/installed-run
install-dev: .venv/installed-dev

$(PYTHON):
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "Accord needs Python 3.11 or newer with venv (on Debian: apt-get install python3-venv). Name yours: ACCORD_PYTHON=/path/to/python make run" >&2; exit 1; \
	fi; \
	echo "Making .venv with $$python ($$($$python -c 'import platform; print(platform.python_version())'))."; \
	"$$python" -m venv .venv

.venv/installed-run: requirements/run.txt | $(PYTHON)
	@if [ -e .venv/installed-dev ] && [ .venv/installed-dev -nt requirements/dev.txt ]; then touch $@; else \
	echo "Installing what Accord is built on (once, half a minute)."; \
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt && touch $@; fi

.venv/installed-dev: requirements/dev.txt | $(PYTHON)
	@echo "Installing what Accord is built on and tested with (once, a minute)."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@ .venv/installed-run

assets: | $(PYTHON)
	@$(PYTHON) -m config.assets

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-cache >/tmp/accord-imports.$$$$ 2>&1 || { cat /tmp/accord-imports.$$$$; rm -f /tmp/accord-imports.$$$$; exit 1; }; tail -n 3 /tmp/accord-imports.$$$$; rm -f /tmp/accord-imports.$$$$
	@$(BIN)/djlint templates --lint --quiet
	@SECRET_KEY=lint $(PYTHON) manage.py makemigrations --check --dry-run

types: install-dev
	@$(BIN)/mypy

check: install-dev assets lint types
	@$(BIN)/pytest -q -n $(WORKERS) -m "not browser and not slow and not race"

test: install-dev assets lint types
	@ACCORD_TEST_DB=postgres $(BIN)/pytest -q -n $(WORKERS) --only-database
	@DATABASE_URL= $(BIN)/pytest -q -n $(WORKERS)

bench: install-dev assets
	@$(PYTHON) -m bench.run

backup: install
	@$(PYTHON) manage.py backup

restore: install
	@$(PYTHON) manage.py restore $(FILE) $(if $(REPLACE),--replace)

locks: install-dev
	@$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --extra sentry -o requirements/run.txt
	@$(BIN)/uv pip compile -q pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --extra sentry --extra dev -c requirements/run.txt -o requirements/dev.txt

messages: install-dev
	@SECRET_KEY=messages $(PYTHON) manage.py makemessages --locale es --no-obsolete --no-wrap --add-location file \
		$(foreach folder,.venv node_modules var static tests bench,--ignore $(folder))

clean:
	rm -rf .venv node_modules static/build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
