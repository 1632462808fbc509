"""What every backend behind every door keeps: who it is, its options, its kind, and whether it can serve here."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from pydantic import ValidationError

from white_cloud import identity
from white_cloud.errors import Refusal


def test_it_says_its_name_and_revision(any_backend: Any) -> None:
    """They are part of every key."""
    said = any_backend.identity()
    assert said["backend"] == any_backend.name
    assert isinstance(said["revision"], int)
    assert said["revision"] >= 1
    assert identity.key("test", said) == identity.key("test", any_backend.identity())


def test_it_is_of_one_kind(any_backend: Any) -> None:
    """Immediate or queued, never both, never half."""
    makes = hasattr(any_backend, "make")
    takes_orders = hasattr(any_backend, "submit")
    assert makes != takes_orders
    assert takes_orders == hasattr(any_backend, "collect")


def test_its_options_have_defaults_and_a_place_in_keys(any_backend: Any) -> None:
    """Without options of one's own it works as it comes."""
    options = any_backend.read_options({})
    assert identity.canonical(options) == identity.canonical(any_backend.read_options(options))


def test_an_option_it_does_not_know_is_refused(any_backend: Any) -> None:
    """A misspelt option is never left out in silence."""
    with pytest.raises(ValidationError, match="no_such_option"):
        any_backend.read_options({"no_such_option": 1})


def test_it_says_where_it_works_and_what_it_costs_in(any_backend: Any) -> None:
    """What is paid has a currency; a question is not asked more often than it likes."""
    assert any_backend.works_in in {"process", "thread"}
    assert bool(any_backend.currency) == any_backend.paid
    assert any_backend.poll >= 0


def test_it_can_be_sent_to_a_worker(any_backend: Any) -> None:
    """The class goes to worker processes by its name."""
    assert pickle.loads(pickle.dumps(any_backend)) is any_backend


def test_a_refusal_comes_back_from_a_worker() -> None:
    """With its words."""
    assert str(pickle.loads(pickle.dumps(Refusal("no: because")))) == "no: because"
