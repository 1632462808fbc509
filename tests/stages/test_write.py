"""The write stage: what the program wrote may change, what a person wrote stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud.build.events import Event, ItemDone, ItemFailed
from white_cloud.build.executors import Pool
from white_cloud.errors import UserError
from white_cloud.film.drift import Curve
from white_cloud.film.edit_changes import TakesDocument
from white_cloud.film.lines import Phrase
from white_cloud.film.narrative import select, with_drift
from white_cloud.film.screenplay import Act, Backend, Scene, Screenplay, Shot, Slot, Speaker
from white_cloud.film.script import ScriptDocument, ScriptLine, words_of
from white_cloud.stages import write
from white_cloud.stages.approval import not_approved
from white_cloud.stages.production import Production
from white_cloud.store.store import Store
from white_cloud.testing.fakes import FakeWriter

pytestmark = pytest.mark.usefixtures("known_fakes")

Lines = dict[str, tuple[ScriptLine, ...]]


def words(text: str) -> tuple[Phrase, ...]:
    return (Phrase("en", {"en": text, "zh": f"{text} 中"}),)


def by_hand(id_: str, text: str) -> Slot:
    return Slot(id_, "one", "testimony", words=words(text))


def by_brief(id_: str, brief: str, count: int = 1) -> Slot:
    return Slot(id_, "one", "testimony", brief=brief, count=count, speak=("en",))


def film(*slots: Slot) -> Screenplay:
    """Return a film of two scenes; the first has all slots but the last."""
    shots = [Shot(f"shot_{name}", 24, Backend("fake"), prompt="dunes") for name in "ab"]
    scenes = (Scene("a", "testimony", (shots[0],), slots[:-1]), Scene("b", "testimony", (shots[1],), slots[-1:]))
    speaker = Speaker("one", {"en": "One"}, "a miner", {})
    return with_drift(
        Screenplay(
            name="film",
            title={"en": "Film"},
            languages=("zh", "en"),
            rate=Fraction(24),
            size=(64, 36),
            cast={"one": speaker},
            writer=Backend("fake"),
            listener=Backend("timing"),
            acts=(Act("act", {}, Curve.flat(0), scenes),),
        )
    )


FILM_SLOTS = (by_hand("hand", "The wind is strong."), by_brief("brief", "dust", 2), by_brief("late", "salt"))
FILM = film(*FILM_SLOTS)


def build(
    folder: Path, screenplay: Screenplay, script: ScriptDocument | None = None, *rewrite: str, part: bool = False
) -> tuple[ScriptDocument, list[Event]]:
    """Write a film as a build does, and return its script and what was told."""
    told: list[Event] = []
    with Pool(1) as pool:
        production = Production(folder, screenplay, Store(folder), TakesDocument(), pool, told.append)
        lines = write.make(production, write.plan(screenplay, script, rewrite), lambda _: None)
    return write.script_of(screenplay, lines, script, part=part), told


def steps(screenplay: Screenplay, script: ScriptDocument | None, *rewrite: str) -> dict[str, tuple[str, str]]:
    plan = write.plan(screenplay, script, rewrite).plan
    return {step.id: (step.state, step.reason) for step in plan.steps}


def said(script: ScriptDocument) -> dict[str, str]:
    return {line.id: line.line().text("en") for line in script.lines}


def by_person(script: ScriptDocument, id_: str, text: str = "", *, locked: bool = False) -> ScriptDocument:
    """Edit or lock a line in the script."""
    lines = [
        replace(line, phrases=words(text) if text else line.phrases, locked=locked) if line.id == id_ else line
        for line in script.lines
    ]
    return replace(script, lines=tuple(lines))


@pytest.fixture
def script(tmp_path: Path) -> ScriptDocument:
    """The film as it was first written."""
    return build(tmp_path, FILM)[0]


def test_a_first_build_takes_the_screenplay_s_words_and_asks_for_the_rest(tmp_path: Path) -> None:
    """In film order, a line a brief asked for after the other; the writer hears what is said elsewhere."""
    assert [state for state, _ in steps(FILM, None).values()] == ["missing"] * 3
    script, told = build(tmp_path, FILM)
    assert said(script) == {"hand": "The wind is strong.", "brief": "dust 1 en", "brief_2": "dust 2 en", "late": "salt 1 en"}
    assert [line.source for line in script.lines] == ["screenplay", "fake", "fake", "fake"]
    assert [event.item for event in told if isinstance(event, ItemDone)] == ["brief", "late"]
    first, second = FakeWriter.calls.requests
    assert (first.brief, first.count, first.speak, first.persona) == ("dust", 2, ("en",), "a miner")
    assert "The wind is strong." in first.said
    assert "dust 2 en" in second.said


def test_a_writer_without_prompts_and_context_leaves_no_record_of_them(script: ScriptDocument) -> None:
    """As the embedded one: its lines look as they always did."""
    assert {(line.prompts, line.context) for line in script.lines} == {("", "")}


def test_a_second_build_asks_for_nothing(tmp_path: Path, script: ScriptDocument) -> None:
    """And leaves the script as it is."""
    FakeWriter.calls.clear()
    assert {state for state, _ in steps(FILM, script).values()} == {"current"}
    assert build(tmp_path, FILM, script) == (script, [])
    assert FakeWriter.calls.requests == []


def test_other_lines_being_said_elsewhere_ask_for_nothing_new(script: ScriptDocument) -> None:
    """Context is told to the writer and does not decide."""
    other = by_person(script, "brief", "Dust, then.")
    assert steps(FILM, other)["late"] == ("current", "written")


def test_hand_written_words_follow_the_screenplay(tmp_path: Path, script: ScriptDocument) -> None:
    """While nobody touched them in the script."""
    changed = film(by_hand("hand", "The wind is weak."), by_brief("brief", "dust", 2), by_brief("late", "salt"))
    assert steps(changed, script)["hand"] == ("stale", "its words changed in the screenplay")
    assert said(build(tmp_path, changed, script)[0])["hand"] == "The wind is weak."


@pytest.mark.parametrize("how", ["edited", "locked"])
def test_words_that_a_person_touched_in_the_script_stay(tmp_path: Path, script: ScriptDocument, how: str) -> None:
    """Whatever the screenplay says now."""
    touched = by_person(script, "hand", "I felt no wind.") if how == "edited" else by_person(script, "hand", locked=True)
    assert steps(FILM, touched)["hand"][1].startswith(how)
    changed = film(by_hand("hand", "The wind is weak."), by_brief("brief", "dust", 2), by_brief("late", "salt"))
    assert "the script's words stay" in steps(changed, touched)["hand"][1]
    assert build(tmp_path, changed, touched)[0] == touched


def test_a_line_whose_brief_changed_stays_and_is_shown_as_stale(tmp_path: Path, script: ScriptDocument) -> None:
    """Until somebody asks for it to be written anew; then only it is asked for."""
    changed = film(by_hand("hand", "The wind is strong."), by_brief("brief", "rust", 2), by_brief("late", "salt"))
    assert steps(changed, script)["brief"] == (
        "current",
        "stale: it is asked for otherwise now (brief, register, speaker or writer); it stays until `build --rewrite brief`",
    )
    assert build(tmp_path, changed, script)[0] == script
    FakeWriter.calls.clear()
    for rewrite in ("brief", "stale"):
        assert steps(changed, script, rewrite)["brief"] == ("stale", "it is to be written anew")
        assert said(build(tmp_path, changed, script, rewrite)[0])["brief_2"] == "rust 2 en"
    assert [request.brief for request in FakeWriter.calls.requests] == ["rust", "rust"]


def test_edited_lines_are_rewritten_only_by_name(tmp_path: Path, script: ScriptDocument) -> None:
    """A word for all that is stale never costs a person's own."""
    changed = film(by_hand("hand", "The wind is strong."), by_brief("brief", "rust", 2), by_brief("late", "salt"))
    edited = by_person(script, "brief_2", "And then the dust.")
    assert build(tmp_path, changed, edited, "stale")[0] == edited
    assert said(build(tmp_path, changed, edited, "brief")[0])["brief_2"] == "rust 2 en"


