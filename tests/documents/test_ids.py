"""Ids that the program writes into a screenplay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from white_cloud.documents.ids import missing_ids, write_ids
from white_cloud.documents.migrate import STEPS
from white_cloud.documents.reader import read_document
from white_cloud.errors import DocumentError, StoreError, UserError

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import FilmFolder

BARE = """\
# My film.

format:   white-cloud/screenplay@1
title: {"en": 'A film'}   # quotes stay
languages: [en]
cast: {}
acts:
    - title:   {en: One}     # an act
      scenes:
      # the only scene
      - shots:
        - prompt: >
            dunes at dawn,
            folded
          length: 5s

        - {prompt: "dunes", length: 5s}   # in braces
        -   # a comment before the shot
          prompt: dunes
          length: 6s
        - id: mine
          prompt: pit
          length: 6s
        lines: []
"""


def written(film: FilmFolder, text: str) -> str:
    film.path.write_bytes(text.encode())
    write_ids(film.path)
    return film.text


def test_missing_ids_are_written_before_the_first_key(film: FilmFolder) -> None:
    """Every other byte stays: comments, quotes, odd indents, folded texts."""
    text = written(film, BARE)
    new = list(write_new(film, BARE).values())
    act, scene, first, second, third = new
    expected = (
        BARE.replace("- title:   {en: One}", f"- id: {act}\n      title:   {{en: One}}")
        .replace("- shots:", f"- id: {scene}\n        shots:")
        .replace("- prompt: >", f"- id: {first}\n          prompt: >")
        .replace('{prompt: "dunes"', f'{{id: {second}, prompt: "dunes"')
        .replace("          prompt: dunes\n", f"          id: {third}\n          prompt: dunes\n")
    )
    assert text == expected
    assert [name.split("_")[0] for name in new] == ["act", "scene", "shot", "shot", "shot"]


def write_new(film: FilmFolder, text: str) -> dict[str, str]:
    film.path.write_bytes(text.encode())
    return dict(write_ids(film.path))


def test_what_was_written_is_told_by_place(film: FilmFolder) -> None:
    """A person sees which thing got which id."""
    assert list(write_new(film, BARE)) == [
        "acts[0]",
        "acts[0].scenes[0]",
        "acts[0].scenes[0].shots[0]",
        "acts[0].scenes[0].shots[1]",
        "acts[0].scenes[0].shots[2]",
    ]


def test_a_screenplay_with_all_ids_is_not_touched(film: FilmFolder) -> None:
    """Not even its time stamp."""
    before = film.path.stat().st_mtime_ns, film.path.stat().st_ino
    assert write_ids(film.path) == {}
    assert (film.path.stat().st_mtime_ns, film.path.stat().st_ino) == before


def test_the_film_is_the_same_before_and_after(film: FilmFolder) -> None:
    """What was planned without ids in the file is what is built with them."""
    film.change("id: pit_01\n            prompt", "prompt")
    film.change("{id: dunes_01, ", "{")
    planned = film.load()
    assert len(write_ids(film.path)) == 2
    assert film.load() == planned


def test_ids_follow_from_content_and_not_from_the_place_in_a_list(film: FilmFolder) -> None:
    """A shot put in front leaves the ids of the others alone."""
    before = missing_ids({"acts": [{"scenes": [{"shots": [{"prompt": "a"}]}]}]})
    after = missing_ids({"acts": [{"scenes": [{"shots": [{"prompt": "b"}, {"prompt": "a"}]}]}]})
    path = ("acts", 0, "scenes", 0, "shots")
    assert before[*path, 0] == after[*path, 1]
    assert after[*path, 0] != after[*path, 1]


def test_equal_shots_get_different_ids() -> None:
    """Also against ids that a person chose."""
    shots: list[dict[str, str]] = [{"prompt": "dunes"} for _ in range(50)]
    ids = missing_ids({"acts": [{"id": "one", "scenes": [{"id": "two", "shots": shots}]}]})
    assert len(set(ids.values())) == 50
    taken = {"id": min(ids.values(), key=len), "prompt": "other"}
    again = missing_ids({"acts": [{"id": "one", "scenes": [{"id": "two", "shots": [taken, *shots]}]}]})
    assert taken["id"] not in again.values()
    assert all(len(name) <= 40 for name in again.values())


def test_windows_line_endings_and_a_byte_order_mark_stay(film: FilmFolder) -> None:
    """An editor on another system finds its file as it was."""
    film.path.write_bytes(b"\xef\xbb\xbf" + BARE.replace("\n", "\r\n").encode())
    write_ids(film.path)
    content = film.path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf# My film.\r\n")
    assert content.count(b"\n") == content.count(b"\r\n") == BARE.count("\n") + 4
    assert write_ids(film.path) == {}


def test_where_an_id_cannot_be_put_in_the_person_is_asked(film: FilmFolder) -> None:
    """A key written with `?` is left alone, and the file with it."""
    text = BARE.replace("- prompt: >\n            dunes at dawn,\n            folded", "- ? prompt\n          : dunes")
    film.path.write_bytes(text.encode())
    with pytest.raises(DocumentError, match="no id, and none can be written here") as caught:
        write_ids(film.path)
    assert "write id: " in caught.value.problems[0].hint
    assert film.text == text


def test_an_empty_id_is_not_written_over(film: FilmFolder) -> None:
    """`id:` without a value is told as a problem."""
    film.change("id: pit_01\n", "id:\n")
    with pytest.raises(DocumentError, match="expected a value after this key"):
        film.load()
    with pytest.raises(DocumentError, match="none can be written here"):
        write_ids(film.path)


def test_a_shot_shared_by_an_alias_gets_one_id(film: FilmFolder) -> None:
    """Which then is told as a duplicate, with both places."""
    film.change("{id: dunes_01, prompt: dunes, length: 00:00:01:12}", "&dunes {prompt: dunes, length: 1s}\n          - *dunes")
    assert len(set(write_ids(film.path).values())) == 1
    assert "is taken" in film.problems()[0].message


def test_permissions_stay(film: FilmFolder) -> None:
    """The file is replaced, not its mode."""
    film.path.write_bytes(BARE.encode())
    film.path.chmod(0o640)
    write_ids(film.path)
    assert film.path.stat().st_mode & 0o777 == 0o640


def test_a_link_stays_a_link(film: FilmFolder, tmp_path: Path) -> None:
    """The file it leads to is changed."""
    real = tmp_path / "real.yaml"
    real.write_bytes(BARE.encode())
    film.path.unlink()
    film.path.symlink_to(real)
    write_ids(film.path)
    assert film.path.is_symlink()
    assert b"id: act_" in real.read_bytes()


def test_nothing_half_written_is_left_where_writing_fails(film: FilmFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk shows when the file is flushed; the file is as it was and the temporary one is gone."""
    film.path.write_bytes(BARE.encode())

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(StoreError, match=r"cannot be written: No space left on device"):
        write_ids(film.path)
    assert film.text == BARE
    assert [each.name for each in film.path.parent.iterdir()] == ["film.yaml"]


def test_an_older_screenplay_is_not_rewritten(film: FilmFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only `migrate` does that, and it is named."""
    monkeypatch.setitem(STEPS, "screenplay", (dict.copy,))  # type: ignore[misc]
    film.path.write_bytes(BARE.encode())
    with pytest.raises(UserError, match="white-cloud migrate"):
        write_ids(film.path)
    assert read_document(film.path).text == BARE
