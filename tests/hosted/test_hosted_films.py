"""Films made by hosted backends: what is asked, what it costs, what goes wrong, and what a person does then."""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from PIL import Image

from tests.hosted.test_paid_kills import in_a_child
from white_cloud.build.events import ItemFailed, Warned
from white_cloud.errors import UserError
from white_cloud.media.reader import PictureReader
from white_cloud.stages.chain import BuildFailed
from white_cloud.testing.vendors import KEYS, Fault, Vendors

TWO = ("{id: a, prompt: dunes at dawn, length: 1s}", "{id: b, prompt: an open pit, length: 1s}")
SAID = ("{id: said, text: {zh: 风很大。, en: The wind is strong.}}", "{id: asked, brief: dust on everything}")


def prices(film: Any, **options: Any) -> dict[str, Fraction | None]:
    return {stage.stage: stage.price() for stage in film.project().plan(film.options(**options))}


def test_a_film_is_written_spoken_and_shot_by_vendors_and_asked_for_once(film: Callable[..., Any], vendors: Vendors) -> None:
    """A second build asks nobody for anything, and the plan's price is what the ledger says in the end."""
    one = film(*TWO, lines=SAID)
    before = prices(one)
    result = one.build()
    assert result.report["frames"] > 0
    assert one.told[-1].data()["spent"] == "0.48 USD"
    assert {kind: len(vendors.created(kind)) for kind in ("text", "speech", "video")} == {"text": 1, "speech": 2, "video": 2}
    asked = len(vendors.asked())
    one.build()
    assert len(vendors.asked()) == asked
    assert not any(prices(one).values())
    shot = [entry for entry in one.orders() if entry.subject.startswith("shot/")]
    assert sum(entry.spent for entry in shot) == before["shoot"] == Fraction(2 * 2 * 12, 100)
    words = next(entry for entry in one.orders() if entry.subject.startswith("words/"))
    assert 0 < words.spent < before["write"]


def test_a_hosted_voice_speaks_by_the_persona_alone(film: Callable[..., Any], vendors: Vendors) -> None:
    """As it does with empty settings written out: nothing is spoken again for them."""
    one = film(TWO[0], lines=SAID[:1])
    document = one.folder / "voices" / "one.yaml"
    settings = document.read_text(encoding="utf-8")
    document.write_text(settings.replace("  openai: {zh: {voice: onyx}, en: {voice: onyx}}\n", ""), encoding="utf-8")
    one.build(until="voice")
    (spoken,) = vendors.created("speech")
    assert "nobody in particular" in spoken.body["instructions"]
    document.write_text(settings.replace("{voice: onyx}", "{}"), encoding="utf-8")
    assert not one.project().plan(one.options())[1].made()


def test_a_changed_prompt_buys_nothing_until_it_is_asked_for(film: Callable[..., Any], vendors: Vendors) -> None:
    """The take of before is used, the plan names the price, and `--reshoot stale` buys that one alone."""
    one = film(*TWO)
    one.build(until="shoot")
    one.rewrite("dunes at dawn", "dunes at noon")
    (_, _, shoot, *_) = one.project().plan(one.options())
    assert "a new one costs 0.24 USD, and is made only when asked for (--reshoot a)" in shoot.steps[0].reason
    one.build(until="shoot")
    assert len(vendors.created("video")) == 2
    assert prices(one, reshoot=("stale",))["shoot"] == Fraction(24, 100)
    one.build(until="shoot", reshoot=("stale",))
    assert [order.body["promptText"][:13] for order in vendors.created("video")[2:]] == ["dunes at noon"]
    assert not one.project().plan(one.options())[2].made()


def test_a_shot_that_was_made_longer_says_what_a_longer_take_costs(film: Callable[..., Any], vendors: Vendors) -> None:
    """The plan stands, with the price and the command; the build refuses the cut in the same words, and buys nothing."""
    one = film("{id: a, prompt: dunes at dawn, length: 1s}")
    one.build(until="cut")
    one.rewrite("length: 1s", "length: 8s")
    said = "What was made of a is for a shorter shot: `--reshoot a` buys it anew, for about 1.08"
    assert said in one.project().plan(one.options())[3].steps[0].reason
    assert said in one.fails(until="cut")
    assert len(vendors.created("video")) == 1
    one.build(until="cut", reshoot=("a",))


