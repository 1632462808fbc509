"""What an edit does to a film: before and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from white_cloud.errors import UserError
from white_cloud.film.assembly import Material, assemble
from white_cloud.film.drift import Curve
from white_cloud.film.edit_changes import Change, Drop, Gap, Remove, Swap, Trim
from white_cloud.film.edits import after_assembly, before_assembly
from white_cloud.film.screenplay import Bed, Scene, Screenplay
from white_cloud.film.timeline import Card, Clip, Timeline
from white_cloud.timecode import Duration

SceneOf = Callable[..., Scene]
Cut = Callable[..., Timeline]


def frames(count: int) -> Duration:
    return Duration(frames=count)


def shown(timeline: Timeline) -> list[tuple[str, int, int]]:
    """Return the picture as (clip, start, length)."""
    return [(clip.id, clip.start, clip.frames) for clip in timeline.picture]


@pytest.fixture(scope="session")
def screenplay(scene: SceneOf, film: Callable[..., Screenplay]) -> Screenplay:
    """Two scenes: three shots of a second with one line, two shots with one line."""
    return film(
        scene("a", [24, 24, 24], 1, beds=(Bed("wind"),)),
        scene("b", [48, 24], 1, beds=(Bed("hum"),)),
        title_card=12,
        closing_card=24,
    )


@pytest.fixture(scope="session")
def cut(screenplay: Screenplay, material: Callable[..., Material]) -> Cut:
    """Cut the film with an edit; both lines last a second."""

    def make(*changes: Change, title: int = 12) -> Timeline:
        edited = before_assembly(replace(screenplay, title_card=title), changes)
        made = material(edited, {"a_l1": 1, "b_l1": 1})
        return after_assembly(assemble(edited, made), changes)

    return make


def clip(timeline: Timeline, name: str) -> Clip:
    return next(one for one in timeline.picture if one.id == name)


def test_no_change_is_the_assembly(cut: Cut) -> None:
    """The film that all the others start from."""
    assert shown(cut()) == [
        ("title", 0, 12),
        ("a1", 12, 24),
        ("a2", 36, 24),
        ("a3", 60, 24),
        ("b1", 84, 48),
        ("b2", 132, 24),
        ("closing", 156, 24),
    ]
    assert [(voice.line, voice.start) for voice in cut().voice] == [("a_l1", Fraction(1)), ("b_l1", Fraction(4))]
    assert [(bed.kind, bed.start, bed.frames) for bed in cut().beds] == [("wind", 0, 84), ("hum", 84, 96)]


def test_a_removed_shot_is_gone_and_the_rest_moves_up(cut: Cut) -> None:
    """Before: a1 a2 a3 b1. After: a1 a3 b1."""
    after = cut(Remove("a2"))
    assert shown(after) == [
        ("title", 0, 12),
        ("a1", 12, 24),
        ("a3", 36, 24),
        ("b1", 60, 48),
        ("b2", 108, 24),
        ("closing", 132, 24),
    ]
    assert [voice.start for voice in after.voice] == [Fraction(1), Fraction(3)]


def test_a_scene_still_lasts_as_long_as_its_words_when_shots_are_removed(cut: Cut) -> None:
    """One shot of 24 frames stays under 1.5 s of head and speech, and its handles fill them."""
    after = cut(Remove("a2"), Remove("a3"))
    assert shown(after)[:3] == [("title", 0, 12), ("a1", 12, 36), ("b1", 48, 48)]


def test_swapped_shots_change_places_and_carry_their_drift(cut: Cut) -> None:
    """Before: a1 a2 a3 b1. After: b1 a2 a3 a1, each with the frames and the drift it had."""
    before, after = cut(), cut(Swap("a1", "b1"))
    assert [one[0] for one in shown(after)] == ["title", "b1", "a2", "a3", "a1", "b2", "closing"]
    for name in ("a1", "b1", "a2"):
        old, new = clip(before, name), clip(after, name)
        assert (new.drift, new.drift_span, new.first, new.frames) == (old.drift, old.drift_span, old.first, old.frames)
    assert clip(after, "b1").scene == "a"


def test_swapping_twice_is_no_change(cut: Cut) -> None:
    """Changes are applied in order."""
    assert cut(Swap("a1", "b1"), Swap("a1", "b1")) == cut()


def test_a_dropped_line_is_not_said(cut: Cut, screenplay: Screenplay) -> None:
    """The picture keeps what was asked for."""
    after = cut(Drop("a_l1"))
    assert [voice.line for voice in after.voice] == ["b_l1"]
    assert shown(after) == shown(cut())
    assert [slot.id for _, _, slot in before_assembly(screenplay, [Drop("a_l1")]).slots()] == ["b_l1"]


def test_a_trim_takes_frames_off_the_ends_and_ripples(cut: Cut) -> None:
    """Before: a1 24 | a2 24 | a3 24. After: a1 24 | a2 15 | a3 24, with take frames chosen and nothing else."""
    before, after = cut(), cut(Trim("a2", frames(4), frames(5)))
    assert shown(after) == [
        ("title", 0, 12),
        ("a1", 12, 24),
        ("a2", 36, 15),
        ("a3", 51, 24),
        ("b1", 75, 48),
        ("b2", 123, 24),
        ("closing", 147, 24),
    ]
    old, new = clip(before, "a2"), clip(after, "a2")
    assert new == replace(old, first=old.first + 4, frames=15)
    assert new.drift_at(new.first) == old.drift_at(old.first + 4)


def test_a_trim_leaves_the_words_of_its_scene_and_moves_those_after(cut: Cut) -> None:
    """Lines of one scene never run into each other; the next scene's come sooner, and beds end with their scene."""
    after = cut(Trim("a1", tail=frames(12)))
    assert [(voice.line, voice.start) for voice in after.voice] == [("a_l1", Fraction(1)), ("b_l1", Fraction(7, 2))]
    assert [(bed.kind, bed.start, bed.frames) for bed in after.beds] == [("wind", 0, 72), ("hum", 72, 96)]


