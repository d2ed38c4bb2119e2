.DEFAULT_GOAL := help
.PHONY: help run demo test generate verify lint web web-test clients bench fuzz attack properties soak sbom vulnerabilities

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## serve the warehouse jianfu.duckdb on 127.0.0.1:8080
	go run ./cmd/jianfu serve

demo: ## load the sample city into a temporary warehouse and serve it
	go run ./cmd/jianfu demo

test: ## every test
	go test -timeout 30m ./...

generate: ## write the generated GraphQL code again
	go tool gqlgen generate

verify: generate ## what is generated must be what is committed
	git diff --exit-code -- graph/gen graph/model graph/*.resolvers.go

lint: ## formatting, vet and golangci-lint
	@test -z "$$(gofmt -l $$(git ls-files '*.go'))" || { gofmt -l $$(git ls-files '*.go'); exit 1; }
	go vet ./...
	GOLANGCI_LINT_CACHE=$(CURDIR)/.cache/golangci-lint golangci-lint run # a shared cache names files of other checkouts

web: ## build the dashboard again (needs Node 20): web/dist is committed, so that Go alone makes the program
	cd web && npm ci --no-audit --no-fund && npm run generate && npm run build

web-test: ## types, and a walk through every page in Chromium (after make web)
	cd web && npm run types && npm run e2e

clients: ## real clients of GraphQL and of the PostgreSQL wire (installs them)
	graph/clients/run.sh
	pgwire/clients/run.sh

sbom: ## what the program is made of, as CycloneDX JSON: jianfu.cdx.json (fetches the tool)
	go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 app -json -licenses -std -main cmd/jianfu -output jianfu.cdx.json .

vulnerabilities: ## known ones in Go and npm libraries; says so where a database cannot be reached
	.ci/vulnerabilities

bench: ## the measurements behind the README's figures (minutes)
	go test -run '^$$' -bench . -benchtime 1x -timeout 60m ./bench ./loaders/sheet

SOAK ?= 1h
soak: ## sixty-four readers on every surface beside a writer, for SOAK=1h
	JIANFU_SOAK=$(SOAK) go test -run TestSoak -v -timeout 26h ./e2e

ATTACKS ?= 1000
attack: ## kill the program and damage its files ATTACKS=1000 times each (an hour)
	JIANFU_ATTACKS=$(ATTACKS) go test -run 'TestKilledWork|TestKilledUpdates|TestKilledServers|TestDamages' -v -timeout 6h ./warehouse ./e2e

SEEDS ?= 300
properties: ## hold the figures of SEEDS=300 random cities against what they filed (an hour)
	JIANFU_SEEDS=$(SEEDS) go test -run 'TestFiguresOfWhatWasFiled|TestFilingsOfAllSorts|TestFilingsOfSpans' -timeout 6h ./metrics

FUZZTIME ?= 3m
fuzz: ## look for inputs that break what reads them: every fuzz target in turn (FUZZTIME=3m each)
	@grep -rEo --include='*_test.go' '^func Fuzz[A-Za-z0-9]+' . | sed 's|/[^/]*:func | |' | sort | while read -r folder target; do \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -parallel 1 $$folder || exit 1; done
