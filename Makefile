# Layak: `make help` lists what there is.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# One debug build with the same flags for run, demo and test: nothing is compiled twice.
SWIFT_FLAGS := --explicit-target-dependency-import-check error
CORE_FLAGS := $(SWIFT_FLAGS) --scratch-path .build-core
TSAN_FLAGS := $(SWIFT_FLAGS) --scratch-path .build-tsan --sanitize thread
PYTHON := .layak/venv/bin/python
STAND := $(PYTHON) -m localstand

export PYTHONPATH := Shared/LocalStand
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help
help: ## List the targets
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r target text; do \
		printf '  make %-12s %s\n' "$$target" "$$text"; done

.PHONY: packages
packages:
	@Shared/LocalStand/packages.sh
	@Shared/LocalStand/venv.sh
	@Shared/LocalStand/toolchain.sh

.PHONY: run
run: build ## Start Layak on loopback and print its address and demo accounts; Ctrl-C stops it
	@$(STAND) run

.PHONY: reset
reset: ## Clear what 'make run' keeps: databases, broker, mails, accounts
	@[ ! -x $(PYTHON) ] || $(STAND) reset

.PHONY: demo
demo: build ## Walk two real cases from the door to the rating; leaves letter, mails and timeline in .layak/demo
	@$(PYTHON) -m demo

.PHONY: build
build: packages ## Build the services and the tool `layak`
	@Shared/LocalStand/dependencies.sh
	@swift build $(SWIFT_FLAGS)

.PHONY: test
test: packages ## Check everything: lint, Swift tests, demo, foreign clients, faults, browser
	@Shared/LocalStand/test.sh $(SWIFT_FLAGS)

.PHONY: faults
faults: build ## Break everything once while cases go through, and check that nothing is lost; SEEDS=N, SEED=N, FAULT=name
	@PYTHONPATH=Shared/LocalStand:Tests/Faults/Runner $(PYTHON) -m faults

.PHONY: bench
bench: packages ## Measure against the limits on a release build; one row with ONLY=name; results in .layak/bench
	@Shared/LocalStand/dependencies.sh
	@swift build -c release $(SWIFT_FLAGS) --scratch-path .build-release
	@PYTHONPATH=Shared/LocalStand:Tests/Benchmarks $(PYTHON) -m bench $(if $(ONLY),--only $(ONLY))

.PHONY: similar
similar: packages ## Measure how well similar activities are found, beside plain full text; the labelled set, a real PostgreSQL
	@Shared/LocalStand/dependencies.sh
	@swift build $(SWIFT_FLAGS) --build-tests --quiet
	@$(STAND) with-servers -- swift test $(SWIFT_FLAGS) --skip-build --filter SimilarityTests 2>&1 \
		| grep -E '^similar:|^✘|recorded|error:|Test run with'

.PHONY: simulate
simulate: packages ## Run the messaging machines through 10,000 schedules of faults; SEEDS=, FROM=, SECONDS=, SEED= repeats one
	@LAYAK_CORE_ONLY=1 swift build -c release $(SWIFT_FLAGS) --scratch-path .build-simulation --product simulate
	@SEED=$(SEED) FROM=$(FROM) SECONDS=$(SECONDS) .build-simulation/release/simulate $(or $(SEEDS),10000)

.PHONY: faults-mutants
faults-mutants: packages ## Switch seeded defects on, one after the other: the simulation or a test must notice each
	@$(STAND) with-servers -- $(PYTHON) Tests/Faults/mutants.py

.PHONY: browser
browser: build ## Click the whole path in Chromium, phone and desktop; screenshots in .layak/screenshots
	@$(PYTHON) -m pytest -s Tests/Browser

.PHONY: test-fast
test-fast: packages ## Test the core alone, without the services and Hummingbird
	@$(STAND) with-servers -- env LAYAK_CORE_ONLY=1 swift test $(CORE_FLAGS) --experimental-maximum-parallelization-width 4

.PHONY: coverage
coverage: packages ## Report how many lines of the pure rules their tests run, as one table; fails below 95 %
	@Shared/LocalStand/coverage.sh $(SWIFT_FLAGS)

.PHONY: tsan
tsan: packages ## Test the core under ThreadSanitizer
	@$(STAND) with-servers -- env LAYAK_CORE_ONLY=1 swift test $(TSAN_FLAGS) --experimental-maximum-parallelization-width 4

.PHONY: lint
lint: packages ## Check format, shell and Python scripts, reasons beside unsafe code, compose.yaml
	@Shared/LocalStand/lint.sh

.PHONY: format
format: packages ## Format the Swift and Python sources
	@swift format --in-place --recursive Package.swift Services Shared Tests
	@$(PYTHON) -m ruff format --quiet Shared Tests
