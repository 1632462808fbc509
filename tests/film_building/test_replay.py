"""A film through hosted backends, recorded once, is built again from the recording with no vendor, key or network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from white_cloud.build.events import Event, ItemFailed
from white_cloud.errors import WhiteCloudError
from white_cloud.project import BuildOptions, Project, open_project
from white_cloud.testing import films
from white_cloud.testing.vendors import Fault, Vendors

pytest.importorskip("openai")
pytest.importorskip("runwayml")

#: Ends in an error where anything is connected to, then builds as the command does.
_UNPLUGGED = """
import sys
def hook(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo"):
        print("CONNECTED", arguments, file=sys.stderr)
        raise ConnectionError(event)
if __name__ == "__main__":
    sys.addaudithook(hook)
    from white_cloud.cli.main import main
    main(sys.argv[1:])
"""


def _hosted_film(folder: Path) -> Project:
    """Write the first act of the small film on hosted backends; nobody waits between two questions."""
    screenplay = films.small_film(folder, writer="openai", voice="openai", camera="{use: runway, poll: 0}", size="160x90")
    text = screenplay.read_text(encoding="utf-8").partition("  - id: second")[0]
    screenplay.write_text(text.replace("length: 24f", "length: 96f"), encoding="utf-8")
    voice = folder / "voices" / "one.yaml"
    voice.write_text(voice.read_text(encoding="utf-8") + "  openai: {zh: {}, en: {}}\n", encoding="utf-8")
    return open_project(screenplay)


def _quick(**options: Any) -> BuildOptions:
    return BuildOptions(profile="draft", clean=True, jobs=1, **options)


@contextmanager
def _open_for_business(*faults: Fault) -> Iterator[Vendors]:
    """Run the vendors, and let the SDKs come there."""
    with Vendors(*faults, scale=Fraction(1, 20)) as vendors, pytest.MonkeyPatch.context() as patched:
        for name, value in vendors.environment().items():
            patched.setenv(name, value)
        yield vendors


@pytest.fixture
def keyless(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key and no address of a vendor, neither in the environment nor in a keyring."""
    for name in ("RUNWAYML_BASE_URL", "RUNWAYML_API_SECRET", "OPENAI_BASE_URL", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")


@dataclass(frozen=True)
class Recorded:
    """A recording of the whole film, the film's digest, and the keys it was made with."""

    folder: Path
    sha256: str
    keys: dict[str, str]


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    """The film, recorded while a vendor was busy once, an address had expired, and a download was cut."""
    place = tmp_path_factory.mktemp("recorded")
    faults = (
        Fault("rate limit", match="POST /v1/text_to_video", wait=0.01),
        Fault("expired", match="/film/"),
        Fault("cut short", match="/film/"),
    )
    with _open_for_business(*faults) as vendors:
        result = _hosted_film(place / "film").build(_quick(record=place / "recording"))
        assert not vendors.left()
    return Recorded(place / "recording", result.report["sha256"], vendors.keys)


@pytest.mark.usefixtures("keyless")
def test_a_recorded_film_is_built_again_offline_byte_for_byte(recorded: Recorded, tmp_path: Path) -> None:
    """By the command, in a new folder, with nothing connected to; nothing is paid, whatever the budget."""
    film = _hosted_film(tmp_path / "film")
    script = tmp_path / "unplugged.py"
    script.write_text(_UNPLUGGED, encoding="utf-8")
    given = ["--replay", str(recorded.folder), "--profile", "draft", "--clean", "--jobs", "1", "--budget", "0", "--json"]
    ran = subprocess.run(
        [sys.executable, str(script), "build", str(film.path), *given],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "CONNECTED" not in ran.stderr
    assert json.loads(ran.stdout.splitlines()[-1])["sha256"] == recorded.sha256
    orders = film.orders()
    assert {order.spent for order in orders} == {Fraction(0)}
    assert all(order.data["replayed"] for order in orders if order.state == "done")


def test_a_plan_to_play_back_costs_nothing(recorded: Recorded, tmp_path: Path, keyless: None) -> None:
    """Without it the same plan has a price."""
    film = _hosted_film(tmp_path / "again")
    priced, replayed = film.plan(_quick()), film.plan(_quick(replay=recorded.folder))
    assert [stage.price() != 0 for stage in priced[:3]] == [True] * 3
    assert [stage.price() for stage in replayed] == [0] * len(replayed)


def test_a_recording_holds_neither_key_nor_signature(recorded: Recorded) -> None:
    """Whatever was written, read byte by byte."""
    written = [path.read_bytes() for path in recorded.folder.rglob("*") if path.is_file()]
    assert len(written) > 10
    for secret in (*recorded.keys.values(), "_jwt=", "127.0.0.1", "authorization", "Bearer"):
        assert not [one for one in written if secret.encode().lower() in one.lower()]


@pytest.mark.usefixtures("keyless")
def test_an_edited_brief_is_told_with_the_nearest_request(recorded: Recorded, tmp_path: Path) -> None:
    """The words were never asked for: the exchange that comes nearest is named, with what differs."""
    film = _hosted_film(tmp_path / "film")
    text = film.path.read_text(encoding="utf-8")
    film.path.write_text(text.replace("brief: dust", "brief: salt on the road"), encoding="utf-8")
    with pytest.raises(WhiteCloudError) as raised:
        film.build(_quick(replay=recorded.folder, until="write"))
    assert raised.value.exit_status == 1
    (order,) = film.orders()
    assert order.reason.startswith("replayed: the recording")
    assert "00001-openai-responses.json, for words/yard_l2" in order.reason
    assert "salt on the road" in order.reason
    assert order.spent == 0


@pytest.mark.usefixtures("keyless")
def test_refusals_and_failures_are_played_back_as_what_they_were(tmp_path: Path) -> None:
    """A moderated shot and one that a failing server may have taken, in the same words; nobody was asked, to settle it with."""
    faults = (
        Fault("moderated", match="dunes at dawn"),
        Fault("error", match="open pit with a truck"),
        Fault("rate limit", match="/v1/audio/speech", wait=0.01),
    )
    with _open_for_business(*faults):
        recorded = _failures(_hosted_film(tmp_path / "film"), record=tmp_path / "recording")
    replayed = _failures(_hosted_film(tmp_path / "again"), replay=tmp_path / "recording")
    assert sorted(item for item, _ in recorded) == ["yard_01", "yard_02"]
    assert sum("white-cloud ledger settle" in message for _, message in recorded) == 1
    assert sorted(replayed) == sorted((item, message.partition(". Before it is placed again")[0]) for item, message in recorded)


def _failures(film: Project, **options: Any) -> list[tuple[str, str]]:
    """Build up to the shooting, and return what could not be made, and why."""
    told: list[Event] = []
    with pytest.raises(WhiteCloudError):
        film.build(_quick(until="shoot", **options), told.append)
    return [(event.item, event.message) for event in told if isinstance(event, ItemFailed)]
