"""Films whose shots are given pictures of what is to look the same."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from white_cloud.build.events import Warned
from white_cloud.errors import UserError
from white_cloud.identity import file_digest
from white_cloud.testing.vendors import Fault, Vendors

SEEDANCE = "camera: {use: runway, model: seedance2_mini, timeout: 5, tries: 1, poll: 0}"
SHOT = f"{{id: a, prompt: the miner in the yard, length: 1s, references: [miner.png, yard.png], {SEEDANCE}}}"


def with_pictures(one: Any) -> Any:
    """Lay down the stills that its shots name."""
    for number, name in enumerate(("miner", "yard", "gate")):
        Image.new("RGB", (64, 36), (50 * number, 30, 30)).save(one.folder / f"{name}.png")
    return one


def sent(vendors: Vendors) -> list[bytes]:
    """Return the files that were uploaded, in order."""
    return [one.files["file"] for one in vendors.asked() if "file" in one.files]


def step(one: Any) -> Any:
    return one.project().plan(one.options())[2].steps[0]


def test_a_film_s_shot_is_made_with_its_references(film: Callable[..., Any], vendors: Vendors) -> None:
    """They cost nothing more; the take's request and record know the pictures by their bytes, wherever they lie."""
    one = with_pictures(film(SHOT))
    assert step(one).price == Fraction(4 * 16, 100)
    assert one.build().report["frames"] > 0
    (order,) = vendors.created("video")
    assert (order.path[-13:], len(order.body["references"])) == ("text_to_video", 2)
    digests = [file_digest(one.folder / name) for name in ("miner.png", "yard.png")]
    assert sent(vendors) == [(one.folder / name).read_bytes() for name in ("miner.png", "yard.png")]
    (take,) = one.project().takes("a")
    assert take.request["references"] == take.record["references"] == digests
    (one.folder / "miner.png").rename(one.folder / "face.png")
    one.rewrite("miner.png", "face.png")
    assert not one.project().plan(one.options())[2].made()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("bytes", "reference 2 changed"),
        ("order", "reference 1 changed"),
        ("fewer", "references changed"),
        ("none", "references changed"),
    ],
)
def test_other_references_make_a_take_stale(film: Callable[..., Any], vendors: Vendors, change: str, told: str) -> None:
    """Other bytes, another order, fewer or none of them: the plan says so, and buys nothing unasked."""
    one = with_pictures(film(SHOT))
    one.build(until="shoot")
    if change == "bytes":
        Image.new("RGB", (64, 36), (1, 2, 3)).save(one.folder / "yard.png")
    else:
        other = {"order": "references: [yard.png, miner.png], ", "fewer": "references: [miner.png], ", "none": ""}
        one.rewrite("references: [miner.png, yard.png], ", other[change])
    assert f"take 1 is used though {told} from " in step(one).reason
    one.build(until="shoot")
    assert len(vendors.created("video")) == 1
    one.build(until="shoot", reshoot=("a",))
    assert len(vendors.created("video")) == 2
    assert vendors.repeated("video") == {}


def test_a_shot_that_says_none_is_asked_for_as_it_always_was(film: Callable[..., Any], vendors: Vendors) -> None:
    """What is unsaid is no part of a take's request or of its order."""
    one = film("{id: a, prompt: dunes at dawn, length: 1s}")
    one.build(until="shoot")
    (take,) = one.project().takes("a")
    assert {"references", "image", "becomes"} & {*take.request, *take.record} == set()
    assert "references" not in vendors.created("video")[0].body


def test_every_take_of_a_chain_is_given_the_references_beside_its_still(film: Callable[..., Any], vendors: Vendors) -> None:
    """The first starts from the shot's own."""
    camera = SEEDANCE.replace("seedance2_mini", "klingO3_standard")
    one = with_pictures(film(f"{{id: a, prompt: the yard, length: 16s, image: gate.png, references: [miner.png], {camera}}}"))
    one.build(until="shoot")
    orders = vendors.created("video")
    assert [len(order.body["references"]) for order in orders] == [1, 1]
    miner = (one.folder / "miner.png").read_bytes()
    assert [sent(vendors)[number] == miner for number in range(4)] == [False, True, False, True]


