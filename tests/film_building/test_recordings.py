"""A person's own recording stands for a line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from white_cloud.build.events import Warned
from white_cloud.errors import UserError
from white_cloud.media.sound import write_wav
from white_cloud.project import BuildOptions
from white_cloud.testing.fakes import FakeVoice

RATE = 22050


def voice_like(seconds: float = 1.5, pitch: float = 150) -> np.ndarray:
    time = np.arange(int(seconds * RATE)) / RATE
    return (0.3 * np.sin(2 * np.pi * pitch * time)).astype(np.float32)


def record(film: Any, name: str = "one/lake_l1.wav", **sound: float) -> Path:
    """Put a recording where it stands for a line."""
    path: Path = film.folder / "voices" / name
    path.parent.mkdir(exist_ok=True)
    write_wav(path, voice_like(**sound), RATE)
    return path


def take(film: Any, line: str, number: int) -> dict[str, Any]:
    path = film.folder / f".white_cloud/takes/small/line/{line}/{number:04d}.json"
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def step(film: Any, line: str) -> Any:
    (voice,) = [stage for stage in film.project().plan(BuildOptions()) if stage.stage == "voice"]
    return next(one for one in voice.steps if one.id == line)


def said(result: Any, line: str) -> Any:
    return next(clip for clip in result.timeline.voice if clip.line == line)


def test_a_recording_is_taken_in_as_it_is_and_no_voice_is_asked(film: Any) -> None:
    """Its bytes are the take's; its words are timed within it, in every language of the film."""
    path = record(film)
    assert step(film, "lake_l1").state == "stale"
    result, _ = film.build(until="cut", jobs=1)
    assert FakeVoice.calls.requests == []
    made = take(film, "lake_l1", 2)
    assert (made["backend"], made["request"]["file"], made["facts"]["seconds"]) == ("file", "voices/one/lake_l1.wav", 1.5)
    assert film.project().store.blobs.path(made["blob"]).read_bytes() == path.read_bytes()
    (phrase,) = said(result, "lake_l1").phrases
    assert [phrase.text["en"][word.at : word.at + word.length] for word in phrase.words] == ["The", "water", "is", "sweet"]
    assert phrase.words[-1].end > 1


def test_the_plan_says_why(film: Any) -> None:
    """Before it is taken in, and after."""
    record(film)
    assert step(film, "lake_l1").reason == "voices/one/lake_l1.wav is to be taken in"
    film.build(until="voice", jobs=1)
    assert step(film, "lake_l1").reason == "voices/one/lake_l1.wav stands for it; take 2 is for this request"


def test_a_recording_made_anew_is_taken_in_anew_and_one_that_is_gone_leaves_the_voice(film: Any) -> None:
    """The take that the voice made before is still there."""
    record(film)
    film.build(until="voice", jobs=1)
    record(film, pitch=200)
    film.build(until="voice", jobs=1)
    assert take(film, "lake_l1", 3)["blob"] != take(film, "lake_l1", 2)["blob"]
    (film.folder / "voices/one/lake_l1.wav").unlink()
    assert step(film, "lake_l1").reason == "take 1 is for this request"
    assert FakeVoice.calls.requests == []


def test_other_words_are_timed_in_the_same_recording(film: Any) -> None:
    """The recording stands for the line, whatever is written there now; it is taken in once."""
    record(film)
    film.build(until="voice", jobs=1)
    film.rewrite("en: The water is sweet.", "en: The water is very sweet indeed.")
    result, _ = film.build(until="cut", jobs=1)
    (phrase,) = said(result, "lake_l1").phrases
    assert len(phrase.words) == 6
    assert len(film.project().takes("lake_l1")) == 2
    assert FakeVoice.calls.requests == []


def test_a_line_that_switches_language_is_heard_as_a_whole(film: Any) -> None:
    """Each phrase has its own words, in order."""
    film.rewrite(
        "            text: {zh: 水很甜。, en: The water is sweet.}\n            speak: en\n",
        "            phrases:\n"
        "              - {speak: zh, text: {zh: 水很甜。, en: The water is sweet.}}\n"
        "              - {speak: en, text: {zh: 真的。, en: It is.}}\n",
    )
    record(film)
    result, _ = film.build(until="cut", jobs=1)
    first, second = said(result, "lake_l1").phrases
    assert ([word.at for word in first.words], [word.at for word in second.words]) == ([0, 1, 2], [0, 3])
    assert first.end <= second.words[0].start < second.end


@pytest.mark.parametrize(("ending", "codec"), [("flac", "flac"), ("mp3", "mp3")])
def test_other_kinds_of_sound_file_are_taken_in_too(film: Any, ending: str, codec: str) -> None:
    """Whatever is read as sound."""
    path = film.folder / f"voices/one/lake_l1.{ending}"
    path.parent.mkdir()
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=RATE, layout="mono")
        frame = av.AudioFrame.from_ndarray((voice_like() * 32767).astype(np.int16)[None, :], format="s16", layout="mono")
        frame.sample_rate = RATE
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=RATE, frame_size=stream.frame_size or 1152)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(stream.encode(part))
        container.mux(stream.encode(None))
    film.build(until="voice", jobs=1)
    assert take(film, "lake_l1", 2)["backend"] == "file"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("one/lake_l2.wav", "voices/one/lake_l2.wav is not used: there is no line 'lake_l2' (did you mean 'lake_l1'?)"),
        ("two/lake_l1.wav", "voices/two/lake_l1.wav is not used: nobody in the cast has the voice 'two' (choose from one)"),
    ],
)
def test_a_recording_of_no_line_is_told_of(film: Any, name: str, told: str) -> None:
    """In the plan and in the build; where only a part is built, nothing is known of the rest."""
    record(film, name)
    (voice,) = [stage for stage in film.project().plan(BuildOptions()) if stage.stage == "voice"]
    assert voice.remarks == (told,)
    assert [event.message for event in film.build(until="voice", jobs=1)[1] if isinstance(event, Warned)] == [told]
    assert not [event for event in film.build(until="voice", jobs=1, only="yard")[1] if isinstance(event, Warned)]


def test_two_recordings_of_one_line_are_a_mistake(film: Any) -> None:
    """Nobody can say which is meant; nothing is made."""
    record(film)
    record(film, "one/lake_l1.WAV")
    with pytest.raises(UserError, match="are recordings of the same line"):
        film.build(until="voice", jobs=1)


def test_a_recording_lies_in_the_film_folder(film: Any, tmp_path: Path) -> None:
    """Also when links are followed."""
    elsewhere = tmp_path / "secret.wav"
    write_wav(elsewhere, voice_like(), RATE)
    (film.folder / "voices/one").mkdir()
    (film.folder / "voices/one/lake_l1.wav").symlink_to(elsewhere)
    with pytest.raises(UserError, match="leads out of the film folder"):
        film.build(until="voice", jobs=1)


def test_a_recorded_speaker_is_credited_as_a_person(film: Any) -> None:
    """Beside the voices that speak the other lines."""
    film.rewrite("cast:", "inspired_by: [{zh: 一本地方志, en: A gazetteer}]\ncast:")
    record(film)
    result, _ = film.build(until="cut", jobs=1)
    rows = [text for clip in result.timeline.picture if clip.id.startswith("credits") for _, text in clip.source.lines]
    assert "某人  Someone\t真人录音  a person’s own voice\nfake zh\nfake en" in rows
