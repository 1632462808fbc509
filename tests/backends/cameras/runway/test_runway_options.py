"""Options are refused where they are read, with what is sold instead."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from pydantic import ValidationError

from white_cloud.backends.cameras.runway import formats
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.backends.cameras.runway.models import Way, model


@pytest.mark.parametrize(
    ("given", "place", "told"),
    [
        ({"model": "gen4_5"}, "model", "did you mean 'gen4.5'"),
        ({"ratio": "1920:1080"}, "ratio", "the nearest is 1280:720"),
        ({"model": "gen4_turbo", "ratio": "1000:800"}, "ratio", "the nearest is 1104:832"),
        ({"ratio": "16x9"}, "ratio", "the nearest is 1280:720"),
        ({"ratio": "wide"}, "ratio", "it sells 1280:720, 720:1280"),
        ({"model": "h3_max", "ratio": "16:9"}, "ratio", "leave `ratio` out, or name the resolution: 480p, 768p"),
        ({"resolution": "4k"}, "resolution", "leave `resolution` out, or name the ratio: 1280:720, 720:1280"),
        ({"model": "h3_max", "resolution": "720p"}, "resolution", "480p, 768p (the nearest is 768p)"),
        ({"model": "h3_max", "resolution": "4K"}, "resolution", "the nearest is 768p"),
        ({"sound": True}, "sound", "leave `sound` out, or choose a model that takes it, such as kling3.0_4k"),
        ({"negative": "people"}, "negative", "leave `negative` out, or choose a model that takes it, such as veo3.1"),
        ({"model": "wan3"}, "durations", "durations: [5, 10]"),
        ({"durations": [5]}, "durations", "leave `durations` out"),
        ({"at_once": 0}, "at_once", "greater than or equal to 1"),
        ({"base_url": "https://elsewhere.example"}, "base_url", "not permitted"),
    ],
)
def test_what_is_not_sold_is_refused_with_the_nearest_that_is(given: dict[str, Any], place: str, told: str) -> None:
    """At the option that says it."""
    with pytest.raises(ValidationError) as refused:
        RunwayCamera.read_options(given)
    (detail,) = refused.value.errors()
    assert detail["loc"] == (place,)
    assert told in f"{detail['msg']} ({detail.get('ctx', {}).get('hint')})"


def test_what_makes_no_difference_to_the_picture_is_in_no_key() -> None:
    """A longer patience re-shoots nothing; another model does."""
    keyed = RunwayCamera.keyed(RunwayCamera.read_options({}))
    assert set(keyed) == {"model", "ratio", "resolution", "sound", "negative", "durations"}


def test_a_model_whose_lengths_are_not_known_sells_those_that_a_person_names() -> None:
    """In whatever order."""
    options = RunwayCamera.read_options({"model": "wan3", "durations": [10, 5]})
    assert RunwayCamera.sold_frames(130, Fraction(24), options) == 240


@pytest.mark.parametrize(
    ("name", "way", "size", "named"),
    [
        ("gen4.5", "text", (1920, 1080), {"ratio": "1280:720"}),
        ("gen4.5", "image", (1440, 1080), {"ratio": "1104:832"}),
        ("veo3.1", "text", (1920, 1080), {"ratio": "1920:1080"}),
        ("veo3.1", "text", (1080, 1920), {"ratio": "1080:1920"}),
        ("seedance2", "text", (640, 360), {"ratio": "864:496"}),
        ("hailuo3", "text", (1920, 1440), {"ratio": "4:3", "resolution": "2k"}),
        ("hailuo3", "image", (1280, 720), {"ratio": "adaptive", "resolution": "768p"}),
        ("wan3", "image", (1920, 1080), {"ratio": "auto_1080p"}),
        ("kling2.5_turbo_pro", "image", (1920, 1080), {}),
        ("h3_max", "text", (640, 360), {"resolution": "480p"}),
    ],
)
def test_the_picture_is_ordered_in_the_shape_nearest_to_the_film(
    name: str, way: Way, size: tuple[int, int], named: dict[str, str]
) -> None:
    """As each model names shapes; from a still in the still's own, where the model takes no other."""
    assert formats.asked_format(model(name).doors[way], "", "", size, way == "image") == named
