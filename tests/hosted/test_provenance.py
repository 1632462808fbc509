"""What a writer and a voice were told is recorded; the plan notes when it changed, and asks nobody for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from white_cloud.build.events import Warned
from white_cloud.errors import UserError
from white_cloud.examine import check_document
from white_cloud.testing.vendors import Vendors

SHOT = "{id: a, prompt: dunes at dawn, length: 4s}"
LINES = (
    "{id: said, text: {zh: 风很大。, en: The wind is strong.}}",
    "{id: asked, brief: dust on everything}",
    "{id: late, brief: salt in the tea}",
)
PROMPTS = (
    "2 lines were written with other prompt files (asked, late): the words stay; `build --rewrite asked` has one written anew, "
    "`stale` none"
)
CONTEXT = "when the title, the scene, the cast or what is said before were others"

Film = Callable[..., Any]


def notes(one: Any, stage: int = 0, **options: Any) -> tuple[str, ...]:
    remarks: tuple[str, ...] = one.project().plan(one.options(**options))[stage].remarks
    return remarks


def noted_context(one: Any) -> list[str]:
    """Return the lines that the remark on context names."""
    (found,) = (re.search(r"\((.*)\): the words stay", note) for note in notes(one) if CONTEXT in note)
    assert found
    return found.group(1).split(", ")


def script(one: Any) -> Path:
    path: Path = one.project().script_path
    return path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def prompt(one: Any, name: str, text: str) -> None:
    folder = one.folder / "prompts"
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def written(film: Film) -> Any:
    """A film whose words are written, with a hand-written line before two of the writer's."""
    one = film(SHOT, lines=LINES)
    one.build(until="write")
    return one


def test_a_written_line_says_what_its_writer_was_told_by(written: Any) -> None:
    """Short, beside what was asked; a hand-written line says nothing, and nothing is noted while nothing changes."""
    by_hand, asked, late = written.project().script().lines
    assert (by_hand.prompts, by_hand.context) == ("", "")
    assert re.fullmatch("[0-9a-f]{16}", asked.prompts)
    assert asked.prompts == late.prompts
    assert asked.context != late.context
    assert script(written).read_text(encoding="utf-8").count("    prompts: ") == 2
    assert notes(written) == ()


def test_a_changed_prompt_file_is_noted_and_asks_nobody(written: Any, vendors: Vendors) -> None:
    """By the plan and by the build; the words stay until a line is named, `stale` names none of them."""
    before, asked = script(written).read_bytes(), len(vendors.asked())
    prompt(written, "register_testimony.md", "As a clerk reads a list.")
    assert notes(written) == (PROMPTS,)
    written.build(until="write")
    assert [event.message for event in written.told if isinstance(event, Warned)] == [PROMPTS]
    written.build(until="write", rewrite=("stale",))
    assert (script(written).read_bytes(), len(vendors.asked())) == (before, asked)
    assert not written.project().plan(written.options())[0].made()


def test_a_line_that_is_named_is_written_by_the_new_prompts_and_noted_no_more(written: Any, vendors: Vendors) -> None:
    """The line after it has other words before it then."""
    prompt(written, "register_testimony.md", "As a clerk reads a list.")
    written.build(until="write", rewrite=("asked",))
    assert len(vendors.created("text")) == 3
    assert "prompt files (late)" in notes(written)[0]
    assert noted_context(written) == ["late"]


@pytest.mark.parametrize("name", ["language_fr.md", "register_advert.md", "repair.md", "json.md", "README.md"])
def test_a_prompt_file_that_tells_these_lines_nothing_is_not_noted(written: Any, name: str) -> None:
    """Of a language that the film has not, a register that they are not in, a form that was not asked for."""
    prompt(written, name, "Ours.")
    assert notes(written) == ()


def test_the_same_prompt_in_a_file_of_the_film_is_no_change(written: Any, root: Path) -> None:
    """Nor is white space at its end, which is not told."""
    ours = root / "white_cloud" / "backends" / "writers" / "openai" / "prompts" / "system.md"
    prompt(written, "system.md", ours.read_text(encoding="utf-8") + "\n\n")
    assert notes(written) == ()


def test_what_is_said_before_is_noted_when_it_changed(written: Any) -> None:
    """In the screenplay or in the script; what comes after a line is nothing to it."""
    change(script(written), "en: The wind is strong.", "en: There was no wind.")
    assert noted_context(written) == ["asked", "late"]
    change(script(written), "en: There was no wind.", "en: The wind is strong.")
    assert notes(written) == ()
    written.rewrite("en: The wind is strong.", "en: The wind is weak.")
    assert noted_context(written) == ["asked", "late"]
    written.build(until="write", rewrite=("asked", "late"))
    assert notes(written) == ()


@pytest.mark.parametrize(
    ("old", "new"), [("en: Small Film", "en: Smaller Film"), ("speaker: one\n", "speaker: one\n        brief: at dawn\n")]
)
def test_the_title_and_the_scene_are_context_too(written: Any, old: str, new: str) -> None:
    """As the model is told of them."""
    written.rewrite(old, new)
    assert noted_context(written) == ["asked", "late"]


