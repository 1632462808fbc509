"""The tree of errors: exit statuses, and hints that help."""

from __future__ import annotations

import pickle
from fractions import Fraction
from pathlib import Path

import pytest

from white_cloud import errors
from white_cloud.errors import DocumentError, Problem, WhiteCloudError, nearest


def _tree() -> dict[str, type[WhiteCloudError]]:
    return {name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, WhiteCloudError)}


@pytest.mark.parametrize("name", sorted(_tree()))
def test_the_drawn_tree_is_the_real_one(name: str) -> None:
    """Every error stands in the drawing, with its exit status."""
    drawn = [line.split() for line in (errors.__doc__ or "").splitlines() if " exit " in line]
    statuses = {next(word for word in words if word[0].isalpha()): int(words[words.index("exit") + 1]) for words in drawn}
    assert statuses[name] == _tree()[name].exit_status
    assert set(statuses) == set(_tree())


def test_a_document_error_says_every_problem_with_its_place() -> None:
    """One line a problem, as editors and terminals link them."""
    found = DocumentError(
        Path("film.yaml"), [Problem(3, 7, "acts.0", "unknown key", "did you mean 'id'?"), Problem(9, 1, "", "empty")]
    )
    assert str(found).splitlines() == ["film.yaml:3:7: acts.0: unknown key (did you mean 'id'?)", "film.yaml:9:1: empty"]


def test_a_document_error_comes_back_whole_from_a_worker_process() -> None:
    """Its problems survive pickling."""
    found = pickle.loads(pickle.dumps(DocumentError("film.yaml", [Problem(1, 2, "title", "empty")])))
    assert found.problems == (Problem(1, 2, "title", "empty"),)
    assert str(found) == "film.yaml:1:2: title: empty"


@pytest.mark.parametrize(
    "error",
    [
        errors.Refusal("no", Fraction(2), {"second": Fraction(5)}),
        errors.NotAccepted("busy", 1.5),
        errors.Ambiguous("cut", 7),
        errors.Failed("broke", Fraction(2), again=False, used={"input_token": Fraction(9)}),
        errors.Unusable("short", "...", Fraction(2), {"input_token": Fraction(9)}),
    ],
    ids=lambda one: type(one).__name__,
)
def test_what_an_order_ended_with_comes_back_whole_from_a_worker_process(error: WhiteCloudError) -> None:
    """What it cost, what it used up, whether another try may help, which order it was."""
    found = pickle.loads(pickle.dumps(error))
    assert (type(found), str(found), vars(found)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(
    ("word", "choices", "hint"),
    [
        ("dune", ["dunes", "pit"], "did you mean 'dunes'?"),
        ("xyz", ["pit", "dunes"], "choose from dunes, pit"),
        ("xyz", [], ""),
        ("xyz", [f"shot_{n}" for n in range(13)], ""),
    ],
)
def test_a_hint_names_the_nearest_choice_or_the_few_there_are(word: str, choices: list[str], hint: str) -> None:
    """And is silent rather than long."""
    assert nearest(word, choices) == hint