def test_locked_lines_are_never_rewritten(tmp_path: Path, script: ScriptDocument) -> None:
    """And the plan says how to have it done."""
    locked = by_person(script, "brief_2", locked=True)
    assert steps(FILM, locked, "brief")["brief"] == ("current", "locked in the script: unlock it there to have it written anew")
    assert build(tmp_path, FILM, locked, "brief")[0] == locked


def test_a_name_that_is_no_line_cannot_be_rewritten(script: ScriptDocument) -> None:
    """The nearest is named."""
    with pytest.raises(UserError, match=r"--rewrite names 'brieff', and no line is called so \(did you mean 'brief'\?\)"):
        write.plan(FILM, script, ("brieff",))


def test_lines_of_slots_that_are_gone_go_unless_a_person_touched_them(tmp_path: Path, script: ScriptDocument) -> None:
    """Edited and locked ones are kept at the end."""
    fewer = film(by_hand("hand", "The wind is strong."), by_brief("new", "rain"))
    touched = by_person(by_person(script, "brief", "Dust, then."), "late", locked=True)
    assert list(said(build(tmp_path, fewer, script)[0])) == ["hand", "new"]
    assert list(said(build(tmp_path, fewer, touched)[0])) == ["hand", "new", "brief", "late"]


def test_a_line_that_a_person_added_to_a_slot_stays(tmp_path: Path, script: ScriptDocument) -> None:
    """Beside the slot's own, and it is not taken for a stale one."""
    own = [ScriptLine(f"{slot}_own", slot, "one", "testimony", words("My own.")) for slot in ("hand", "brief")]
    added = replace(script, lines=(script.lines[0], own[0], *script.lines[1:3], own[1], script.lines[3]))
    assert {reason for _, reason in steps(FILM, added).values()} == {"written"}
    assert build(tmp_path, FILM, added)[0] == added
    changed = film(by_hand("hand", "The wind is weak."), by_brief("brief", "dust", 2), by_brief("late", "salt"))
    assert list(said(build(tmp_path, changed, added)[0])) == list(said(added))