def test_lines_of_one_scene_keep_their_distance_when_it_is_trimmed(
    scene: SceneOf, film: Callable[..., Screenplay], material: Callable[..., Material]
) -> None:
    """Also one that begins after the trimmed clip."""
    screenplay = film(scene("a", [24, 24, 24], 2))
    before = assemble(screenplay, material(screenplay, {"a_l1": Fraction(1, 2), "a_l2": Fraction(1, 2)}))
    assert [voice.start for voice in before.voice] == [Fraction(1, 2), Fraction(1)]
    assert after_assembly(before, [Trim("a1", tail=frames(5))]).voice == before.voice


def test_the_last_clip_of_a_scene_is_trimmed_with_its_bed(cut: Cut) -> None:
    """The next scene's bed begins where the scene does."""
    assert [(bed.kind, bed.start, bed.frames) for bed in cut(Trim("a3", tail=frames(6))).beds] == [
        ("wind", 0, 78),
        ("hum", 78, 96),
    ]


def test_a_trim_into_speech_is_refused_with_the_frames_that_can_go(cut: Cut) -> None:
    """Scene a has 72 frames, and the last word ends 36 after its first."""
    assert clip(cut(Trim("a1", tail=frames(20)), Trim("a2", tail=frames(16))), "a2").frames == 8
    with pytest.raises(UserError, match=r"cut into the speech of scene 'a': 16 frames can go; drop a line, or trim less"):
        cut(Trim("a1", tail=frames(20)), Trim("a2", tail=frames(17)))


def test_a_trimmed_title_brings_the_whole_film_sooner(cut: Cut) -> None:
    """Words and beds keep to their pictures."""
    assert cut(Trim("title", tail=frames(8))) == cut(title=4)


