"""The camera `diffusers` on tiny pipelines: what it does with seeds, steps, memory, stills and chunks."""

from __future__ import annotations

import gc
import hashlib
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("diffusers")

from PIL import Image

from white_cloud.backends.cameras.diffusion import pipelines, shortage
from white_cloud.backends.cameras.diffusion.camera import Diffusers
from white_cloud.backends.cameras.diffusion.libraries import library
from white_cloud.backends.cameras.diffusion.options import DiffusersOptions
from white_cloud.errors import BackendError, Interrupted, MediaError, Refusal
from white_cloud.media.planes import to_rgb
from white_cloud.media.probe import probe
from white_cloud.media.reader import PictureReader

pytestmark = [pytest.mark.local, pytest.mark.filterwarnings("ignore")]


def digest(footage: Any) -> str:
    return hashlib.sha256(footage.path.read_bytes()).hexdigest()


def frame(path: Path, number: int) -> Any:
    with PictureReader(path) as reader:
        return to_rgb(reader.frame(number)).astype(int)


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A still: dark on the left, light on the right."""
    picture = np.zeros((26, 48, 3), np.uint8)
    picture[:, 24:] = 230
    Image.fromarray(picture).save(tmp_path / "still.png")
    return tmp_path / "still.png"


def test_the_seed_decides_the_noise(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """The same one gives the same bytes, another gives others; also beyond 63 bits."""
    first = digest(shoot(asked("WanPipeline")))
    assert digest(shoot(asked("WanPipeline"))) == first
    assert digest(shoot(asked("WanPipeline", seed=8))) != first
    assert digest(shoot(asked("WanPipeline", seed=7 + 2**63))) == first


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("steps", 3),
        ("guidance", 1.0),
        ("negative", "snow"),
        ("size", "48x32"),
        ("fps", 8),
        ("tiling", True),
        ("dtype", "bfloat16"),
    ],
)
def test_what_is_in_the_key_reaches_the_model(
    asked: Callable[..., Any], shoot: Callable[..., Any], option: str, value: Any
) -> None:
    """Each of these options is heard: it changes the picture, or at least (tiles larger than a tiny picture) does no harm."""
    plain, changed = asked("WanPipeline"), asked("WanPipeline", {option: value})
    assert option in Diffusers.keyed(changed.options)
    same = digest(shoot(plain)) == digest(shoot(changed))
    assert same == (option == "tiling")


def test_steps_are_heard_and_progress_rises_to_the_whole(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """One part after each step, the rest while the take is written."""
    heard: list[float] = []
    shoot(asked("WanPipeline", {"steps": 4}), heard.append)
    assert heard == sorted(heard)
    assert heard[:4] == pytest.approx([0.2375, 0.475, 0.7125, 0.95])
    assert heard[-1] == 1


@pytest.mark.parametrize("family", ["WanPipeline", "TextToVideoSDPipeline"])
def test_work_ends_between_two_steps(family: str, asked: Callable[..., Any], shoot: Callable[..., Any], tmp_path: Path) -> None:
    """When the build is interrupted; the model is still good for the next shot."""
    heard: list[float] = []

    def stop(part: float) -> None:
        heard.append(part)
        raise Interrupted("stopped")

    whole = digest(shoot(asked(family, {"steps": 5})))
    with pytest.raises(Interrupted):
        shoot(asked(family, {"steps": 5}), stop)
    assert len(heard) == 1
    assert not list(tmp_path.glob("take2/*"))
    assert digest(shoot(asked(family, {"steps": 5}))) == whole


def test_a_model_is_loaded_once_for_two_shots(
    asked: Callable[..., Any], shoot: Callable[..., Any], tmp_path: Path, tiny: Any
) -> None:
    """Its folder may even be gone by the second; after `close` it is read again."""
    folder = tmp_path / "moved"
    shutil.copytree(tiny("WanPipeline"), folder)
    first = digest(shoot(asked("WanPipeline", {"model": str(folder)})))
    shutil.rmtree(folder / "transformer")
    assert digest(shoot(asked("WanPipeline", {"model": str(folder)}))) == first
    Diffusers.close()
    with pytest.raises(BackendError, match="cannot load"):
        shoot(asked("WanPipeline", {"model": str(folder)}))


def test_models_that_are_not_needed_any_more_are_given_back(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """Another model's shot, or `close`, leaves nothing of the one before in memory."""
    torch = library("torch")
    shoot(asked("WanPipeline"))
    wan = set(pipelines._held)
    shoot(asked("StableDiffusionPipeline"))
    assert len(pipelines._held) == 1
    assert set(pipelines._held) != wan
    Diffusers.close()
    assert not pipelines._held
    modules = [one for one in gc.get_objects() if isinstance(one, torch.nn.Module)]
    assert [type(one) for one in modules if list(one.parameters())] == []


