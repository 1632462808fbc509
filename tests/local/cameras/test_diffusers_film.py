"""A small film shot by a tiny local model."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("diffusers")

from white_cloud.build.events import Event, ItemUnderWay, Warned  # noqa: E402
from white_cloud.errors import Interrupted  # noqa: E402
from white_cloud.project import BuildOptions, open_project  # noqa: E402
from white_cloud.testing.films import small_film  # noqa: E402

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


#: How long a thread waits for the build to stop before a test fails, in seconds; it waits a moment.
PATIENCE = 30


@pytest.fixture
def screenplay(tiny: Callable[[str], Path], tmp_path: Path, known_fakes: None) -> Path:
    """A film whose shots are made in eight steps."""
    options = f"model: {tiny('WanPipeline')}, dtype: float32, device: cpu, size: 32x32, steps: 8, max_frames: 200"
    return small_film(tmp_path / "film", camera=f"{{use: diffusers, {options}}}")


def test_a_build_that_is_stopped_ends_between_two_steps_and_leaves_no_model_in_memory(screenplay: Path) -> None:
    """As soon as the error is let go, which leads to where the model was at work."""
    loaded: list[bool] = []
    stopping = threading.Event()

    def tell(event: Event) -> None:
        if isinstance(event, ItemUnderWay) and event.stage == "shoot":
            loaded.append(bool(_weighty()))
            signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
            assert stopping.wait(PATIENCE)
        if isinstance(event, Warned) and event.message.startswith("stopping"):
            stopping.set()

    with pytest.raises(Interrupted):
        open_project(screenplay).build(BuildOptions(jobs=1, until="shoot"), tell)
    gc.collect()
    assert loaded == [True]
    assert _weighty() == []
    assert not open_project(screenplay).takes("yard_01")


def _weighty() -> list[type[Any]]:
    """Return the kinds of all models in memory that have weights."""
    modules = [one for one in gc.get_objects() if isinstance(one, torch.nn.Module)]
    return [type(one) for one in modules if list(one.parameters())]
