"""What a person gets wrong in a screenplay: one clear problem each, with line, column and the nearest valid choice."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from white_cloud.errors import DocumentError, UserError

if TYPE_CHECKING:
    from conftest import FilmFolder

PIT = "acts[testimony].scenes[pit]"


@pytest.mark.parametrize(
    ("old", "new", "at", "where", "message", "hint"),
    [
        pytest.param(
            "            length: 5s",
            "            legnth: 5s",
            "legnth",
            f"{PIT}.shots[pit_01].legnth",
            "there is no key 'legnth' here",
            "did you mean 'length'?",
            id="unknown key",
        ),
        pytest.param(
            "length: 5s", "length: 5", "5\n            move", f"{PIT}.shots[pit_01].length",
            "expected a duration with its unit, found the number 5", "did you mean 5s?", id="a number for a duration",
        ),
        pytest.param(
            "length: 5s", "length: [5s]", "[5s]", f"{PIT}.shots[pit_01].length", "found a list", "", id="wrong type",
        ),
        pytest.param(
            "length: 5s", "length: 0s", "0s\n", f"{PIT}.shots[pit_01].length", "a shot lasts at least one frame",
            "such as 5s or 120f", id="a shot of zero length",
        ),
        pytest.param(
            "length: 5s", "length: 10ms", "10ms", f"{PIT}.shots[pit_01].length", "a shot lasts at least one frame",
            "such as 5s or 120f", id="a shot that rounds to nothing",
        ),
        pytest.param(
            "length: 5s", "length: 2h", "2h", f"{PIT}.shots[pit_01].length", "a shot lasts at most an hour",
            "write a longer one as several shots", id="a shot of two hours",
        ),
        pytest.param(
            "length: 00:00:01:12", "length: 00:00:01:24", "00:00:01:24", "acts[testimony].scenes[dunes].shots[dunes_01].length",
            "names a frame that does not exist at 24", "", id="a timecode past the last frame of a second",
        ),
        pytest.param(
            "move: push in", "move: pushin", "pushin", f"{PIT}.shots[pit_01].move", "there is no move 'pushin'",
            "did you mean 'push in'?", id="unknown move",
        ),
        pytest.param(
            "[wind,", "[wnd,", "wnd", f"{PIT}.beds[0]", "there is no bed 'wnd'", "did you mean 'wind'?", id="unknown bed",
        ),
        pytest.param(
            "camera: animatic\n", "camera: animatik\n", "animatik", "camera", "there is no camera 'animatik'",
            "did you mean 'animatic'?", id="unknown backend",
        ),
        pytest.param(
            "haze: 0.25", "haez: 0.25", "haez", "acts[testimony].scenes[dunes].camera.haez", "there is no key 'haez' here",
            "did you mean 'haze'?", id="unknown option",
        ),
        pytest.param(
            "haze: 0.25", "haze: thick", "thick", "acts[testimony].scenes[dunes].camera.haze",
            "expected a number, found the text 'thick'", "", id="an option of the wrong type",
        ),
        pytest.param(
            "register: slippage", "register: slipage", "slipage", "acts[testimony].scenes[dunes].register",
            "expected one of testimony, slippage, advert, propaganda", "did you mean 'slippage'?", id="unknown register",
        ),
        pytest.param(
            "{voice: miner}", "{voice: minor}", "minor", "cast.miner.voice", "there is no voice 'minor' in voices/",
            "did you mean 'miner'?", id="unknown voice",
        ),
        pytest.param(
            "{voice: miner}", "{voice: ../../miner}", "../../miner", "cast.miner.voice", "there is no voice",
            "did you mean 'miner'?", id="a voice outside voices/",
        ),
        pytest.param(
            "brief: what the day shift is like\n        speaker: miner", "brief: x\n        speaker: minor", "minor",
            f"{PIT}.speaker", "there is no speaker 'minor'", "did you mean 'miner'?", id="unknown speaker",
        ),
        pytest.param(
            "brief: nothing grows here\n        speaker: miner\n", "brief: nothing grows here\n", "id: dunes\n",
            "acts[testimony].scenes[dunes]", "`speaker` is missing", "choose from miner", id="nobody speaks",
        ),
        pytest.param(
            "drift: [0, 0.1]", "drift: [0, 10]", "[0, 10]", "acts[testimony].drift",
            "drift lies between 0 (testimony) and 1 (propaganda); found 10", "did you mean 0.1?", id="drift over 1",
        ),
        pytest.param(
            "drift: [0, 0.1]", "drift: -0.1", "-0.1", "acts[testimony].drift", "drift lies between 0", "", id="drift under 0",
        ),
        pytest.param(
            "60%: 0.05, 100%: 1", "60%: 0.05, 50%: 1", "{0%", "acts[testimony].scenes[dunes].drift",
            "keyframes stand in rising order; 50% comes too late", "", id="keyframes out of order",
        ),
        pytest.param(
            "100%: 1}", "101%: 1}", "{0%", "acts[testimony].scenes[dunes].drift", "written 0% to 100%; found '101%'", "",
            id="a keyframe past the end",
        ),
        pytest.param(
            "id: pit_02", "id: pit_01", "pit_01\n            file", f"{PIT}.shots[pit_01].id",
            "the id 'pit_01' is taken: it stands in line 41 too", "", id="duplicate ids of shots",
        ),
        pytest.param(
            "id: dunes\n", "id: testimony\n", "testimony\n        brief", "acts[testimony].scenes[testimony].id",
            "the id 'testimony' is taken: it stands in line 17 too", "", id="duplicate ids of a scene and an act",
        ),
        pytest.param(
            "id: dunes\n", "id: The Dunes\n", "The Dunes", "acts[testimony].scenes[The Dunes].id", "expected an id",
            "did you mean 'the_dunes'?", id="an id that is none",
        ),
        pytest.param(
            "was: old_pit", "was: dunes_01", "dunes_01\n", f"{PIT}.shots[pit_02].was",
            "'dunes_01' is still in the film, in line 57", "", id="was names a shot that is there",
        ),
        pytest.param(
            ", en: Nineteen years I have dug this pit.", "", "{zh: 这坑", f"{PIT}.lines[pit_l1].text",
            "en is missing: it stands in every language of the film (zh, en)", "", id="a hand-written line lacks a language",
        ),
        pytest.param(
            ", en: They call it", "", "{zh: 他们", f"{PIT}.lines[pit_l2].phrases[0].text", "en is missing", "",
            id="a phrase lacks a language",
        ),
        pytest.param(
            "{speak: en,", "{speak: fr,", "fr,", f"{PIT}.lines[pit_l2].phrases[1].speak", "fr is not a language of the film",
            "choose from en, zh", id="a language that is not the film's",
        ),
        pytest.param(
            "title: {zh: 证词, en: Testimony}", "title: {zh: 证词}", "{zh: 证词}", "acts[testimony].title", "en is missing", "",
            id="a title lacks a language",
        ),
        pytest.param(
            "Nineteen years I have dug this pit.", "'Nineteen [pause x] years'", "'Nineteen [", f"{PIT}.lines[pit_l1].text.en",
            "[pause x]: 'x' is not a duration", "a silence is written [pause 1.2s]", id="a bad pause",
        ),
        pytest.param(
            "Nineteen years I have dug this pit.", "'Nineteen [pause 12f] years'", "'Nineteen [",
            f"{PIT}.lines[pit_l1].text.en", "[pause 12f]: a pause inside a text is given in seconds",
            "a silence is written [pause 1.2s]", id="a pause in frames",
        ),
        pytest.param(
            "Nineteen years I have dug this pit.", "'Nineteen [sigh] years'", "'Nineteen [", f"{PIT}.lines[pit_l1].text.en",
            "[sigh] is not a mark that is known", "a silence is written [pause 1.2s]", id="an unknown mark",
        ),
        pytest.param(
            "en: Nineteen years I have dug this pit.", "en: '[pause 1s]'", "'[pause", f"{PIT}.lines[pit_l1].text.en",
            "there is nothing to say beside the marks", "silence is written as `pause:`", id="only marks",
        ),
        pytest.param(
            "            brief: the trucks are too big\n", "", "id: pit_l3", f"{PIT}.lines[pit_l3]",
            "a line has one of `text`, `phrases` and `brief`", "", id="a line of nothing",
        ),
        pytest.param(
            "file: footage/mine.mp4", "file: ../mine.mp4", "../mine.mp4", f"{PIT}.shots[pit_02].file",
            "'../mine.mp4' leads out of the film folder", "copy the file into the folder", id="a path leaving the folder",
        ),
        pytest.param(
            "file: footage/mine.mp4", "file: /etc/passwd", "/etc/passwd", f"{PIT}.shots[pit_02].file",
            "'/etc/passwd' is not a path inside the film folder", "such as sound/yard.wav", id="an absolute path",
        ),
        pytest.param(
            "file: footage/mine.mp4", "file: footage/mein.mp4", "footage/mein", f"{PIT}.shots[pit_02].file",
            "there is no file 'footage/mein.mp4'", "did you mean 'mine.mp4'?", id="a missing file",
        ),
        pytest.param(
            "file: footage/mine.mp4", "prompt: a pit\n            references: [footage/mine.mp4, ../face.png]", "../face",
            f"{PIT}.shots[pit_02].references[1]",
            "'../face.png' leads out of the film folder", "copy the file into the folder", id="a reference leaving the folder",
        ),
        pytest.param(
            "file: footage/mine.mp4", "file: footage/mine.mp4\n            references: [footage/mine.mp4]", "id: pit_02",
            f"{PIT}.shots[pit_02]", "`references` need a `prompt`", "", id="references beside one's own footage",
        ),
        pytest.param(
            "{file: sound/yard.wav}", "{file: sound}", "sound}", f"{PIT}.beds[2].file", "'sound' is a folder", "",
            id="a folder for a file",
        ),
        pytest.param(
            "disclosure: true", "disclosure: yes", "yes", "disclosure", "expected true or false, found the text 'yes'",
            "did you mean true?", id="yes for true",
        ),
        pytest.param(
            "size: 1280x720", "size: 1280x721", "1280x721", "size", "even numbers", "did you mean 1280x722?", id="an odd size",
        ),
        pytest.param("rate: 24 ", "rate: 0 ", "0  ", "rate", "a frame rate lies between 1 and 120", "", id="no rate"),
        pytest.param(
            "languages: [zh, en]", "languages: [zh, en, zh]", "zh]", "languages[2]", "zh stands here a second time", "",
            id="a language twice",
        ),
        pytest.param(
            "languages: [zh, en]", "languages: [zh, English]", "English]", "languages[1]",
            "expected a language tag such as zh, en or pt-BR", "", id="a language by name",
        ),
        pytest.param(
            "title: {zh: 白云, en: White Cloud}", 'title: {zh: 白云, en: "a\\u200fb"}', '"a', "",
            "a mark that changes the direction of text (U+200F)", "remove it", id="a right-to-left mark in a title",
        ),
        pytest.param(
            "title: {zh: 白云, en: White Cloud}", 'title: {zh: 白云, en: "a\\0b"}', '"a', "", "a NUL character (U+0000)",
            "remove it", id="a NUL in a title",
        ),
        pytest.param(
            "title: {zh: 白云, en: White Cloud}", "title: {zh: 白云, en: 2049}", "2049", "title.en",
            "expected text, found the number 2049", 'in quotes it is text: "2049"', id="a number for a title",
        ),
        pytest.param(
            "format: white-cloud/screenplay@1", "format: white-cloud/screenplay@2", "white-cloud/screenplay@2", "format",
            "needs a White Cloud that reads screenplay@2", "pip install --upgrade white-cloud", id="a newer format",
        ),
        pytest.param(
            "format: white-cloud/screenplay@1", "format: white-cloud/screenply@1", "white-cloud/screenply@1", "format",
            "there is no kind of document 'screenply'", "did you mean 'screenplay'?", id="an unknown kind",
        ),
        pytest.param(
            "format: white-cloud/screenplay@1", "format: white-cloud/voice@1", "white-cloud/voice@1", "format",
            "this is a document of kind voice, not screenplay", "expected the line `format: white-cloud/screenplay@1`",
            id="another kind",
        ),
        pytest.param(
            "format: white-cloud/screenplay@1\n", "", "title: {zh: 白云", "", "the document does not say its format",
            "expected the line `format: white-cloud/screenplay@1`", id="no format",
        ),
        pytest.param("seed: 7\n", "seed: 7\nseed: 8\n", "seed: 8", "", "the key 'seed' stands here a second time; the first is "
            "in line 7", "keep one of them", id="duplicate key"),
    ],
)  # fmt: skip
def test_one_mistake_one_problem(film: FilmFolder, old: str, new: str, at: str, where: str, message: str, hint: str) -> None:
    """Where it stands, what was expected, and the nearest valid choice."""
    film.change(old, new)
    (problem,) = film.problems()
    assert (problem.line, problem.column) == film.at(at)
    assert problem.where == where
    assert message in problem.message
    assert hint in problem.hint
    assert bool(hint) == bool(problem.hint)


def test_all_mistakes_of_form_are_told_at_once(film: FilmFolder) -> None:
    """In the order of the file."""
    film.change("length: 5s", "length: 5")
    film.change("disclosure: true", "disclosure: on")
    film.change("lead: words", "laed: words")
    assert [problem.where for problem in film.problems()] == ["disclosure", f"{PIT}.laed", f"{PIT}.shots[pit_01].length"]


def test_all_mistakes_of_meaning_are_told_at_once(film: FilmFolder) -> None:
    """Names, files and lengths together."""
    film.change("move: push in", "move: push")
    film.change("id: pit_l2", "id: pit_l1")
    film.change("file: footage/mine.mp4", "file: nowhere.mp4")
    wheres = [problem.where for problem in film.problems()]
    assert wheres == [f"{PIT}.lines[pit_l1].id", f"{PIT}.shots[pit_01].move", f"{PIT}.shots[pit_02].file"]


def test_mistakes_of_form_do_not_hide_those_of_meaning(film: FilmFolder) -> None:
    """A wrong drift, length, title or an unknown key leave the rest readable."""
    film.change("drift: [0, 0.1]", "drift: 2")
    film.change("length: 5s", "lenght: 5s")
    film.change("title: {zh: 证词, en: Testimony}", "title: Testimony")
    film.change("disclosure: true", "colour: true")
    film.change("move: push in", "move: push")
    film.change("id: dunes\n", "id: pit\n")
    film.change("prompt: dunes, length: 00:00:01:12", "prompt: dunes, length: 0s")
    assert [problem.where for problem in film.problems()] == [
        "colour",
        "acts[testimony].title",
        "acts[testimony].drift",
        f"{PIT}.shots[pit_01].lenght",
        f"{PIT}.shots[pit_01].move",
        f"{PIT}.id",
        f"{PIT}.shots[dunes_01].length",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("cast:\n", "casts:\n"),
        ("brief: nothing grows here\n        speaker: miner\n", "brief: nothing grows here\n        speeker: miner\n"),
        ("languages: [zh, en]", "languages: [zh, 2]"),
        ("        speak: [zh, en]\n", "        speak: [zh, 3]\n"),
        ("            text: {zh: 这坑", "            txt: {zh: 这坑"),
        ("{voice: miner}", "{voice: 3}"),
        ("{use: machinery, gain: -6}", "{use: machinery, gian: -6}"),
    ],
)
def test_one_mistake_of_form_makes_nothing_else_look_wrong(film: FilmFolder, old: str, new: str) -> None:
    """What depends on a part that cannot be read is not judged."""
    film.change(old, new)
    (problem,) = film.problems()
    assert problem.line == film.at(new.strip().splitlines()[-1])[0]


def test_a_mistyped_key_is_told_once(film: FilmFolder) -> None:
    """Not also as the missing key that it was meant to be, even beside one that is truly missing."""
    film.change("            length: 5s\n            move: push in\n", "            lenght: 5s\n")
    film.change("            length: 144f\n", "")
    wheres = [(problem.where, problem.hint) for problem in film.problems()]
    assert wheres == [(f"{PIT}.shots[pit_01].lenght", "did you mean 'length'?"), (f"{PIT}.shots[pit_02]", "")]


def test_a_pause_in_braces_without_quotes_has_a_hint(film: FilmFolder) -> None:
    """Brackets end a bare text inside braces, which nobody expects."""
    film.change("Nineteen years", "Nineteen [pause 1s] years")
    (problem,) = film.problems()
    assert problem.line == film.at("Nineteen")[0]
    assert problem.hint == "inside { } put text with a [pause] mark in quotes"


def test_a_long_mistake_is_quoted_in_part(film: FilmFolder) -> None:
    """A message fits on a screen whatever stands in the file."""
    film.change("move: push in", f"move: {'push ' * 5000}")
    (problem,) = film.problems()
    assert len(problem.message) == 300


def test_an_act_without_a_scene(film: FilmFolder) -> None:
    """An act holds at least one."""
    before, after = film.text.split("    scenes:\n")
    film.path.write_text(f"{before}    scenes: []\n", encoding="utf-8")
    (problem,) = film.problems()
    assert after
    assert ((problem.line, problem.column), problem.message) == (film.at("[]"), "`scenes` holds at least 1; found 0")


def test_a_missing_key_is_told_where_it_belongs(film: FilmFolder) -> None:
    """The place is the start of what lacks it."""
    film.change("            length: 144f\n", "")
    (problem,) = film.problems()
    assert (problem.line, problem.column) == film.at("id: pit_02")
    assert (problem.where, problem.message) == (f"{PIT}.shots[pit_02]", "the key 'length' is missing")


def test_two_shots_cannot_have_been_the_same(film: FilmFolder) -> None:
    """Takes belong to one shot."""
    film.change("            seed: 4\n", "            was: old_pit\n")
    (problem,) = film.problems()
    assert problem.line == film.at("length: 144f")[0] + 1
    assert "another shot was 'old_pit' already" in problem.message


def test_a_file_that_leaves_the_folder_by_a_link_is_refused(film: FilmFolder, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Links are followed before the place is judged."""
    outside = tmp_path_factory.mktemp("elsewhere") / "mine.mp4"
    outside.write_bytes(b"picture")
    link = film.folder / "footage" / "mine.mp4"
    link.unlink()
    link.symlink_to(outside)
    (problem,) = film.problems()
    assert "leads out of the film folder" in problem.message