def test_one_more_take_of_the_same_is_bought_by_name(film: Callable[..., Any], vendors: Vendors) -> None:
    """Though the ledger holds a delivery for that very request."""
    one = film(*TWO)
    one.build(until="shoot")
    one.build(until="shoot", reshoot=("b",))
    assert [take.number for take in one.project().takes("b")] == [1, 2]
    assert len(vendors.created("video")) == 3
    with pytest.raises(UserError, match=r"there is no take 9 of 'b': it has takes 1, 2$"):
        one.project().decide("b", 9, "chosen")


def test_a_rejected_take_is_shot_with_another_chance(film: Callable[..., Any], vendors: Vendors) -> None:
    """Its seed moves on; taking the decision back uses it again."""
    one = film(TWO[0])
    one.build(until="shoot")
    one.project().decide("a", 1, "rejected", "the dust hangs still")
    one.build(until="shoot")
    seeds = [order.body["seed"] for order in vendors.created("video")]
    assert len(set(seeds)) == 2
    one.project().decide("a", 1, "cleared")
    one.build(until="shoot")
    assert len(vendors.created("video")) == 2


def test_a_rejected_line_is_spoken_anew(film: Callable[..., Any], vendors: Vendors) -> None:
    """What was delivered for it before is not taken up again."""
    one = film(TWO[1], lines=SAID[:1])
    one.build(until="voice")
    one.project().decide("said", 1, "rejected", "she sounds glad")
    assert one.project().plan(one.options())[1].price() > 0
    one.build(until="voice")
    assert (len(vendors.created("speech")), [take.orders for take in one.project().takes("said")]) == (2, [(1,), (2,)])


def test_a_refused_shot_is_told_with_its_reason_and_the_others_are_made(film: Callable[..., Any], vendors: Vendors) -> None:
    """It is not asked again by itself; by name, or with another prompt, it is."""
    vendors.add(Fault("moderated", match="an open pit"))
    one = film(*TWO)
    said = one.fails(until="shoot")
    assert "1 could not be made; what was made is kept:\n  shoot b: " in said
    (failed,) = (event for event in one.told if isinstance(event, ItemFailed))
    assert (failed.item, sorted(one.states())) == ("b", ["done", "failed"])
    asked = len(vendors.asked())
    assert "refused on" in one.fails(until="shoot")
    assert len(vendors.asked()) == asked
    one.build(until="shoot", reshoot=("b",))
    assert sorted(one.states()) == ["done", "done", "failed"]


def test_a_budget_stops_before_the_shot_that_would_pass_it(film: Callable[..., Any], vendors: Vendors) -> None:
    """What was made is kept, and a larger budget goes on from there."""
    one = film(*TWO)
    with pytest.raises(BuildFailed, match=r"shoot [ab]: the budget is 0\.30 USD, of which 0\.24 is spent, and what comes next"):
        one.build(until="shoot", budget=Fraction(3, 10))
    assert len(vendors.created("video")) == 1
    one.build(until="shoot", budget=Fraction(3, 10))
    assert len(vendors.created("video")) == 2


@pytest.mark.parametrize(
    "fault",
    [
        Fault("rate limit", match="text_to_video", wait=0.01),
        Fault("expired", match="GET"),
        Fault("cut short", match="GET"),
        Fault("throttle", polls=3),
        Fault("queue", polls=3),
        Fault("error", match="GET /v1/tasks", status=500),
    ],
    ids=lambda fault: fault.kind,
)
def test_what_passes_by_itself_is_waited_for(film: Callable[..., Any], vendors: Vendors, fault: Fault) -> None:
    """One order, one take."""
    vendors.add(fault)
    one = film(TWO[0])
    one.build(until="shoot")
    assert len(vendors.created("video")) == 1
    assert vendors.left() == ()