@pytest.mark.parametrize("off", [24, 30])
def test_a_clip_cannot_be_trimmed_away(cut: Cut, off: int) -> None:
    """Removing it is another change."""
    with pytest.raises(UserError, match=f"trims {off} frames off 'a2', which has 24"):
        cut(Trim("a2", tail=frames(off)))


def test_a_gap_is_black_after_a_shot(cut: Cut) -> None:
    """Before: a3 | b1. After: a3 | black | b1, and everything later moves along, beds running on."""
    after = cut(Gap("a3", Duration(seconds=Fraction(1, 2))))
    assert shown(after)[3:] == [("a3", 60, 24), ("gap_after_a3", 84, 12), ("b1", 96, 48), ("b2", 144, 24), ("closing", 168, 24)]
    assert shown(after)[:4] == shown(cut())[:4]
    black = clip(after, "gap_after_a3")
    assert black.source == Card(())
    assert black.drift == Curve.flat(0)
    assert [voice.start for voice in after.voice] == [Fraction(1), Fraction(9, 2)]
    assert [(bed.kind, bed.start, bed.frames) for bed in after.beds] == [("wind", 0, 96), ("hum", 96, 96)]


def test_two_gaps_after_one_shot_are_two_clips(cut: Cut) -> None:
    """Each with a name of its own."""
    after = cut(Gap("a3", frames(5)), Gap("a3", frames(7)))
    assert sorted((one.id, one.frames) for one in after.picture if one.id.startswith("gap")) == [
        ("gap_after_a3", 5),
        ("gap_after_a3.2", 7),
    ]
    assert all(one.end == other.start for one, other in pairwise(after.picture))


def test_a_gap_of_no_length_is_refused(cut: Cut) -> None:
    """A clip has at least one frame."""
    with pytest.raises(UserError, match="gap after 'a1' lasts at least one frame"):
        cut(Gap("a1", frames(0)))


@pytest.mark.parametrize(
    "change",
    [Remove("a22"), Swap("a1", "a22"), Swap("a22", "a1"), Drop("a_l2"), Trim("a22", frames(1)), Gap("a22", frames(1))],
    ids=lambda change: type(change).__name__,
)
def test_an_id_that_is_not_there_names_the_nearest(cut: Cut, change: Change) -> None:
    """A slip of the hand is told as one."""
    with pytest.raises(UserError, match=r"the edit names 'a(22|_l2)', which is not in the film \(did you mean 'a(2|_l1)'\?\)"):
        cut(change)


def test_a_scene_cannot_lose_its_last_shot(cut: Cut) -> None:
    """Its words would have no picture."""
    with pytest.raises(UserError, match="leaves scene 'b' without a shot"):
        cut(Remove("b1"), Remove("b2"))


names = st.sampled_from(["a1", "a2", "a3", "b1", "b2"])
some_frames = st.integers(0, 9).map(frames)
changes = st.lists(
    st.builds(Trim, names, some_frames, some_frames)
    | st.builds(Gap, names, st.integers(1, 30).map(frames))
    | st.builds(Swap, names, names),
    max_size=6,
)


@given(changes)
@settings(max_examples=80)
def test_any_edit_keeps_the_cut_whole(cut: Cut, changes: list[Change]) -> None:
    """No gap and no overlap; clips inside their takes; every word said before its scene is over; or the edit is refused."""
    try:
        after = cut(*changes)
    except UserError:
        return
    assert after.picture[0].start == 0
    assert all(one.end == other.start for one, other in pairwise(after.picture))
    assert len({one.id for one in after.picture}) == len(after.picture)
    assert all(
        one.first >= 0 and one.first + one.frames <= one.source.frames
        for one in after.picture
        if not isinstance(one.source, Card)
    )
    for voice in after.voice:
        ends = [one.end for one in after.picture if one.scene == voice.line[0]]
        assert (voice.start + 1) * 24 <= max(ends)
    first, second = after.voice
    assert second.start >= first.start + 1
    assert after.beds[0].start + after.beds[0].frames == after.beds[1].start
    assert after.beds[1].start + after.beds[1].frames == after.frames
