.PHONY: install run test check browser messages pictures lock bundle benchmarks clean
.DEFAULT_GOAL := install

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/installed
PLOTLY := brep_metrics/app/charts/plotly-basic.min.js

install: $(INSTALLED) $(PLOTLY)  ## create .venv with the locked versions, and the charts' script

$(INSTALLED): requirements.txt pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Without npm the charts are drawn all the same, by the script in Plotly's Python package.
$(PLOTLY): package-lock.json
	@npm ci --ignore-scripts --no-audit --no-fund --loglevel=error \
		&& cp node_modules/plotly.js-basic-dist-min/plotly-basic.min.js $@ \
		|| echo "The charts' small script could not be fetched (npm): a first visit will load four times as much."

run: install  ## load the demonstration and open the dashboard
	$(BIN)/brep demo
	$(BIN)/brep dashboard

# Three processes on two cores, since servers and browsers are often waited for. In the order of tests/conftest.py: xdist's
# own would leave the files of the fewest tests, which take longest, to the end and to one process.
test: install browser  ## every test, those in a real browser included
	$(BIN)/python -m pytest -n 3 --dist loadfile --no-loadscope-reorder --durations=40 --durations-min=5

check: install  ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

browser:  ## Chromium and Chinese fonts, where the machine has apt and they are missing
	sh .ci/browser

messages: install  ## bring the Chinese catalogue in line with the texts in the code
	$(BIN)/python .ci/messages.py

pictures: install browser  ## the README's pictures, from the demonstration
	$(BIN)/python tests/browser/pictures.py

lock: install  ## resolve the locked versions anew
	npm update --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
		pyproject.toml --group dev --output-file requirements.txt

bundle: install  ## all wheels for a machine without a network, in dist/bundle: `pip install --no-index --find-links dist/bundle brep-metrics`
	rm -rf dist/bundle && mkdir -p dist/bundle
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-annotate --constraint requirements.txt \
		pyproject.toml --output-file dist/bundle/requirements.txt
	$(BIN)/python -m pip download --quiet --only-binary :all: --require-hashes \
		-r dist/bundle/requirements.txt --dest dist/bundle
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist/bundle .

benchmarks: install  ## one JSON line each: ours, the baseline of the same run, the ratio
	for file in benchmarks/[a-z]*.py; do $(BIN)/python $$file || exit 1; done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis build *.egg-info dist node_modules $(PLOTLY)
