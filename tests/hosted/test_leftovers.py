"""Orders that a stopped build left at a vendor's, after a person changed their mind: they were paid, so they are fetched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from PIL import Image

from white_cloud.build.events import Warned
from white_cloud.film.timeline import Plate
from white_cloud.testing.vendors import Fault, Vendors

SHOT = "{id: a, prompt: dunes at dawn, length: 1s}"
OTHER = "{id: b, prompt: an open pit, length: 1s, camera: fake}"
#: Longer than the model sells: two takes, the second from the last frame of the first.
LONG = "{id: a, prompt: dunes at dawn, length: 12s}"
TWO_SECONDS = "{id: b, prompt: dunes at dusk, length: 2s}"


def left_in_the_air(film: Callable[..., Any], vendors: Vendors, *shots: str, **options: Any) -> Any:
    """Build a film while nobody can be asked about an order; return it with the order standing."""
    one = film(*shots)
    unreachable(one, vendors, **options)
    assert "submitted" in one.states()
    return one


def unreachable(one: Any, vendors: Vendors, **options: Any) -> str:
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    said = one.fails(until="shoot", **options)
    vendors.clear()
    return str(said)


def warnings(one: Any) -> list[str]:
    return [event.message for event in one.told if isinstance(event, Warned)]


def step(one: Any, **options: Any) -> Any:
    return one.project().plan(one.options(**options))[2].steps[0]


def test_a_shot_uses_what_was_ordered_before_its_prompt_changed(film: Callable[..., Any], vendors: Vendors) -> None:
    """It costs nothing more; the new prompt is bought only when a person asks for it."""
    one = left_in_the_air(film, vendors, SHOT)
    assert (step(one).state, "ordered already (order 1)" in step(one).reason) == ("missing", True)
    one.rewrite("dunes at dawn", "dunes at noon")
    planned = step(one)
    assert (
        "order 1 (shot/a), placed before prompt changed from dunes at dawn to dunes at noon: fetched and used" in planned.reason
    )
    assert planned.price == 0
    one.build(until="shoot")
    (take,) = one.project().takes("a")
    assert (take.request["prompt"], take.orders, Fraction(take.cost)) == ("dunes at dawn", (1,), Fraction(24, 100))
    assert "take 1 is used though prompt changed" in step(one).reason
    one.build(until="shoot", reshoot=("a",))
    assert [order.body["promptText"][:13] for order in vendors.created("video")] == ["dunes at dawn", "dunes at noon"]


def test_what_cannot_be_fetched_is_not_bought_again(film: Callable[..., Any], vendors: Vendors) -> None:
    """The order stands for the next build."""
    one = left_in_the_air(film, vendors, SHOT)
    one.rewrite("dunes at dawn", "dunes at noon")
    assert "build again, and it is asked for" in unreachable(one, vendors)
    assert one.states() == ["submitted"]
    one.build(until="shoot")
    assert len(vendors.created("video")) == 1


def test_a_shot_that_another_camera_makes_by_now_has_both_takes(film: Callable[..., Any], vendors: Vendors) -> None:
    """What was ordered is kept, and told of; what is asked for now is in the cut."""
    one = left_in_the_air(film, vendors, SHOT)
    one.rewrite("length: 1s}", "length: 1s, camera: fake}")
    said = "order 1 (shot/a), placed for what was asked before: fetched, and kept as a take"
    assert said in one.project().plan(one.options())[2].remarks
    one.build(until="shoot")
    assert "order 1 (shot/a): fetched, and now take 1" in warnings(one)
    assert [take.backend for take in one.project().takes("a")] == ["runway", "fake"]
    assert one.takes_in_cut() == {("shot/a", 2)}
    one.build(until="shoot")
    assert not warnings(one)


def test_what_is_fetched_in_vain_stops_nothing(film: Callable[..., Any], vendors: Vendors) -> None:
    """It is told of, with the way to give it up."""
    one = left_in_the_air(film, vendors, SHOT)
    one.rewrite("length: 1s}", "length: 1s, camera: fake}")
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    one.build(until="shoot")
    (said,) = [said for said in warnings(one) if "could not be fetched" in said]
    assert "order 1 (shot/a)" in said
    assert said.endswith(f"What never comes is given up with `white-cloud ledger settle {one.screenplay} 1 --spent`")
    one.project().settle([1], "spent")
    one.build(until="shoot")
    assert not warnings(one)


def test_a_part_that_was_damaged_meanwhile_is_fetched_again(film: Callable[..., Any], vendors: Vendors) -> None:
    """It came, and nobody can read it when the rest of its chain is fetched; it is paid, so the vendor is asked for it."""
    one = film(LONG)
    vendors.add(Fault("error", match="GET /v1/tasks", skip=3, status=500, times=99))
    one.fails(until="shoot")
    vendors.clear()
    assert one.states() == ["done", "submitted"]
    (part,) = one.folder.glob(".white_cloud/takes/blobs/*/*")
    part.chmod(0o644)
    part.write_bytes(b"x" * part.stat().st_size)
    one.rewrite("length: 12s}", "length: 12s, camera: fake}")
    one.build(until="shoot")
    assert any("was damaged" in said for said in warnings(one))
    assert "orders 1, 2 (shot/a): fetched, and now take 1" in warnings(one)
    assert len(vendors.created("video")) == 2


def test_a_shot_that_is_cut_from_the_film_leaves_its_take(film: Callable[..., Any], vendors: Vendors) -> None:
    """A look at another shot alone does not fetch it; a build of the film does."""
    one = left_in_the_air(film, vendors, SHOT, OTHER)
    one.rewrite(f"          - {SHOT}\n", "")
    one.build(until="shoot", only="b")
    assert one.states() == ["submitted"]
    one.build(until="shoot")
    assert [take.orders for take in one.project().store.takes("film").of("shot/a")] == [(1,)]


def test_nothing_else_is_ordered_while_nobody_knows_of_the_first(film: Callable[..., Any], vendors: Vendors) -> None:
    """A changed prompt is no way around settling; an order that was found is fetched, and none is placed beside it."""
    vendors.add(Fault("cut", match="text_to_video", after=True))
    one = film(SHOT)
    one.fails(until="shoot")
    one.rewrite("dunes at dawn", "dunes at noon")
    planned = step(one)
    assert (planned.state, planned.price) == ("blocked", 0)
    assert "order 1 may have been taken and paid, and nothing is ordered before that is settled" in planned.reason
    assert f"`white-cloud ledger settle {one.screenplay} 1 --lost`" in planned.reason
    assert "nothing else is ordered in its place" in one.fails(until="shoot")
    assert len(vendors.created("video")) == 1
    one.project().settle([1], "found", vendors.created("video")[0].id)
    one.build(until="shoot")
    assert [take.request["prompt"] for take in one.project().takes("a")] == ["dunes at dawn"]
    assert len(vendors.created("video")) == 1


def test_a_chain_that_was_broken_off_keeps_its_first_part(film: Callable[..., Any], vendors: Vendors) -> None:
    """It is no take, so another prompt is ordered; with the old prompt the chain goes on from it."""
    one = left_in_the_air(film, vendors, LONG)
    whole = step(one).price
    assert 0 < whole < step(one, reshoot=("a",)).price + whole
    one.rewrite("dunes at dawn", "dunes at noon")
    one.build(until="shoot")
    assert any("the rest of that take is not there" in said for said in warnings(one))
    assert [order.body["promptText"][:13] for order in vendors.created("video")] == [
        "dunes at dawn", "dunes at noon", "dunes at noon",
    ]  # fmt: skip
    assert not [said for said in one.project().plan(one.options())[2].remarks if "placed for" in said]
    one.rewrite("dunes at noon", "dunes at dawn")
    assert step(one, reshoot=("stale",)).price == whole
    one.build(until="shoot", reshoot=("stale",))
    assert [order.body["promptText"][:13] for order in vendors.created("video")[3:]] == ["dunes at dawn"]


def test_a_still_that_was_changed_meanwhile_is_no_hindrance(film: Callable[..., Any], vendors: Vendors) -> None:
    """The one that was sent is kept with the takes."""
    one = film("{id: a, prompt: the gate, length: 1s, image: gate.png}")
    Image.new("RGB", (320, 180), (200, 30, 30)).save(one.folder / "gate.png")
    unreachable(one, vendors)
    Image.new("RGB", (320, 180), (30, 30, 200)).save(one.folder / "gate.png")
    one.build(until="shoot")
    assert [take.orders for take in one.project().takes("a")] == [(1,)]
    assert len(vendors.created("video")) == 1


def test_a_plan_tells_what_was_refused(film: Callable[..., Any], vendors: Vendors) -> None:
    """And that it waits: nothing is asked, and nothing costs, until a person changes it."""
    vendors.add(Fault("moderated"))
    one = film(SHOT)
    one.fails(until="shoot")
    planned = step(one)
    assert (planned.state, planned.price) == ("blocked", 0)
    assert "refused on 20" in planned.reason
    assert step(one, reshoot=("a",)).price == Fraction(24, 100)


def test_a_part_that_is_fetched_takes_nothing_from_a_budget(film: Callable[..., Any], vendors: Vendors) -> None:
    """What the rest of its chain would have cost is nobody's business any more."""
    one = left_in_the_air(film, vendors, LONG, "{id: b, prompt: an open pit, length: 1s, camera: fake}")
    one.rewrite(f"          - {LONG}\n", "          - {id: c, prompt: salt, length: 1s}\n")
    one.build(until="shoot", budget=Fraction(1, 4))
    assert len(vendors.created("video")) == 2


