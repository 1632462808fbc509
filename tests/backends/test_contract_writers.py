"""What every writer keeps."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from tests.backends.contract import LeftOpen, known
from white_cloud.backends.writers.base import WriteRequest, Written
from white_cloud.errors import Refusal
from white_cloud.film.lines import pieces
from white_cloud.film.screenplay import REGISTERS

#: What of a writer its contract leaves open, by its name: what a request needs to be `refused`; `indifferent`, where it writes
#: the same whatever the seed; `unrepeatable`, where it never says twice the same, whatever is asked.
LEFT_OPEN: dict[str, LeftOpen] = {
    "phrasebook": {"refused": {"register": "hymn"}},
    "openai": {"refused": {"register": "hymn"}, "unrepeatable": True},
    "fake": {"refused": {"brief": "forbidden"}, "indifferent": True},
}


@pytest.fixture
def left_open(any_writer: Any) -> LeftOpen:
    """Those of this writer."""
    return known(any_writer, LEFT_OPEN)


def asked(writer: Any, **changes: Any) -> WriteRequest:
    """Return a request for four lines in two languages."""
    request = WriteRequest(
        brief="dust on everything",
        register="testimony",
        speaker="miner",
        persona="a man of fifty",
        languages=("zh", "en"),
        speak=("zh", "en"),
        count=4,
        drift=Fraction(1, 10),
        seed=11,
        options=writer.read_options({}),
    )
    return replace(request, **changes)


def texts(written: Written) -> set[str]:
    return {text for line in written.lines for phrase in line for text in phrase.text.values()}


@pytest.mark.parametrize("register", REGISTERS)
def test_it_gives_as_many_lines_as_asked_each_in_every_language(
    any_writer: Any, get: Callable[..., Any], register: str
) -> None:
    """And nothing in it that could not be spoken."""
    for count in (1, 5):
        written = get(any_writer, asked(any_writer, register=register, count=count))
        assert isinstance(written, Written)
        assert len(written.lines) == count
        for line in written.lines:
            assert line
            for phrase in line:
                assert set(phrase.text) == {"zh", "en"}
                assert all(text.strip() == text and text for text in phrase.text.values())
                assert pieces(phrase.spoken())


def test_lines_are_spoken_in_the_languages_asked_in_turn(any_writer: Any, get: Callable[..., Any]) -> None:
    """A line that switches begins in the language of its turn."""
    written = get(any_writer, asked(any_writer, speak=("en", "zh", "zh"), count=5))
    assert [line[0].speak for line in written.lines] == ["en", "zh", "zh", "en", "zh"]


def test_the_same_request_gives_the_same_words(any_writer: Any, get: Callable[..., Any], left_open: LeftOpen) -> None:
    """Whatever was asked in between."""
    if left_open.get("unrepeatable"):
        pytest.skip(f"{any_writer.name} never says twice the same")
    first = get(any_writer, asked(any_writer))
    get(any_writer, asked(any_writer, brief="trucks", seed=3))
    assert get(any_writer, asked(any_writer)) == first


def test_the_prompt_files_it_is_told_by_follow_from_who_speaks_and_how_alone(any_writer: Any) -> None:
    """A plan asks for their digest once for all such briefs; a writer that has none says so by an empty one."""
    one = any_writer.prompts_digest(asked(any_writer))
    assert one == "" or re.fullmatch("[0-9a-f]{16}", one)
    other = asked(any_writer, brief="trucks", count=1, drift=Fraction(9, 10), seed=3, said=frozenset({"Dust."}))
    assert any_writer.prompts_digest(other) == one


def test_another_seed_gives_other_words(any_writer: Any, get: Callable[..., Any], left_open: LeftOpen) -> None:
    """Where the writer throws dice at all."""
    scripts = {repr(get(any_writer, asked(any_writer, seed=seed)).lines) for seed in range(8)}
    assert (len(scripts) > 6) != left_open.get("indifferent", False)


def test_nothing_is_said_twice_in_a_film(any_writer: Any, get: Callable[..., Any]) -> None:
    """What was said already, in any language, is not written again."""
    said: frozenset[str] = frozenset()
    for seed in (11, 11, 12):
        fresh = texts(get(any_writer, asked(any_writer, seed=seed, said=said)))
        assert not fresh & said
        said |= fresh


def test_what_it_refuses_is_a_refusal(any_writer: Any, get: Callable[..., Any], left_open: LeftOpen) -> None:
    """Which stops this line and no other."""
    with pytest.raises(Refusal) as told:
        get(any_writer, asked(any_writer, **left_open["refused"]))
    assert str(told.value)
    assert get(any_writer, asked(any_writer)).lines
