"""What every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from white_cloud.backends import registry
from white_cloud.testing import fakes


@pytest.fixture
def known_fakes() -> Iterator[None]:
    """The public fakes, known in this process for one test, with nothing asked of them yet."""
    before = dict(registry._added)
    fakes.install()
    yield
    registry._added.clear()
    registry._added.update(before)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return Path(__file__).parent.parent