def test_an_order_that_is_not_understood_any_more_stops_nothing(film: Callable[..., Any], vendors: Vendors) -> None:
    """Because its still is lost, or its camera takes its options no more; it is told of, and can be given up."""
    one = film("{id: a, prompt: the gate, length: 1s, image: gate.png}", TWO_SECONDS)
    Image.new("RGB", (320, 180), (200, 30, 30)).save(one.folder / "gate.png")
    unreachable(one, vendors)
    for still in one.folder.glob(".white_cloud/takes/blobs/*/*"):
        still.unlink()
    with sqlite3.connect(one.project().store.ledger.path) as ledger:
        ledger.execute("UPDATE orders SET take = replace(take, 'gen4.5', 'gen0') WHERE subject = 'shot/b'")
    one.rewrite(
        "          - {id: a, prompt: the gate, length: 1s, image: gate.png}\n",
        "          - {id: c, prompt: salt, length: 1s}\n",
    )
    one.rewrite("dunes at dusk", "dunes at night")
    assert len(one.project().plan(one.options())[2].steps) == 2
    one.build(until="shoot")
    told = [said for said in warnings(one) if "could not be fetched" in said]
    assert {"the still that it began with is gone" in said for said in told} == {True, False}


def test_what_a_camera_of_another_revision_ordered_is_not_asked_for(film: Callable[..., Any], vendors: Vendors) -> None:
    """Nobody knows what it would be compared with; it can be given up."""
    one = left_in_the_air(film, vendors, SHOT)
    with sqlite3.connect(one.project().store.ledger.path) as ledger:
        ledger.execute("UPDATE orders SET take = replace(take, '\"revision\": 1', '\"revision\": 0')")
    one.rewrite("length: 1s}", "length: 1s, camera: fake}")
    one.build(until="shoot")
    (said,) = [said for said in warnings(one) if "could not be fetched" in said]
    assert "the camera 'runway' has changed since" in said
    assert one.states() == ["submitted"]