def test_a_slot_that_changes_hands_is_filled_by_whom_the_screenplay_says(tmp_path: Path, script: ScriptDocument) -> None:
    """From words to a brief, and from a brief to words."""
    turned = film(by_brief("hand", "wind"), by_hand("brief", "Dust."), by_brief("late", "salt"))
    assert steps(turned, script)["hand"] == ("missing", "the writer has not filled its brief yet")
    assert said(build(tmp_path, turned, script)[0]) == {"hand": "wind 1 en", "brief": "Dust.", "late": "salt 1 en"}
    touched = by_person(by_person(script, "hand", "I felt no wind."), "brief_2", locked=True)
    assert said(build(tmp_path, turned, touched)[0]) == {
        "hand": "I felt no wind.",
        "brief": "Dust.",
        "brief_2": "dust 2 en",
        "late": "salt 1 en",
    }


def test_a_part_build_leaves_the_rest_of_the_script_where_it_is(tmp_path: Path, script: ScriptDocument) -> None:
    """Only the scene that is built is written, in its place."""
    changed = film(by_hand("hand", "The wind is weak."), by_brief("brief", "dust", 2), by_brief("late", "salt"))
    part = select(changed, "a")
    after, _ = build(tmp_path, part, script, part=True)
    assert said(after) == {**said(script), "hand": "The wind is weak."}
    assert list(said(after)) == list(said(script))


def test_a_part_build_first_writes_only_the_part(tmp_path: Path) -> None:
    """A whole build fills in the rest, in film order."""
    late, _ = build(tmp_path, select(FILM, "b"), None, part=True)
    assert list(said(late)) == ["late"]
    assert list(said(build(tmp_path, select(FILM, "a"), late, part=True)[0])) == ["late", "hand", "brief", "brief_2"]
    assert list(said(build(tmp_path, FILM, late)[0])) == ["hand", "brief", "brief_2", "late"]


def approved(script: ScriptDocument) -> ScriptDocument:
    return replace(script, approved=True, approved_words=words_of(script.lines))


def test_approval_stays(tmp_path: Path, script: ScriptDocument) -> None:
    """It is a person's."""
    assert build(tmp_path, FILM, approved(script))[0].words_approved


