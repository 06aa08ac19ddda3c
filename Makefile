# Everything a person types here. Each target first installs what it needs, which takes seconds, once.
# More words for a command go into ARGS: make test ARGS="tests/office -k easter"

.DEFAULT_GOAL := help
.PHONY: help run call test check check-code bench screenshots lock clean setup-run setup-dev

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1|/p' Makefile | awk -F'|' '{ printf "  make %-11s %s\n", $$1, $$2 }'

run: ## start the hotline on http://127.0.0.1:8000 (elsewhere: make run PORT=8080)
	@scripts/run

call: setup-run ## call the running hotline from this terminal
	@.venv/bin/telverde call $(ARGS)

test: ## run the tests (some of them: make test ARGS="tests/office -k easter")
	@scripts/test $(ARGS)

check: check-code test ## everything that must be green before a change is handed in

check-code: setup-dev ## style, types, who imports whom, the voice tree and its sentences
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	.venv/bin/telverde check

bench: setup-dev ## measure how fast it answers
	@.venv/bin/python -m bench $(ARGS)

screenshots: setup-dev ## draw the pictures of docs/images anew (some of them: make screenshots ARGS="now editor")
	@.venv/bin/python tests/screenshots.py $(ARGS)

LOCK = .venv/bin/uv pip compile --quiet --generate-hashes --custom-compile-command "make lock" --python-version 3.11 --universal $(ARGS)

lock: setup-run ## lock the dependencies of pyproject.toml (newer versions: make lock ARGS=--upgrade)
	@$(LOCK) requirements/uv.in -o requirements/uv.txt
	@$(LOCK) pyproject.toml requirements/build.in -o requirements/run.txt
	@$(LOCK) --extra dev pyproject.toml requirements/build.in -o requirements/dev.txt

clean: ## remove what was installed and built (never var/: there is the data)
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup-run:
	@scripts/setup run

setup-dev:
	@scripts/setup dev
