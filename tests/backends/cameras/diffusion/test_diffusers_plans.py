"""What the camera `diffusers` knows before a model is loaded. These tests need no torch."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.diffusion import libraries, models, picture
from white_cloud.backends.cameras.diffusion.camera import Diffusers
from white_cloud.backends.cameras.diffusion.exposure import fewer
from white_cloud.backends.cameras.diffusion.families import FAMILIES, family, film_frames, model_frames, shown
from white_cloud.backends.cameras.diffusion.floating import floated
from white_cloud.errors import BackendError, BackendUnavailable, Refusal, UserError


@pytest.fixture
def model(tmp_path: Path) -> Callable[..., str]:
    """Return the folder of a model that says it is a pipeline of a class, without weights."""

    def model_(pipeline: Any, **more: Any) -> str:
        folder = tmp_path / f"{pipeline}"
        folder.mkdir()
        (folder / "model_index.json").write_text(json.dumps({"_class_name": pipeline, **more}))
        return str(folder)

    return model_


def asked(options: dict[str, Any], **changes: Any) -> ShotRequest:
    plain = {
        "prompt": "dunes",
        "frames": 48,
        "rate": Fraction(24),
        "size": (1280, 720),
        "move": "static",
        "register": "testimony",
        "seed": 5,
    }
    return ShotRequest(**{**plain, **changes, "options": Diffusers.read_options(options)})


def test_a_plan_imports_no_model_library(tmp_path: Path, model: Callable[..., str]) -> None:
    """Options, keys, kin and chunks are read from small files."""
    script = f"""
import sys
from fractions import Fraction
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.diffusion.camera import Diffusers
options = Diffusers.read_options({{"model": {model("WanPipeline")!r}}})
request = ShotRequest("dunes", 48, Fraction(24), (64, 36), "static", "advert", 5, options)
assert Diffusers.chunks(request) == (48,)
Diffusers.keyed(options), Diffusers.kin(request), Diffusers.identity()
print([name for name in ("torch", "diffusers", "transformers", "numpy", "cv2", "av", "PIL") if name in sys.modules])
"""
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "wrong",
    [
        {"model": ""}, {"model": "models"}, {"model": "./models/wan"}, {"image_model": "../wan"}, {"steps": 0},
        {"guidance": -1.0}, {"size": "832"}, {"size": "0x480"}, {"dtype": "int8"}, {"offload": "disk"}, {"device": "tpu"},
        {"fps": 0}, {"max_frames": 1}, {"amnesia": 1.5}, {"tiling": "yes"}, {"trust_remote_code": True},
    ],
)  # fmt: skip
def test_options_that_cannot_be_are_refused(wrong: dict[str, Any]) -> None:
    """Before anything is loaded; there is no option that runs a model's own code."""
    with pytest.raises(ValidationError, match=next(iter(wrong))):
        Diffusers.read_options(wrong)


def test_where_it_works_is_in_no_key() -> None:
    """What changes the picture is. Amnesia is there as the request's own."""
    keyed = Diffusers.keyed(Diffusers.read_options({}))
    assert not {"device", "offload", "local_files_only", "amnesia"} & set(keyed)
    assert {"model", "revision", "dtype", "tiling", "steps", "guidance", "size", "fps"} <= set(keyed)


def test_a_model_in_a_folder_is_known_by_what_it_is(model: Callable[..., str], tmp_path: Path) -> None:
    """A moved folder keeps its takes; weights of the same size that were taught anew do not."""
    folder = Path(model("WanPipeline"))
    (folder / "weights.safetensors").write_bytes(b"1")
    os.utime(folder / "weights.safetensors", (1, 1))  # a file system's clock may be slower than this test
    key = Diffusers.keyed(Diffusers.read_options({"model": str(folder)}))
    (tmp_path / "there").mkdir()
    moved = folder.rename(tmp_path / "there" / folder.name)
    assert Diffusers.keyed(Diffusers.read_options({"model": str(moved)})) == key
    assert str(tmp_path) not in str(key)
    (moved / "weights.safetensors").write_bytes(b"2")
    assert Diffusers.keyed(Diffusers.read_options({"model": str(moved)})) != key


