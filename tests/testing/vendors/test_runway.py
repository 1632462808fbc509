"""The loopback Runway, asked by Runway's own SDK."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import cv2
import numpy as np
import pytest

from white_cloud.media.planes import planes
from white_cloud.media.probe import probe
from white_cloud.media.reader import PictureReader
from white_cloud.testing.vendors import Vendors, catalogue

sdk = pytest.importorskip("runwayml")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A PNG, dark on the left and bright on the right."""
    image = np.full((90, 160, 3), 40, np.uint8)
    image[:, 80:] = 200
    path = tmp_path / "first.png"
    cv2.imwrite(str(path), image)
    return path


def _from_image(runway: Any, image: Any, **named: Any) -> Any:
    usual = {"model": "gen4_turbo", "ratio": "1280:720", "duration": 2, "prompt_text": "push in"}
    return runway.image_to_video.create(prompt_image=image, **(usual | named))


def _lumas(path: Path) -> list[np.ndarray[Any, Any]]:
    with PictureReader(path) as reader:
        return [planes(reader.frame(number))[0].astype(int) for number in (0, 1, 40)]


def test_a_task_waits_runs_and_succeeds_at_its_price(
    shoot: Callable[..., Any], runway: Any, statuses: Callable[[str], list[str]]
) -> None:
    """Two seconds of gen4.5 cost 24 credits, as was said when the order was taken; the account pays them."""
    before = runway.organization.retrieve().credit_balance
    task = shoot()
    assert task.estimated_cost.credits == 24
    assert statuses(task.id) == ["PENDING", "RUNNING", "SUCCEEDED"]
    assert runway.tasks.retrieve(task.id).cost.credits == 24
    assert runway.organization.retrieve().credit_balance == before - 24


def test_the_video_is_real_and_as_long_and_wide_as_was_asked(
    shoot: Callable[..., Any], delivered: Callable[[Any], str], film: Callable[[str], Path]
) -> None:
    """H.264 at 24 frames a second, in the shape that was sold, at the scale of the server; no two frames are equal."""
    path = film(delivered(shoot()))
    facts = probe(path)
    assert (facts.size, facts.rate, facts.frames) == ((160, 90), Fraction(24), 48)
    first, second, late = _lumas(path)
    assert abs(first - second).max() > 4
    assert late.mean() > first.mean() + 10


@pytest.mark.parametrize(
    ("asked", "size"),
    [
        ({"model": "seedance2", "ratio": "1470:630", "duration": 4}, (184, 78)),
        ({"model": "hailuo3", "ratio": "4:3", "duration": 4, "resolution": "2k"}, (240, 180)),
        ({"model": "kling_4", "ratio": "auto_1080p", "duration": 4}, (240, 136)),
    ],
)
def test_shapes_and_resolutions_become_pictures(asked: dict[str, Any], size: tuple[int, int]) -> None:
    """Some models sell sizes in pixels, some a shape and a resolution, some choose the shape."""
    assert catalogue.complaints("text_to_video", asked | {"promptText": "pit"}) == []
    assert catalogue.size(asked, Fraction(1, 8)) == size


def test_equal_requests_give_equal_videos_and_another_prompt_another(
    shoot: Callable[..., Any], delivered: Callable[[Any], str], fetch: Callable[[str], Any]
) -> None:
    """The picture follows from the request alone."""
    one, same, other = (fetch(delivered(shoot(prompt_text=text))).content for text in ("pit", "pit", "lake"))
    assert one == same != other


def test_an_image_sent_up_is_the_first_frame(
    runway: Any, picture: Path, delivered: Callable[[Any], str], film: Callable[[str], Path]
) -> None:
    """By way of an upload, as the SDK makes it."""
    task = _from_image(runway, runway.uploads.create_ephemeral(file=picture).uri)
    first = _lumas(film(delivered(task)))[0]
    assert first[:, :70].mean() + 100 < first[:, -70:].mean()


def test_one_image_at_two_addresses_is_one_order(runway: Any, vendors: Vendors, picture: Path) -> None:
    """Every upload has an address of its own; what counts is its content."""
    for _ in range(2):
        _from_image(runway, runway.uploads.create_ephemeral(file=picture).uri)
    one, other = vendors.created("video")
    assert one.body["promptImage"] != other.body["promptImage"]
    assert vendors.repeated("video") == {one.key: 2}


def test_an_image_may_be_within_the_request(runway: Any, vendors: Vendors, picture: Path) -> None:
    """As a data address, alone or in a list."""
    address = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
    _from_image(runway, [{"uri": address, "position": "first"}])
    assert len(vendors.created("video")) == 1


@pytest.mark.parametrize("image", ["runway://nowhere", "data:image/png;base64,AAAA", "data:image/png;base64,A"])
def test_an_image_that_is_none_is_refused(runway: Any, vendors: Vendors, image: str) -> None:
    """An address that was never given out, and bytes that are no picture."""
    with pytest.raises(sdk.BadRequestError, match="promptImage"):
        _from_image(runway, image)
    assert vendors.created("video") == ()


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"ratio": "9:9"}, "ratio"),
        ({"duration": 99}, "duration"),
        ({"model": "gen9"}, "model"),
        ({"prompt_text": ""}, "promptText"),
        ({"prompt_text": "字" * 1001}, "promptText"),
        ({"seed": -1}, "seed"),
    ],
)
def test_what_is_not_sold_is_refused_by_name(
    shoot: Callable[..., Any], vendors: Vendors, wrong: dict[str, Any], named: str
) -> None:
    """As Runway says it: an error, and issues with the path of each."""
    with pytest.raises(sdk.BadRequestError) as caught:
        shoot(**wrong)
    assert [issue["path"] for issue in caught.value.body["issues"]] == [[named]]
    assert vendors.created("video") == ()