@pytest.mark.parametrize("taken", [True, False])
@pytest.mark.parametrize("kind", ["error", "cut"])
def test_a_person_settles_what_nobody_can_know(film: Callable[..., Any], vendors: Vendors, kind: Any, taken: bool) -> None:
    """All at once, by what became of it; until then nothing is ordered in its place."""
    vendors.add(*[Fault(kind, match="text_to_video", after=taken, **({"status": 500} if kind == "error" else {}))] * 2)
    one = film(*TWO)
    first, told = one.fails(until="shoot"), list(one.told)
    assert one.states() == ["ambiguous", "ambiguous"]
    named = sorted(f"{order.subject.removeprefix('shot/')} (order {order.id})" for order in one.orders())
    for said in (first, one.fails(until="shoot")):  # both shots in one line, with the numbers that are to be settled
        assert sorted(said.splitlines()[1].removeprefix("  shoot ").partition(":")[0].split(", ")) == named
        assert said.count("`white-cloud ledger settle") == 2
    failed = [event for event in told if isinstance(event, ItemFailed)]
    assert sorted(event.named for event in failed) == named
    assert all(f"`white-cloud ledger settle {one.screenplay} {event.order} --lost`" in event.message for event in failed)
    assert len(vendors.created("video")) == (2 if taken else 0)
    settled = one.project().settle([], "spent" if taken else "lost")
    assert [entry.spent for entry in settled] == [Fraction(24, 100) if taken else 0] * 2
    one.build(until="shoot")
    assert one.states()[2:] == ["done", "done"]


def test_a_cancelled_order_waits_for_the_next_build(film: Callable[..., Any], vendors: Vendors) -> None:
    """Who cancelled it did not want it at once."""
    vendors.add(Fault("cancel"))
    one = film(TWO[0])
    one.fails(until="shoot")
    assert len(vendors.created("video")) == 1
    one.build(until="shoot")
    assert one.states() == ["failed", "done"]


def test_a_shot_longer_than_its_model_allows_is_a_chain(film: Callable[..., Any], vendors: Vendors) -> None:
    """Each take starts from the last frame of the one before; a build that was ended between them buys only what is missing."""
    vendors.add(Fault("moderated", match="image_to_video"))
    one = film("{id: a, prompt: dunes at dawn, length: 12s, becomes: a tunnel}")
    one.fails(until="shoot")
    one.build(until="shoot", reshoot=("a",))
    first, second = vendors.created("video")
    assert (first.path.rpartition("/")[2], second.path.rpartition("/")[2]) == ("text_to_video", "image_to_video")
    (take,) = one.project().takes("a")
    assert take.facts["frames"] == take.request["frames"] >= 12 * 24
    with PictureReader(one.project().store.blobs.verified(take.blob)) as reader:
        assert reader.frames == take.facts["frames"]
    assert len(take.record["chunks"]) == 2


def test_a_chain_that_was_paid_before_and_after_its_shot_was_renamed_costs_nothing_more(
    film: Callable[..., Any], vendors: Vendors
) -> None:
    """A budget of nothing is enough for it: what was bought under either name counts."""
    vendors.add(Fault("error", match="image_to_video", status=402))
    one = film("{id: a, prompt: dunes at dawn, length: 10s}")
    one.fails(until="shoot")
    one.rewrite("{id: a,", "{id: b, was: a,")
    vendors.add(*[Fault("error", match="GET /v1/tasks", status=500)] * 9)
    one.fails(until="shoot")
    assert [(entry.subject, entry.state) for entry in one.orders()] == [
        ("shot/a", "done"), ("shot/a", "failed"), ("shot/b", "submitted"),
    ]  # fmt: skip
    vendors.clear()
    one.build(until="shoot", budget=Fraction(0))
    assert len(vendors.created("video")) == 2


def test_a_still_is_what_a_shot_starts_from(film: Callable[..., Any], vendors: Vendors) -> None:
    """It is known by its bytes, wherever it lies."""
    one = film("{id: a, prompt: the gate, length: 1s, image: gate.png}")
    Image.new("RGB", (320, 180), (200, 30, 30)).save(one.folder / "gate.png")
    one.build(until="shoot")
    assert vendors.created("video")[0].path.endswith("image_to_video")
    (one.folder / "gate.png").rename(one.folder / "other.png")
    one.rewrite("gate.png", "other.png")
    assert not one.project().plan(one.options())[2].made()