def test_a_link_that_leads_in_a_circle_is_refused(film: FilmFolder) -> None:
    """It never ends at a file."""
    link = film.folder / "footage" / "mine.mp4"
    link.unlink()
    link.symlink_to(link)
    (problem,) = film.problems()
    assert "footage/mine.mp4" in problem.message


def test_a_voice_without_the_language_a_line_needs(film: FilmFolder) -> None:
    """Told once, at the first line that needs it."""
    film.change("    en: {variant: m3, rate: 145, pitch: 28}\n", "", film.voice)
    (problem,) = film.problems()
    assert problem.where == f"{PIT}.lines[pit_l2].phrases"
    lacks, mended = problem.message.split("; ")
    assert lacks == "miner is to speak en, and the voice has no en for 'espeak'"
    assert mended == "to have it, add `en: {}` to its `espeak:` in voices/miner.yaml"
    assert problem.hint == ""


def test_a_voice_that_the_backend_cannot_give(film: FilmFolder) -> None:
    """The backend's own complaint is passed on."""
    for path in (film.path, film.voice):
        path.write_text(path.read_text(encoding="utf-8").replace("en:", "tlh:").replace("en]", "tlh]"), encoding="utf-8")
    film.change("{speak: en,", "{speak: tlh,")
    (problem,) = film.problems()
    assert problem.message == "miner is to speak tlh: espeak has no tlh"


