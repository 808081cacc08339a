# Two commands matter: `make site` builds the site of the registry in this folder, `make test` checks everything.
# They need git, make and Python 3.11 or newer; all else goes into .venv here, from hash-checked locks.
# Kept to what GNU Make 3.81 knows, which is what macOS ships.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help site serve test fuzz check cover bench schemas bless reference template wheel browser screenshots lighthouse lock clean

REGISTRY ?= .
OUT ?= site
PORT ?= 8000
FUZZ ?= 50
BENCH ?=
LOCK_FLAGS ?=

VENV := .venv
PY := $(VENV)/bin/python
BROWSER := $(VENV)/browser/chromium.json
PIP := $(PY) -m pip --disable-pip-version-check
# Wheels only: building one from source would fetch build tools that no lock holds.
LOCKED := $(PIP) install --quiet --require-hashes --only-binary :all: -r
COMPILE := $(PY) -m uv pip compile --no-config --quiet --system-certs --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-emit-index-url --no-header $(LOCK_FLAGS)

help: ## show this list (the default)
	@echo "make TARGET, where TARGET is one of"
	@sed -n 's/^\([a-z]*\):[^#]*## /  \1	/p' Makefile | expand -t 14

site: $(VENV)/runtime ## build the site of this folder's registry into site/, as an unsigned preview
	$(VENV)/bin/badges build --source "$(REGISTRY)" --out "$(OUT)" --preview
	@echo
	@echo "The site is in the folder $(OUT). To look at it: make serve, then open http://localhost:$(PORT)"

serve: site ## build the site and show it on http://localhost:8000, to this computer only
	@echo "Serving $(OUT) on http://localhost:$(PORT) (Ctrl-C ends it)"
	@$(PY) -m http.server $(PORT) --bind 127.0.0.1 --directory "$(OUT)"

test: $(BROWSER) ## run every check of the code: style, types, tests
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m pytest -n auto

fuzz: $(VENV)/dev ## give every reader fifty times as much spoilt input as the tests do, other input each time
	FUZZ=$(FUZZ) $(PY) -m pytest -n auto tests/fuzz

check: $(VENV)/runtime ## check the registry's files, building nothing
	$(VENV)/bin/badges check --source "$(REGISTRY)"

cover: $(BROWSER) ## run the tests and tell which lines and branches none of them reaches
	$(PY) -m pytest -n auto --cov --cov-report=term

bench: $(VENV)/dev ## measure speed and sizes, fifteen minutes; a part: make bench BENCH="--rows sign --awards 1000"
	@$(PY) -m bench $(BENCH)

schemas: $(VENV)/runtime ## write generator/data/schemas anew
	$(PY) -m generator.sources.schema

bless: $(VENV)/dev ## take the site as it is now for the golden one; look at the diff before you commit it
	$(PY) -m pytest tests/golden --bless

reference: $(VENV)/dev ## write what every code means anew, by running its example; look at the diff before you commit it
	$(PY) -m pytest tests/reference --bless

template: $(VENV)/dev ## give new registries the workflows and forms of .github as they are now
	$(PY) -m pytest tests/workflows/test_template.py --bless

browser: $(VENV)/dev ## choose the browser for the tests anew: found, else brought; yours: BROWSER_CHROMIUM=/path
	@$(PY) -m tests.browser.bring

screenshots: $(BROWSER) ## make the pictures in docs/screenshots anew, of this folder's registry
	@$(PY) -m tests.browser.screenshots

lighthouse: $(BROWSER) ## tell what Lighthouse says of each kind of page, on a slow phone
	@$(PY) -m tests.browser.lighthouse

wheel: $(VENV)/runtime ## build the release of this commit into dist/, the same bytes everywhere
	@SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) $(PY) -m hatchling build --target wheel

lock: $(VENV)/lock ## make the locks anew from pyproject.toml; newer versions: make lock LOCK_FLAGS=--upgrade
	$(COMPILE) pyproject.toml --group build -o requirements/runtime.txt >$(VENV)/log
	$(COMPILE) pyproject.toml --group dev -c requirements/runtime.txt -o requirements/dev.txt >$(VENV)/log
	$(COMPILE) --group lock -o requirements/lock.txt >$(VENV)/log

clean: ## remove all that was made: the site, .venv, caches
	rm -rf site $(VENV) build dist .coverage .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find bench generator sample tests -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------------ .venv
# Each step ends by writing its stamp, so that an interrupted one is taken again.

$(VENV)/runtime: $(VENV)/made requirements/runtime.txt pyproject.toml
	@echo "Installing the locked libraries (once; about a minute)"
	@$(LOCKED) requirements/runtime.txt
	@$(PIP) install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/dev: $(VENV)/runtime requirements/dev.txt
	@echo "Installing the locked tools for tests (once)"
	@$(LOCKED) requirements/dev.txt
	@touch $@

$(BROWSER): $(VENV)/dev tests/browser/bring.py tests/browser/package-lock.json
	@$(PY) -m tests.browser.bring

$(VENV)/lock: $(VENV)/made requirements/lock.txt
	@$(LOCKED) requirements/lock.txt
	@touch $@

# A folder that was moved since, or whose Python is gone, gets a new one.
ifneq ($(shell $(PY) -c 'import os; print(open("$(VENV)/made").read() == os.getcwd())' 2>/dev/null),True)
.PHONY: $(VENV)/made
endif

$(VENV)/made:
	@rm -rf $(VENV)
	@for python in $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3); do \
	  if "$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making .venv with `"$$python" --version`"; \
	    "$$python" -m venv $(VENV) || exit 1; \
	    exec $(PY) -c 'import os; open("$(VENV)/made", "w").write(os.getcwd())'; \
	  fi; \
	done; \
	echo "No Python 3.11 or newer was found, or it lacks its venv module." >&2; \
	echo "Get one from your system (on Debian and Ubuntu: the packages python3 and python3-venv)," >&2; \
	echo "or name one: make site PYTHON=/path/to/python3.12" >&2; \
	exit 1
