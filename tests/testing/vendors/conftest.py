"""The loopback vendors, and the real SDKs that ask them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from white_cloud.testing.vendors import Fault, Vendors

#: Seconds after which a client that is meant to give up does.
SOON = 0.3


@pytest.fixture
def vendors() -> Iterator[Vendors]:
    """Both vendors, with pictures an eighth of the size that is sold."""
    with Vendors(scale=Fraction(1, 8)) as running:
        yield running


@pytest.fixture
def clients() -> Iterator[ExitStack]:
    """Where clients are closed."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def runway(vendors: Vendors, clients: ExitStack) -> Any:
    """Runway's SDK, which never asks twice and gives up soon."""
    sdk = pytest.importorskip("runwayml")
    return clients.enter_context(
        sdk.RunwayML(api_key=vendors.keys["runway"], base_url=vendors.url.runway, max_retries=0, timeout=5)
    )


@pytest.fixture
def openai(vendors: Vendors, clients: ExitStack) -> Any:
    """OpenAI's SDK, which never asks twice and gives up soon."""
    sdk = pytest.importorskip("openai")
    return clients.enter_context(
        sdk.OpenAI(api_key=vendors.keys["openai"], base_url=vendors.url.openai, max_retries=0, timeout=5)
    )


@pytest.fixture
def shoot(runway: Any) -> Callable[..., Any]:
    """Order a shot of two seconds; what is named comes in place of the usual."""

    def shoot_(**named: Any) -> Any:
        usual = {"model": "gen4.5", "ratio": "1280:720", "duration": 2, "prompt_text": "dunes at dawn", "seed": 1}
        return runway.text_to_video.create(**(usual | named))

    return shoot_


@pytest.fixture
def statuses(runway: Any) -> Callable[[str], list[str]]:
    """Ask about a task until it is over; return every status heard."""

    def statuses_(name: str) -> list[str]:
        heard: list[str] = []
        while not heard or heard[-1] in {"PENDING", "THROTTLED", "RUNNING"}:
            heard.append(runway.tasks.retrieve(name).status)
        return heard

    return statuses_


@pytest.fixture
def delivered(runway: Any, statuses: Callable[[str], list[str]]) -> Callable[[Any], str]:
    """Wait for a task and return the address of its film."""

    def delivered_(task: Any) -> str:
        assert statuses(task.id)[-1] == "SUCCEEDED"
        return str(runway.tasks.retrieve(task.id).output[0])

    return delivered_


@pytest.fixture
def fetch() -> Callable[[str], Any]:
    """Download, as the camera would."""
    http = pytest.importorskip("httpx")
    return lambda address: http.get(address, timeout=10)


@pytest.fixture
def film(tmp_path: Path, fetch: Callable[[str], Any]) -> Callable[[str], Path]:
    """Download to a file."""

    def film_(address: str) -> Path:
        path = tmp_path / "film.mp4"
        path.write_bytes(fetch(address).raise_for_status().content)
        return path

    return film_


@pytest.fixture
def speak(openai: Any) -> Callable[..., bytes]:
    """Have a text spoken; return the file."""

    def speak_(text: str = "风很大。 The wind is strong.", **named: Any) -> bytes:
        usual = {"model": "gpt-4o-mini-tts", "voice": "ash", "response_format": "wav"}
        return bytes(openai.audio.speech.create(input=text, **(usual | named)).read())

    return speak_


@pytest.fixture
def play(vendors: Vendors) -> Callable[..., None]:
    """Let one thing go wrong."""
    return lambda kind, **named: vendors.add(Fault(kind, **named))
