"""The camera against Runway on loopback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.testing.vendors import Vendors


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    """Runway on loopback, pictures a twentieth of what is sold, with its address and key in the environment."""
    pytest.importorskip("runwayml")
    with Vendors(scale=Fraction(1, 20)) as vendors:
        for name, value in vendors.environment().items():
            monkeypatch.setenv(name, value)
        yield vendors


@pytest.fixture
def asked() -> Callable[..., ShotRequest]:
    """Return a request for two seconds of dunes; options are read as a screenplay's are."""

    def asked_(options: dict[str, Any] | None = None, **changes: Any) -> ShotRequest:
        read = RunwayCamera.read_options({"timeout": 10.0, **(options or {})})
        request = ShotRequest("dunes at dawn", 48, Fraction(24), (1280, 720), "static", "testimony", 5, read)
        return replace(request, **changes)

    return asked_
