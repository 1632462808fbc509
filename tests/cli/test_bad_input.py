"""What people get wrong, through the command: one clear message, exit status 2, no traceback, and nothing left or lost."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from conftest import Film, Ran, Run

HEAD = "format: white-cloud/screenplay@1\n"
BOMB = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{new}: &{new} [{', '.join([f'*{old}'] * 10)}]\n" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)
SCRIPT = """\
format: white-cloud/script@1
film: small
lines:
  - id: yard_l1
    slot: yard_l1
    speaker: one
    register: testimony
    locked: true
    phrases:
      - {speak: zh, text: {zh: 风。, en: Wind., fr: Le vent.}}
"""


def whole(text: str | bytes) -> Callable[[Any], None]:
    """The screenplay is this text."""
    return lambda film: film.write("scripts_screenplay/small.yaml", text)


def changed(old: str, new: str) -> Callable[[Any], None]:
    """In the screenplay this text is another."""
    return lambda film: film.change(old, new)


def linked(film: Any) -> None:
    """A shot's file is a link that leads out of the folder."""
    (film.folder / "footage").mkdir()
    outside = film.folder.parent / "outside.mp4"
    outside.write_bytes(b"somebody else's")
    (film.folder / "footage" / "own.mp4").symlink_to(outside)
    film.change("prompt: dunes at dawn", "file: footage/own.mp4")


def script(old: str, new: str) -> Callable[[Any], None]:
    """The script was edited."""
    return lambda film: film.write("scripts_screenplay/small.script.yaml", SCRIPT.replace(old, new))


CASES: list[Any] = [
    pytest.param(whole(""), "small.yaml:1:1: the file is empty", id="empty file"),
    pytest.param(whole("format: [open\nx: }"), "small.yaml:2:2: not YAML", id="not YAML"),
    pytest.param(whole(b"\xff\xfe\x00\x01"), "small.yaml:1:1: not UTF-8", id="not text"),
    pytest.param(whole(HEAD + BOMB), "small.yaml:6:8: aliases stand for more than 20,000", id="alias bomb"),
    pytest.param(whole(HEAD + "title: " + "[" * 20_000), "small.yaml:2:67: nested more than 60 deep", id="20,000 deep"),
    pytest.param(whole(HEAD + "title: " + "x" * 20_000_000), "small.yaml:1:1: the file is larger than 5 MB", id="20 MB scalar"),
    pytest.param(
        changed("rate: 24", "rat: 24"),
        "small.yaml:4:1: rat: there is no key 'rat' here (did you mean 'rate'?)",
        id="unknown key",
    ),
    pytest.param(
        changed("rate: 24", "rate: 24\nrate: 25"), "small.yaml:5:1: the key 'rate' stands here a second", id="duplicate key"
    ),
    pytest.param(changed("rate: 24", "rate: [24]"), "small.yaml:4:7: rate: expected a frame rate", id="wrong type"),
    pytest.param(
        changed("screenplay@1", "screenplay@9"), "small.yaml:1:9: format: needs a White Cloud that reads", id="newer format"
    ),
    pytest.param(
        changed("voice: one", "voice: ona"), "small.yaml:11:16: cast.one.voice: there is no voice 'ona'", id="unknown voice"
    ),
    pytest.param(
        lambda film: film.change("fake: {zh: {}, en: {}}", "fake: {zh: {}}", "voices/one.yaml"),
        "small.yaml:28:20: acts[first].scenes[yard].lines[yard_l2].speak: one is to speak en, and the voice has no en",
        id="a voice without the language",
    ),
    pytest.param(
        lambda film: film.change("format: white-cloud/voice@1", "format: white-cloud/voice@7", "voices/one.yaml"),
        "one.yaml:1:9: format: needs a White Cloud that reads voice@7",
        id="a newer voice",
    ),
    pytest.param(changed("length: 24f", "length: 0s"), "length: a shot lasts at least one frame", id="a shot of zero length"),
    pytest.param(
        changed("drift: [0.4, 1]", "drift: [0.4, 1.5]"), "small.yaml:36:12: acts[second].drift: drift lies", id="drift over 1"
    ),
    pytest.param(
        changed("drift: 0\n", "drift: -0.1\n"), "small.yaml:16:12: acts[first].drift: drift lies between", id="drift under 0"
    ),
    pytest.param(
        changed("id: yard_02", "id: yard_01"),
        "small.yaml:32:18: acts[first].scenes[yard].shots[yard_01].id",
        id="duplicate ids",
    ),
    pytest.param(
        changed("camera: fake", "camera: fale"), "small.yaml:8:9: camera: there is no camera 'fale' (did you mean", id="camera"
    ),
    pytest.param(
        changed("speaker: one\n        beds", "speaker: onne\n        beds"),
        "small.yaml:19:18: acts[first].scenes[yard].speaker: there is no speaker 'onne'",
        id="dangling speaker",
    ),
    pytest.param(
        changed("prompt: dunes at dawn", "file: ../outside.mp4"),
        "'../outside.mp4' leads out of the film folder",
        id="a path that leaves",
    ),
    pytest.param(linked, "'footage/own.mp4' leads out of the film folder", id="a link that leaves"),
    pytest.param(changed("zh: 小片", 'zh: "小\\0片"'), "small.yaml:2:13: a NUL character (U+0000)", id="a NUL in a title"),
    pytest.param(
        changed("zh: 小片", 'zh: "小\u202e片"'), "small.yaml:2:15: a mark that changes the direction", id="a right-to-left mark"
    ),
    pytest.param(
        lambda film: shutil.rmtree(film.folder / "voices"),
        "small.yaml:11:16: cast.one.voice: there is no voice",
        id="no voices/",
    ),
    pytest.param(
        script("speaker: one", "speaker: onne"),
        "line 'yard_l1' of the script: nobody in the film is",
        id="speaker in the script",
    ),
    pytest.param(
        script("{speak: zh", "{speak: fr"),
        "line 'yard_l1' of the script: one has no voice in 'fr'",
        id="language in the script",
    ),
    pytest.param(
        script("register: testimony", "register: hymn"),
        "script.yaml:7:15: lines[yard_l1].register",
        id="register in the script",
    ),
    pytest.param(
        script("film: small", "film: other"), "script.yaml: `film:` says these are the words of 'other'", id="another's script"
    ),
    pytest.param(
        lambda film: film.write("edits/small.takes.yaml", "format: white-cloud/takes@1\nchosen: {yard_09: 1}\n"),
        "small.takes.yaml:2:10: chosen.yard_09: there is no shot 'yard_09' in the film",
        id="a take of nothing",
    ),
]


