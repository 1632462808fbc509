"""The script document: written by the program, edited by people."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from white_cloud.documents.load import load_script, save_script
from white_cloud.errors import DocumentError
from white_cloud.film.lines import Line, Phrase
from white_cloud.film.script import ScriptDocument, ScriptLine, words_of

FIRST = ScriptLine(
    "pit_l1",
    "pit_l1",
    "miner",
    "testimony",
    (Phrase("zh", {"zh": "十九年。", "en": "Nineteen years."}),),
    asked="a1",
    made="m1",
)
SECOND = ScriptLine(
    "pit",
    "pit",
    "miner",
    "slippage",
    (Phrase("en", {"zh": "不", "en": "no"}), Phrase("zh", {"zh": "好: 的", "en": "12:30"})),
    "phrasebook",
)
SCRIPT = ScriptDocument("film", (FIRST, SECOND))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "film.script.yaml"


def test_a_script_comes_back_as_it_was(path: Path) -> None:
    """Also words such as `no` and 12:30, and texts with colons."""
    save_script(path, SCRIPT)
    assert load_script(path) == SCRIPT
    assert path.read_text(encoding="utf-8").startswith(
        "# yaml-language-server: $schema=../docs/schemas/script.schema.json\nformat: white-cloud/script@1\nfilm: film\n"
    )


def test_a_film_without_a_script_has_an_empty_one(path: Path) -> None:
    """Before the first build."""
    assert load_script(path) == ScriptDocument("film")


def test_saving_the_same_script_touches_nothing(path: Path) -> None:
    """The file of a person who is editing it stays."""
    save_script(path, SCRIPT)
    before = path.stat().st_ino
    save_script(path, SCRIPT)
    assert path.stat().st_ino == before


def test_what_a_writer_was_told_by_stands_before_the_words_and_only_where_it_is_recorded(path: Path) -> None:
    """It comes into an entry of before and goes again, and what people wrote stays."""
    save_script(path, SCRIPT)
    path.write_text(path.read_text(encoding="utf-8").replace("slot: pit\n", "slot: pit  # asks twice\n"), encoding="utf-8")
    before = path.read_bytes()
    told = ScriptDocument("film", (FIRST, replace(SECOND, prompts="p2", context="c2")))
    save_script(path, told)
    text = path.read_text(encoding="utf-8")
    assert "    prompts: p2\n    context: c2\n    phrases:\n" in text
    assert text.count("prompts:") == 1
    assert load_script(path) == told
    save_script(path, SCRIPT)
    assert path.read_bytes() == before


def test_what_people_wrote_around_the_lines_survives(path: Path) -> None:
    """Comments, quotes and order stay when one line's words change."""
    save_script(path, SCRIPT)
    text = path.read_text(encoding="utf-8")
    text = text.replace("film: film", "film: film   # ours").replace("en: Nineteen years.", 'en: "Nineteen years."  # keep')
    text = text.replace("  - id: pit\n", "  # the second one\n  - id: pit\n").replace("approved: false", "approved: true")
    path.write_text(text, encoding="utf-8")
    changed = replace(SECOND, phrases=(Phrase("en", {"zh": "不", "en": "never"}), SECOND.phrases[1]))
    save_script(path, ScriptDocument("film", (FIRST, changed), approved=True))
    assert path.read_text(encoding="utf-8") == text.replace("en: no\n", "en: never\n").replace("en: 'no'\n", "en: never\n")


def test_which_words_were_approved_stands_at_the_end_of_the_file(path: Path) -> None:
    """Also when only their order changed; a script that nobody approved says nothing of it."""
    save_script(path, SCRIPT)
    assert "approved_words" not in path.read_text(encoding="utf-8")
    for words in [words_of(SCRIPT.lines), tuple(reversed(words_of(SCRIPT.lines))), (("pit", "1234567890123456"),), ()]:
        script = replace(SCRIPT, approved=True, approved_words=words)
        save_script(path, script)
        assert load_script(path).approved_words == words
        last = "".join(f"  {id_}: {digest}\n" for id_, digest in words)
        assert path.read_text(encoding="utf-8").replace("'", "").endswith(f"\napproved_words:\n{last}" if words else "")
    path.unlink()
    save_script(path, replace(SCRIPT, approved_words=words_of(SCRIPT.lines)))
    assert load_script(path).approved_words == words_of(SCRIPT.lines)


def test_lines_are_added_removed_and_moved(path: Path) -> None:
    """The file follows the script, whatever was there."""
    save_script(path, SCRIPT)
    third = replace(FIRST, id="pit_l3", slot="pit_l3", locked=True)
    for lines in [(FIRST, third, SECOND), (third, FIRST), (SECOND, third), (third,), ()]:
        script = ScriptDocument("film", lines)
        save_script(path, script)
        assert load_script(path) == script


def test_comments_of_lines_that_stay_are_kept_when_others_go(path: Path) -> None:
    """A comment inside a line belongs to it."""
    save_script(path, SCRIPT)
    path.write_text(path.read_text(encoding="utf-8").replace("slot: pit\n", "slot: pit  # asks twice\n"), encoding="utf-8")
    third = replace(FIRST, id="pit_l0")
    save_script(path, ScriptDocument("film", (third, SECOND)))
    assert "# asks twice" in path.read_text(encoding="utf-8")
    assert load_script(path).lines == (third, SECOND)


def test_languages_and_phrases_of_a_line_may_change(path: Path) -> None:
    """A language more, a phrase less."""
    save_script(path, SCRIPT)
    script = ScriptDocument(
        "film", (replace(FIRST, phrases=(Phrase("fr", {"fr": "Dix-neuf ans."}),)), replace(SECOND, phrases=FIRST.phrases))
    )
    save_script(path, script)
    assert load_script(path) == script


@pytest.mark.parametrize("text", ["a\x00b", "a\u202eb"])
def test_words_that_could_not_be_read_again_are_refused(path: Path, text: str) -> None:
    """And the file stays as it was."""
    save_script(path, SCRIPT)
    before = path.read_bytes()
    bad = replace(FIRST, phrases=(Phrase("zh", {"zh": text, "en": "b"}),))
    with pytest.raises(DocumentError):
        save_script(path, ScriptDocument("film", (bad,)))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id: pit\n", "id: pit_l1\n", "the id 'pit_l1' is taken"),
        ("speak: en\n", "speak: fr\n", "there are no words in fr"),
        ("register: slippage", "register: slipage", "did you mean 'slippage'"),
        ("locked: false\n    asked: a1", "locked: no\n    asked: a1", "did you mean false"),
        ("approved: false", "aproved: false", "did you mean 'approved'"),
    ],
)
def test_mistakes_in_a_script_are_told(path: Path, old: str, new: str, message: str) -> None:
    """With line and column, as in a screenplay."""
    save_script(path, SCRIPT)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DocumentError, match=message):
        load_script(path)


def test_a_script_finds_its_lines() -> None:
    """By id, and by the slot that asked for them."""
    assert SCRIPT.line("pit") == SECOND
    assert SCRIPT.line("gone") is None
    assert FIRST.line() == Line("pit_l1", "miner", "testimony", FIRST.phrases)
