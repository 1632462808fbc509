"""The assembly: words lead, pictures follow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from white_cloud.errors import UserError
from white_cloud.film.assembly import HANDLES, HEAD, Material, Overrun, Voiced, assemble, overruns
from white_cloud.film.drift import Curve
from white_cloud.film.screenplay import Bed, Scene, Screenplay
from white_cloud.film.timeline import BedClip, Card, Clip, Plate, Timeline

Film = Callable[..., Screenplay]
SceneOf = Callable[..., Scene]
MaterialOf = Callable[..., Material]


@dataclass(frozen=True)
class Drawn:
    """A film that can be assembled, and what it is made from."""

    screenplay: Screenplay
    material: Material

    def timeline(self) -> Timeline:
        return assemble(self.screenplay, self.material)


@pytest.fixture(scope="session")
def drawn(scene: SceneOf, film: Film, material: MaterialOf) -> Callable[..., Drawn]:
    """Make a film whose scenes have shots of some lengths and one line that lasts some tenths of a second."""

    def make(scenes: list[tuple[list[int], int]], cards: int = 0) -> Drawn:
        made = [scene(chr(97 + number), lengths, 1) for number, (lengths, _) in enumerate(scenes)]
        screenplay = film(*made, title_card=cards, closing_card=cards)
        spoken = {f"{chr(97 + number)}_l1": Fraction(tenths, 10) for number, (_, tenths) in enumerate(scenes)}
        return Drawn(screenplay, material(screenplay, spoken))

    return make


# Takes hold a second of handles each, and speech of at most 2 s past what was asked fits into that at the slowest.
lengths = st.lists(st.integers(6, 60), min_size=1, max_size=4)
scenes_ = st.lists(
    lengths.flatmap(lambda shots: st.tuples(st.just(shots), st.integers(0, (sum(shots) + 24 * len(shots)) * 10 // 24 - 5))),
    min_size=1,
    max_size=4,
)


def _held(clip: Clip) -> Fraction:
    assert isinstance(clip.source, Plate)
    return clip.source.frames / clip.speed


@given(scenes_, st.integers(0, 30))
@settings(max_examples=60)
def test_the_picture_has_no_gap_and_no_overlap(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int]], cards: int
) -> None:
    """From frame 0 to the end, cards included."""
    picture = drawn(scenes, cards).timeline().picture
    assert picture[0].start == 0
    assert all(one.end == other.start for one, other in pairwise(picture))
    assert all(clip.frames >= 1 for clip in picture)


@given(scenes_)
@settings(max_examples=60)
def test_every_clip_lies_inside_its_take(drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int]]) -> None:
    """No frame is asked of a take that it does not hold."""
    for clip in drawn(scenes).timeline().picture:
        assert clip.first >= 0
        assert clip.first + clip.frames <= _held(clip)
        assert Fraction(4, 5) <= clip.speed <= 1


@given(scenes_)
@settings(max_examples=60)
def test_a_scene_is_never_shorter_than_its_speech_or_its_shots(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int]]
) -> None:
    """And never longer than the longer of both."""
    one = drawn(scenes)
    timeline = one.timeline()
    for (_, scene), (asked, tenths) in zip(one.screenplay.scenes(), scenes, strict=True):
        frames = sum(clip.frames for clip in timeline.picture if clip.scene == scene.id)
        assert frames == max(sum(asked), ceil((HEAD + Fraction(tenths, 10)) * 24))
        assert [clip.shot for clip in timeline.picture if clip.scene == scene.id] == [shot.id for shot in scene.shots]


@given(scenes_, st.data())
@settings(max_examples=60)
def test_a_longer_line_moves_the_other_scenes_and_changes_nothing_else_of_them(
    drawn: Callable[..., Drawn], scenes: list[tuple[list[int], int]], data: st.DataObject
) -> None:
    """Their clips keep their take frames, length and drift, so their rendered segments are used again."""
    changed = data.draw(st.integers(0, len(scenes) - 1))
    shots, _ = scenes[changed]
    most = (sum(shots) + 24 * len(shots)) * 10 // 24 - 5
    longer = [*scenes[:changed], (shots, data.draw(st.integers(0, most))), *scenes[changed + 1 :]]
    before, after = drawn(scenes).timeline(), drawn(longer).timeline()
    moved = after.frames - before.frames
    name = chr(97 + changed)
    for one, other in zip(before.picture, after.picture, strict=True):
        if one.scene != name:
            assert other == replace(one, start=one.start + (moved if one.scene > name else 0))


def test_handles_are_used_before_another_shot_is_slowed(drawn: Callable[..., Drawn]) -> None:
    """A take of 24 frames with 12 before and after fills 48 frames at full speed, and starts early when it must."""
    assert [(clip.first, clip.frames, clip.speed) for clip in drawn([([24], 5)]).timeline().picture] == [(12, 24, 1)]
    assert [(clip.first, clip.frames, clip.speed) for clip in drawn([([24], 10)]).timeline().picture] == [(12, 36, 1)]
    assert [(clip.first, clip.frames, clip.speed) for clip in drawn([([24], 15)]).timeline().picture] == [(0, 48, 1)]


def test_another_shot_of_the_scene_gives_before_the_scene_is_slowed(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """A short take beside a long one."""
    screenplay = film(scene("a", [24, 24], 1))
    made = material(screenplay, {"a_l1": Fraction(5, 2)}, held={"a1": 24, "a2": 60})
    assert [(clip.frames, clip.speed) for clip in assemble(screenplay, made).picture] == [(24, 1), (48, 1)]


@pytest.mark.parametrize(
    ("held", "speed"), [(96, Fraction(1)), (95, Fraction(98, 100)), (90, Fraction(93, 100)), (77, Fraction(8, 10))]
)
def test_picture_is_slowed_no_more_than_it_takes(
    scene: SceneOf, film: Film, material: MaterialOf, held: int, speed: Fraction
) -> None:
    """To the nearest hundredth, and never below 0.8."""
    screenplay = film(scene("a", [24], 1))
    made = material(screenplay, {"a_l1": Fraction(7, 2)}, held={"a1": held})
    clip = assemble(screenplay, made).picture[0]
    assert (clip.frames, clip.speed) == (96, speed)
    assert clip.first + clip.frames <= held / speed


def test_too_little_picture_is_refused_with_the_missing_frames(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """76 frames last 95 at the slowest, and the scene has 96."""
    screenplay = film(scene("a", [24], 1))
    made = material(screenplay, {"a_l1": Fraction(7, 2)}, held={"a1": 76})
    with pytest.raises(UserError, match=r"scene 'a' lasts 96 frames but its shots hold 76: 1 frames are missing even at 0\.8"):
        assemble(screenplay, made)


@given(st.integers(1, 200), st.lists(st.integers(1, 40), min_size=1, max_size=3))
@settings(max_examples=60)
def test_a_scene_is_cut_or_refused_with_a_positive_number(
    scene: SceneOf, film: Film, material: MaterialOf, tenths: int, held: list[int]
) -> None:
    """No length lies between what fits and what is missing."""
    screenplay = film(scene("a", [1] * len(held), 1))
    takes = {f"a{number}": frames for number, frames in enumerate(held, 1)}
    wanted = max(len(held), ceil((HEAD + Fraction(tenths, 10)) * 24))
    slowest = sum(frames * 5 // 4 for frames in held)
    made = material(screenplay, {"a_l1": Fraction(tenths, 10)}, takes)
    if wanted <= slowest:
        assert assemble(screenplay, made).frames == wanted
    else:
        with pytest.raises(UserError, match=f": {wanted - slowest} frames are missing"):
            assemble(screenplay, made)


def test_a_take_shorter_than_a_frame_of_the_film_is_refused(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """One frame of a fast camera is none at 24."""
    screenplay = film(scene("a", [24, 24]))
    made = material(screenplay)
    made = replace(made, plates={**made.plates, "a2": Plate("a2", 1, "blob", 1, Fraction(60))})
    with pytest.raises(UserError, match="shot 'a2' of scene 'a' holds less than one frame"):
        assemble(screenplay, made)


def test_a_take_at_another_rate_is_counted_in_film_frames(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """96 frames at 48 are 48 at 24."""
    screenplay = film(scene("a", [24]))
    made = replace(material(screenplay), plates={"a1": Plate("a1", 1, "blob", 96, Fraction(48))})
    assert [(clip.first, clip.frames) for clip in assemble(screenplay, made).picture] == [(12, 24)]


def test_drift_lies_on_take_frames(drawn: Callable[..., Drawn]) -> None:
    """A shot's own frames go from its drift's beginning to its end; handles hold still."""
    clip = drawn([([24], 15)]).timeline().picture[0]
    assert clip.drift_span == (HANDLES, HANDLES + 24)
    assert [clip.drift_at(frame) for frame in (0, 12, 24, 36, 47)] == [0, 0, Fraction(1, 2), 1, 1]


def test_slow_picture_takes_its_drift_with_it(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """The same take frame has the same drift at any speed, to a frame."""
    screenplay = film(scene("a", [48], 1))
    made = material(screenplay, {"a_l1": Fraction(7, 2)}, held={"a1": 80})
    clip = assemble(screenplay, made).picture[0]
    assert clip.speed < 1
    assert clip.drift_span == (int(12 / clip.speed), int(60 / clip.speed))


def test_a_file_of_ones_own_has_no_handles(shot: Callable[..., object], film: Film, material: MaterialOf) -> None:
    """It is shown from its first frame, and its drift begins there."""
    own = Scene("a", "testimony", (shot("a1", 24, file="footage/yard.mov"),))  # type: ignore[arg-type]
    screenplay = film(own)
    clip = assemble(screenplay, material(screenplay, held={"a1": 24})).picture[0]
    assert (clip.first, clip.frames, clip.drift_span) == (0, 24, (0, 24))
    assert clip.drift_at(0) == 0


def test_lines_follow_each_other_with_their_pauses(
    scene: SceneOf, film: Film, material: MaterialOf, voiced: Callable[..., Voiced]
) -> None:
    """After half a second of silence; what rings on after a last word is not waited for."""
    screenplay = film(scene("a", [240], 2), scene("b", [48], 1))
    said = {"a_l1": (voiced("a_l1", 2, pause=1, ring=5),), "a_l2": (voiced("a_l2", 3, pause=1),), "b_l1": (voiced("b_l1", 1),)}
    timeline = assemble(screenplay, replace(material(screenplay), lines=said))
    assert [(clip.line, clip.start) for clip in timeline.voice] == [
        ("a_l1", Fraction(1, 2)),
        ("a_l2", Fraction(7, 2)),
        ("b_l1", Fraction(21, 2)),
    ]


def test_a_scene_led_by_its_picture_keeps_its_length_and_reports_what_runs_over(
    scene: SceneOf, film: Film, material: MaterialOf
) -> None:
    """The next scene's first line waits for the last word."""
    screenplay = film(scene("a", [48], 1, lead="picture"), scene("b", [240], 1))
    made = material(screenplay, {"a_l1": 4, "b_l1": 1})
    timeline = assemble(screenplay, made)
    assert [clip.frames for clip in timeline.picture] == [48, 240]
    assert [clip.start for clip in timeline.voice] == [Fraction(1, 2), Fraction(9, 2)]
    assert overruns(screenplay, made.lines) == [Overrun("a", 108 - 48)]