def test_a_wrong_key_is_refused_and_the_log_says_so(vendors: Vendors) -> None:
    """And nothing in the log repeats a key."""
    with (
        sdk.RunwayML(api_key="key_wrong", base_url=vendors.url.runway, max_retries=0) as client,
        pytest.raises(sdk.AuthenticationError),
    ):
        client.organization.retrieve()
    (asked,) = vendors.asked()
    assert not asked.right_key
    assert "key_wrong" not in repr(vars(asked))


def test_a_request_without_a_version_is_refused(vendors: Vendors) -> None:
    """Runway wants to know which of its interfaces is meant."""
    request = Request(f"{vendors.url.runway}/v1/organization", headers={"authorization": f"Bearer {vendors.keys['runway']}"})
    with pytest.raises(HTTPError, match="400") as caught:
        urlopen(request)
    assert b"X-Runway-Version" in caught.value.read()
    caught.value.close()


def test_deleting_a_task_cancels_it_or_forgets_it(
    shoot: Callable[..., Any], runway: Any, delivered: Callable[[Any], str]
) -> None:
    """One on its way is cancelled; one that is done is gone."""
    task = shoot()
    runway.tasks.delete(task.id)
    assert runway.tasks.retrieve(task.id).status == "CANCELLED"
    done = shoot()
    delivered(done)
    runway.tasks.delete(done.id)
    with pytest.raises(sdk.NotFoundError):
        runway.tasks.retrieve(done.id)


def test_an_address_that_was_never_given_out_opens_nothing(
    shoot: Callable[..., Any], delivered: Callable[[Any], str], fetch: Callable[[str], Any]
) -> None:
    """A film needs its signature."""
    address = delivered(shoot())
    assert fetch(address.partition("?")[0]).status_code == 403
    assert fetch(address + "9").status_code == 403


def test_many_may_ask_at_once(shoot: Callable[..., Any], vendors: Vendors) -> None:
    """Every order is counted, and each has an id of its own."""
    with ThreadPoolExecutor(8) as threads:
        orders = [threads.submit(shoot, prompt_text=str(number)) for number in range(24)]
        assert len({order.result().id for order in orders}) == 24
    assert len(vendors.created("video")) == 24


def _with_references(runway: Any, *addresses: str, **named: Any) -> Any:
    usual = {"model": "seedance2", "ratio": "1280:720", "duration": 2, "prompt_text": "push in"}
    return runway.text_to_video.create(references=[{"uri": address} for address in addresses], **(usual | named))


def test_references_decide_the_video_by_their_content_and_order(
    runway: Any, vendors: Vendors, picture: Path, tmp_path: Path, delivered: Callable[[Any], str], fetch: Callable[[str], Any]
) -> None:
    """Wherever they were sent to; an order with the same in another order is another."""
    other = tmp_path / "other.png"
    cv2.imwrite(str(other), np.full((90, 160, 3), 120, np.uint8))
    one, two, again = (runway.uploads.create_ephemeral(file=path).uri for path in (picture, other, picture))
    asked = [(one, two), (again, two), (two, one), (one,)]
    films = [fetch(delivered(_with_references(runway, *addresses))).content for addresses in asked]
    assert films[0] == films[1]
    assert len({*films}) == 3
    assert list(vendors.repeated("video").values()) == [2]


@pytest.mark.parametrize(
    ("count", "named", "told"),
    [
        (10, {}, "at most 9"),
        (1, {"model": "gen4.5"}, "Unrecognized key"),
        (1, {"model": "grok_imagine_1_5", "ratio": "16:9", "resolution": "1080p"}, "at most 720p"),
    ],
)
def test_references_that_a_model_does_not_take_are_refused(
    runway: Any, vendors: Vendors, picture: Path, count: int, named: dict[str, Any], told: str
) -> None:
    """Too many, any at all, or with too large a picture."""
    addresses = [runway.uploads.create_ephemeral(file=picture).uri] * count
    with pytest.raises(sdk.BadRequestError, match=told):
        _with_references(runway, *addresses, **named)
    assert not vendors.created("video")


def test_a_first_frame_counts_among_the_references_of_some_models(runway: Any, picture: Path) -> None:
    """Ten pictures in all."""
    address = runway.uploads.create_ephemeral(file=picture).uri
    named = {"model": "kling_4", "ratio": "auto_720p"}
    assert _from_image(runway, address, references=[{"uri": address}] * 9, **named).id
    with pytest.raises(sdk.BadRequestError, match="at most 9"):
        _from_image(runway, address, references=[{"uri": address}] * 10, **named)


def test_a_reference_that_is_no_picture_is_refused(runway: Any) -> None:
    """As a first frame is."""
    with pytest.raises(sdk.BadRequestError, match="Invalid asset"):
        _with_references(runway, "data:image/png;base64,AAAA")