def test_words_that_the_program_changed_are_not_approved_until_they_are_back(tmp_path: Path, script: ScriptDocument) -> None:
    """Which words were is still known, so that a plan can tell what changed."""
    written = build(tmp_path, film(*FILM_SLOTS[:2], by_brief("late", "sugar")), approved(script), "late")[0]
    assert (written.words_approved, written.changed_since_approval()) == (False, ("late",))
    assert build(tmp_path, FILM, written, "late")[0].words_approved


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        (lambda a, b, c: (a, replace(b, phrases=words("Rust.")), c), ("brief",)),
        (lambda a, b, c: (a, replace(b, phrases=(Phrase("en", {"en": "dust 1 en", "zh": "锈"}),)), c), ("brief",)),
        (lambda a, b, c: (a, replace(b, phrases=(replace(b.phrases[0], speak="zh"),)), c), ("brief",)),
        (lambda a, b, c: (a, replace(b, speaker="two"), c), ("brief",)),
        (lambda a, b, c: (a, replace(b, register="advert"), c), ("brief",)),
        (lambda a, b, c: (c, a, b), ("brief_2",)),
        (lambda *lines: lines[::2], ("brief",)),
        (lambda a, b, c: (a, b, replace(c, id="more"), c), ("more",)),
        (lambda a, b, c: (a, replace(b, locked=True, made="", asked="", prompts="f00d"), c), ()),
    ],
    ids=["words", "translation", "language", "speaker", "register", "order", "taken out", "added", "no words"],
)
def test_approval_holds_for_the_very_words_that_were_approved(
    script: ScriptDocument, change: Callable[..., tuple[ScriptLine, ...]], changed: tuple[str, ...]
) -> None:
    """What changed since is known by its lines; put back, it is approved again."""
    before = approved(replace(script, lines=script.lines[:3]))
    after = replace(before, lines=change(*before.lines))
    assert (after.changed_since_approval(), after.words_approved) == (changed, not changed)
    assert replace(after, lines=before.lines).words_approved


def test_a_plan_says_which_lines_wait_for_approval(script: ScriptDocument) -> None:
    """Six of them by name at the most, and the command; a mark by hand says nothing of which words are meant."""

    def why(one: ScriptDocument) -> str:
        return not_approved(one).partition(": read")[0]

    assert not_approved(script).startswith("its words are not approved yet: read scripts_screenplay/film.script.yaml, ")
    assert not_approved(script).endswith("then `white-cloud approve scripts_screenplay/film.yaml` and build again")
    assert why(by_person(approved(script), "hand", "Oh.")) == "1 line is not as it was when the words were approved (hand)"
    many = replace(approved(script), lines=tuple(replace(script.lines[0], id=f"l{number}") for number in range(9)))
    assert why(many) == "13 lines are not as they were when the words were approved (l0, l1, l2, l3, l4, l5, ...)"
    by_hand_only = replace(script, approved=True)
    assert not by_hand_only.words_approved
    assert "without `approved_words`" in why(by_hand_only)


def test_a_refusal_leaves_its_slot_empty_and_the_others_are_written(tmp_path: Path) -> None:
    """The next build asks again."""
    refused = film(by_brief("bad", "forbidden dust"), by_brief("late", "salt"))
    script, told = build(tmp_path, refused)
    assert said(script) == {"late": "salt 1 en"}
    (failed,) = (event for event in told if isinstance(event, ItemFailed))
    assert (failed.stage, failed.item) == ("write", "bad")
    assert "forbidden" in failed.message
    assert steps(refused, script)["bad"][0] == "missing"


def test_lines_are_spoken_as_they_stand(script: ScriptDocument) -> None:
    """By slot, in order."""
    spoken = write.spoken_lines(FILM, write.plan(FILM, by_person(script, "brief", "Dust, then.")).kept)
    assert [line.text("en") for line in spoken["brief"]] == ["Dust, then.", "dust 2 en"]


def test_a_line_that_lacks_a_language_is_refused_with_what_to_do(script: ScriptDocument) -> None:
    """A film in two languages has every line in both."""
    line = replace(script.lines[1], phrases=(Phrase("en", {"en": "Dust."}),))
    with pytest.raises(
        UserError, match=r"line 'brief' of the script has no 'zh'; write it in .*film\.script\.yaml, or .*--rewrite brief"
    ):
        write.spoken_lines(FILM, {"brief": (line,)})