def test_a_scene_without_words_is_as_long_as_its_shots(
    drawn: Callable[..., Drawn], scene: SceneOf, film: Film, material: MaterialOf
) -> None:
    """Nothing is reported of it."""
    screenplay = film(scene("a", [24, 36]))
    made = material(screenplay)
    assert [clip.frames for clip in assemble(screenplay, made).picture] == [24, 36]
    assert overruns(screenplay, made.lines) == []


def _spans(beds: tuple[BedClip, ...]) -> list[tuple[str, int, int]]:
    return [(bed.kind or bed.blob, bed.start, bed.frames) for bed in beds]


def test_beds_lie_under_their_scene_and_run_on_under_the_cards(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """The first from the title's first frame, the last to the closing card's last."""
    wind, yard = Bed("wind", gain=Fraction(-6)), Bed(file="sound/yard.wav")
    screenplay = film(scene("a", [24], beds=(wind,)), scene("b", [36], beds=(wind, yard)), title_card=12, closing_card=48)
    timeline = assemble(screenplay, material(screenplay))
    assert _spans(timeline.beds) == [("wind", 0, 36), ("wind", 36, 84), ("yard", 36, 84)]
    assert {bed.seed for bed in timeline.beds if bed.kind} == {timeline.beds[0].seed}
    assert timeline.beds[0].gain == -6


def test_a_scene_that_is_silent_stays_so(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """A bed never runs over another scene to reach a card."""
    bed = (Bed("wind"),)
    screenplay = film(scene("a", [24]), scene("b", [24], beds=bed), scene("c", [24]), title_card=12, closing_card=12)
    assert _spans(assemble(screenplay, material(screenplay)).beds) == [("wind", 36, 24)]


def test_cards_stand_at_both_ends(scene: SceneOf, film: Film, material: MaterialOf) -> None:
    """With no drift, no shot and no scene."""
    screenplay = film(scene("a", [24]), title_card=12, closing_card=48)
    timeline = assemble(screenplay, material(screenplay))
    assert [(clip.id, clip.start, clip.frames) for clip in timeline.picture] == [
        ("title", 0, 12),
        ("a1", 12, 24),
        ("closing", 36, 48),
    ]
    assert timeline.frames == 84
    for card in (timeline.picture[0], timeline.picture[-1]):
        assert isinstance(card.source, Card)
        assert (card.scene, card.shot, card.drift) == ("", "", Curve.flat(0))


def test_a_film_without_anything_has_no_frames() -> None:
    """An empty timeline is one too."""
    assert Timeline("film", Fraction(24), (64, 36), ()).frames == 0
