# The project's verbs. CI runs `make test` and nothing else, so green here is green there.

.DEFAULT_GOAL := help
.PHONY: help build demo test lint format bless campaign bench dist clean \
	test-rust test-c test-python test-csharp test-pascal test-foreign test-browser test-examples test-windows \
	install uninstall test-install test-linux test-deb test-wheel test-nuget test-dist

# One folder for all: a library found by luck is the wrong one.
BUILT := $(CURDIR)/target/release
export CLOUDPAYMENTS_LIBDIR := $(BUILT)
export CLOUDPAYMENTS_LIBRARY_DIR := $(BUILT)
export CLOUDPAYMENTS_LIBRARY := $(BUILT)/libcloudpayments.so
export CLOUDPAYMENTS_SANDBOX := $(CURDIR)/target/sandbox/cloudpayments-sandbox

help: ## these lines
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

build: ## the library (target/release) and the sandbox (target/sandbox)
	@tools/need build
	cargo rustc --release --lib --crate-type cdylib,staticlib
	@# The name that programs ask for at run time.
	@ln -sf libcloudpayments.so $(BUILT)/libcloudpayments.so.0
	cargo build --profile sandbox --package cloudpayments-sandbox

install: ## what is built, for C and C++: PREFIX=/usr/local, LIBDIR, DESTDIR
	@PREFIX="$(PREFIX)" LIBDIR="$(LIBDIR)" DESTDIR="$(DESTDIR)" tools/install

uninstall: ## the same away again
	@PREFIX="$(PREFIX)" LIBDIR="$(LIBDIR)" DESTDIR="$(DESTDIR)" tools/install --uninstall

demo: ## take money in every language that is here, and show the ledger
	@tools/need demo
	@tools/demo

test: ## everything that CI runs, installing what it lacks; SKIP=foreign,csharp leaves parts out
	@tools/test

lint: ## form and lints of every language
	@tools/need lint
	@tools/lint

format: ## put every file into form
	@tools/need lint
	@tools/lint --fix

test-rust: build ## the Rust tests, among them the drift of header and symbols, and threads one by one
	@tools/need rust
	@if cargo nextest --version >/dev/null 2>&1; then \
		cargo nextest run --workspace --no-fail-fast && cargo test --quiet --workspace --doc; \
	else \
		cargo test --workspace; \
	fi
	@cargo test --quiet --features testing --test panics --test world
	@tools/threads

test-c: build ## the C and C++ programs: plain, under sanitizers, under valgrind
	@tools/need c
	@tests/c/run plain
	@env -u CLOUDPAYMENTS_LIBDIR tests/c/run asan
	@tests/c/run valgrind

test-python: build ## the Python binding
	@tools/need python
	@tools/py-venv
	@cd bindings/python && tools=$(CURDIR)/target/py-venv/bin && $$tools/python -m pytest -q

test-csharp: build ## the C# binding
	@tools/need csharp
	@tools/setup-dotnet
	@bindings/csharp/test

test-pascal: build ## the unit for Delphi and Free Pascal
	@tools/need pascal
	@tests/pascal/run

test-foreign: build ## other people's clients against the sandbox
	@tools/need foreign
	@tests/foreign/run

test-browser: build ## the pages of the sandbox, clicked in a browser
	@tools/need browser
	@tests/browser/run

test-examples: build ## every example, judged by the ledger
	@tools/need examples
	@tools/demo --strict --no-build
	@tests/readme/run

test-windows: build ## the library for Windows in both widths, under wine
	@tools/need windows
	@tests/windows/run

test-install: build ## make install, and programs that find the library by pkg-config and CMake
	@tools/need install
	@tests/install/run

test-linux: build ## the library for old Linuxes, x86 and ARM, out of its archives
	@tools/need linux
	@tests/linux/run

test-deb: build ## the Debian packages, in a Debian with nothing but gcc
	@tools/need deb
	@tests/deb/run

test-wheel: build ## the Python packages, installed into clean environments
	@tools/need wheel
	@tests/wheel/run

test-nuget: build ## the NuGet package, in programs for .NET and for .NET Framework
	@tools/need nuget
	@tools/setup-dotnet
	@tests/nuget/run

dist: ## what a user installs, for all machines: archives, Debian packages, wheels, the NuGet package, in dist/
	@tools/need dist
	@tools/setup-dotnet
	@tools/dist

test-dist: ## everything that `make dist` builds, installed and run as a user would
	@tools/test linux deb windows wheel nuget

bless: build ## write anew what is generated: header, symbols, docs with examples and schemas, Python stubs, C# methods, Pascal unit, VB6 module, pictures
	BLESS=1 cargo test --test header --test symbols --test examples --test schema --test hosts
	BLESS=1 cargo test --test docs
	@tools/py-venv
	target/py-venv/bin/python bindings/python/tools/generate_stubs.py
	bindings/csharp/build generate
	@tools/need browser
	BLESS=1 tests/browser/run

campaign: ## the proof: whole lives of tills, broken connections, killed processes, mutants; writes docs/proof.md
	@tools/need rust
	@tools/campaign

bench: build ## the figures of docs/performance.md, as ratios in one run
	@benches/run

clean: ## all that was built
	cargo clean
