"""Names to backends, and what importing the studio does not import."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from white_cloud.backends import registry
from white_cloud.backends.base import BackendBase
from white_cloud.backends.catalogue import catalogue
from white_cloud.errors import BackendUnavailable, UserError


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A door behind which an installed package of a third party put two backends: one whole, one that lacks a module."""
    info = tmp_path / "third_party-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: third-party\nVersion: 1.0\n", encoding="utf-8")
    entries = "[white_cloud.cameras]\nlantern = third_party:Lantern\nlost = no_such_module_at_all:Thing\n"
    (info / "entry_points.txt").write_text(entries, encoding="utf-8")
    (tmp_path / "third_party.py").write_text(_LANTERN, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(registry, "_added", {})
    registry._entries.cache_clear()
    yield "camera"
    registry._entries.cache_clear()
    sys.modules.pop("third_party", None)


_LANTERN = """
from white_cloud.backends.cameras.base import CameraBase
class Lantern(CameraBase):
    name = "lantern"
"""
BUILT_IN = [(door, entry.name) for door, group in registry.DOORS.items() for entry in entry_points(group=group)]


@pytest.mark.parametrize(("door", "name"), BUILT_IN)
def test_every_entry_point_loads_and_says_its_name(door: str, name: str) -> None:
    """What pyproject.toml promises is there."""
    found = registry.backend(door, name)
    assert issubclass(found, BackendBase)
    assert found.name == name
    assert found.identity() == {"backend": name, "revision": found.revision}
    assert name in registry.names(door)


def test_every_door_has_its_embedded_default() -> None:
    """A film is made without a key, a network or weights."""
    assert {("writer", "phrasebook"), ("voice", "espeak"), ("camera", "animatic"), ("listener", "timing")} <= set(BUILT_IN)


def test_an_unknown_name_names_the_nearest() -> None:
    """And the door."""
    with pytest.raises(UserError, match=r"there is no camera called 'animatik' \(did you mean 'animatic'\?\)"):
        registry.backend("camera", "animatik")


def test_a_third_party_comes_in_by_the_same_door(door: str) -> None:
    """Under the name of its entry point."""
    assert registry.backend(door, "lantern").name == "lantern"
    assert {"animatic", "lantern", "lost"} <= set(registry.names(door))


def test_a_backend_that_lacks_a_module_says_which(door: str) -> None:
    """Nothing else is used in its stead."""
    with pytest.raises(
        BackendUnavailable, match="camera 'lost' needs the module 'no_such_module_at_all', which is not installed"
    ):
        registry.backend(door, "lost")


def test_a_backend_added_by_hand_is_known_behind_its_door_only(door: str) -> None:
    """As a notebook adds one."""

    class Mine(BackendBase):
        name = "mine"

    registry.add(door, Mine)
    assert registry.backend(door, "mine") is Mine
    assert {"animatic", "lantern", "mine"} <= set(registry.names(door))
    with pytest.raises(UserError):
        registry.backend("voice", "mine")


def test_the_catalogue_lists_every_door_and_reads_options(known_fakes: None) -> None:
    """Options are read by the backend itself, which is imported only then."""
    found = catalogue(("wind",))
    assert set(found.backends) == set(registry.DOORS)
    assert {"animatic", "fake", "fake-queued"} <= set(found.backends["camera"])
    assert len(found.backends["camera"]) == len(registry.names("camera"))
    assert found.backends["camera"]["fake"]({}) == {}
    assert found.beds == ("wind",)
    with pytest.raises(KeyError):
        found.backends["camera"]["fale"]


def test_the_catalogue_knows_who_speaks_what(known_fakes: None) -> None:
    """A voice is asked, and its complaint is a sentence."""
    found = catalogue(())
    assert found.speaks("fake", {}, "zh") is None
    said = found.speaks("fake", {}, "tlh")
    assert said is not None
    assert "'fake' does not speak 'tlh'" in said


HEAVY = ("torch", "ray", "moviepy", "cv2", "av", "matplotlib", "PIL", "fontTools", "pydub", "scipy")
_TRACE = """
import sys, importlib, traceback
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in sys.argv[2:]:
            files = [frame.filename for frame in traceback.extract_stack()]
            print(name, "by", [file for file in files if "white_cloud" in file][-1:])
sys.meta_path.insert(0, Watch())
importlib.import_module(sys.argv[1])
"""


@pytest.mark.parametrize("module", ["white_cloud.project", "white_cloud.cli.main"])
def test_planning_imports_nothing_heavy(module: str) -> None:
    """Torch, ray, codecs and drawing are loaded when they are used; what is loaded too soon is told with who asked for it."""
    ran = subprocess.run([sys.executable, "-c", _TRACE, module, *HEAVY], capture_output=True, text=True, check=True)
    assert ran.stdout == ""


def test_the_options_of_a_base_backend_are_strict() -> None:
    """An option that no backend knows is refused."""
    from pydantic import ValidationError

    options: dict[str, Any] = {"speed": 2}
    with pytest.raises(ValidationError, match="speed"):
        BackendBase.read_options(options)