def test_a_voice_without_settings_for_the_backend(film: FilmFolder) -> None:
    """The line that it lacks is shown, and nothing else to do."""
    film.change("  espeak:\n", "  openai:\n", film.voice)
    (problem,) = film.problems()
    assert problem.where == "cast.miner.voice"
    said = "voices/miner.yaml has no settings for the voice backend 'espeak'; to have it, add the line"
    assert problem.message == f"{said} `espeak: {{zh: {{}}, en: {{}}}}` under its `backends:`"
    assert problem.hint == ""


@pytest.mark.parametrize("empty", ["", "  told: {}\n"])
def test_a_voice_made_from_a_description_needs_no_settings(film: FilmFolder, empty: str) -> None:
    """It speaks the film's languages that the document's other voices know, as it does by itself."""
    film.change("  espeak:\n", f"{empty}  espeak:\n", film.voice)
    catalogue = film.spoken_by("told", described=lambda name: name == "told")
    voices = film.load(catalogue).cast["miner"].voices
    assert {language: (one.backend, one.options["rate"]) for language, one in voices.items()} == {
        "zh": ("told", 160), "en": ("told", 160),
    }  # fmt: skip
    assert voices["zh"].say == {"白云": "bai2 yun2"}
    film.change("    en: {variant: m3, rate: 145, pitch: 28}\n", "", film.voice)
    with pytest.raises(DocumentError, match=r"no en for 'told'.* add `told: \{zh: \{\}, en: \{\}\}` under its `backends:`"):
        film.load(catalogue)


