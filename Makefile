# Inset. `make` alone explains the targets; `make run` and `make test` set up whatever they need.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
INSET  := $(BIN)/inset
# npm and node of the system where they are new enough, else PyPI's, put into the environment.
NODE    = PATH="$$(extension/packaging/find-node.sh $(BIN))$$PATH"
NPM     = cd extension && PATH="$$(packaging/find-node.sh ../$(BIN))$$PATH" npm

# Tests start Inset's programs by the thousand, and each would compile all of it anew: images of containers often forbid to
# keep what is compiled.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test lint lint-python lint-extension lint-workflows types e2e bench bench-page package extension clean
.PHONY: fuzz-api fuzz-index fuzz-manifests fuzz-references soak python-tests extension-tests browsers programs test-wheel e2e-waiting e2e-busy e2e-wheel readme release-check release-notes materials man
.PHONY: checks python-and-waiting types-python types-extension
.PHONY: audit lock installers installers-elsewhere test-installers

# All Python that is checked; tests of the wheel take a wheel that is there (WHEEL=…), or make one first.
PYTHON_CODE := helper build tests extension/packaging .ci
VERSION     := $(shell sed -n 's/^__version__ = "\(.*\)"$$/\1/p' helper/inset/__init__.py)
THE_WHEEL    = $(or $(WHEEL),dist/inset-$(VERSION)-py3-none-any.whl)

help: ## Show this help
	@echo 'Inset: see which Flickr photos are listed in AI datasets. Nothing you look at leaves your computer.'
	@echo
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

run: $(VENV)/.installed ## Set up, build the bundled sample dataset, and serve on http://127.0.0.1:46738
	@$(MAKE) --no-print-directory extension || echo 'The extension was not built (see above); the helper works without it.' >&2
	@$(INSET) datasets inset-sample >/dev/null 2>&1 || $(INSET) build --sample
	@$(INSET) serve

test: checks python-and-waiting extension-tests e2e-busy ## Set up, and run every check and every test

# One after the other they would leave processors idle: each is a program of one thread. The longest come first.
CORES = $(shell getconf _NPROCESSORS_ONLN)
SYNC := $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)
checks: $(VENV)/.installed-dev extension/node_modules/.installed-dev
	@( $(NPM) run --silent link )
	@$(MAKE) --no-print-directory --jobs=$(CORES) $(SYNC) lint-extension types lint

# Reading an account waits most of its time, as long as Flickr's pages want it to; so those tests run beside all of Python's.
python-and-waiting: $(VENV)/.installed-dev extension/node_modules/.installed-dev extension/dist/manifest.json programs browsers
	@$(MAKE) --no-print-directory --jobs=3 python-tests e2e-waiting

lint: lint-python lint-extension lint-workflows ## Check style and the house's rules

lint-python: $(VENV)/.installed-dev
	$(BIN)/ruff format --check $(PYTHON_CODE)
	$(BIN)/ruff check $(PYTHON_CODE)
	$(BIN)/lint-imports

lint-extension: extension/node_modules/.installed-dev
	$(NPM) run --silent lint

# GitHub runs the workflows, nobody can run them here; so they are checked three ways, all of them without a network.
FORMS := $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
lint-workflows: $(VENV)/.installed-dev extension/node_modules/.installed-dev
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms $(FORMS)
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/zizmor --offline --quiet --persona pedantic .github
	$(NODE) node extension/scripts/lint-workflows.mjs .github/workflows/*.yml

types: types-python types-extension ## Check types (mypy --strict, tsc --strict)

types-python: $(VENV)/.installed-dev
	$(BIN)/mypy

types-extension: extension/node_modules/.installed-dev
	$(NPM) run --silent types

# Both print how much of the code the tests reach, branch by branch, and fail below a floor (pyproject.toml, vitest.config.ts).
# On all cores (WORKERS=0: in one process); tests of one file stay in one process, because they share what the file sets up.
# Python 3.11 is not measured: while it installs trace functions in two threads at once, one of them dies (3.12 mended that).
# A few tests that fail have a second chance, as those in browsers have: real processes, ports and clocks share few processors.
# The report says which needed it, and why: such a test is to be mended.
SECOND_CHANCES := --reruns 1 --max-suite-reruns 10 --rerun-show-tracebacks
WORKERS ?= auto
MEASURED = $(shell $(BIN)/python -c 'import sys; print("--cov" if sys.version_info >= (3, 12) else "")')
python-tests: $(VENV)/.installed-dev extension/dist/manifest.json programs
	@[ -n '$(MEASURED)' ] || echo 'Coverage is measured with Python 3.12 or newer: make clean, then make test PYTHON=python3.13'
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(SECOND_CHANCES) $(MEASURED)

# The shells that complete words, and Debian's minisign: it verifies our signatures in a test, and ours verify its own.
programs:
	@tests/install-programs.sh

extension-tests: extension/node_modules/.installed-dev
	$(NPM) run --silent coverage

FOR_BROWSERS = $(VENV)/.installed extension/node_modules/.installed-dev extension/dist/manifest.json browsers
e2e: $(FOR_BROWSERS) ## Run the tests in real browsers
	@$(MAKE) --no-print-directory --jobs=3 e2e-waiting e2e-busy

# make test FILES_AT_ONCE=4, where there are more processors: a file keeps about half of one busy, and waits in between.
FILES_AT_ONCE ?= 2
e2e-busy: $(FOR_BROWSERS)
	$(NPM) run --silent e2e -- --exclude '**/check-account.test.ts' --maxWorkers $(FILES_AT_ONCE)