@pytest.mark.parametrize(
    ("shot", "told"),
    [
        (SHOT.replace("model: seedance2_mini, ", ""), "a: gen4.5 takes no references for .* words alone, .* 2: leave them out"),
        (SHOT.replace(SEEDANCE, "camera: animatic"), "'animatic' takes no references, and the shot has 2; these do: .*runway"),
        (SHOT.replace("miner.png,", "miner.png," * 9), "seedance2_mini takes 9 references .* has 10: leave 1 out, or .*wan3"),
        (SHOT.replace("length: 1s", "length: 16s"), "shot a: seedance2_mini takes no references for .* a still"),
    ],
)  # fmt: skip
def test_references_that_a_camera_does_not_take_are_refused_before_anything_is_asked(
    film: Callable[..., Any], vendors: Vendors, shot: str, told: str
) -> None:
    """By a check, a plan and a build alike, with the shot, the camera, the model, how many it takes, and which take as many."""
    one = with_pictures(film(shot))
    for face in (one.project().read, lambda: one.project().plan(one.options()), one.build):
        with pytest.raises(UserError, match=told):
            face()
    assert not vendors.asked()


@pytest.mark.parametrize(
    ("length", "other", "told"),
    [
        ("1s", "length: 1s, references: [miner.png]", "gen4.5 takes no references"),
        ("14s", "length: 14s, camera: {use: runway, model: gen4_turbo}", "gen4_turbo starts from a still"),
    ],
)
def test_a_take_that_is_kept_stays_when_what_is_asked_for_could_not_be_made(
    film: Callable[..., Any], length: str, other: str, told: str
) -> None:
    """As another paid take that is stale; a film is held up only by what is to be made."""
    one = with_pictures(film(f"{{id: a, prompt: dunes, length: {length}}}", "{id: b, prompt: salt, length: 2s, camera: fake}"))
    one.build(until="shoot")
    one.rewrite(f"length: {length}", other)
    one.project().read()
    assert "take 1 is used though" in step(one).reason
    one.build(until="shoot")
    assert told in one.fails(until="shoot", reshoot=("stale",))
    assert len(one.project().takes("a")) == 1


def test_what_was_ordered_with_references_is_fetched_after_they_changed(film: Callable[..., Any], vendors: Vendors) -> None:
    """They lie with the takes, as they were."""
    one = with_pictures(film(SHOT))
    before = [file_digest(one.folder / name) for name in ("miner.png", "yard.png")]
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    one.fails(until="shoot")
    vendors.clear()
    Image.new("RGB", (64, 36), (1, 2, 3)).save(one.folder / "miner.png")
    (one.folder / "yard.png").unlink()
    one.rewrite("yard.png", "gate.png")
    assert "order 1 (shot/a), placed before reference" in step(one).reason
    one.build(until="shoot")
    (take,) = one.project().takes("a")
    assert (take.orders, take.record["references"]) == ((1,), before)
    assert len(vendors.created("video")) == 1


def test_what_was_ordered_with_references_that_are_lost_stops_nothing(film: Callable[..., Any], vendors: Vendors) -> None:
    """It is told of, with the way to give it up."""
    one = with_pictures(film(SHOT))
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    one.fails(until="shoot")
    vendors.clear()
    blobs: list[Path] = list(one.folder.glob(".white_cloud/takes/blobs/*/*"))
    assert len(blobs) == 2
    blobs[0].unlink()
    one.rewrite(SHOT, "{id: a, prompt: dunes, length: 1s}")
    one.build(until="shoot")
    said = [event.message for event in one.told if isinstance(event, Warned)]
    assert any("a reference that it was ordered with is gone" in message for message in said)
