"""The loudness asked for and the one reached: what is said where they differ."""

from __future__ import annotations

from fractions import Fraction

import pytest

from white_cloud.film.timeline import Timeline
from white_cloud.stages.mix import shortfall

QUIET = "voices and beds have -28.0 LUFS together and are raised by at most 12 dB, as their noise is raised too"
PEAKS = "peaks are held under -1 dB"


def said(asked: int, reached: float, **more: float) -> str:
    film = Timeline("film", Fraction(24), (64, 36), (), loudness=Fraction(asked))
    return shortfall(film, {"lufs": reached, **more})


@pytest.mark.parametrize(("asked", "reached"), [(-23, -23.4), (-23, -22.6), (-16, -70.0)])
def test_a_mix_as_loud_as_asked_is_not_remarked_on(asked: int, reached: float) -> None:
    """Within half a unit; nor is silence."""
    assert said(asked, reached, summed=-20) == ""


@pytest.mark.parametrize(
    ("reached", "summed", "why"), [(-16.0, -28.0, [QUIET]), (-12.9, -18.0, [PEAKS]), (-17.0, -28.0, [QUIET, PEAKS])]
)
def test_what_kept_a_mix_from_its_loudness_is_said(reached: float, summed: float, why: list[str]) -> None:
    """Too quiet to be raised so far, or too high in its peaks, or both."""
    found = said(-9, reached, summed=summed)
    assert found.startswith(f"the mix has {reached} LUFS, and `loudness: -9` was asked: ")
    assert [one for one in (QUIET, PEAKS) if one in found] == why


def test_a_mix_of_which_less_is_known_is_remarked_on_without_a_reason() -> None:
    """As one kept by an older version."""
    assert said(-9, -13.0) == "the mix has -13.0 LUFS, and `loudness: -9` was asked"
