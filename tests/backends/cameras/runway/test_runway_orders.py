"""What is ordered for a shot, and what is refused before anything is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.backends.cameras.runway import models, order, stills
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.backends.cameras.runway.order import order_of
from white_cloud.backends.catalogue import PRICES
from white_cloud.documents.load import load_prices
from white_cloud.errors import Refusal
from white_cloud.testing.vendors import Vendors

Asked = Callable[..., ShotRequest]
FILM = Fraction(24)


@pytest.fixture
def still(tmp_path: Path) -> Path:
    """A picture of 1104 x 832."""
    path = tmp_path / "still.png"
    Image.new("RGB", (1104, 832), (90, 80, 70)).save(path)
    return path


def test_the_filmmaker_s_words_come_first_then_the_move_and_the_tone(asked: Asked) -> None:
    """All in one prompt, since a model hears nothing else."""
    prompt = order_of(asked(move="push in", register="advert", becomes="a mirror lake")).prompt
    assert prompt.startswith("dunes at dawn, which slowly turns into a mirror lake")
    assert "pushes in" in prompt
    assert prompt.index("pushes in") < prompt.index("commercial")


def test_an_order_names_all_that_its_model_heeds_and_nothing_else(asked: Asked) -> None:
    """Sound is refused where the model would add it; a seed is cut to what the API takes."""
    plain = order_of(asked(seed=2**40 + 7))
    assert plain.body() == {
        "model": "gen4.5", "duration": 2, "prompt_text": plain.prompt, "ratio": "1280:720", "seed": 7
    }  # fmt: skip
    veo = order_of(asked({"model": "veo3.1_fast", "negative": "people"}, frames=97)).body()
    assert (veo["duration"], veo["audio"], veo["negative_prompt"]) == (6, False, "people")
    assert "seed" not in order_of(asked({"model": "kling3.0_pro"})).named
    assert order_of(asked({"model": "h3_max"})).named["prompt_expansion_mode"] == "disabled"


def test_an_order_from_a_still_names_it_as_the_first_frame(asked: Asked, still: Path) -> None:
    """And is fitted to the film, unless it goes on from a take: then it keeps the take's shape."""
    own = order_of(asked(image=still))
    assert (own.way, own.named["ratio"]) == ("image", "1280:720")
    assert own.body("runway://1")["prompt_image"] == [{"position": "first", "uri": "runway://1"}]
    goes_on = asked({"ratio": "1280:720"}, image=still, turning=(Fraction(1, 2), Fraction(1)))
    assert order_of(asked(image=still, turning=(Fraction(1, 2), Fraction(1)))).named["ratio"] == "1104:832"
    assert order_of(goes_on).named["ratio"] == "1280:720"


@pytest.mark.parametrize(
    ("options", "changes", "told"),
    [
        ({}, {"prompt": "x" * 990}, "1000 at most"),
        ({}, {"prompt": "\N{DESERT}" * 490}, "1000 at most"),
        ({"model": "gen4_turbo"}, {}, r"such as gen4\.5"),
        ({"ratio": "1104:832"}, {}, "the nearest is 1280:720"),
        ({}, {"frames": 241}, "the longest gen4.5 sells is 10 s"),
        ({}, {"prompt": " "}, "needs a prompt"),
    ],
)
def test_what_is_not_sold_is_refused_before_anything_is_sent(
    asked: Asked, vendors: Vendors, options: dict[str, Any], changes: dict[str, Any], told: str
) -> None:
    """With the limit, and what is sold instead."""
    with pytest.raises(Refusal, match=told):
        RunwayCamera().submit(asked(options, **changes))
    assert not vendors.asked()


def test_a_prompt_of_exactly_the_limit_is_sent(asked: Asked) -> None:
    """Counted in UTF-16 units, with all that is worded in."""
    spare = 1100 - len(order_of(asked(prompt="x" * 100)).prompt)
    assert len(order_of(asked(prompt="x" * spare)).prompt) == 1000
    with pytest.raises(Refusal, match="take 1 away"):
        order_of(asked(prompt="x" * (spare + 1)))


