"""A build makes what is missing and nothing else: shown by calls counted at the fakes, and by inodes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from white_cloud.build.events import ItemDone, Warned
from white_cloud.project import BuildOptions
from white_cloud.stages.chain import BuildFailed
from white_cloud.testing.fakes import FakeCamera, FakeVoice, FakeWriter, QueuedCamera
from white_cloud.testing.films import small_film


def _made(told: list[Any]) -> set[tuple[str, str]]:
    return {(event.stage, event.item) for event in told if isinstance(event, ItemDone)}


def _sha(film: Any) -> str:
    return json.loads((film.out / "report.json").read_text())["sha256"]


def test_a_second_build_makes_nothing(film: Any) -> None:
    before = {path: path.stat().st_ino for path in film.out.iterdir() if path.name != "report.json"}
    _, told = film.build()
    assert _made(told) == set()
    assert [*FakeCamera.calls.requests, *FakeVoice.calls.requests, *FakeWriter.calls.requests] == []
    assert {path: path.stat().st_ino for path in film.out.iterdir() if path.name != "report.json"} == before


def test_one_prompt_changed_remakes_that_shot_and_its_segments_only(film: Any) -> None:
    segments = film.segments()
    film.rewrite("open pit with a truck", "open pit with two trucks")
    film.build()
    assert [call.prompt for call in FakeCamera.calls.requests] == ["open pit with two trucks"]
    assert FakeVoice.calls.requests == []
    after = film.segments()
    assert {name: after[name] for name in segments} == segments
    assert len(after) == len(segments) + 1


def test_a_prompt_put_back_makes_nothing_new(film: Any) -> None:
    sha = _sha(film)
    film.rewrite("dunes at dawn", "dunes at noon")
    film.build()
    assert _sha(film) != sha
    FakeCamera.calls.clear()
    film.rewrite("dunes at noon", "dunes at dawn")
    film.build()
    assert FakeCamera.calls.requests == []
    assert _sha(film) == sha


def test_a_reworded_line_is_spoken_again_and_buys_no_picture(film: Any) -> None:
    segments = film.segments()
    film.rewrite("en: The water is sweet.", "en: The water is very sweet.")
    film.build()
    assert [call.text for call in FakeVoice.calls.requests] == ["The water is very sweet."]
    assert FakeCamera.calls.requests == []
    assert film.segments().items() >= segments.items()


def test_words_edited_in_the_script_survive_and_are_spoken(film: Any) -> None:
    script = film.screenplay.with_name("small.script.yaml")
    film.rewrite("dust 1 en", "dust, and dust again", script)
    film.build()
    assert [call.text for call in FakeVoice.calls.requests] == ["dust, and dust again"]
    assert "dust, and dust again" in script.read_text(encoding="utf-8")
    assert FakeWriter.calls.requests == []


def test_a_changed_brief_leaves_its_line_until_it_is_asked_for(film: Any) -> None:
    film.rewrite("brief: dust", "brief: rust")
    film.build()
    assert FakeWriter.calls.requests == []
    film.build(rewrite=("yard_l2",))
    assert [call.brief for call in FakeWriter.calls.requests] == ["rust"]


def test_the_same_film_has_the_same_bytes_whatever_the_jobs_and_the_folder(film: Any, tmp_path: Any) -> None:
    fresh = type(film)(small_film(tmp_path / "elsewhere"))
    fresh.build(jobs=1)
    assert _sha(fresh) == _sha(film)


def test_a_refused_shot_stops_no_other_and_is_named(film: Any) -> None:
    film.rewrite("dunes at dawn", "forbidden dunes")
    film.rewrite("virtual paradise", "virtual garden")
    with pytest.raises(BuildFailed, match="shoot yard_01: refused: 'forbidden dunes'"):
        film.build()
    assert {call.prompt for call in FakeCamera.calls.requests} == {"forbidden dunes", "virtual garden"}
    FakeCamera.calls.clear()
    film.rewrite("forbidden dunes", "dunes at dawn")
    film.build()
    assert FakeCamera.calls.requests == []


@pytest.mark.parametrize("harm", ["truncated", "flipped", "gone"])
def test_a_damaged_take_is_made_again_with_a_warning_and_the_same_bytes(film: Any, harm: str) -> None:
    sha = _sha(film)
    record = json.loads(next(film.folder.glob(".white_cloud/takes/small/shot/lake_01/0001.json")).read_text())
    blob = film.project().store.blobs.path(record["blob"])
    data = blob.read_bytes()
    blob.unlink()
    if harm == "truncated":
        blob.write_bytes(data[: len(data) // 2])
    if harm == "flipped":
        blob.write_bytes(data[:400] + bytes([data[400] ^ 1]) + data[401:])
    for segment in film.segments():
        next(film.folder.glob(f".white_cloud/cache/segments/*/{segment}")).unlink()
    (film.out / "film.mp4").unlink()
    _, told = film.build()
    assert len(FakeCamera.calls.requests) == 1
    assert harm != "flipped" or any("damaged" in event.message for event in told if isinstance(event, Warned))
    assert _sha(film) == sha


def test_a_damaged_segment_is_rendered_again(film: Any) -> None:
    sha = _sha(film)
    path = next(film.folder.glob(".white_cloud/cache/segments/*/*.mp4"))
    data = path.read_bytes()
    path.write_bytes(data[:400] + bytes([data[400] ^ 1]) + data[401:])
    (film.out / "film.mp4").unlink()
    _, told = film.build()
    assert any("damaged" in event.message for event in told if isinstance(event, Warned))
    assert _sha(film) == sha


def test_a_rejected_take_is_shot_again_and_a_chosen_one_is_used(film: Any) -> None:
    takes = film.folder / "edits" / "small.takes.yaml"
    takes.parent.mkdir()
    takes.write_text("format: white-cloud/takes@1\nrejected: {yard_01: [1]}\n")
    film.build()
    assert [call.prompt for call in FakeCamera.calls.requests] == ["dunes at dawn"]
    takes.write_text("format: white-cloud/takes@1\nchosen: {yard_01: 1}\n")
    result, _ = film.build()
    assert {clip["shot"]: clip.get("take") for clip in result.report["clips"]}["yard_01"] == 1


def test_a_renamed_shot_keeps_its_seed_and_takes(film: Any) -> None:
    film.rewrite("id: yard_01,", "id: yard_first, was: yard_01,")
    film.build()
    assert FakeCamera.calls.requests == []


def test_queued_backends_build_the_same_kind_of_film(film: Any, tmp_path: Any) -> None:
    """Orders are placed and collected; what they cost is told; a stale paid take is used and not bought again."""
    queued = type(film)(small_film(tmp_path / "queued", voice="fake-queued", camera="fake-queued"))
    result, _ = queued.build()
    assert result.report["cost"] == {"money": "USD", "build": 0.3, "film": 0.3}
    orders = len(QueuedCamera.calls.requests)
    queued.rewrite("dunes at dawn", "dunes at noon")
    queued.build()
    assert len(QueuedCamera.calls.requests) == orders
    plan = {step.id: step for stage in queued.project().plan(BuildOptions()) for step in stage.steps}
    assert "prompt changed from dunes at dawn to dunes at noon" in plan["yard_01"].reason


def test_a_plan_makes_nothing_and_says_why(film: Any) -> None:
    film.rewrite("length: 36f", "length: 30f")
    plans = {stage.stage: stage for stage in film.project().plan(BuildOptions())}
    assert [(step.id, step.state) for step in plans["shoot"].made()] == [("yard_02", "stale")]
    assert "frames changed from 60 to 54" in plans["shoot"].made()[0].reason
    assert plans["render"].steps[0].state == "blocked"
    assert FakeCamera.calls.requests == []


def test_only_one_scene_is_built_into_a_folder_of_its_own_and_the_script_stays_whole(film: Any) -> None:
    result, _ = film.build(only="lake")
    assert {clip["scene"] for clip in result.report["clips"]} == {"lake"}
    assert (film.out / "only" / "lake" / "film.mp4").exists()
    assert "yard_l1" in film.screenplay.with_name("small.script.yaml").read_text(encoding="utf-8")
    assert result.report["clips"][0]["drift"][0] >= 0.4


def test_a_build_until_a_stage_stops_there(tmp_path: Any, known_fakes: None, film: Any) -> None:
    fresh = type(film)(small_film(tmp_path / "fresh"))
    fresh.build(until="write")
    assert FakeVoice.calls.requests == []
    fresh.build(until="voice")
    assert FakeVoice.calls.requests
    assert FakeCamera.calls.requests == []


def test_a_clean_render_carries_no_effect_and_is_another_film(film: Any) -> None:
    result, _ = film.build(clean=True)
    assert all(clip["effects"] == [] for clip in result.report["clips"])
    assert FakeCamera.calls.requests == []


@pytest.mark.parametrize(("profile", "size"), [("draft", [160, 88]), ("review", [320, 180])])
def test_profiles_change_render_and_deliver_only(film: Any, profile: str, size: list[int]) -> None:
    result, _ = film.build(profile=profile)
    assert result.report["size"] == size
    assert [*FakeCamera.calls.requests, *FakeVoice.calls.requests] == []


def test_an_edit_trims_without_rendering_what_others_show(film: Any) -> None:
    edit = film.folder / "edits" / "short.yaml"
    edit.parent.mkdir(exist_ok=True)
    edit.write_text("format: white-cloud/edit@1\nscreenplay: small\ncut:\n  - trim: {shot: yard_02, tail: 6f}\n")
    before = film.segments()
    result, _ = film.build(edit=edit)
    assert {clip["clip"]: clip["frames"] for clip in result.report["clips"]}["yard_02"] == 30
    assert len(film.segments()) == len(before) + 1


def test_two_builds_at_once_do_not_harm_each_other(film: Any, tmp_path: Any) -> None:
    """The second waits for the first, says so, and finds everything made."""
    fresh = type(film)(small_film(tmp_path / "fresh"))
    told: list[Any] = []
    with ThreadPoolExecutor(2) as pool:
        builds = [pool.submit(fresh.build) for _ in range(2)]
        for build in builds:
            told += build.result()[1]
    assert len(FakeCamera.calls.requests) == 3
    assert any("another build" in event.message for event in told if isinstance(event, Warned))
    assert _sha(fresh) == _sha(film)


def test_a_new_take_never_gets_a_number_that_was_rejected(film: Any, tmp_path: Any) -> None:
    """A person may have rejected takes of a film whose store was lost, or copied their decisions to another folder."""
    fresh = type(film)(small_film(tmp_path / "fresh"))
    takes = fresh.folder / "edits" / "small.takes.yaml"
    takes.parent.mkdir()
    takes.write_text("format: white-cloud/takes@1\nrejected: {yard_01: [1, 2]}\n")
    result, _ = fresh.build()
    assert {clip["shot"]: clip.get("take") for clip in result.report["clips"]}["yard_01"] == 3


def test_a_line_that_stays_though_its_brief_changed_is_told_of(film: Any) -> None:
    """`plan` and `build` say it as a note: nothing that stays stale is hidden."""
    film.rewrite("brief: dust", "brief: rust")
    remarks = film.project().plan(BuildOptions())[0].remarks
    stale = "stale: it is asked for otherwise now (brief, register, speaker or writer)"
    assert remarks == (f"line yard_l2: {stale}; it stays until `build --rewrite yard_l2`",)
    _, told = film.build()
    assert any(remarks[0] == event.message for event in told if isinstance(event, Warned))


def test_a_renamed_shot_keeps_its_glitch(film: Any) -> None:
    """Seeds follow `was:`, so not one segment is rendered again."""
    segments = film.segments()
    film.rewrite("id: lake_01,", "id: lake_first, was: lake_01,")
    film.build()
    assert film.segments() == segments


def test_drift_changed_treats_the_line_again_and_plan_and_report_say_so(film: Any) -> None:
    film.rewrite("drift: [0.4, 1]", "drift: [0.6, 1]")
    plans = {stage.stage: stage for stage in film.project().plan(BuildOptions())}
    assert [step.id for step in plans["voice"].made()] == ["lake_l1"]
    result, _ = film.build()
    assert FakeVoice.calls.requests == []
    assert result.report["stages"]["voice"]["made"] == 1
    assert result.report["stages"]["shoot"]["made"] == 0


def test_words_once_written_survive_a_build_that_fails_after_them(film: Any, tmp_path: Any) -> None:
    """The script is saved after each answer of the writer, not at the end of the stage."""
    fresh = type(film)(small_film(tmp_path / "fresh"))
    fresh.rewrite("          - id: lake_l1\n", "          - {id: lake_l0, brief: an outage}\n          - id: lake_l1\n")

    def fail(event: Any) -> None:
        if isinstance(event, ItemDone) and event.item == "yard_l2":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fresh.project().build(BuildOptions(jobs=1, until="write"), fail)
    assert [call.brief for call in FakeWriter.calls.requests] == ["dust"]
    fresh.build(until="write")
    assert [call.brief for call in FakeWriter.calls.requests] == ["dust", "an outage"]


def test_a_refused_line_stops_no_other_line_and_no_shot(film: Any, tmp_path: Any) -> None:
    """What can be made is made; the list of what could not comes after it, and nothing is cut from what is not whole."""
    fresh = type(film)(small_film(tmp_path / "fresh"))
    fresh.rewrite("en: The water is sweet.", "en: The water is forbidden.")
    fresh.rewrite("brief: dust", "brief: forbidden dust")
    with pytest.raises(BuildFailed, match=r"(?s)2 could not be made.*write yard_l2.*voice lake_l1"):
        fresh.build()
    assert len(FakeCamera.calls.requests) == 3
    assert not (fresh.out / "film.mp4").exists()


def test_a_glitch_said_in_an_edit_renders_the_shots_it_names_and_no_other(film: Any) -> None:
    """No picture is shot again and no line spoken; put back, nothing is made."""
    segments, sha = film.segments(), _sha(film)
    edit = film.folder / "edits" / "louder.yaml"
    edit.parent.mkdir(exist_ok=True)
    said = "glitch: {yard_02: {effects: {tear: 0.5}, accents: [{cuts: here, effects: {mosh: 1}}]}}"
    edit.write_text(f"format: white-cloud/edit@1\nscreenplay: small\n{said}\n")
    _, told = film.build(edit=edit)
    assert {item for stage, item in _made(told) if stage == "render"} == {"yard_02/12"}
    assert {stage for stage, _ in _made(told)} == {"render", "deliver"}
    assert _sha(film) != sha
    _, told = film.build()
    assert {stage for stage, _ in _made(told)} == {"deliver"}
    assert (_sha(film), segments.items() <= film.segments().items()) == (sha, True)


def test_what_voices_suffer_is_said_in_the_score(film: Any) -> None:
    """A line is treated again, not spoken again; the picture stays where the line is no longer."""
    film.rewrite("    drift: [0.4, 1]\n", "    drift: [0.4, 1]\n    glitch: {effects: {voice: off}}\n")
    FakeVoice.calls.clear()
    _, told = film.build()
    assert [item for stage, item in _made(told) if stage == "voice"] == ["lake_l1"]
    assert FakeVoice.calls.requests == []
