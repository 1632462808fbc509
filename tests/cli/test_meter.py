"""`white-cloud meter`, on two tiny films and on one that was built."""

from __future__ import annotations

import json
import shutil
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Film, Ran, Run
from tests.meter.pictures import clipped, noisy, scene
from white_cloud.media.planes import black, planes
from white_cloud.media.writer import Encoding, PictureWriter
from white_cloud.stages.report import FORMAT

SIZE, LENGTH = (64, 48), 6
ENCODING = Encoding(crf=10, preset="ultrafast", gop=LENGTH)
CLIPS = ("title", "yard_01", "lake_01", "lake_02")
DRIFTS = ((0.0, 0.0), (0.0, 0.04), (0.4, 0.6), (0.6, 1.0))


def deliver(folder: Path, *, noise: float = 0, **said: Any) -> Path:
    """A film of four clips, of which the last two are noisy, the last more; and its report."""
    folder.mkdir(parents=True, exist_ok=True)
    with PictureWriter(folder / "film.mp4", SIZE, Fraction(24), ENCODING) as writer:
        for number in range(LENGTH * len(CLIPS)):
            packed = black(SIZE)
            planes(packed)[0][:] = noisy(
                clipped(scene(SIZE, x=number) * 0.7), noise * max(0, number // LENGTH - 1), seed=number
            )
            writer.write(packed)
    clips = [
        {
            "clip": name,
            "shot": "" if name == "title" else name,
            "act": {"y": "first", "l": "second"}.get(name[0], ""),
            "start": LENGTH * number,
            "frames": LENGTH,
            "drift": list(DRIFTS[number]),
            "effects": ["tear"] if noise and number > 1 else [],
            "take": 1,
        }
        for number, name in enumerate(CLIPS)
    ]
    report = {
        "format": FORMAT,
        "name": "small",
        "title": {"zh": "小片", "en": "Small"},
        "languages": ["zh", "en"],
        "profile": "master",
        "sha256": f"of {folder.name}",
        "frames": LENGTH * len(CLIPS),
        "rate": "24",
        "size": list(SIZE),
        "clips": clips,
        "made_by": {"screenplay": "scripts_screenplay/small.yaml", "edit": "edits/my cut.yaml", "only": "", "clean": not noise},
        **said,
    }
    (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
    return folder


def changed(folder: Path, **said: Any) -> None:
    """Have a report say something else."""
    path = folder / "report.json"
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), **said}), encoding="utf-8")


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A glitched film in build/small, and its clean rendering beside it."""
    folder = deliver(tmp_path / "build" / "small", noise=9)
    deliver(folder / "clean")
    return folder


def refused(ran: Ran, *said: str) -> None:
    """It ended with status 2, one complaint and nothing written."""
    assert ran.status == 2, ran.err
    assert ran.out == ""
    assert ran.err.count("\n") == 1
    for part in said:
        assert part in ran.err


def test_the_table_says_each_clip_and_the_whole(run: Run, small: Path) -> None:
    """Calm without a loss, then more and more of it; meter.json and meter.png lie beside the film."""
    ran = run("meter", "build/small", "--every", 1, "--jobs", 1)
    assert ran.status == 0, ran.err
    lines = ran.out.splitlines()
    head = next(number for number, line in enumerate(lines) if line.split()[:4] == ["clip", "act", "drift", "loss"])
    table = {line.split()[0]: line.split() for line in lines[head + 1 : head + 5]}
    assert table["yard_01"][1:4] == ["first", "0.020", "0.0000"]
    assert 0 < float(table["lake_01"][3]) < float(table["lake_02"][3])
    assert lines[head + 5] == "drift and loss: Spearman 1.000"
    assert [line.split(":")[0] for line in lines[head + 6 : head + 11]] == [
        "floor",
        "drift under 0.05",
        "drift over 0.75",
        "last act",
        "greatest step without an accent",
    ]
    assert lines[-2:] == ["build/small/meter.json", "build/small/meter.png"]
    assert (small / "meter.png").read_bytes().startswith(b"\x89PNG")
    assert sorted(path.name for path in small.iterdir()) == ["clean", "film.mp4", "meter.json", "meter.png", "report.json"]


def test_no_film_is_an_error_that_names_one(run: Run, small: Path) -> None:
    """The nearest, or how to make one."""
    refused(run("meter", "build/smal"), "no finished film in build/smal", "build/small")
    (small / "film.mp4").unlink()
    refused(run("meter", "build/small"), "no finished film in build/small")


def test_a_clean_film_of_another_cut_is_an_error(run: Run, small: Path) -> None:
    """It says where the cuts begin to differ, and the commands that make either again."""
    clips = json.loads((small / "report.json").read_text(encoding="utf-8"))["clips"]
    clean = [{**clip, "effects": []} for clip in clips]
    changed(small / "clean", clips=[*clean[:2], {**clean[2], "frames": 5}, clean[3]])
    command = "white-cloud build scripts_screenplay/small.yaml --edit 'edits/my cut.yaml'"
    again = f"older again: `{command} --out build/small` or `{command} --clean --out build/small/clean`"
    refused(run("meter", "build/small"), "another cut", "lake_01 has frames 6, and there it is 5", again)
    changed(small / "clean", clips=clean[:3])
    refused(run("meter", "build/small"), "4 clips, and there are 3")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"size": [32, 24]}, "size [64, 48] and [32, 24]"),
        ({"rate": "25"}, "rate 24 and 25"),
        ({"profile": "draft"}, "profile master and draft"),
        ({"format": "white-cloud/report@9"}, "is of the format 'white-cloud/report@9'"),
    ],
)
def test_a_clean_film_that_is_not_comparable_is_an_error(run: Run, small: Path, said: dict[str, Any], told: str) -> None:
    """Another size, rate, profile or report."""
    changed(small / "clean", **said)
    refused(run("meter", "build/small", "--clean", "build/small/clean"), told)


def test_a_film_with_effects_is_no_clean_one(run: Run, small: Path) -> None:
    """It names the clips."""
    refused(run("meter", "build/small", "--clean", "build/small"), "no clean rendering", "lake_01, lake_02")


def test_a_clean_film_that_was_named_is_not_made(run: Run, small: Path) -> None:
    """A typing error would cost minutes."""
    command = "`white-cloud build scripts_screenplay/small.yaml --edit 'edits/my cut.yaml' --clean --out other`"
    refused(run("meter", "build/small", "--clean", "other"), "no finished film in other", command)


def test_where_the_film_came_from_must_be_known(run: Run, tmp_path: Path) -> None:
    """A film that was carried away, or is of an earlier version, has no clean rendering made."""
    deliver(tmp_path / "away", noise=9)
    refused(run("meter", "away"), "scripts_screenplay/small.yaml", "--clean --out away/clean")
    changed(tmp_path / "away", made_by=None, profile="review")
    refused(run("meter", "away"), "earlier version", "white-cloud build scripts_screenplay/small.yaml --profile review --clean")


def test_a_film_shorter_than_its_report_is_an_error(run: Run, small: Path) -> None:
    """The file was replaced, or cut short."""
    changed(small, frames=25)
    ran = run("meter", "build/small")
    assert (ran.status, ran.out) == (1, "")
    assert "24 frames of 64x48, which its report does not say" in ran.err


def test_a_clean_film_is_made_where_there_is_none(run: Run, built: Film) -> None:
    """From the same cut, with nothing shot; --json says what meter.json holds, and nothing else."""
    ran = run("meter", built.out, "--json", "--jobs", 1)
    assert ran.status == 0, ran.err
    ours, clean = (
        json.loads((folder / "report.json").read_text(encoding="utf-8")) for folder in (built.out, built.out / "clean")
    )
    assert clean["made_by"] == {"screenplay": "scripts_screenplay/small.yaml", "edit": "", "only": "", "clean": True}
    assert (clean["stages"]["shoot"]["made"], clean["stages"]["voice"]["made"]) == (0, 0)
    data = json.loads(ran.out)
    assert data == json.loads((built.out / "meter.json").read_text(encoding="utf-8"))
    assert (data["format"], data["every"]) == ("white-cloud/meter@1", 2)
    assert (data["film"], data["clean"]) == (ours["sha256"], clean["sha256"])
    assert [clip["clip"] for clip in data["clips"]] == [clip["clip"] for clip in ours["clips"]]
    assert data["last_act"]["clip"] in [clip["clip"] for clip in data["clips"] if clip["act"] == "second"]


def test_a_clean_film_with_other_captions_or_cards_is_made_anew(run: Run, built: Film) -> None:
    """Beside the film; one that was named is an error. Its clips, size and rate tell nothing of that."""
    assert run("meter", built.out, "--jobs", 1).status == 0
    ours = json.loads((built.out / "report.json").read_text(encoding="utf-8"))
    changed(built.out / "clean", plain_key="of other captions")
    refused(run("meter", built.out, "--clean", built.out / "clean"), "other captions or cards", "older again", "--clean --out")
    assert run("meter", built.out, "--jobs", 1).status == 0
    clean = json.loads((built.out / "clean" / "report.json").read_text(encoding="utf-8"))
    assert clean["plain_key"] == ours["plain_key"]
    assert clean["key"] != ours["key"]


def test_a_clean_film_that_is_broken_is_made_anew(run: Run, built: Film) -> None:
    """It is the program's own; so are voices that have to be treated once more."""
    assert run("meter", built.out, "--jobs", 1).status == 0
    (built.out / "clean" / "film.mp4").unlink()
    (built.out / "clean" / "report.json").write_text("{", encoding="utf-8")
    shutil.rmtree(built.folder / ".white_cloud" / "cache" / "speech")
    ran = run("meter", built.out, "--jobs", 1)
    assert ran.status == 0, ran.err
    assert (built.out / "clean" / "film.mp4").is_file()


def test_a_film_with_other_captions_than_are_asked_for_now_is_to_be_built_again(run: Run, built: Film) -> None:
    """Its clean rendering would have what the film has not, however often it were made."""
    built.change("format: white-cloud/screenplay@1\n", "format: white-cloud/screenplay@1\ncaptions: {burn_in: zh}\n")
    command = "`white-cloud build built/scripts_screenplay/small.yaml --out built/build/small`"
    ran = run("meter", built.out, "--jobs", 1)
    assert ran.status == 2
    assert "other captions or cards than built/scripts_screenplay/small.yaml now asks for" in ran.err
    assert command in ran.err


def test_nothing_is_made_of_a_screenplay_that_has_changed(run: Run, built: Film) -> None:
    """Its clean rendering would be that of another film, and might cost: the film is to be built again first."""
    built.change("prompt: virtual paradise", "prompt: another paradise")
    told = "`white-cloud build built/scripts_screenplay/small.yaml --out built/build/small`"
    refused(run("meter", built.out), "has changed since (shoot lake_01", told)
    assert not (built.out / "clean").exists()