def test_a_still_that_runway_would_not_take_is_refused_before_anything_is_sent(
    asked: Asked, vendors: Vendors, tmp_path: Path, still: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of another kind, one that is no picture, one that is gone, one that is too large."""
    kinds = {"text.png": "no picture", "moving.gif": "GIF", "gone.png": "cannot be read"}
    (tmp_path / "text.png").write_text("nothing", encoding="utf-8")
    Image.new("RGB", (8, 8)).save(tmp_path / "moving.gif")
    for name, told in kinds.items():
        with pytest.raises(Refusal, match=told):
            RunwayCamera().submit(asked(image=tmp_path / name))
    monkeypatch.setattr(stills, "LARGEST", 100)
    with pytest.raises(Refusal, match="100 at most"):
        RunwayCamera().submit(asked(image=still))
    assert not vendors.asked()


@pytest.mark.parametrize(("name", "part"), [("a.jpg", 0.5), ("a.jpg", 0.99), ("a.png", 0.5), ("a.webp", 0.5)])
def test_a_still_that_ends_too_early_is_refused_before_anything_is_sent(
    asked: Asked, vendors: Vendors, tmp_path: Path, name: str, part: float
) -> None:
    """Its first bytes are those of a picture; mended, it will do."""
    path = tmp_path / name
    Image.effect_noise((320, 180), 60).convert("RGB").save(path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    request = asked(image=path)
    for refused in (RunwayCamera.refuse, RunwayCamera().submit):
        with pytest.raises(Refusal, match=rf"the still {name} is damaged: .*; save it anew"):
            refused(request)
    assert not vendors.asked()
    path.write_bytes(whole)
    RunwayCamera.refuse(request)


def test_a_photograph_with_a_preview_in_it_is_a_jpeg(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """Its own bytes are sent, as what they are."""
    path, picture = tmp_path / "photograph.jpg", Image.new("RGB", (320, 180), (90, 80, 70))
    picture.save(path, "MPO", save_all=True, append_images=[picture.resize((32, 18))])
    RunwayCamera().submit(asked(image=path))
    (sent,) = [one for one in vendors.asked() if "file" in one.files]
    assert sent.files["file"] == path.read_bytes()
    assert "still.jpeg" in repr([one.data() for one in vendors.asked()])


def test_a_shot_longer_than_the_model_makes_is_a_chain_that_costs_least(asked: Asked) -> None:
    """Sold as such: each take but the first shows one frame again."""
    options = asked().options
    sold = RunwayCamera.sold_frames(300, FILM, options)
    request = asked(frames=sold)
    assert sold == 7 * 24 + 6 * 24 - 1
    assert RunwayCamera.chunks(request) == (168, 143)
    assert RunwayCamera.quantities(request) == {"second": 13}


def test_a_chunk_is_not_divided_again(asked: Asked, still: Path) -> None:
    """However much the shot forgets."""
    chunk = asked(frames=144, turning=(Fraction(1, 2), Fraction(1)), amnesia=Fraction(1), image=still)
    assert RunwayCamera.chunks(chunk) == (144,)
    assert RunwayCamera.quantities(chunk) == {"second": 6}
    assert len(RunwayCamera.chunks(replace(chunk, turning=(Fraction(0), Fraction(1))))) == 3


def test_seconds_with_sound_are_counted_by_themselves(asked: Asked) -> None:
    """They have a price of their own."""
    with_sound = asked({"model": "veo3.1", "sound": True}, frames=96)
    assert RunwayCamera.quantities(with_sound) == {"second_with_sound": 4}
    assert order_of(with_sound).named["audio"] is True


@pytest.mark.parametrize(
    ("options", "size", "name"),
    [
        ({"model": "seedance2"}, (1280, 720), "second_720p"),
        ({"model": "seedance2"}, (1920, 1080), "second_1080p"),
        ({"model": "seedance2", "ratio": "3840:2160"}, (1280, 720), "second_4k"),
        ({"model": "seedance2_5", "sound": True}, (640, 360), "second_480p_with_sound"),
        ({"model": "hailuo3", "resolution": "2k"}, (1280, 720), "second_2k"),
        ({"model": "wan3", "durations": [5]}, (1920, 1080), "second_1080p"),
        ({"model": "gen4_turbo"}, (1280, 720), "second"),
    ],
)
def test_a_larger_picture_is_counted_by_itself_where_it_costs_more(
    asked: Asked, options: dict[str, Any], size: tuple[int, int], name: str
) -> None:
    """So that a plan never names too small a price."""
    assert list(RunwayCamera.quantities(asked(options, size=size))) == [name]


def test_all_that_a_second_may_be_counted_as_may_stand_in_a_film_s_own_prices(asked: Asked) -> None:
    """A name that the program's table has nowhere is refused there, so it has every one that an order can have."""
    known = load_prices(PRICES).backends["runway"].quantities
    for name, sold in models.models().items():
        for door in sold.doors.values():
            for shape, sound in product([*door.ratios, *door.resolutions] or [""], {False, door.audio}):
                shaped = {"resolution": shape} if shape in door.resolutions else {"ratio": shape}
                request = asked({"model": name, "sound": sound, **shaped, **({} if sold.durations else {"durations": [5]})})
                assert RunwayCamera.quantities(request).keys() <= known, request.options


def test_a_model_that_takes_no_still_cannot_chain(asked: Asked) -> None:
    """The nearest that can is named; a shot it makes at once is well."""
    blind = replace(models.model("kling3.0_pro"), doors={"text": models.model("kling3.0_pro").doors["text"]})
    with pytest.raises(Refusal, match=r"such as kling3\.0_pro"):
        order.chains(blind)
    order.chains(models.model("kling3.0_pro"))
