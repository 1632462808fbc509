# Two commands: `make film` builds the short film, `make test` runs every test. Nothing but Python 3.11+ and make is needed.
PYTHON ?= python3
VENV := .venv
LOCAL := .venv-local
TORCH ?= torch==2.13.0
BIN := $(VENV)/bin
FILM ?= scripts_screenplay/white_cloud_short.yaml

.PHONY: film film-long test test-thorough test-local bench kills references images gallery lock clean

film: $(VENV)/installed
	$(BIN)/white-cloud build $(FILM)

# The film at full length, 18 minutes: half an hour or more.
film-long: $(VENV)/installed
	$(BIN)/white-cloud build scripts_screenplay/white_cloud.yaml

test: $(VENV)/installed-dev
	$(BIN)/ruff format --check white_cloud tests benchmarks docs examples
	$(BIN)/ruff check white_cloud tests benchmarks docs examples
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist worksteal -m "not thorough"

# What each setting has of its own, every word of its vocabulary, and kills and stops of every kind: minutes, of use to who changes these.
test-thorough: $(VENV)/installed-dev
	$(BIN)/pytest -n auto --dist worksteal -m thorough tests/backends/cameras tests/film_building tests/hosted

bench: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks

# A build is killed at random moments of every stage, and built again: the same film, and nothing is made twice.
kills: $(VENV)/installed-dev
	$(BIN)/python -m benchmarks.kills

# Local models: torch and its companions, in an environment of their own. Where no GPU is meant, TORCH may name a smaller build.
# As a module, so that worker processes too find the packages of the tests.
test-local: $(LOCAL)/installed
	OMP_NUM_THREADS=1 $(LOCAL)/bin/python -m pytest tests/local

# What in docs/ follows from the program: schemas, documents.md, commands.md.
references: $(VENV)/installed-dev
	$(BIN)/python -m white_cloud.documents.schema
	$(BIN)/python -m white_cloud.documents.reference
	$(BIN)/python -m white_cloud.cli.reference

# The pictures in docs/images, from the short film, its takes and what the meter says of it.
images: film
	$(BIN)/white-cloud meter build/white_cloud_short
	$(BIN)/python docs/make_images.py

# A still of every setting of the camera, in docs/gallery.
gallery: $(VENV)/installed
	$(BIN)/python docs/make_gallery.py

lock:
	$(PYTHON) -m venv $(VENV)/uv && $(VENV)/uv/bin/pip install --quiet uv
	$(VENV)/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml -o requirements.lock
	$(VENV)/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -q pyproject.toml --extra dev -o requirements-dev.lock

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: $(VENV)/bin/python requirements.lock pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	touch $@

$(VENV)/installed-dev: $(VENV)/installed requirements-dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	touch $@

$(LOCAL)/installed: requirements-local.txt pyproject.toml
	$(PYTHON) -m venv $(LOCAL)
	$(LOCAL)/bin/pip install --quiet --disable-pip-version-check "$(TORCH)"
	$(LOCAL)/bin/pip install --quiet --disable-pip-version-check -c requirements-local.txt -e ".[local,dev]"
	touch $@

clean:
	rm -rf build .mypy_cache .ruff_cache .pytest_cache .hypothesis
