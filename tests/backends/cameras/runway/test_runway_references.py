"""Reference images: which models take how many of them, how they are sent, and what is refused before anything is."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from PIL import Image

from white_cloud.backends.base import Pending
from white_cloud.backends.cameras.base import Footage, ShotRequest
from white_cloud.backends.cameras.runway import table
from white_cloud.backends.cameras.runway.camera import RunwayCamera
from white_cloud.backends.cameras.runway.models import Way, model, models
from white_cloud.backends.cameras.runway.order import order_of
from white_cloud.backends.cameras.runway.references import WHOLE, takers
from white_cloud.backends.desk import request_data
from white_cloud.errors import Refusal
from white_cloud.identity import file_digest
from white_cloud.testing.vendors import Vendors, catalogue

Asked = Callable[..., ShotRequest]
FIRST, LATER = (Fraction(0), Fraction(1, 2)), (Fraction(1, 2), Fraction(1))


@pytest.fixture
def pictures(tmp_path: Path) -> tuple[Path, ...]:
    """Four stills that differ, of the names that a person gives."""
    paths = []
    for number, name in enumerate(("gate", "miner-at-home", "yard", "lake")):
        path = tmp_path / f"{name}.png"
        Image.new("RGB", (64, 36), (40 * number, 30, 30)).save(path)
        paths.append(path)
    return tuple(paths)


@pytest.fixture
def looking(asked: Asked, pictures: tuple[Path, ...]) -> Asked:
    """Return a request of a model with so many references, beside a still or not."""

    def looking_(name: str, count: int, still: bool = False, **changes: Any) -> ShotRequest:
        options: dict[str, Any] = {"model": name, **changes.pop("options", {})}
        if not model(name).durations:
            options["durations"] = [2, 5]
        references = tuple(pictures[1:][number % 3] for number in range(count))
        return asked(options, image=pictures[0] if still else None, references=references, **changes)

    return looking_


def _of_type() -> Mapping[tuple[str, Way], Any]:
    """Return what the SDK's types say of references, for each model and way."""
    pytest.importorskip("runwayml")
    ways: dict[Way, str] = {"text": "TextToVideoCreateParams", "image": "ImageToVideoCreateParams"}
    found: dict[tuple[str, Way], Any] = {}
    for way, types in ways.items():
        for kind in table._kinds(types):
            hints = kind.__annotations__
            (name,) = table._choices(get_type_hints(kind, include_extras=True)["model"])
            found[name, way] = hints.get("references")
    return found


def test_a_model_takes_references_where_its_type_has_a_place_for_them_and_nowhere_else(looking: Asked) -> None:
    """As many as the vendor accepts, and no more: every model of the table, by every way."""
    named = _of_type()
    for one in models().values():
        for way, door in one.doors.items():
            assert (door.references > 0) == (named[one.name, way] is not None), (one.name, way)
            sold = catalogue.models("text_to_video" if way == "text" else "image_to_video")[one.name]
            assert door.references == sold.references - (sold.with_frames and way == "image"), (one.name, way)
            most = looking(one.name, door.references, way == "image")
            assert len(order_of(most).body("x", ["y"] * door.references).get("references", [])) == door.references
            with pytest.raises(Refusal, match="references for a take that begins"):
                order_of(looking(one.name, door.references + 1, way == "image"))


@pytest.mark.parametrize(("name", "still"), [("seedance2_mini", False), ("klingO3_pro", True), ("kling_4", True)])
def test_the_files_are_uploaded_in_order_and_named_as_the_model_wants_them(
    looking: Asked, vendors: Vendors, pictures: tuple[Path, ...], tmp_path: Path, name: str, still: bool
) -> None:
    """Their own bytes, without their names; the take's record knows them by digest."""
    request = looking(name, 3, still, frames=96)
    job = RunwayCamera().submit(request)
    sent = [one.files["file"] for one in vendors.asked() if "file" in one.files]
    assert sent == [path.read_bytes() for path in (pictures if still else pictures[1:])]
    (order,) = vendors.created("video")
    first = 2 if still else 1
    assert order.body["references"] == [{"uri": f"runway://upload-{number}"} for number in range(first, first + 3)]
    assert ("promptImage" in order.body, order.path.endswith("image_to_video")) == (still, still)
    assert "miner" not in repr([one.data() for one in vendors.asked()])
    while isinstance(take := RunwayCamera().collect(job, tmp_path), Pending):
        pass
    assert isinstance(take, Footage)
    assert take.record["references"] == [file_digest(path) for path in pictures[1:]]