# Each browser by itself, and with CI=1: what runs beside others tells at its end, and draws nothing over what they say.
e2e-waiting: e2e-waiting-chromium e2e-waiting-firefox

e2e-waiting-%: $(FOR_BROWSERS)
	export CI=1; $(NPM) run --silent e2e -- check-account.test.ts --testNamePattern 'in $*'

browsers:
	@tests/e2e/install-browsers.sh

# make bench PARTS="filters lookups" SIZES="1e6 1e7" BENCH="--large --write"
bench: $(VENV)/.installed-bench ## Measure what docs/PERFORMANCE.md shows (BENCH=--help explains)
	PYTHONPATH=tests $(BIN)/python -m bench $(PARTS) $(if $(SIZES),--sizes $(SIZES)) $(BENCH)

# make bench-page BENCH="latency scroll --minutes 20 --write"
bench-page: $(VENV)/.installed extension/node_modules/.installed-dev extension/dist/manifest.json ## Measure what the extension costs a page, in real Chromium
	@( $(NPM) run --silent link )
	$(NODE) node tests/bench/page.mjs $(BENCH)

# make fuzz-manifests SECONDS=1800 FIRST=100000 KEEP=/tmp/faults
SECONDS ?= 60
FIRST   ?= 0
fuzz-manifests: $(VENV)/.installed-dev ## Damage small manifests of every format for SECONDS, and hold what is true of reading any file
	PYTHONPATH=tests $(BIN)/python -m fuzz --seconds $(SECONDS) --first $(FIRST) $(if $(KEEP),--keep $(KEEP))

# make soak PARTS="absent kills" SECONDS=3600
soak: $(VENV)/.installed-dev ## Attack every promise of docs/RELIABILITY.md for SECONDS each (PARTS: only some), and count
	PYTHONPATH=tests $(BIN)/python -m soak $(PARTS) --seconds $(SECONDS)

# make fuzz-index SECONDS=1800 FIRST=100000 KEEP=/tmp/faults; with GUIDED=photos.ids, atheris damages that file
fuzz-index: $(VENV)/.installed-dev ## Damage the files of a small run for SECONDS, and hold what is true of reading any
ifdef GUIDED
	$(BIN)/python -m pip install --quiet --group fuzz
	PYTHONPATH=tests $(BIN)/python -m fuzz.guided $(GUIDED) $(SECONDS)
else
	PYTHONPATH=tests $(BIN)/python -m fuzz.index --seconds $(SECONDS) --first $(FIRST) $(if $(KEEP),--keep $(KEEP))
endif

# make fuzz-api SECONDS=3600 FIRST=100000
fuzz-api: $(VENV)/.installed-dev ## Send a helper odd requests of every route for SECONDS, and keep those that are answered in new ways
	PYTHONPATH=tests $(BIN)/python -m fuzz.api $(SECONDS) $(FIRST)

# make fuzz-references SECONDS=3600
fuzz-references: $(VENV)/.installed-dev ## Look for addresses of photos that are read in new ways, guided by coverage, and keep them
	$(BIN)/python -m pip install --quiet --group fuzz
	PYTHONPATH=tests $(BIN)/python -m fuzz.references $(SECONDS)

test-wheel: $(if $(WHEEL),,package) ## Run the Python tests on the built wheel, in a fresh environment (PYTEST="-k lookup")
	$(PYTHON) .ci/wheel.py python $(THE_WHEEL) $(PYTEST)

e2e-wheel: $(if $(WHEEL),,package) ## Run the browser tests on the built wheel, in a fresh environment
	$(PYTHON) .ci/wheel.py browsers $(THE_WHEEL)

lock: $(VENV)/bin/python ## Choose anew what .ci/locked.txt pins for development and our workflows, with all hashes
	$(BIN)/python -m pip install --quiet 'uv>=0.9,<1'
	$(BIN)/uv pip compile pyproject.toml --group dev --group audit --all-extras --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-emit-index-url --no-header --no-annotate --quiet --output-file $(LOCK)

audit: $(VENV)/.installed-dev extension/node_modules/.installed-dev ## Ask PyPI and npm whether anything that is pinned is known to be vulnerable
	$(BIN)/python .ci/audit.py python $(LOCK)
	$(NODE) $(BIN)/python .ci/audit.py npm

readme: ## Do what the README says under "Try it", in a fresh clone
	$(PYTHON) .ci/readme.py

release-check: ## Check that tag, versions and changelog agree (TAG=v0.2.0, else the tag of this commit)
	@$(PYTHON) .ci/release.py check $(TAG)

release-notes: ## Write the changelog's section of this version to dist/NOTES.md
	@$(PYTHON) .ci/release.py notes dist/NOTES.md

