"""What stands in build/NAME/ after a build."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from white_cloud.build.events import Warned
from white_cloud.documents.load import load_score
from white_cloud.glitch.presets import PRESETS
from white_cloud.identity import file_digest
from white_cloud.interchange.captions import read_srt, read_vtt
from white_cloud.media.planes import to_rgb
from white_cloud.media.reader import PictureReader
from white_cloud.project import BuildOptions, known_names


@pytest.fixture(scope="module")
def report(_built: Any) -> dict[str, Any]:
    return json.loads((_built.out / "report.json").read_text(encoding="utf-8"))


def test_every_file_is_there(built: Any) -> None:
    names = {"film.mp4", "contact.jpg", "drift.png", "report.json"}
    names |= {f"film.{track}.{kind}" for track in ("zh", "en", "zh-en") for kind in ("srt", "vtt")}
    assert names <= {path.name for path in built.out.iterdir()}


def test_the_film_is_h264_and_aac_tagged_bt709_with_a_caption_track_in_each_language(built: Any) -> None:
    with av.open(str(built.out / "film.mp4")) as container:
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert (picture.codec_context.name, sound.codec_context.name) == ("h264", "aac")
        assert (sound.rate, sound.layout.name) == (48000, "stereo")
        context = picture.codec_context
        assert (context.colorspace, context.color_range, context.color_primaries, context.color_trc) == (1, 1, 1, 1)
        assert [stream.language for stream in container.streams.subtitles] == ["zho", "eng"]
        assert container.metadata["title"] == "小片 / Small Film"


def test_every_frame_decodes_and_sound_is_as_long_as_the_picture(built: Any, report: dict[str, Any]) -> None:
    with av.open(str(built.out / "film.mp4")) as container:
        frames = sum(1 for _ in container.decode(video=0))
        picture, sound = container.streams.video[0], container.streams.audio[0]
        assert frames == report["frames"]
        difference = abs(picture.duration * picture.time_base - sound.duration * sound.time_base)
        assert difference <= Fraction(1, 24)


def test_the_film_starts_fast(built: Any) -> None:
    """The index stands before the media, so that a browser plays before it has it all."""
    data = (built.out / "film.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_the_report_says_what_the_film_is(built: Any, report: dict[str, Any]) -> None:
    assert report["sha256"] == file_digest(built.out / "film.mp4")
    assert set(report["stages"]) == {"write", "voice", "shoot", "cut", "mix", "render", "deliver"}
    assert all({"made", "reused", "seconds"} <= set(stage) for stage in report["stages"].values())
    assert report["size"] == [320, 180]
    assert report["rate"] == "24"
    clips = report["clips"]
    assert [clip["clip"] for clip in clips] == ["title", "yard_01", "yard_02", "lake_01", "closing"]
    assert [clip["start"] for clip in clips] == [0, *(sum(one["frames"] for one in clips[: n + 1]) for n in range(4))]
    assert report["frames"] == clips[-1]["start"] + clips[-1]["frames"]


def test_effects_follow_drift(report: dict[str, Any]) -> None:
    clips = {clip["shot"]: clip for clip in report["clips"] if clip["shot"]}
    assert clips["yard_01"]["drift"] == [0, 0]
    assert clips["yard_01"]["effects"] == []
    assert clips["lake_01"]["drift"][0] >= 0.4
    assert set(clips["lake_01"]["effects"]) == set(load_score(PRESETS["white-cloud"], known_names()).parts) - {"voice"}


def test_captions_hold_the_words_in_each_language(built: Any, report: dict[str, Any]) -> None:
    for language in ("zh", "en"):
        cues = read_srt(built.out / f"film.{language}.srt")
        said = [line["text"][language] for line in report["lines"]]
        assert [" ".join(cue.lines) for cue in cues] == said
        assert [cue.lines for cue in read_vtt(built.out / f"film.{language}.vtt")] == [cue.lines for cue in cues]


def test_captions_side_by_side_hold_one_line_of_each_language(built: Any, report: dict[str, Any]) -> None:
    cues = read_srt(built.out / "film.zh-en.srt")
    assert [cue.lines for cue in cues] == [(line["text"]["zh"], line["text"]["en"]) for line in report["lines"]]


def test_captions_are_in_time_with_the_words(built: Any, report: dict[str, Any]) -> None:
    cues = read_srt(built.out / "film.zh.srt")
    for cue, line in zip(cues, report["lines"], strict=True):
        assert abs(float(cue.start) - line["start"]) < 0.1


def test_a_finished_cut_is_kept_by_hard_links(built: Any) -> None:
    kept: Path = built.out / "cuts" / "0001"
    assert kept.joinpath("film.mp4").stat().st_ino == built.out.joinpath("film.mp4").stat().st_ino


def test_the_cut_as_a_moviepy_clip_is_the_film(film: Any) -> None:
    """Every clip's middle frame differs from the decoded film's by what the encoder lost; sound and length are the film's."""
    clip = film.project().clip()
    report = json.loads((film.out / "report.json").read_text(encoding="utf-8"))
    assert clip.size == (320, 180)
    assert round(clip.duration * 24) == report["frames"]
    assert clip.audio.duration == pytest.approx(clip.duration, abs=0.05)
    reader = PictureReader(film.out / "film.mp4")
    for one in report["clips"]:
        frame = one["start"] + one["frames"] // 2
        difference = np.abs(clip.get_frame(frame / 24).astype(int) - to_rgb(reader.frame(frame)).astype(int))
        assert difference.mean() < 4
    clip.close()


def test_a_loudness_that_was_not_reached_is_told_and_reported(film: Any) -> None:
    """As the mix is made, in the plan, and by every later build that uses it."""
    film.rewrite("cast:", "loudness: -9\ncast:")
    film.rewrite("beds: [wind]", "beds: [{use: wind, gain: -24}]")
    film.rewrite("backends:", "gain: -24\nbackends:", film.folder / "voices" / "one.yaml")
    for _ in range(2):
        result, told = film.build(until="deliver", jobs=1)
        notes = [one.message for one in told if isinstance(one, Warned)]
        assert [note for note in notes if "LUFS" in note] == [result.report["sound"]["note"]]
    assert result.report["sound"]["asked"] == -9
    assert result.report["sound"]["note"].startswith(
        f"the mix has {result.report['sound']['lufs']:.1f} LUFS, and `loudness: -9`"
    )
    (planned,) = (stage for stage in film.project().plan(BuildOptions()) if stage.stage == "mix")
    assert planned.remarks == (result.report["sound"]["note"],)


def test_a_loudness_that_was_reached_is_reported_without_a_note(report: dict[str, Any]) -> None:
    """Asked and reached stand side by side."""
    assert report["sound"]["asked"] == -16
    assert report["sound"]["lufs"] == pytest.approx(-16, abs=0.5)
    assert "note" not in report["sound"]
