"""What a screenplay says of captions in the picture and of the rhythm of its cut, and what a person gets wrong in it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import pytest

from white_cloud.errors import DocumentError
from white_cloud.film.score import Response
from white_cloud.film.screenplay import Captions

if TYPE_CHECKING:
    from conftest import FilmFolder

SEED = "seed: 7\n"
HALF = Fraction(1, 2)
LIES = Response(Fraction(35, 100), exponent=Fraction(3, 2))


def _with(film: FilmFolder, text: str) -> FilmFolder:
    film.change(SEED, f"{SEED}{text}\n")
    return film


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{burn_in: none}", Captions()),
        ("{burn_in: zh}", Captions(("zh",))),
        ("{burn_in: [en]}", Captions(("en",))),
        ("{burn_in: [en, zh]}", Captions(("en", "zh"))),
        ("{burn_in: zh, corrupt: true}", Captions(("zh",), LIES)),
        ("{burn_in: zh, corrupt: false}", Captions(("zh",))),
        ("{burn_in: zh, corrupt: off}", Captions(("zh",))),
        ("{burn_in: zh, corrupt: {}}", Captions(("zh",), LIES)),
        (
            "{burn_in: zh, corrupt: {from: 0.5, to: 0.9, curve: 0.5, ceiling: 0.5}}",
            Captions(("zh",), Response(HALF, Fraction(9, 10), HALF, HALF)),
        ),
    ],
)
def test_what_is_said_of_captions(film: FilmFolder, text: str, said: Captions) -> None:
    """Each form a person may write."""
    assert _with(film, f"captions: {text}").load().captions == said


def test_a_film_that_does_not_say_burns_nothing_in_and_keeps_its_rhythm(film: FilmFolder) -> None:
    """As before there was either."""
    screenplay = film.load()
    assert (screenplay.captions, screenplay.rhythm) == (Captions(), None)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("off", None),
        ("{}", Response(Fraction(3, 10), ceiling=HALF)),
        ("{from: 0, ceiling: 0.25}", Response(ceiling=Fraction(1, 4))),
    ],
)
def test_what_is_said_of_rhythm(film: FilmFolder, text: str, said: Response | None) -> None:
    """What is not said is as the program has it."""
    assert _with(film, f"rhythm: {text}").load().rhythm == said


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("captions: {burn_in: fr}", r"captions.burn_in: fr is not a language of the film \(choose from en, zh\)"),
        ("captions: {burn_in: nome}", r"burn_in.*: expected a language tag such as zh, en or pt-BR; found the text 'nome'"),
        ("captions: {burn_in: [zh, zh]}", "zh stands here a second time"),
        ("captions: {burn_in: [zh, en, zh]}", "expected none, a language, or two of them; found 3"),
        ("captions: {burn_in: []}", "expected none, a language, or two of them; found 0"),
        ("captions: {corrupt: true}", "burn_in"),
        ("captions: {burn_in: none, corrupt: true}", "`corrupt` works on captions in the picture, and none are burnt in"),
        ("captions: {burn_in: zh, corupt: true}", "did you mean 'corrupt'"),
        ("captions: {burn_in: zh, corrupt: of}", r"expected true, off, or how it answers to drift.*did you mean 'off'"),
        ("captions: {burn_in: zh, corrupt: {form: 0.4}}", "did you mean 'from'"),
        ("captions: {burn_in: zh, corrupt: {ceiling: 80}}", r"did you mean 0\.8"),
        ("captions: {burn_in: zh, corrupt: {to: 0.3}}", "come in at drift 0.35 and be full at 0.3 .say both `from` and `to`"),
        ("captions: zh", "captions: expected a mapping, found the text 'zh'"),
        ("rhythm: fast", r"rhythm: expected off, or how it answers to drift; found the text 'fast' .such as"),
        ("rhythm: {from: 1}", "come in at drift 1 and be full at 1"),
        ("rhythm: {speed: 1}", "speed"),
    ],
)
def test_what_a_person_gets_wrong(film: FilmFolder, text: str, told: str) -> None:
    """With the line, what was expected and the nearest choice."""
    _with(film, text)
    line = film.at(text.partition(":")[0] + ":")[0]
    with pytest.raises(DocumentError, match=told) as caught:
        film.load()
    assert [problem.line for problem in caught.value.problems] == [line]
