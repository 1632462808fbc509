"""What Runway sells is read from its SDK, and kept beside the camera."""

from __future__ import annotations

import subprocess
import sys

import pytest

from white_cloud.backends.cameras.runway import table
from white_cloud.backends.cameras.runway.models import model, models


def test_the_table_is_that_of_the_installed_sdk() -> None:
    """It says by which command it is brought up to date."""
    pytest.importorskip("runwayml")
    assert table.text(table.table()) == table.TABLE.read_text(encoding="utf-8"), f"run `{table.COMMAND}`"


def test_it_is_read_without_the_sdk() -> None:
    """A plan can be made, and options read, where nothing is installed that is heavy."""
    program = (
        "import sys; from white_cloud.backends.cameras.runway.camera import RunwayCamera as R; R.read_options({})\n"
        "assert not {'runwayml', 'httpx'} & set(sys.modules), sorted(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_a_range_of_lengths_is_read_from_what_the_sdk_says_of_it() -> None:
    """As a list is from its type; and what an order must name is told from what it may."""
    assert model("gen4.5").durations == tuple(range(2, 11))
    assert model("veo3.1_fast").durations == (4, 6, 8)
    door = model("gen4.5").doors["text"]
    assert (door.prompt_units, door.needs_prompt, door.seed, door.audio, door.negative) == (1000, True, True, False, False)
    assert set(model("gen4_turbo").doors) == {"image"}
    assert not model("gen4_turbo").doors["image"].needs_prompt
    veo = model("veo3.1").doors["image"]
    assert (veo.audio, veo.negative, veo.ratios) == (True, True, ("1280:720", "720:1280", "1080:1920", "1920:1080"))


def test_what_is_named_in_capitals_too_is_sold_once() -> None:
    """The SDK keeps old names beside new ones."""
    assert model("hailuo3").doors["text"].resolutions == ("768p", "2k")


def test_every_model_has_a_way_to_begin() -> None:
    """And the lengths of those that people use most are known."""
    assert all(one.doors for one in models().values())
    assert {"gen4.5", "gen4_turbo", "kling3.0_pro", "seedance2"} <= {one.name for one in models().values() if one.durations}