@pytest.mark.parametrize(
    ("name", "still", "changes", "told"),
    [
        ("gen4.5", False, {}, "no references .* from words alone, and the shot has 2: leave them out, or choose .*seedance2"),
        ("seedance2", True, {}, r"takes no references .* from a still.*or take its `image` away, or .*klingO3_pro"),
        ("klingO3_pro", False, {}, "or give the shot an `image`, or choose .*seedance2"),
        ("seedance2", False, {"turning": LATER}, "longer than one take, .*, or make the shot shorter, or choose .*kling_4"),
        ("seedance2", True, {"turning": FIRST}, "or take its `image` away and make the shot shorter, or choose .*kling_4"),
        ("grok_imagine_1_5", False, {"options": {"resolution": "1080p"}}, "makes no 1080p with references: .*480p, 720p"),
    ],
)  # fmt: skip
def test_what_a_model_does_not_take_is_refused_before_anything_is_sent(
    looking: Asked, vendors: Vendors, name: str, still: bool, changes: dict[str, Any], told: str
) -> None:
    """With what to do instead, and the models that take it."""
    with pytest.raises(Refusal, match=told):
        RunwayCamera().submit(looking(name, 2, still, **changes))
    assert not vendors.asked()


def test_a_chain_hands_references_on_where_they_stand_beside_a_still(looking: Asked) -> None:
    """Each link but the first begins with one that is not there yet."""
    RunwayCamera.refuse(looking("klingO3_pro", 2, turning=LATER))


@pytest.mark.parametrize("count", [1, 8, 10, 11])
def test_a_model_that_is_advised_takes_the_whole_shot(looking: Asked, count: int) -> None:
    """Every model of the table: each link of a chain begins as it does, and those that would refuse it are not named."""
    shots = [(still, links) for still in (False, True) for links in ((WHOLE,), (FIRST, LATER))]
    for name, (still, links) in product(models(), shots):
        if ("image" if still else "text") not in model(name).doors:
            continue
        told = _refused(looking, name, count, still, links)
        named = re.findall(r"takes as many there \((.*)\)", told)
        able = {one for one in takers(count) if not _refused(looking, one, count, still, links)}
        assert set(named[0].split(", ") if named else []) == (able if told else set()), (name, still, links)


def _refused(looking: Asked, name: str, count: int, still: bool, links: tuple[tuple[Fraction, Fraction], ...]) -> str:
    """Return why a shot is refused, at the first of its takes that is; empty where it is not."""
    for turning in links:
        try:
            RunwayCamera.refuse(looking(name, count, still, turning=turning))
        except Refusal as refusal:
            return str(refusal)
    return ""


@pytest.mark.parametrize(
    ("name", "count", "links", "told"),
    [
        ("gen4.5", 2, (WHOLE,), "leave them out, or choose"),
        ("kling_4", 11, (WHOLE,), "leave 1 out, or choose"),
        ("kling_4", 11, (FIRST, LATER), "leave 2 out$"),
        ("seedance2", 9, (FIRST, LATER), "leave them out, or make the shot shorter, or choose .*kling_4"),
    ],
)
def test_as_many_are_to_be_left_out_as_make_the_whole_shot_possible(
    looking: Asked, name: str, count: int, links: tuple[tuple[Fraction, Fraction], ...], told: str
) -> None:
    """In a chain the still of its later takes may count among them."""
    assert re.search(told, _refused(looking, name, count, False, links))


def test_references_are_looked_at_as_a_still_is(asked: Asked, vendors: Vendors, tmp_path: Path) -> None:
    """The error says that it is one."""
    (tmp_path / "text.png").write_text("nothing", encoding="utf-8")
    with pytest.raises(Refusal, match=r"the reference text\.png is no picture"):
        RunwayCamera().submit(asked({"model": "seedance2"}, references=(tmp_path / "text.png",)))
    assert not vendors.asked()


def test_each_reference_is_looked_at_and_none_is_asked_of_the_vendor(
    asked: Asked, vendors: Vendors, pictures: tuple[Path, ...], tmp_path: Path
) -> None:
    """Before an order is thought of: not only the first of them."""
    bad = tmp_path / "half.png"
    bad.write_bytes(pictures[0].read_bytes()[:60])
    for references in ((pictures[1], bad), (pictures[1], tmp_path / "gone.png")):
        with pytest.raises(Refusal, match=rf"the reference {references[1].name} "):
            RunwayCamera.refuse(asked({"model": "seedance2"}, references=references))
    assert not vendors.asked()


def test_with_references_a_picture_is_ordered_and_counted_no_larger_than_is_sold(looking: Asked) -> None:
    """A resolution that nobody named follows the film's size, up to what the model makes."""
    request = looking("grok_imagine_1_5", 1, size=(1920, 1080))
    assert order_of(request).named["resolution"] == "720p"
    assert list(RunwayCamera.quantities(request)) == ["second_720p"]
    assert list(RunwayCamera.quantities(looking("grok_imagine_1_5", 0, size=(1920, 1080)))) == ["second_1080p"]


def test_an_order_is_known_by_the_bytes_and_order_of_its_references_and_without_any_as_before(
    asked: Asked, looking: Asked, pictures: tuple[Path, ...]
) -> None:
    """What is not said is no part of an order."""
    data = request_data(RunwayCamera, looking("seedance2", 2))
    assert data["references"] == [file_digest(path) for path in pictures[1:3]]
    assert "references" not in request_data(RunwayCamera, asked())