def test_who_the_cast_are_is_context_too(written: Any) -> None:
    """By name and persona."""
    change(written.folder / "voices" / "one.yaml", "nobody in particular", "a man of fifty")
    assert noted_context(written) == ["asked", "late"]


def test_a_longer_shot_is_no_change(written: Any) -> None:
    """Though lines are told how long they may be."""
    written.rewrite("length: 4s", "length: 5s")
    assert notes(written) == ()


@pytest.mark.parametrize("how", ["locked", "edited"])
def test_lines_that_a_person_took_over_are_not_noted(written: Any, how: str) -> None:
    """They are a person's own by now."""
    prompt(written, "register_testimony.md", "As a clerk reads a list.")
    written.rewrite("en: Small Film", "en: Smaller Film")
    entry = script(written).read_text(encoding="utf-8").split("- id: ")[2]
    if how == "locked":
        change(script(written), entry, entry.replace("locked: false", "locked: true"))
    else:
        change(script(written), entry, re.sub("en: .*", "en: Ours.", entry))
    assert "1 line was written with other prompt files (late)" in notes(written)[0]
    assert noted_context(written) == ["late"]


def test_a_line_whose_brief_changed_is_told_of_as_that_alone(written: Any) -> None:
    """Its new words are told by the new prompts in any case."""
    prompt(written, "register_testimony.md", "As a clerk reads a list.")
    written.rewrite("dust on everything", "rust on everything")
    stale, prompts = notes(written)
    assert stale.startswith("line asked: stale: it is asked for otherwise now")
    assert "(late)" in prompts


def test_a_script_of_before_is_read_and_nothing_is_noted_of_it(written: Any) -> None:
    """It tells nothing of prompts and context."""
    text = script(written).read_text(encoding="utf-8")
    script(written).write_text(re.sub(r"    (?:prompts|context): .*\n", "", text), encoding="utf-8")
    prompt(written, "register_testimony.md", "As a clerk reads a list.")
    change(script(written), "en: The wind is strong.", "en: There was no wind.")
    assert notes(written) == ()
    before = script(written).read_bytes()
    written.build(until="write")
    assert script(written).read_bytes() == before


def test_a_broken_prompt_file_is_told_of_before_anything_is_asked(film: Film, vendors: Vendors) -> None:
    """By check, plan and build alike, with file and line; a film without briefs has no use for it."""
    one = film(SHOT, lines=LINES)
    prompt(one, "repair.md", "It will not do.\n${complain}")
    for ask in (lambda: check_document(one.screenplay), lambda: one.project().plan(one.options()), one.build):
        with pytest.raises(UserError, match=r"prompts/repair\.md:2: \$\{complain\} is not known here"):
            ask()
    assert not vendors.created("text")
    by_hand = film(SHOT, lines=LINES[:1], folder="by_hand")
    prompt(by_hand, "repair.md", "${complain}")
    assert check_document(by_hand.screenplay) == []


def test_a_part_is_written_knowing_the_whole_film(written: Any, vendors: Vendors) -> None:
    """So that its lines are not noted as soon as the whole is planned."""
    written.build(until="write", only="late", rewrite=("late",))
    assert "The wind is strong." in json.dumps(vendors.created("text")[-1].body, ensure_ascii=False)
    assert notes(written) == ()
    assert notes(written, only="late") == ()


def test_a_take_of_speech_is_kept_and_noted_when_its_prompt_files_changed(film: Film, vendors: Vendors) -> None:
    """As when a new version of the program tells a voice otherwise; named, the line is spoken anew."""
    one = film(SHOT, lines=LINES[:1])
    one.build(until="voice")
    (take,) = one.project().takes("said")
    assert re.fullmatch("[0-9a-f]{16}", take.record["prompts"][0])
    assert notes(one, 1) == ()
    (record,) = one.project().store.root.rglob("line/said/0001.json")
    change(record, take.record["prompts"][0], "0123456789abcdef")
    said = "1 line was spoken with other prompt files (said): the takes stay; `build --reshoot said` has one spoken anew, "
    assert notes(one, 1) == (f"{said}`stale` none",)
    one.build(until="voice", reshoot=("stale",))
    assert len(vendors.created("speech")) == 1
    one.build(until="voice", reshoot=("said",))
    assert (len(vendors.created("speech")), notes(one, 1)) == (2, ())


def test_a_take_that_is_kept_for_other_words_is_told_of_as_that_alone(film: Film) -> None:
    """A new one is told by the new prompt files in any case."""
    one = film(SHOT, lines=LINES[:1])
    one.build(until="voice")
    (take,) = one.project().takes("said")
    (record,) = one.project().store.root.rglob("line/said/0001.json")
    change(record, take.record["prompts"][0], "0123456789abcdef")
    one.rewrite("zh: 风很大。", "zh: 风不大。")
    (kept,) = notes(one, 1)
    assert "made for something else" in kept