def test_a_disk_that_takes_nothing_stops_the_build_and_leaves_the_order(film: Callable[..., Any], vendors: Vendors) -> None:
    """It is no fault of what is fetched: the next build fetches it."""
    one = left_in_the_air(film, vendors, SHOT)
    one.rewrite("length: 1s}", "length: 1s, camera: fake}")
    blobs = one.folder / ".white_cloud" / "takes" / "blobs"
    shutil.rmtree(blobs, ignore_errors=True)
    blobs.write_text("")
    assert "cannot write in" in one.fails(until="shoot")
    assert (one.states(), "could not be fetched" in str(warnings(one))) == (["submitted"], False)
    blobs.unlink()
    one.build(until="shoot")
    assert one.states() == ["done"]


def test_a_delivery_that_an_earlier_ledger_holds_is_not_taken_for_another_camera_s(
    film: Callable[..., Any], vendors: Vendors
) -> None:
    """It does not say which take it is for."""
    one = film(SHOT)
    one.build(until="shoot")
    with sqlite3.connect(one.project().store.ledger.path) as ledger:
        ledger.execute("UPDATE orders SET take = '{}', kept = 0")
    one.rewrite("length: 1s}", "length: 1s, camera: fake}")
    one.build(until="shoot")
    assert [(take.backend, take.orders) for take in one.project().takes("a")] == [("runway", (1,)), ("fake", ())]


def test_a_take_under_a_new_name_holds_what_was_ordered_under_the_old_one(film: Callable[..., Any], vendors: Vendors) -> None:
    """Also where a build died before the ledger had that."""
    one = film(SHOT)
    unreachable(one, vendors)
    one.rewrite("{id: a,", "{id: b, was: a,")
    one.build(until="shoot")
    with sqlite3.connect(one.project().store.ledger.path) as ledger:
        ledger.execute("UPDATE orders SET kept = 0")
    one.build(until="shoot")
    assert [take.orders for take in one.project().takes("b")] == [(1,)]


def test_a_take_that_comes_in_late_is_in_the_cut_of_that_very_build(film: Callable[..., Any], vendors: Vendors) -> None:
    """As it would be in the next: of takes for other requests the newest is used."""
    one = film(SHOT)
    one.build(until="shoot")
    one.rewrite("dunes at dawn", "dunes at noon")
    unreachable(one, vendors, reshoot=("a",))
    one.rewrite("dunes at noon", "dunes at dusk")
    timeline = one.build(until="cut").timeline
    assert [clip.source.take for clip in timeline.picture if isinstance(clip.source, Plate)] == [2]
    assert ("shot/a", 2) in one.takes_in_cut()


def test_one_more_is_bought_though_a_build_died_with_the_first_in_hand(film: Callable[..., Any], vendors: Vendors) -> None:
    """What a take holds is not given for one more, though the ledger had not been told of it."""
    one = film(SHOT)
    one.build(until="shoot")
    with sqlite3.connect(one.project().store.ledger.path) as ledger:
        ledger.execute("UPDATE orders SET kept = 0")
    one.build(until="shoot", reshoot=("a",))
    assert [take.orders for take in one.project().takes("a")] == [(1,), (2,)]
