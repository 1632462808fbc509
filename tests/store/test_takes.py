"""Takes: numbered, never overwritten, whoever adds them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from white_cloud.store.store import Store
from white_cloud.store.takes import Take, Takes, reel

TAKE = Take(
    subject="shot/pit_03",
    number=0,
    key="k" * 64,
    request={"prompt": "open pit 露天矿", "size": [64, 36]},
    blob="b" * 64,
    size=1234,
    backend="fake",
    facts={"frames": 48, "rate": "24/1"},
    record={"note": "as asked"},
    cost="1/3",
    made="2026-01-01T00:00:00+00:00",
)


@pytest.fixture
def takes(tmp_path: Path) -> Takes:
    """No takes yet."""
    return Takes(tmp_path / "film")


def test_takes_are_numbered_from_one(takes: Takes) -> None:
    """For each subject, and come back as they were kept."""
    first, second = takes.add(TAKE), takes.add(TAKE)
    other = takes.add(replace(TAKE, subject="line/pit_l1"))
    assert [first.number, second.number, other.number] == [1, 2, 1]
    assert takes.of("shot/pit_03") == [first, second]
    assert first == replace(TAKE, number=1, reel=first.reel)
    assert takes.subjects() == ["line/pit_l1", "shot/pit_03"]


def test_what_has_no_take_has_none(takes: Takes) -> None:
    """Looking makes nothing."""
    assert takes.of("shot/pit_03") == []
    assert takes.subjects() == []
    assert not takes.root.exists()


def test_a_take_that_came_with_a_reel_keeps_it(takes: Takes) -> None:
    """A camera's own reel name is worth more than ours."""
    assert takes.add(replace(TAKE, reel="A001C002")).reel == "A001C002"


def test_numbers_count_beyond_four_digits(takes: Takes) -> None:
    """The ten-thousandth take is the newest."""
    folder = takes.root / TAKE.subject
    folder.mkdir(parents=True)
    for number in (9999, 10000):
        takes._link(folder / f"{number:04d}.json", replace(TAKE, number=number))
    assert [take.number for take in takes.of(TAKE.subject)] == [9999, 10000]
    assert takes.add(TAKE).number == 10001


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        "7",
        '{"format": "white-cloud/take@9"}',
        '{"format": "white-cloud/take@1", "number": 1}',
        "\x00\x00",
    ],
)
def test_a_damaged_record_is_left_out_and_named(takes: Takes, text: str) -> None:
    """It is not used, its number is not given again, and the others are found."""
    kept = takes.add(TAKE)
    broken = takes.root / TAKE.subject / "0002.json"
    broken.write_text(text, encoding="utf-8")
    assert takes.of(TAKE.subject) == [kept]
    assert takes.damaged() == [broken]
    assert takes.add(TAKE).number == 3


def test_a_file_that_is_no_record_is_let_be(takes: Takes) -> None:
    """A person's notes beside the takes."""
    takes.add(TAKE)
    (takes.root / TAKE.subject / "notes.json").write_text("{}", encoding="utf-8")
    (takes.root / TAKE.subject / "0007.json.bak").write_text("{}", encoding="utf-8")
    assert takes.add(TAKE).number == 2


def test_a_record_says_its_format(takes: Takes) -> None:
    """So that a later version knows how to read it."""
    takes.add(TAKE)
    assert json.loads((takes.root / TAKE.subject / "0001.json").read_text(encoding="utf-8"))["format"] == "white-cloud/take@1"


_ADD = """
import sys
from pathlib import Path
from white_cloud.store.takes import Take, Takes
takes = Takes(Path(sys.argv[1]))
sys.stdin.readline()
for turn in range(25):
    print(takes.add(Take("shot/a", 0, sys.argv[2], {}, "blob", 1, "fake")).number)
"""


def test_two_builds_that_add_takes_at_once_never_take_the_same_number(tmp_path: Path) -> None:
    """Two processes, started together; every take of both is there afterwards, under the number it was told."""
    command = [sys.executable, "-c", _ADD, str(tmp_path)]
    builds = [
        subprocess.Popen([*command, name], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for name in ("one", "two")
    ]
    for build in builds:
        assert build.stdin
        build.stdin.write("go\n")
        build.stdin.flush()
    numbers = [[int(number) for number in build.communicate()[0].split()] for build in builds]
    assert sorted(numbers[0] + numbers[1]) == list(range(1, 51))
    kept = {take.number: take.key for take in Takes(tmp_path).of("shot/a")}
    assert kept == {**dict.fromkeys(numbers[0], "one"), **dict.fromkeys(numbers[1], "two")}


@pytest.mark.parametrize("number", [1, 7, 99, 100, 999, 1000, 12345])
@pytest.mark.parametrize("name", ["a", "yard_1", "yard_01", "the-very-long-name-of-a-shot", "露天矿_01", "é", "_"])
def test_a_reel_name_is_at_most_eight_ascii_letters_and_digits(name: str, number: int) -> None:
    """As EDLs of the old kind want it."""
    found = reel(f"shot/{name}", number)
    assert 1 <= len(found) <= 8
    assert found.isascii()
    assert found.isalnum()
    assert found == found.upper()
    assert found.endswith(str(number))


def test_a_short_id_can_be_read_in_its_reel_name() -> None:
    """Pinned, since records and edit lists hold them."""
    assert reel("shot/pit_03", 2) == "PIT0302"
    assert reel("shot/yard_01", 1) == "YARD0101"
    assert reel("shot/dunes_01", 1) == "DUQO7B01"


def test_the_reels_of_a_long_film_are_distinct() -> None:
    """Also where ids share their beginnings and ends."""
    names = [
        f"shot/{place}_{size}_{number:02d}"
        for place in ("dunes", "dunghill")
        for size in ("wide", "tide")
        for number in range(100)
    ]
    assert len({reel(name, take) for name in names for take in (1, 2)}) == len(names) * 2


def test_a_store_names_its_damaged_records(tmp_path: Path) -> None:
    """Of every film; blobs are no film."""
    store = Store(tmp_path)
    store.takes("one").add(TAKE)
    store.takes("two").add(TAKE)
    store.blobs.root.mkdir(parents=True)
    broken = store.root / "takes" / "two" / TAKE.subject / "0001.json"
    broken.write_text("torn", encoding="utf-8")
    assert store.damaged_records() == [broken]