def test_nothing_is_shot_before_the_words_are_approved(film: Callable[..., Any], vendors: Vendors) -> None:
    """And other words are to be approved again."""
    one = film(*TWO, lines=SAID)
    one.rewrite("languages:", "review: required\nlanguages:")
    assert f"`white-cloud approve {one.screenplay}`" in one.fails()
    assert (len(vendors.created("speech")), len(vendors.created("video"))) == (2, 0)
    shoot = one.project().plan(one.options())[2]
    assert (shoot.steps[0].state, shoot.price()) == ("blocked", 0)
    assert "what waits for approval is shot for about 0.48 USD then" in shoot.remarks
    assert one.project().approve()
    assert not one.project().approve()
    one.rewrite("dust on everything", "salt on everything")
    assert "not approved" not in str(one.project().plan(one.options())[2].steps)
    assert {step.state for step in one.project().plan(one.options(rewrite=("asked",)))[2].steps} == {"blocked"}
    said = one.fails(rewrite=("asked",))
    assert "nothing is shot before the words are approved" in said
    assert any("approved again" in event.message for event in one.told if isinstance(event, Warned))
    one.project().approve()
    script = one.project().script_path
    words = script.read_text(encoding="utf-8")
    script.write_text(words.replace("The wind is strong.", "The wind is weak."), encoding="utf-8")  # a person, after approving
    changed = "1 line is not as it was when the words were approved (said)"
    (reason,) = {step.reason for step in one.project().plan(one.options())[2].made()}
    assert changed in reason
    assert f"`white-cloud approve {one.screenplay}`" in reason
    assert changed in one.fails()
    assert not vendors.created("video")
    script.write_text(words, encoding="utf-8")
    one.build(until="shoot")
    assert len(vendors.created("video")) == 2


@pytest.mark.parametrize("prompt", ["dunes at dawn", "dunes at noon"])
def test_what_was_ordered_is_fetched_while_the_words_wait_for_approval(
    film: Callable[..., Any], vendors: Vendors, prompt: str
) -> None:
    """It is paid, and the vendor keeps it for some days alone; nothing else is ordered, and the plan says both."""
    one = film(*TWO, lines=SAID)
    one.rewrite("languages:", "review: required\nlanguages:")
    one.build(until="write")
    one.project().approve()
    vendors.add(Fault("error", match="GET /v1/tasks", status=500, times=99))
    one.fails(until="shoot", only="a")
    vendors.clear()
    one.rewrite("dunes at dawn", prompt)
    script = one.project().script_path
    script.write_text(script.read_text(encoding="utf-8").replace("The wind is strong.", "The wind is weak."), encoding="utf-8")
    first, second = one.project().plan(one.options())[2].steps
    assert (first.state, first.price, "order" in first.reason) == ("missing", 0, True)
    assert (second.state, "review" in second.reason) == ("blocked", True)
    assert "nothing is shot before the words are approved" in one.fails()
    assert (one.states()[-1], len(vendors.created("video"))) == ("done", 1)
    one.project().approve()
    one.build(until="shoot")
    assert len(vendors.created("video")) == 2


def test_no_key_is_written_anywhere(film: Callable[..., Any], vendors: Vendors, caplog: pytest.LogCaptureFixture) -> None:
    """Not in the film's folder, not in what is told, though a server repeats it in its errors; not in any library's log."""
    caplog.set_level(logging.DEBUG)
    one = film(*TWO, lines=SAID)
    one.build()
    os.environ["OPENAI_API_KEY"] = "sk-another-key-that-is-wrong-0123456789"
    one.rewrite("length: 1s}", "length: 1s, seed: 4}")
    one.rewrite("text: {zh: 风很大。", "text: {zh: 风不大。")
    said = one.fails(reshoot=("said",)) + str(one.told) + caplog.text
    assert "/v1/text_to_video" in caplog.text
    assert "_jwt=" not in caplog.text
    secrets = [*KEYS.values(), os.environ["OPENAI_API_KEY"]]
    assert not [secret for secret in secrets if secret in said]
    files = [path for path in one.folder.rglob("*") if path.is_file()]
    assert not [(path, secret) for path in files for secret in secrets if secret.encode() in path.read_bytes()]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_ctrl_c_lets_an_order_on_its_way_be_written_down(film: Callable[..., Any], vendors: Vendors) -> None:
    """The vendor's number is kept, and the next build goes on with it."""
    vendors.add(Fault("late", match="text_to_video"))
    one = film(TWO[0])

    def interrupt(child: int) -> None:
        assert vendors.wait_held()
        os.kill(child, signal.SIGINT)
        vendors.release()

    status = in_a_child(lambda: one.build(until="shoot"), interrupt)
    assert os.waitstatus_to_exitcode(status) == 130
    assert one.states() == ["submitted"]
    one.build(until="shoot")
    assert len(vendors.created("video")) == 1