def test_running_out_of_memory_is_advice(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """Truly out of it: terabytes are asked for. What was done already is not advised again, and the next shot goes on."""
    huge = {"size": "8192x8192", "max_frames": 2_000_000, "fps": 24}
    with pytest.raises(BackendError, match="out of memory") as told:
        shoot(asked("WanPipeline", huge, frames=1_000_000))
    said = str(told.value)
    places = [said.index(word) for word in ("`tiling: true`", "a smaller `size`", "fewer frames", "`dtype: float16`")]
    assert places == sorted(places)
    assert "offload" not in said
    assert probe(shoot(asked("WanPipeline")).path).frames == 5


@pytest.mark.parametrize(
    "error",
    [
        lambda: library("torch").OutOfMemoryError("CUDA out of memory. Tried to allocate 20.00 GiB"),
        lambda: RuntimeError("MPS backend out of memory (MPS allocated: 17.9 GB)"),
        MemoryError,
    ],
)
def test_every_machine_s_word_for_it_is_understood(error: Callable[[], Exception]) -> None:
    """NVIDIA's, Apple's, the processor's; offload comes first where there is a GPU."""
    with (
        pytest.raises(BackendError, match="In this order: `offload: model`; `tiling: true`"),
        shortage.advised(DiffusersOptions(), (832, 480), 81),
    ):
        raise error()


def test_other_errors_are_not_taken_for_it() -> None:
    """What else a model fails over is told in its own words, without advice."""
    with (
        pytest.raises(BackendError, match="failed at its work: shapes cannot be multiplied"),
        shortage.advised(DiffusersOptions(), (832, 480), 81),
    ):
        raise RuntimeError("shapes cannot be multiplied")


@pytest.mark.parametrize(
    "model", ["WanImageToVideoPipeline", "WanPipeline for both", "LTXPipeline", "CogVideoXImageToVideoPipeline"]
)
def test_a_shot_starts_from_a_still(
    model: str, asked: Callable[..., Any], shoot: Callable[..., Any], still: Path, tmp_path: Path
) -> None:
    """The model sees it: another still gives another picture. LTX and Wan's TI2V do it with the weights that do text."""
    first = shoot(asked(model, image=still))
    assert "ImageToVideo" in first.record["pipeline"]
    Image.open(still).transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(tmp_path / "other.png")
    assert digest(shoot(asked(model, image=tmp_path / "other.png"))) != digest(first)


def test_a_still_that_is_no_picture_is_named(asked: Callable[..., Any], shoot: Callable[..., Any], tmp_path: Path) -> None:
    """With what was expected."""
    (tmp_path / "note.png").write_text("not a picture")
    with pytest.raises(MediaError, match=r"note\.png.*PNG or JPEG"):
        shoot(asked("WanImageToVideoPipeline", image=tmp_path / "note.png"))


def test_a_model_for_pictures_refuses_words_alone_and_the_other_way_round(
    asked: Callable[..., Any], shoot: Callable[..., Any], still: Path
) -> None:
    """And says which option is to be given."""
    with pytest.raises(Refusal, match="image_model"):
        shoot(asked("WanImageToVideoPipeline"))
    with pytest.raises(Refusal, match="image_model"):
        shoot(asked("WanPipeline", image=still))


def test_a_picture_model_gives_the_first_picture_to_a_film_model(
    asked: Callable[..., Any], shoot: Callable[..., Any], tiny: Any
) -> None:
    """Text to image, then image to video; its progress still rises to the whole."""
    heard: list[float] = []
    both = {"image_model": str(tiny("WanImageToVideoPipeline"))}
    footage = shoot(asked("StableDiffusionPipeline", both), heard.append)
    assert footage.record["pipeline"] == "WanImageToVideoPipeline"
    assert len(pipelines._held) == 2
    assert heard == sorted(heard)
    other = shoot(asked("StableDiffusionPipeline", {**both, "negative": "rain"}, prompt="another"))
    assert digest(other) != digest(footage)


def test_a_still_floats(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """One picture, and a move over it: no two frames are the same."""
    footage = shoot(asked("StableDiffusionPipeline", {"steps": 1}, move="push in", frames=12))
    assert footage.record["steps"] == 1
    assert np.abs(frame(footage.path, 0) - frame(footage.path, 11)).mean() > 2


def test_amnesia_makes_a_shot_in_chunks_that_see_only_the_last_frame(
    asked: Callable[..., Any], shoot: Callable[..., Any], tiny: Any, tmp_path: Path
) -> None:
    """Each chunk has a seed of its own and fewer steps, and between the ends its text embeddings stand between the prompts'."""
    both = {"image_model": str(tiny("WanImageToVideoPipeline")), "steps": 4, "fps": 24}
    whole = asked("WanPipeline", both, frames=60, becomes="a white cloud", amnesia=Fraction(1))
    lengths = Diffusers.chunks(whole)
    assert len(lengths) == 3
    assert sum(lengths) == 60
    records, image, done = [], None, 0
    for length in lengths:
        turning = (Fraction(done, 60), Fraction(done + length, 60))
        chunk = replace(whole, frames=length + (image is not None), image=image, turning=turning)
        footage = shoot(chunk)
        assert probe(footage.path).frames == chunk.frames
        records.append(footage.record)
        image = tmp_path / f"last{done}.png"
        Image.fromarray(frame(footage.path, chunk.frames - 1).astype(np.uint8)).save(image)
        done += length
    assert [record["steps"] for record in records] == [2, 2, 2]
    assert len({record["seed"] for record in records}) == 3
    assert [record["pipeline"] for record in records] == ["WanPipeline", *["WanImageToVideoPipeline"] * 2]
    assert records[0]["words"].startswith("一家从不关门的店")
    assert "of the way from" in records[1]["words"]
    assert records[2]["words"].startswith("a white cloud")


@pytest.mark.parametrize(
    "family", ["WanPipeline", "LTXPipeline", "CogVideoXPipeline", "HunyuanVideoPipeline", "AnimateDiffPipeline"]
)
def test_embeddings_at_the_ends_are_those_of_the_prompts(
    family: str, asked: Callable[..., Any], shoot: Callable[..., Any]
) -> None:
    """A mix that stands almost at an end gives almost the picture of that prompt alone, and in the middle another."""
    from white_cloud.backends.cameras.diffusion import exposure
    from white_cloud.backends.cameras.diffusion.shot import Shot

    request = asked(family)
    shot = Shot(request, DiffusersOptions.model_validate(dict(request.options)))
    [(model, key)] = shot._models()
    loaded = pipelines.load(model, key, shot.options)
    plain = shot._asked(loaded, Fraction(8), (32, 32), 9)

    def picture(**changes: Any) -> Any:
        return exposure.expose(loaded, replace(plain, **changes), lambda _: None).pictures

    pair = ("a mine at night", "a white cloud")
    ends = [picture(words=words) for words in pair]
    mixed = [picture(between=pair, at=Fraction(at)) for at in ("0", "1/2", "1")]
    assert np.allclose(mixed[0], ends[0], atol=1e-3)
    assert np.allclose(mixed[2], ends[1], atol=1e-3)
    assert not np.array_equal(mixed[1], mixed[0])


def test_a_model_that_is_here_is_found_in_the_cache_of_the_hub(
    asked: Callable[..., Any], shoot: Callable[..., Any], tiny: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its name and revision, without a network."""
    stored = tmp_path / "hub" / "models--tiny--wan"
    (stored / "refs").mkdir(parents=True)
    (stored / "refs" / "main").write_text("0" * 40)
    shutil.copytree(tiny("WanPipeline"), stored / "snapshots" / ("0" * 40))
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    footage = shoot(asked("WanPipeline", {"model": "tiny/wan"}))
    assert footage.record["model"] == "tiny/wan"
    assert footage.record["files"] == "0" * 40


def test_a_device_that_is_not_here_is_refused(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """With those that are; nothing is moved elsewhere in silence."""
    torch = library("torch")
    lacking = "mps" if torch.cuda.is_available() else "cuda"
    with pytest.raises(BackendError, match=f"no device '{lacking}'.*`device: auto`"):
        shoot(asked("WanPipeline", {"device": lacking}))
    with pytest.raises(BackendError, match="offload: model"):
        shoot(asked("WanPipeline", {"offload": "model"}))


def test_offloaded_parts_make_the_same_take(asked: Callable[..., Any], shoot: Callable[..., Any]) -> None:
    """On a GPU: offload decides where the sums are done, not what they give."""
    if not library("torch").cuda.is_available():
        pytest.skip("no GPU here")
    takes = [shoot(asked("WanPipeline", {"device": "cuda", "offload": how})) for how in ("none", "model", "sequential")]
    assert len({digest(take) for take in takes}) == 1


def test_the_end_of_a_prompt_that_the_model_does_not_read_is_told(
    asked: Callable[..., Any], shoot: Callable[..., Any], capfd: pytest.CaptureFixture[str]
) -> None:
    """Once, with what was cut off, in the record of the take; the library prints nothing."""
    library("diffusers")
    (told,) = shoot(asked("LTXPipeline", prompt="dust " * 30)).record["remarks"]
    assert re.fullmatch(r"the model reads 128 tokens of a prompt, and not its end \(.*light.*\): say less", told)
    assert "truncated" not in "".join(capfd.readouterr())
    assert "remarks" not in shoot(asked("LTXPipeline", prompt="dust")).record
