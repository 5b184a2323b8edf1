# Parcelpost: a mail-first notification gateway for parcels.
# SPDX-License-Identifier: Apache-2.0

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

# Tools that `make setup` unpacked beside the checkout come first; Debian keeps smtp-sink in /usr/sbin.
export PATH := $(CURDIR)/.tools/bin:$(PATH):/usr/sbin
export PYTHONDONTWRITEBYTECODE := 1

SWIFT_BUILD := swift build -c release
PYTHON := python3

.PHONY: help
help: ## what each target does
	@echo 'Parcelpost: a mail-first notification gateway for parcels.'
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo 'New here? `make demo`, then README.md.'

.PHONY: setup
setup: ## install what is missing (Debian packages, a Python environment); quick when nothing is
	@scripts/setup.sh

.PHONY: build
build: ## build the binary: .build/release/parcelpost
	@$(SWIFT_BUILD) --product parcelpost
	@echo 'Built .build/release/parcelpost; next: .build/release/parcelpost --help'

.PHONY: test
test: setup ## all tests: units, the rooms with real peers, end to end, then letters and the inbox page before their judges
	@scripts/test.sh

.PHONY: soak
soak: setup build ## what takes longer: every letter x locale x fixture before every judge
	@scripts/test.sh soak

.PHONY: demo
demo: setup build ## three parcels from webhook to mail on this machine; KEEP=1 leaves the inbox open
	@$(PYTHON) scripts/demo.py $(if $(KEEP),--keep)

.PHONY: mock
mock: build ## the mock providers: SMTP on 2525, the inbox on http://127.0.0.1:8026
	@.build/release/parcelpost mock

.PHONY: preview
preview: setup build ## pictures of every letter and a gallery, in preview-out/; ONLY=delivered.ko for some
	@scripts/preview.sh $(if $(ONLY),--only $(ONLY))

.PHONY: bench
bench: setup ## measure on this machine: webhooks, mails, memory, letters and the mock beside their peers (bench-out/)
	@$(SWIFT_BUILD) --product parcelpost
	@$(SWIFT_BUILD) --product parcelpost-load
	@$(SWIFT_BUILD) --product parcelpost-letters
	@.venv/bin/python scripts/bench_letters.py
	@.venv/bin/python scripts/bench_mock.py
	@$(PYTHON) scripts/bench.py $(BENCH)

.PHONY: lint
lint: ## format, house rules, scripts, words
	@scripts/lint.sh

.PHONY: format
format: ## format the Swift sources in place
	@swift format -i -r -p Sources Tests Benchmarks Package.swift

.PHONY: assets
assets: ## write the tools' CSS and JavaScript into Swift files
	@if [[ -x scripts/make-assets.sh ]]; then scripts/make-assets.sh; \
	else echo 'make assets: scripts/make-assets.sh is not here yet, so there are no assets to write.' >&2; exit 1; fi

.PHONY: clean
clean: ## remove what was built and measured; .venv and .tools stay
	@rm -rf .build demo-out bench-out preview-out
