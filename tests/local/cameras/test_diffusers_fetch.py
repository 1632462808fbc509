"""The camera `diffusers` fetches a model from a hub, here one of our own on loopback, when it may."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")

from white_cloud.media.probe import probe

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]

COMMIT = "c" * 40
SHOOT = """
import sys
from fractions import Fraction
from pathlib import Path
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.diffusion.camera import Diffusers
from white_cloud.errors import BackendError
given = {"model": "tiny/wan", "dtype": "float32", "device": "cpu", "size": "32x32", "steps": 1}
options = Diffusers.read_options({**given, "local_files_only": sys.argv[2] == "offline"})
request = ShotRequest("dunes", 3, Fraction(24), (48, 26), "static", "advert", 5, options)
try:
    Diffusers().make(request, Path(sys.argv[1]))
except BackendError as error:
    sys.exit(f"{type(error).__name__}: {error}")
"""


@pytest.fixture
def hub(tiny: Callable[[str], Path]) -> Iterator[tuple[str, list[str]]]:
    """A hub that has one model, as safetensors and as a pickle; its address, and the files it was asked for."""
    folder, asked = tiny("WanPipeline"), []
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files["vae/diffusion_pytorch_model.bin"] = b"pickle"

    class Hub(BaseHTTPRequestHandler):
        def _answer(self, body: bytes, **headers: str) -> None:
            self.send_response(200)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(body)

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            name = path.partition("/resolve/")[2].partition("/")[2]
            if path.startswith("/api/models/tiny/wan/tree"):
                tree = [{"type": "file", "path": name, "size": len(body), "oid": "0"} for name, body in files.items()]
                self._answer(json.dumps(tree).encode(), Content_Type="application/json")
            elif path.startswith("/api/models/tiny/wan"):
                about = {"id": "tiny/wan", "modelId": "tiny/wan", "sha": COMMIT, "private": False, "tags": [], "downloads": 0}
                about["siblings"] = [{"rfilename": name} for name in files]
                self._answer(json.dumps(about).encode(), Content_Type="application/json")
            elif name in files:
                asked.append(name)
                etag = f'"{hashlib.sha1(files[name]).hexdigest()}"'
                self._answer(files[name], ETag=etag, X_Repo_Commit=COMMIT, Content_Type="application/octet-stream")
            else:
                self.send_error(404)

        do_HEAD = do_GET  # noqa: N815 - the base class's way

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


@pytest.fixture
def shot(tmp_path: Path) -> Callable[[str, str], subprocess.CompletedProcess[str]]:
    """Shoot in a process of its own, which knows the hub at an address."""

    def shot_(address: str, how: str) -> subprocess.CompletedProcess[str]:
        told = {"HF_ENDPOINT": address, "HF_HUB_CACHE": str(tmp_path / "hub"), "HF_HUB_DISABLE_XET": "1"}
        environment = {name: value for name, value in os.environ.items() if not name.startswith("HF_")} | told
        return subprocess.run(
            [sys.executable, "-c", SHOOT, str(tmp_path), how], capture_output=True, text=True, env=environment, check=False
        )

    return shot_


def test_a_model_is_fetched_when_it_may_be_and_then_needs_no_hub(
    hub: tuple[str, list[str]], shot: Callable[[str, str], Any], tmp_path: Path
) -> None:
    """Without leave it is not; what is fetched are safetensors and no pickles."""
    address, asked = hub
    before = shot(address, "offline")
    assert "BackendUnavailable: the model tiny/wan" in before.stderr
    assert "hf download tiny/wan" in before.stderr
    assert asked == []
    fetched = shot(address, "online")
    assert fetched.returncode == 0, fetched.stderr
    assert probe(tmp_path / "take.mp4").frames == 3
    assert "vae/diffusion_pytorch_model.safetensors" in asked
    assert not [name for name in asked if name.endswith(".bin")]
    (tmp_path / "take.mp4").unlink()
    assert shot("http://127.0.0.1:9", "offline").returncode == 0
    assert probe(tmp_path / "take.mp4").frames == 3


def test_a_hub_that_does_not_have_it_is_told_of(hub: tuple[str, list[str]], shot: Callable[[str, str], Any]) -> None:
    """In a sentence, with what to look at."""
    ran = shot(f"{hub[0]}/elsewhere", "online")
    assert ran.returncode == 1
    assert "BackendError: cannot fetch tiny/wan at 'main'; see that there is a network" in ran.stderr
