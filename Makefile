# `make demo` tries Civic, `make test` proves it, `make help` lists the rest.
# Relative names only, so that the folder may have spaces in its name.

PORT ?= 8000
RUN = .venv/bin/python
WORDS = $(patsubst %.po,%.mo,$(wildcard civic/translations/*/LC_MESSAGES/*.po))

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help demo setup test check soak checks mutants guards pentest bench bench-rules oracles pictures lock catalogues migration clean tools ready ready-to-test words

help: ## list what make can do
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1|\2/p' Makefile \
		| while IFS='|' read -r name what; do printf '  make %-11s %s\n' "$$name" "$$what"; done

demo: ready words ## set all up and serve a demo community on http://localhost:8000 (PORT=8001 for another port)
	@exec $(RUN) -m civic demo --port '$(PORT)'

setup: ready words ## set all up for a server, and serve nothing

test: tools ready-to-test words ## everything: both databases, a real browser, types, contracts (ten minutes)
	@$(RUN) -m tests.tools.everything

check: ready-to-test words ## quickly: no browser, no PostgreSQL, smaller sizes (a good minute)
	@$(RUN) -m tests.tools.everything --quick

soak: tools ready-to-test words ## the same tests with larger numbers (hours)
	@CIVIC_SIZE=soak $(RUN) -m tests.tools.everything

bench: tools ready-to-test words ## measure pages a second on both databases, as a table (a quarter of an hour)
	@$(RUN) -m tests.benchmarks

checks: ready-to-test words ## count real elections and reference vectors, as a table beside what was expected
	@$(RUN) -m tests.tools.checks

mutants: ready-to-test words ## make the counts wrong in one place after the other: do the tests notice? (TARGETS="irv ties")
	@$(RUN) -m tests.tools.mutants $(TARGETS)

guards: ready-to-test words ## take each guard out, one at a time: does its test notice? (TARGETS="tokens leaving")
	@$(RUN) -m tests.tools.guards $(TARGETS)

pentest: ready-to-test words .venv-pentest/made ## let wapiti and sqlmap loose on a throwaway demo, as each role (a quarter of an hour)
	@$(RUN) -m tests.tools.pentest $(ROLES)

bench-rules: ready-to-test .venv-oracles/made ## measure voting rules beside other libraries (ten minutes; ROWS="Schulze runoff")
	@$(RUN) -m tests.benchmarks.rules $(ROWS)

oracles: ready-to-test .venv-oracles/made ## count 1,000 profiles by each rule and by another library
	@$(RUN) -m tests.benchmarks.oracles

# Other libraries to compare with, apart from everything that Civic runs on.
.venv-oracles/made: tests/benchmarks/oracles.lock
	@rm -rf .venv-oracles
	@python3 -m venv .venv-oracles
	@.venv-oracles/bin/python -m pip install -q --disable-pip-version-check -r tests/benchmarks/oracles.lock
	@touch .venv-oracles/made

# Two scanners, apart likewise.
.venv-pentest/made: tests/tools/pentest/pentest.lock
	@rm -rf .venv-pentest
	@python3 -m venv .venv-pentest
	@.venv-pentest/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r tests/tools/pentest/pentest.lock
	@touch .venv-pentest/made

pictures: tools ready-to-test words ## take the README's pictures anew, from the demo
	@CIVIC_PICTURES=1 $(RUN) -m pytest -q tests/browser/test_pictures.py

lock: ## choose the newest allowed versions and write both lock files (needs uv)
	@uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate \
		pyproject.toml -o requirements.lock
	@uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-annotate \
		pyproject.toml --extra dev -c requirements.lock -o requirements-dev.lock

catalogues: ready-to-test ## bring the translations up to the code's sentences (LANGUAGE=nl begins another)
	@$(RUN) -m tests.tools.catalogues $(LANGUAGE)

migration: ready-to-test ## begin a migration with what models and tables differ in (WHAT="what changes")
	@$(RUN) -m tests.tools.migration '$(WHAT)'

clean: ## remove what make made, except the data in var/
	@rm -rf .venv .venv-oracles .venv-pentest .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis \
		tests/tools/node_modules var/shots $(WORDS)
	@find civic proposals voting tests -name __pycache__ -type d -prune -exec rm -rf {} +

tools:
	@sh tests/tools/system.sh

ready:
	@sh tests/tools/environment.sh run

ready-to-test:
	@sh tests/tools/environment.sh test

words: $(WORDS)

%.mo: %.po
	@$(RUN) -m babel.messages.frontend -q compile -f -i '$<' -o '$@'