materials: $(if $(WHEEL),,package) ## Write the wheel's bill of materials (CycloneDX) to dist/inset.cdx.json
	$(PYTHON) .ci/wheel.py materials $(THE_WHEEL) dist/inset.cdx.json

package: $(VENV)/.installed-dev extension/dist/manifest.json ## Make the wheel, the source archive and the stores' archives in dist/
	$(BIN)/python -m build --no-isolation --outdir dist .
	@( $(NPM) run --silent package )

# The date in it is that of the last commit, so that the same commit gives the same page.
man: $(VENV)/.installed-dev ## Write the manual page of `inset` to dist/inset.1
	@mkdir -p dist
	@SOURCE_DATE_EPOCH=$${SOURCE_DATE_EPOCH:-$$(git log -1 --format=%ct 2>/dev/null || echo 0)} $(BIN)/argparse-manpage \
		--module inset.cli.main --function make_parser --prog inset --project-name inset --version $(VERSION) \
		--manual-title Inset --description 'tells which Flickr photos are listed in the datasets that AI is trained on' \
		--format single-commands-section --include .ci/man-sections.txt --output dist/inset.1

# One folder without need of a Python and, on Debian, a .deb of it. docs/INSTALLERS.md tells what was tried.
installers: $(VENV)/.installed-installers extension/dist/manifest.json man ## Make installers that need no Python, in dist/installers
	$(BIN)/python .ci/installers/folder.py
	@if command -v dpkg-deb >/dev/null; then $(BIN)/python .ci/installers/deb.py; fi

# Into the Python that is running: on a machine that is thrown away afterwards, as the release's are.
installers-elsewhere: extension/dist/manifest.json ## The same on Windows (an MSI) and macOS (a package); PUBLISHED_AT=https://… for winget's files
	$(PYTHON) -m pip install --quiet . --group installers
	$(PYTHON) .ci/installers/folder.py
	@if command -v wix >/dev/null; then $(PYTHON) .ci/installers/windows.py $(PUBLISHED_AT); fi
	@if command -v pkgbuild >/dev/null; then .ci/installers/macos.sh $(VERSION); fi

test-installers: $(VENV)/.installed-dev extension/node_modules/.installed-dev extension/dist/manifest.json ## Install, use and purge the .deb in an empty Debian, and on a desktop with both browsers (needs root)
	$(BIN)/python -m pytest -s .ci/installers/try_deb.py .ci/installers/try_newcomer.py .ci/installers/try_photographer.py

extension: extension/dist/manifest.json ## Build the browser extension into extension/dist

clean: ## Remove everything that was built or installed here
	rm -rf $(VENV) dist extension/dist extension/dist-site extension/node_modules extension/artifacts tests/node_modules .coverage*
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find $(PYTHON_CODE) -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Install Python 3.11 or newer, or name it: make run PYTHON=python3.12' >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { echo 'Install venv for this Python (Debian and Ubuntu: sudo apt install python3-venv), then run make again.' >&2; rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

# With LOCKED=1, as our workflows do it: exactly the files of .ci/locked.txt, by their hashes, and nothing else. Without,
# what the index has within the ranges of pyproject.toml, because an index may lack some of those files.
LOCK := .ci/locked.txt
$(VENV)/.installed: pyproject.toml $(if $(LOCKED),$(LOCK)) | $(VENV)/bin/python
	@echo 'Installing Inset into $(VENV) …'
ifdef LOCKED
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement $(LOCK)
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
else
	@$(BIN)/python -m pip install --quiet --editable .
endif
	@touch $@

$(VENV)/.installed-dev: pyproject.toml $(VENV)/.installed | $(VENV)/bin/python
	@echo 'Installing the tools for tests …'
	@[ -n '$(LOCKED)' ] || $(BIN)/python -m pip install --quiet --group dev
	@touch $@

$(VENV)/.installed-installers: pyproject.toml $(VENV)/.installed-dev | $(VENV)/bin/python
	@echo 'Installing what makes the installers …'
	@$(BIN)/python -m pip install --quiet --group installers
	@touch $@

$(VENV)/.installed-bench: pyproject.toml $(VENV)/.installed-dev | $(VENV)/bin/python
	@echo 'Installing what the benchmarks compare with …'
	@$(BIN)/python -m pip install --quiet --group bench
	@touch $@

# Building needs esbuild alone; linting and testing need the rest.
extension/node_modules/.installed: extension/package.json extension/package-lock.json
	@echo 'Installing the extension'"'"'s build tool …'
	@[ -e extension/node_modules/.installed-dev ] || ( $(NPM) ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error )
	@touch $@

extension/node_modules/.installed-dev: extension/package.json extension/package-lock.json
	@echo 'Installing the extension'"'"'s tools for tests …'
	@( $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error )
	@touch extension/node_modules/.installed $@

extension/dist/manifest.json: extension/node_modules/.installed extension/manifest.json extension/package.json \
		$(shell find extension/src extension/site extension/_locales extension/icons extension/scripts -type f 2>/dev/null)
	@( $(NPM) run --silent build )
	@touch $@