def test_a_voice_made_from_a_description_needs_one(film: FilmFolder) -> None:
    """The line to write is shown."""
    film.change("persona: a man of fifty, dry, unhurried\n", "", film.voice)
    with pytest.raises(DocumentError, match=r"no settings for the voice backend 'told', .* the line `persona: a man"):
        film.load(film.spoken_by("told", described=lambda name: name == "told"))


def test_the_settings_that_a_voice_document_lacks_are_shown_as_they_are_to_be_written(film: FilmFolder) -> None:
    """With what this backend wants to know; in place of the empty ones where they are empty."""
    catalogue = film.spoken_by("clone", voice_example=lambda _: {"variant": "f1"})
    with pytest.raises(DocumentError, match=r"add the line `(.*)` under its `backends:`$") as caught:
        film.load(catalogue)
    line = re.findall(r"`(clone:.*)` under", str(caught.value))[0]
    film.change("  espeak:\n", "  clone: {}\n  espeak:\n", film.voice)
    with pytest.raises(DocumentError, match="in place of the empty `clone:`"):
        film.load(catalogue)
    film.change("clone: {}", line, film.voice)
    assert film.load(catalogue).cast["miner"].voices["en"].options["variant"] == "f1"


def test_options_a_voice_backend_refuses_are_told_in_the_voice_document(film: FilmFolder) -> None:
    """With that file's name, line and column."""
    film.change("pitch: 28", "pich: 28", film.voice)
    with pytest.raises(DocumentError) as caught:
        film.load()
    assert caught.value.path == film.voice
    (problem,) = caught.value.problems
    assert (problem.line, problem.column) == film.at("pich", film.voice)
    assert (problem.where, problem.hint) == ("backends.espeak.en.pich", "did you mean 'pitch'?")


def test_a_mistake_in_a_voice_document(film: FilmFolder) -> None:
    """The voice's own document is named."""
    film.change("gain: -1.5 ", "gain: loud ", film.voice)
    with pytest.raises(DocumentError, match=r"miner\.yaml:4:7: gain: expected a number, found the text 'loud'"):
        film.load()


def test_a_missing_screenplay(film: FilmFolder) -> None:
    """A wrong name is a user's mistake, with the nearest file."""
    film.path = film.path.with_name("flim.yaml")
    with pytest.raises(UserError, match=r"no such file \(did you mean 'film.yaml'\?\)"):
        film.load()
