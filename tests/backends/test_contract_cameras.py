"""What every camera keeps, in each of the six settings, at the size of a thumbnail."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.backends.contract import LeftOpen, known
from white_cloud import identity
from white_cloud.backends.base import Job, Pending
from white_cloud.backends.cameras.base import MOVES, Footage, ShotRequest
from white_cloud.backends.drive import obtain
from white_cloud.errors import Refusal
from white_cloud.media.probe import probe

SETTINGS = {
    "dunes": "dunes at dawn, wind over the ridges",
    "pit": "open pit mine, an oversized haul truck on the terrace",
    "hovel": "a hovel, a lamp, night in the window",
    "town": "mining town, smoke over the roofs",
    "city": "modern city at night, towers",
    "paradise": "virtual paradise, a mirror lake",
}
#: What of a camera its contract leaves open, by its name: what a request needs to be `refused`; `own_rate`, where it shoots at
#: a rate of its own, whatever the film's: then the take is as long as the one asked, not as many frames.
LEFT_OPEN: dict[str, LeftOpen] = {
    "animatic": {"refused": {"move": "somersault"}},
    "runway": {"refused": {"prompt": "dunes " * 200}, "own_rate": True},
    "fake": {"refused": {"prompt": "forbidden dunes"}},
    "fake-queued": {"refused": {"prompt": "forbidden dunes"}},
}


@pytest.fixture
def left_open(any_camera: Any) -> LeftOpen:
    """Those of this camera."""
    return known(any_camera, LEFT_OPEN)


def asked(camera: Any, **changes: Any) -> ShotRequest:
    """Return a request for as few frames as the camera sells."""
    rate, options = changes.get("rate", Fraction(24)), camera.read_options({})
    request = ShotRequest(
        prompt=SETTINGS["dunes"],
        frames=camera.sold_frames(3, rate, options),
        rate=rate,
        size=(64, 36),
        move="static",
        register="testimony",
        seed=5,
        options=options,
    )
    return replace(request, **changes)


@pytest.mark.parametrize("setting", SETTINGS)
def test_a_take_has_the_frames_size_and_rate_asked(any_camera: Any, get: Callable[..., Any], setting: str) -> None:
    """In a file that can be probed, in the folder it was given; what is recorded about it can be kept."""
    request = asked(any_camera, prompt=SETTINGS[setting], move="push in")
    footage = get(any_camera, request)
    assert isinstance(footage, Footage)
    facts = probe(footage.path)
    assert (facts.frames, facts.size, facts.rate) == (request.frames, (64, 36), Fraction(24))
    assert facts.constant
    assert [path.name for path in footage.path.parent.iterdir()] == [footage.path.name]
    assert isinstance(footage.cost, Fraction)
    json.dumps(dict(footage.record))


@pytest.mark.parametrize("rate", [Fraction(25), Fraction(30000, 1001)])
def test_a_take_has_the_film_s_rate(any_camera: Any, get: Callable[..., Any], rate: Fraction, left_open: LeftOpen) -> None:
    """Also one that is no whole number; or it covers the time at a rate of its own."""
    request = asked(any_camera, rate=rate)
    facts = probe(get(any_camera, request).path)
    if left_open.get("own_rate"):
        assert facts.seconds >= request.frames / rate
    else:
        assert (facts.frames, facts.rate) == (request.frames, rate)


def test_it_sells_takes_that_hold_what_is_asked(any_camera: Any) -> None:
    """At least as long, and what it sells it sells as it is."""
    options = any_camera.read_options({})
    for frames in (1, 23, 24, 25, 240):
        for rate in (Fraction(24), Fraction(25)):
            sold = any_camera.sold_frames(frames, rate, options)
            assert isinstance(sold, int)
            assert sold >= frames
            assert any_camera.sold_frames(sold, rate, options) == sold


def test_the_same_request_gives_the_same_bytes(
    any_camera: Any, get: Callable[..., Any], get_elsewhere: Callable[..., str], digest: Callable[..., str]
) -> None:
    """Whatever was shot before, and in another process."""
    request = asked(any_camera, prompt=SETTINGS["pit"])
    first = digest(get(any_camera, request))
    get(any_camera, asked(any_camera))
    assert digest(get(any_camera, request)) == first
    if hasattr(any_camera, "make"):
        assert get_elsewhere(any_camera, request) == first


def test_another_seed_or_prompt_gives_another_picture(
    any_camera: Any, get: Callable[..., Any], digest: Callable[..., str]
) -> None:
    """Two shots of one prompt are not one shot."""
    takes = [asked(any_camera), asked(any_camera, seed=6), asked(any_camera, prompt=SETTINGS["city"])]
    assert len({digest(get(any_camera, request)) for request in takes}) == 3


@pytest.mark.parametrize("move", MOVES)
def test_it_takes_every_move(any_camera: Any, get: Callable[..., Any], move: str) -> None:
    """A screenplay may ask for any of them."""
    request = asked(any_camera, prompt="a hovel", move=move)
    assert probe(get(any_camera, request).path).frames == request.frames


def test_its_progress_rises_to_the_whole(any_camera: Any, get: Callable[..., Any]) -> None:
    """As parts from 0 to 1."""
    heard: list[float] = []
    get(any_camera, asked(any_camera), heard)
    assert heard == sorted(heard)
    assert all(0 <= part <= 1 for part in heard)


def test_it_says_what_of_a_prompt_it_does_not_understand(any_camera: Any) -> None:
    """In sentences, or not at all; it never fails over words."""
    for prompt in (SETTINGS["dunes"], "", "zwei xylophones 木琴 \N{SNOWMAN}"):
        remarks = any_camera.remarks(prompt)
        assert all(isinstance(remark, str) and remark for remark in remarks)


def test_what_it_refuses_is_a_refusal(any_camera: Any, get: Callable[..., Any], left_open: LeftOpen) -> None:
    """Which stops this shot and no other."""
    with pytest.raises(Refusal) as told:
        get(any_camera, asked(any_camera, **left_open["refused"]))
    assert str(told.value)
    assert get(any_camera, asked(any_camera)).path.exists()


def test_a_queued_one_takes_one_order_and_is_asked_until_it_delivers(any_camera: Any, tmp_path: Any) -> None:
    """Orders are placed once: each costs. It answers Pending or footage, and nothing else."""
    if not hasattr(any_camera, "submit"):
        pytest.skip("an immediate one")
    placed: list[Job] = []
    answers: list[Any] = []

    class Counted(any_camera):  # type: ignore[misc]
        """The same, keeping what passes."""

        def submit(self, request: ShotRequest) -> Job:
            placed.append(super().submit(request))
            return placed[-1]

        def collect(self, job: Job, folder: Any) -> Any:
            answers.append(super().collect(job, folder))
            return answers[-1]

    obtain(Counted, asked(any_camera), tmp_path)
    assert len(placed) == 1
    assert placed[0].id
    assert {type(answer) for answer in answers[:-1]} <= {Pending}
    assert all(0 <= answer.part <= 1 for answer in answers[:-1])
    assert isinstance(answers[-1], Footage)


def test_a_request_has_a_place_in_keys(any_camera: Any) -> None:
    """Equal requests have one key."""
    assert identity.key("take", asked(any_camera)) == identity.key("take", asked(any_camera))