@pytest.mark.parametrize("kind", ["too few", "missing language", "malformed", "incomplete"])
def test_an_answer_of_no_use_is_asked_for_again_and_told_what_was_wrong(
    film: Callable[..., Any], vendors: Vendors, kind: Any
) -> None:
    """Both answers are paid, and stand in the ledger."""
    vendors.add(Fault(kind, match="responses"))
    one = film(TWO[0], lines=SAID[1:])
    one.build(until="write")
    assert one.states() == ["failed", "done"]
    assert len(vendors.created("text")) == 2
    assert "This answer cannot be used" in str(vendors.created("text")[1].body)


def test_a_writer_that_is_never_of_use_is_given_up_with_what_to_do(film: Callable[..., Any], vendors: Vendors) -> None:
    """After a bounded number of tries; the other lines are written."""
    vendors.add(Fault("malformed", match="rust on everything", times=9))
    one = film(TWO[0], lines=(*SAID, "{id: bad, brief: rust on everything}"))
    said = one.fails(until="write")
    assert "write bad: the writer gave nothing of use (it was asked 3 times)" in said
    assert "Change the brief, or write the line yourself" in said
    script = one.project().script()
    assert script is not None
    assert [line.id for line in script.lines] == ["said", "asked"]


def test_a_question_that_is_turned_down_does_not_undo_an_order(film: Callable[..., Any], vendors: Vendors) -> None:
    """Only what becomes of the order itself does."""
    vendors.add(Fault("error", match="GET /v1/tasks", status=400))
    one = film(TWO[0])
    one.build(until="shoot")
    assert (one.states(), len(vendors.created("video"))) == (["done"], 1)


def test_an_account_without_credit_is_no_refusal_of_the_words(film: Callable[..., Any], vendors: Vendors) -> None:
    """Once there is credit the next build goes on, and nobody has to name a shot."""
    vendors.add(*[Fault("error", match="text_to_video", status=402)] * 2)
    one = film(*TWO)
    assert "has no credit left" in one.fails(until="shoot")
    vendors.clear()  # the second shot may not have been asked for any more
    one.build(until="shoot")
    assert [state for state in one.states() if state != "failed"] == ["done", "done"]


def test_words_that_were_refused_are_asked_for_again_by_name(film: Callable[..., Any], vendors: Vendors) -> None:
    """With --rewrite, as the refusal says."""
    vendors.add(Fault("refusal", match="responses"))
    one = film(TWO[0], lines=SAID[1:])
    one.fails(until="write")
    assert "ask once more with --rewrite and its name" in one.fails(until="write")
    assert len(vendors.created("text")) == 1
    one.build(until="write", rewrite=("asked",))
    assert len(vendors.created("text")) == 2


def test_a_damaged_take_is_fetched_again_within_the_budget(film: Callable[..., Any], vendors: Vendors) -> None:
    """It was paid; the budget of a build that starts over is still that of one build."""
    one = film(*TWO)
    one.build(until="shoot")
    (take,) = one.project().takes("a")
    path = one.project().store.blobs.path(take.blob)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)
    result = one.build(until="render", budget=Fraction(24, 100), reshoot=("b",))
    assert len(vendors.created("video")) == 3
    assert result.report["cost"]["build"] == 0.24
    assert any("was damaged" in event.message for event in one.told if isinstance(event, Warned))


def test_takes_that_are_kept_because_new_ones_cost_are_named(film: Callable[..., Any]) -> None:
    """In the plan and in the build, with the price of all."""
    one = film(*TWO)
    one.build(until="shoot")
    one.rewrite("dunes at dawn", "dunes at noon")
    one.rewrite("an open pit", "a closed pit")
    said = "2 shots keep takes made for something else, since a new one costs (a, b): "
    said += "`--reshoot stale` buys them for about 0.48 USD"
    assert said in one.project().plan(one.options())[2].remarks
    one.build(until="shoot")
    assert said in [event.message for event in one.told if isinstance(event, Warned)]


