# Two commands matter: `make serve` and `make test`. Both install what is missing, once, into a per-user cache.

DATA ?= data/lanchuan
PORT ?= 8080
HOST ?= 127.0.0.1

.PHONY: help serve dev test bench web setup
.DEFAULT_GOAL := help

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

serve: setup ## Builds everything and serves the app with DATA (data/lanchuan) on PORT (8080)
	tools/web --quick
	cargo run --locked --quiet --bin riskmap -- serve "$(DATA)" --port $(PORT) --host $(HOST)

dev: ## The same, building again and reloading the page whenever a source file changes
	tools/dev "$(DATA)" $(PORT)

test: ## Everything that must pass
	tools/check

bench: ## Index, surface and page measured beside their peers
	tools/bench

web: setup ## Builds the page into dist/ for a server: smaller, and in several times the time
	tools/web

setup: ## Installs what building the page needs
	tools/setup web
