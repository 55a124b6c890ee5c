# Single steps of the gate. "make gate" runs all of it, as .ci/run.
.DEFAULT_GOAL := help
MODULES := $(shell git ls-files 'go.mod' '*/go.mod' | xargs -n1 dirname)
PKG ?= ./...

.PHONY: help
help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "%-12s %s\n", $$1, $$2}'

.PHONY: gate
gate: ## everything that must hold before a change lands
	bash .ci/run

.PHONY: test
test: ## tests of the root module; PKG=./user for one package
	go test $(PKG)

.PHONY: race
race: ## the same with the race detector
	go test -race -timeout 15m $(PKG)

.PHONY: modules
modules: ## tidy, vet and test every module
	@for dir in $(MODULES); do echo "== $$dir"; (cd $$dir && go mod tidy -diff && go vet ./... && go test ./...) || exit 1; done

.PHONY: format
format: ## format all Go files
	@git ls-files '*.go' | xargs gofmt -s -w

.PHONY: lint
lint: ## golangci-lint, if it is installed
	golangci-lint run

.PHONY: guard
guard: ## layout, imports, names and API of the house
	go test ./internal/guard

.PHONY: docs
docs: ## code blocks, links, spelling and generated pages
	go test -count=1 ./internal/pages ./internal/compatibility

.PHONY: generate
generate: ## make generated files and pages again
	go generate ./...

.PHONY: api
api: ## write the golden text of the API
	UPDATE_GOLDEN=1 go test -count=1 ./internal/guard

.PHONY: apidiff
apidiff: ## what breaks since the last version
	bash .ci/apidiff

.PHONY: examples
examples: ## examples against their expected output
	bash .ci/examples

.PHONY: release
release: ## can every library module be fetched at its version
	bash .ci/release

.PHONY: fuzz
fuzz: ## one fuzz target: make fuzz PKG=./document FUZZ=FuzzParseToken
	go test -run '^$$' -fuzz '^$(FUZZ)$$' -fuzztime 30s $(PKG)

.PHONY: bench
bench: ## measure, and write BENCHMARKS.md
	bash .ci/benchmarks

.PHONY: proofs
proofs: ## a slice of every proof of RELIABILITY.md
	go run ./internal/torture -slice
