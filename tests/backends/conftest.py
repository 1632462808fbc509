"""The backends that every contract suite goes through: all that are installed here, and the public fakes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from fractions import Fraction
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import Any

import pytest

from tests.backends.contract import digest, get, get_elsewhere  # noqa: F401 - fixtures
from white_cloud.backends import registry
from white_cloud.backends.base import BackendBase
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.backends.voices.openai.voice import Openai as OpenaiVoice
from white_cloud.backends.writers.openai.writer import Openai as OpenaiWriter
from white_cloud.errors import BackendUnavailable
from white_cloud.testing import fakes
from white_cloud.testing.vendors import Vendors

FAKES: dict[str, tuple[type[BackendBase], ...]] = {
    "writer": (fakes.FakeWriter,),
    "voice": (fakes.FakeVoice, fakes.QueuedVoice),
    "camera": (fakes.FakeCamera, fakes.QueuedCamera),
    "listener": (fakes.FakeListener,),
}

#: Hosted backends, which are asked on loopback, and the SDK that each needs.
HOSTED: dict[str, tuple[tuple[type[BackendBase], str], ...]] = {
    "camera": ((RunwayCamera, "runwayml"),),
    "writer": ((OpenaiWriter, "openai"),),
    "voice": ((OpenaiVoice, "openai"),),
}


#: Backends of local models, which go through these suites in tests/local, on models made there.
LOCAL = {"diffusers", "coqui", "whisper"}


def behind(door: str) -> list[Any]:
    """Return the backends behind a door as test parameters; one that cannot serve here is skipped, and says why."""
    params = [pytest.param(fake, id=fake.name) for fake in FAKES[door]]
    hosted = HOSTED.get(door, ())
    for backend, sdk in hosted:
        missing = pytest.mark.skipif(find_spec(sdk) is None, reason=f"{sdk} is not installed")
        params.append(pytest.param(backend, id=backend.name, marks=missing))
    for name in sorted(set(registry._entries(door)) - {backend.name for backend, _ in hosted} - LOCAL):
        try:
            backend = registry.backend(door, name)
            backend.check()
        except BackendUnavailable as error:
            params.append(pytest.param(None, id=name, marks=pytest.mark.skip(reason=str(error))))
        else:
            params.append(pytest.param(backend, id=name))
    return params


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give every test that asks for `any_writer`, `any_voice`, `any_camera`, `any_listener` or `any_backend` each in turn."""
    for door in registry.DOORS:
        if f"any_{door}" in metafunc.fixturenames:
            metafunc.parametrize(f"any_{door}", behind(door))
    if "any_backend" in metafunc.fixturenames:
        each = [
            pytest.param(*one.values, id=f"{door} {one.id}", marks=one.marks) for door in registry.DOORS for one in behind(door)
        ]
        metafunc.parametrize("any_backend", each)


@pytest.fixture(autouse=True)
def loopback(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors | None]:
    """The vendors on loopback, with small pictures, for a test of a hosted backend's contract; nothing for others."""
    given = getattr(getattr(request.node, "callspec", None), "params", {})
    hosted = [one for pairs in HOSTED.values() for one, _ in pairs if any(one is value for value in given.values())]
    if not hosted:
        yield None
        return
    with Vendors(scale=Fraction(1, 20)) as vendors:
        for name, value in vendors.environment().items():
            monkeypatch.setenv(name, value)
        for backend in hosted:
            monkeypatch.setattr(backend, "poll", 0.0)
        yield vendors


@pytest.fixture
def vendors(monkeypatch: pytest.MonkeyPatch) -> Iterator[Vendors]:
    """Both vendors on loopback; the SDKs come there with the right keys."""
    with Vendors() as running:
        for name, value in running.environment().items():
            monkeypatch.setenv(name, value)
        yield running


class Canned:
    """A server that answers every POST with one body, and remembers what came: (path, headers, body)."""

    def __init__(self) -> None:
        self.status, self.content, self.body = 200, "application/json", b"{}"
        self.asked: list[tuple[str, dict[str, str], Any]] = []
        canned = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                canned.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(canned.status)
                self.send_header("content-type", canned.content)
                self.send_header("content-length", str(len(canned.body)))
                self.end_headers()
                self.wfile.write(canned.body)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = False
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"

    def answer(self, body: Any, status: int = 200, content: str = "application/json") -> None:
        """Answer so from now on; plain data goes as JSON."""
        self.body = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        self.status, self.content = status, content


@pytest.fixture
def canned(monkeypatch: pytest.MonkeyPatch) -> Iterator[Canned]:
    """A server that answers what a test puts into its mouth; OpenAI's SDK comes there."""
    server = Canned()
    thread = threading.Thread(target=server.server.serve_forever, args=(0.01,))
    thread.start()
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test-canned-0123456789")
    yield server
    server.server.shutdown()
    thread.join()
    server.server.server_close()