def test_a_folder_is_one_that_is_written_from_the_root(
    model: Callable[..., str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What lies in the folder that a person works in changes no key, and is not looked at."""
    mine = tmp_path / "Wan-AI" / "Wan"
    mine.parent.mkdir()
    Path(model("WanPipeline")).rename(mine)
    options = Diffusers.read_options({"model": "Wan-AI/Wan"})
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.setenv("HOME", str(tmp_path))
    elsewhere = Diffusers.keyed(options)
    monkeypatch.chdir(tmp_path)
    assert Diffusers.keyed(options) == elsewhere
    assert models.find("Wan-AI/Wan") is None
    found = models.find("~/Wan-AI/Wan")
    assert found
    assert found.folder == mine
    with pytest.raises(UserError, match="there is no model folder ~/Wan-AI/Wam"):
        Diffusers.keyed(Diffusers.read_options({"model": "~/Wan-AI/Wam"}))


@pytest.mark.parametrize(
    ("pipelines", "still", "said"),
    [
        (["WanPipeline"], "gate.png", r"\(WanPipeline\) starts from words, not from the still gate\.png; .*`image_model`"),
        (["WanPipeline", "LTX2Pipeline"], "gate.png", ""),
        (["WanPipeline", "CogVideoXPipeline"], "", r"the image_model .*\(CogVideoXPipeline\) takes no picture"),
        (["WanImageToVideoPipeline"], "", "starts from a picture, and the shot has none"),
        (["WanImageToVideoPipeline"], "gate.png", ""),
        (["WanPipeline"], "", ""),
    ],
)
def test_a_start_that_a_model_does_not_take_is_refused_before_it_is_loaded(
    model: Callable[..., str], pipelines: list[str], still: str, said: str
) -> None:
    """From a still or from words; the still is told without the folder that it lies in."""
    named = dict(zip(("model", "image_model"), map(model, pipelines), strict=False))
    request = asked(named, image=Path("/films/one/stills") / still if still else None)
    with pytest.raises(Refusal, match=said) if said else nullcontext():
        Diffusers.refuse(request)
    with pytest.raises(Refusal, match="no move 'somersault'"):
        Diffusers.refuse(replace(request, move="somersault"))


def test_of_a_model_that_is_not_here_yet_no_start_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing is known of it."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    Diffusers.refuse(asked({"model": "tiny/wan"}, image=tmp_path / "gate.png"))


@pytest.mark.skipif(not [name for name in libraries.NEEDED if not find_spec(name)], reason="all are installed here")
def test_a_missing_library_is_named_with_the_command_that_installs_it(tmp_path: Path, model: Callable[..., str]) -> None:
    """By `check`, and by a take."""
    for ask in (Diffusers.check, lambda: Diffusers().make(asked({"model": model("WanPipeline")}), tmp_path)):
        with pytest.raises(
            BackendUnavailable,
            match=r"the camera 'diffusers' needs .*, which (is|are) not installed; run: pip install .white-cloud\[local\].",
        ):
            ask()


def test_a_missing_model_says_where_it_was_looked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And how to get it."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    assert models.find("Wan-AI/Wan", "v2") is None
    said = str(models.missing("Wan-AI/Wan", "v2"))
    assert str(tmp_path / "models--Wan-AI--Wan" / "snapshots" / "v2") in said
    assert "`hf download Wan-AI/Wan --revision v2`" in said
    assert "local_files_only: false" in said
    with pytest.raises(UserError, match="there is no model folder /nowhere"):
        models.find("/nowhere")


def test_the_cache_is_where_the_hub_s_own_library_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """By the same variables, in the same order."""
    for name in ("HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    found = [models.cache()]
    for name in ("XDG_CACHE_HOME", "HF_HOME", "HF_HUB_CACHE"):
        monkeypatch.setenv(name, str(tmp_path / name))
        found.append(models.cache())
    assert [path.relative_to(tmp_path).as_posix() for path in found] == [
        ".cache/huggingface/hub", "XDG_CACHE_HOME/huggingface/hub", "HF_HOME/hub", "HF_HUB_CACHE",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("index", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "does not name a pipeline"),
        ('{"_class_name": ["own_code", "Pipe"]}', "program code of its own"),
    ],
)
def test_a_folder_that_is_no_pipeline_is_told_of(tmp_path: Path, index: str, said: str) -> None:
    """Also one that would run its own code."""
    with pytest.raises(BackendError, match="has no model_index"):
        models.find(str(tmp_path))
    (tmp_path / "model_index.json").write_text(index)
    with pytest.raises(BackendError, match=said):
        models.find(str(tmp_path))


def test_pickled_weights_are_refused(model: Callable[..., str]) -> None:
    """A pickle can run programs; the same part as safetensors beside it is read instead."""
    folder = Path(model("WanPipeline"))
    (folder / "vae").mkdir()
    (folder / "vae" / "diffusion_pytorch_model.bin").write_bytes(b"")
    found = models.find(str(folder))
    assert found
    with pytest.raises(BackendError, match=r"vae/diffusion_pytorch_model\.bin is a pickle.*safetensors"):
        models.refuse_pickled(found)
    (folder / "vae" / "diffusion_pytorch_model.safetensors").write_bytes(b"")
    models.refuse_pickled(found)


@pytest.mark.parametrize(
    ("pipeline", "needed", "frames"),
    [
        ("WanPipeline", 1, 1), ("WanPipeline", 5, 5), ("WanPipeline", 6, 9), ("WanPipeline", 81, 81),
        ("LTXPipeline", 2, 9), ("LTXImageToVideoPipeline", 18, 25), ("CogVideoXPipeline", 48, 49),
        ("HunyuanVideoPipeline", 128, 129), ("AnimateDiffPipeline", 15, 15), ("MochiPipeline", 80, 85),
        ("SomethingNewPipeline", 10, 17),
    ],
)  # fmt: skip
def test_frames_are_rounded_up_to_what_a_family_makes(pipeline: str, needed: int, frames: int) -> None:
    """4 k + 1 for most, 8 k + 1 for LTX and the unknown."""
    assert family(pipeline).frames(needed) == frames


@pytest.mark.parametrize(
    ("pipeline", "film", "size"),
    [
        ("WanPipeline", (1280, 720), (848, 480)), ("WanPipeline", (720, 1280), (480, 848)),
        ("LTXPipeline", (1280, 720), (800, 448)), ("CogVideoXPipeline", (1280, 720), (720, 480)),
        ("StableDiffusionXLPipeline", (1000, 1000), (1024, 1024)), ("SomethingNewPipeline", (1280, 720), None),
    ],
)  # fmt: skip
def test_a_size_has_the_film_s_shape_where_the_model_can(
    pipeline: str, film: tuple[int, int], size: tuple[int, int] | None
) -> None:
    """With as many pixels as it was taught on, rounded up to its multiples."""
    assert family(pipeline).size_for(film) == size


def test_sizes_that_a_person_asks_are_rounded_up() -> None:
    """To multiples of 16, 32 or 8."""
    sizes = {name: family(f"{name}Pipeline").rounded((833, 470)) for name in ("Wan", "LTX", "AnimateDiff")}
    assert sizes == {"Wan": (848, 480), "LTX": (864, 480), "AnimateDiff": (840, 472)}


def test_the_longest_name_that_fits_is_the_family() -> None:
    """HunyuanVideo 1.5 is not HunyuanVideo; Wan's model for both is known by what it says of itself."""
    assert family("HunyuanVideo15Pipeline").longest == 121
    assert family("HunyuanVideoPipeline").longest == 129
    assert family("WanPipeline", either=True).sibling == "WanImageToVideoPipeline"
    assert len({one.begins for one in FAMILIES}) == len(FAMILIES)


@given(st.integers(1, 500), st.sampled_from([Fraction(24), Fraction(25), Fraction(30000, 1001)]), st.integers(1, 60))
def test_the_model_s_frames_hold_the_film_s(frames: int, rate: Fraction, fps: int) -> None:
    """At every rate each frame of the film has one of the model's, in order, and the longest take is the longest that has."""
    needed = model_frames(frames, rate, Fraction(fps))
    places = [shown(frame, rate, Fraction(fps)) for frame in range(frames)]
    assert places == sorted(places)
    assert places[-1] == needed - 1
    longest = film_frames(needed, rate, Fraction(fps))
    assert model_frames(longest, rate, Fraction(fps)) == needed
    assert model_frames(longest + 1, rate, Fraction(fps)) == needed + 1 or fps > rate


@pytest.mark.parametrize(("steps", "amnesia", "left"), [(50, 0, 50), (50, 1, 25), (4, "1/2", 3), (1, 1, 1), (3, 1, 1)])
def test_amnesia_takes_steps_away(steps: int, amnesia: Any, left: int) -> None:
    """Down to half of them, and never the last."""
    assert fewer(steps, Fraction(amnesia)) == left


def test_a_long_shot_is_made_in_chunks_where_a_model_goes_on_from_a_picture(model: Callable[..., str]) -> None:
    """81 frames at 16 are 122 of the film's; without such a model it is refused, with what to do."""
    words, pictures = model("WanPipeline"), model("WanImageToVideoPipeline")
    both = {"model": words, "image_model": pictures}
    assert Diffusers.chunks(asked(both, frames=122)) == (122,)
    assert Diffusers.chunks(asked(both, frames=123)) == (62, 61)
    assert Diffusers.chunks(asked({**both, "fps": 24}, frames=122)) == (62, 60)
    assert len(Diffusers.chunks(asked(both, frames=120, amnesia=Fraction(1)))) == 6
    with pytest.raises(Refusal, match=r"longer than the 122 frames.*image_model.*max_frames"):
        Diffusers.chunks(asked({"model": words}, frames=123))
    with pytest.raises(Refusal, match=r"amnesia.*image_model.*amnesia: 0"):
        Diffusers.chunks(asked({"model": words}, amnesia=Fraction(1, 2)))
    assert Diffusers.chunks(asked({"model": words, "max_frames": 161}, frames=123)) == (123,)


@pytest.mark.parametrize(
    ("pipeline", "more"), [("LTXPipeline", {}), ("WanPipeline", {"expand_timesteps": True}), ("LTXImageToVideoPipeline", {})]
)
def test_a_model_that_does_both_needs_no_second(model: Callable[..., str], pipeline: str, more: dict[str, Any]) -> None:
    """The same weights go on from a picture."""
    assert len(Diffusers.chunks(asked({"model": model(pipeline, **more)}, amnesia=Fraction(1)))) == 3


def test_a_still_that_floats_is_as_long_as_the_shot(model: Callable[..., str]) -> None:
    """There is no limit to looking at a picture."""
    assert Diffusers.chunks(asked({"model": model("StableDiffusionPipeline")}, frames=2400)) == (2400,)


def test_the_film_sees_the_middle_and_a_frame_goes_back_to_just_there() -> None:
    """So that the picture does not creep from chunk to chunk."""
    film, size = (64, 36), (48, 48)
    rng = np.random.default_rng(1)
    frame = np.repeat(np.repeat(rng.integers(0, 255, (9, 16, 3), np.uint8), 4, 0), 4, 1)
    back = picture.to_model(frame, film, size)
    assert back.shape == (48, 48, 3)
    again = picture.to_film(back, film)
    assert np.abs(again.astype(int) - frame).mean() < 12
    assert picture.seen(size, film) == (0, 10, 48, 27)
    assert picture.to_film(picture.to_model(again, film, size), film).shape == (36, 64, 3)


def test_a_move_over_a_still_goes_where_it_says() -> None:
    """To the left, the left is seen last; closer, less is seen."""
    ramp = np.repeat(np.linspace(0, 255, 160).astype(np.uint8)[None, :, None], 90, 0).repeat(3, 2)
    means = {move: [frame.mean() for frame in floated(ramp, (64, 36), 9, move, 3)] for move in ("pan left", "pan right")}
    assert means["pan left"] == sorted(means["pan left"], reverse=True)
    assert means["pan right"] == sorted(means["pan right"])
    frames = list(floated(ramp, (64, 36), 9, "push in", 3))
    assert int(frames[0].max()) - int(frames[0].min()) > int(frames[-1].max()) - int(frames[-1].min())