def refused(ran: Ran, said: str) -> None:
    """Check that a command told of one mistake, and of no bug."""
    assert ran.status == 2, ran
    assert said in ran.err
    assert ran.err.startswith("white-cloud: ")
    assert "Traceback" not in ran.err
    assert len(ran.err) < 2000


@pytest.mark.parametrize("command", ["check", "plan", "build"])
@pytest.mark.parametrize(("mistake", "said"), CASES)
def test_a_mistake_in_a_document_is_told_with_its_place_and_nothing_changes(
    film: Film, run: Run, mistake: Callable[[Any], None], said: str, command: str
) -> None:
    """Whichever command meets it; the folder is byte for byte as it was."""
    mistake(film)
    before = film.listing()
    refused(run(command, film.screenplay), said)
    assert film.listing() == before


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--edit", "edits/none.yaml"], "there is no edit edits/none.yaml (did you mean 'one.yaml'?)"),
        (["--edit", "film/edits/one.yaml"], "one.yaml:4:18: cut[0].trim.shot: there is no shot 'yard_0' in the film"),
        (["--edit", "film/edits/other.yaml"], "other.yaml: this edit cuts 'other', not 'small'"),
        (["--edit", "film/scripts_screenplay/small.yaml"], "small.yaml:1:9: format: this is a document of kind screenplay"),
        (["--only", "yard_03"], "nothing in small.yaml is called 'yard_03' (did you mean 'yard_02'?)"),
        (["--rewrite", "yard_l3"], "--rewrite names 'yard_l3', and no line is called so (did you mean 'yard_l2'?)"),
        (["--out", "film/voices/one.yaml"], "one.yaml is a file, not a folder"),
        (["--out", "film/voices/one.yaml/below"], "one.yaml is a file, not a folder"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said_before_anything_is_made(film: Film, run: Run, options: list[str], said: str) -> None:
    """A missing edit, an id that is not there, a place that is none."""
    film.write("edits/one.yaml", "format: white-cloud/edit@1\nscreenplay: small\ncut:\n  - trim: {shot: yard_0, tail: 6f}\n")
    film.write("edits/other.yaml", "format: white-cloud/edit@1\nscreenplay: other\ncut: []\n")
    before = film.listing()
    refused(run("build", film.screenplay, *options), said)
    assert film.listing() == before


def test_a_cut_that_cannot_be_made_names_the_line_of_the_edit(film: Film, run: Run) -> None:
    """What was made for it is kept."""
    edit = film.write(
        "edits/e.yaml", "format: white-cloud/edit@1\nscreenplay: small\ncut:\n  - trim: {shot: yard_01, tail: 99f}\n"
    )
    ran = run("build", film.screenplay, "--edit", edit, "--until", "cut", "--jobs", 1)
    refused(ran, "edits/e.yaml:4: the edit trims 99 frames off 'yard_01', which has 24")


@pytest.mark.parametrize("place", [".white_cloud", "build"])
def test_a_file_where_a_folder_should_be_is_named(film: Film, run: Run, place: str) -> None:
    """And stays."""
    film.write(place, "mine")
    before = film.listing()
    refused(run("build", film.screenplay), f"{place} is a file, not a folder")
    assert film.listing() == before


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_in_is_named(film: Film, run: Run) -> None:
    """Before anything is made."""
    film.folder.chmod(0o500)
    try:
        refused(run("build", film.screenplay), f"cannot write in {film.folder}")
        refused(run("new", film.folder / "another"), f"cannot write in {film.folder}")
    finally:
        film.folder.chmod(0o700)


def test_footage_that_is_no_picture_is_named_and_the_other_shots_are_made(film: Film, run: Run) -> None:
    """It is the person's file that is named, not a copy of it."""
    own = film.write("footage/own.mp4", "no picture")
    film.change("prompt: dunes at dawn", "file: footage/own.mp4")
    ran = run("build", film.screenplay, "--until", "shoot", "--jobs", 1)
    assert ran.status == 1
    assert f"shoot yard_01: cannot read {own}" in ran.err
    assert run("takes", film.screenplay, "lake_01").out.splitlines()[1].split()[:2] == ["shot/lake_01", "1"]


def test_no_screenplay_names_the_nearest(film: Film, run: Run) -> None:
    """A folder is none."""
    refused(run("build", film.screenplay.with_name("smal.yaml")), "(did you mean 'small.yaml'?)")
    refused(run("plan", film.folder), "there is no screenplay")


_FULL = """
import resource, sys
from white_cloud.testing import fakes
from white_cloud.cli.main import main
largest = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
fakes.install()
main(sys.argv[2:])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit to the size of files")
@pytest.mark.parametrize(
    ("largest", "said"),
    [(100, "small.script.yaml: cannot be written"), (20_000, "treated.wav")],
    ids=["in the words", "in a worker process"],
)
def test_a_full_disk_ends_the_build_with_one_message_and_nothing_half_written(
    film: Film, run: Run, run_outside: Run, largest: int, said: str
) -> None:
    """What was made before is kept, and the next build goes on from there. A limit to files stands for the disk."""
    arguments = ("build", film.screenplay, "--jobs", 1, "--until", "voice")
    ran = run_outside("-c", _FULL, largest, *arguments)
    assert ran.status == 1
    assert said in ran.err
    assert "File too large" in ran.err
    assert len(ran.err.splitlines()) == 1, ran.err
    assert not [path for path in film.folder.rglob("*") if "tmp" in path.name or "under-way-" in path.name]
    assert run("store", "verify", film.folder).status == 0
    if largest == 100:
        assert run(*arguments[:-1], "write").status == 0


def test_damaged_takes_are_set_aside_and_made_again_with_a_warning(built: Film, run: Run) -> None:
    """One truncated, one with a bit flipped: the build ends well, with the same film."""
    film = (built.out / "film.mp4").read_bytes()
    truncated, flipped = sorted(built.folder.glob(".white_cloud/takes/blobs/*/*"), key=lambda path: path.stat().st_size)[-2:]
    first, second = truncated.read_bytes(), flipped.read_bytes()
    for path, harmed in ((truncated, first[:-9]), (flipped, second[:-9] + bytes([second[-9] ^ 1]) + second[-8:])):
        path.unlink()
        path.write_bytes(harmed)
    shutil.rmtree(built.folder / ".white_cloud" / "cache")
    (built.out / "film.mp4").unlink()
    ran = run("build", built.screenplay, "--jobs", 1)
    assert ran.status == 0, ran.err
    assert "the file of take 1 is missing or damaged" in ran.out
    assert "note: the file of a take was damaged" in ran.out
    assert (truncated.read_bytes(), flipped.read_bytes()) == (first, second)
    assert (built.out / "film.mp4").read_bytes() == film


def test_a_script_without_a_guard_is_told_so_and_does_not_hang(built: Film, run_outside: Run, tmp_path: Path) -> None:
    """Worker processes read a person's script again; without a guard each would build in its turn."""
    next(built.folder.glob(".white_cloud/cache/segments/*/*.mp4")).unlink()
    script = tmp_path / "mine.py"
    script.write_text(
        "import sys\nfrom white_cloud.project import BuildOptions, open_project\nfrom white_cloud.testing import fakes\n"
        "fakes.install()\nopen_project(sys.argv[1]).build(BuildOptions(jobs=1, until='render'))\n"
    )
    ran = run_outside(script, built.screenplay)
    assert ran.status != 0
    assert 'if __name__ == "__main__":' in ran.err