def test_what_a_person_edits_while_the_writer_is_asked_stays(film: Callable[..., Any], vendors: Vendors) -> None:
    """A writer may take minutes; nobody has to sit and wait."""
    one = film(TWO[0], lines=(*SAID, "{id: late, brief: salt in the tea}"))
    path = one.project().script_path

    def edit(event: Any) -> None:
        if getattr(event, "item", "") == "asked":
            path.write_text(path.read_text(encoding="utf-8").replace("zh: 风很大。", "zh: 风不算大。"), encoding="utf-8")

    result = one.project().build(one.options(until="write"), edit)
    assert result is not None
    script = one.project().script()
    assert script is not None
    assert script.lines[0].line().text("zh") == "风不算大。"
    assert [line.id for line in script.lines] == ["said", "asked", "late"]


def test_what_a_vendor_would_refuse_is_told_before_anything_is_paid(film: Callable[..., Any], vendors: Vendors) -> None:
    """By check, plan and build alike."""
    one = film(TWO[0], f"{{id: b, prompt: {'dunes and ' * 120}, length: 1s}}", lines=SAID)
    assert "shot b: " in one.fails()
    assert vendors.asked() == ()


def test_what_is_ordered_already_is_not_in_the_price(film: Callable[..., Any], vendors: Vendors) -> None:
    """A build that was stopped has left nothing to pay but the rest."""
    vendors.add(*[Fault("error", match="GET /v1/tasks", status=500)] * 9)
    one = film(*TWO)
    assert prices(one)["shoot"] == Fraction(48, 100)
    one.fails(until="shoot")
    assert one.states() == ["submitted", "submitted"]
    assert prices(one)["shoot"] == 0
    vendors.clear()
    one.build(until="shoot")
    assert len(vendors.created("video")) == 2


def test_voices_of_words_that_are_still_to_be_written_are_in_the_price(film: Callable[..., Any], vendors: Vendors) -> None:
    """As about what it costs to speak for as long as there is picture; not far from what the words then cost."""
    one = film("{id: a, prompt: dunes, length: 12s, camera: animatic}", lines=SAID[1:])
    foreseen = prices(one)["voice"]
    one.build(until="write")
    assert 0 < prices(one)["voice"] < 3 * foreseen
    one.build(until="voice")
    spoken = sum(entry.spent for entry in one.orders() if entry.subject.startswith("line/"))
    assert spoken / 4 < foreseen < spoken * 6


def test_an_order_is_found_once_and_only_where_it_can_be_asked_for(film: Callable[..., Any], vendors: Vendors) -> None:
    """Speech comes at once and has no number; a number is of one order."""
    vendors.add(Fault("cut", match="speech"), *[Fault("cut", match="text_to_video", after=True)] * 2)
    one = film(*TWO, lines=SAID[:1])
    one.rewrite("voice: {use: openai,", "voice: {use: openai, resend_below: 0,")
    one.fails(until="shoot")
    speech, *_ = [entry for entry in one.orders() if entry.state == "ambiguous"]
    assert speech.subject == "line/said"
    with pytest.raises(UserError, match="delivers what a voice makes at once, and is not asked for it again"):
        one.project().settle([speech.id], "found", "speech-1")
    one.project().settle([speech.id], "lost")
    first, second = (entry for entry in one.orders() if entry.state == "ambiguous")
    one.project().settle([first.id], "found", vendors.created("video")[0].id)
    with pytest.raises(UserError, match=f"is order {first.id} "):
        one.project().settle([second.id], "found", vendors.created("video")[0].id)


def test_words_that_were_repaired_are_not_asked_for_again(film: Callable[..., Any], vendors: Vendors) -> None:
    """Where a build died before the script had them."""
    vendors.add(Fault("malformed", match="responses"))
    one = film(TWO[0], lines=SAID[1:])
    one.build(until="write")
    one.project().script_path.unlink()
    with sqlite3.connect(one.project().store.ledger.path) as ledger:
        ledger.execute("UPDATE orders SET kept = 0")
    one.build(until="write")
    assert one.states() == ["failed", "done"]


def test_what_is_said_twice_in_a_line_is_paid_once(film: Callable[..., Any], vendors: Vendors) -> None:
    """The plan knows it."""
    said = "{id: said, text: {zh: '不。[pause 1s]不。', en: No. No.}}"
    one = film("{id: a, prompt: dunes, length: 3s, camera: fake}", lines=(said,))
    foreseen = prices(one)["voice"]
    one.build(until="voice")
    (order,) = one.orders()
    assert order.price == foreseen
