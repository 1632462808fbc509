"""The pictures of this revision, kept in pictures.yaml: of one frame of every setting, and of what bends one, a few figures.

Where a picture is meant to change, raise Animatic.revision and run this file: it writes pictures.yaml anew.
"""

from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from white_cloud.backends.cameras.animatic.camera import Animatic
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.take import SETTINGS, Place, Take

PICTURES = Path(__file__).with_name("pictures.yaml")
#: What is pinned besides every setting as it comes: places by words, registers, detail, what becomes of them.
BENT = {
    "dunes, storm at dusk": {"place": Place("dunes", frozenset({"storm", "dusk"}))},
    "pit, trucks at night": {"place": Place("pit", frozenset({"truck", "night"}))},
    "city, a street at night in rain": {"place": Place("city", frozenset({"street", "night", "rain"}))},
    "tunnel, no lamp": {"place": Place("tunnel", frozenset({"no lamp"}))},
    "clouds as an advert": {"place": Place("clouds"), "register": "advert"},
    "clouds as propaganda": {"place": Place("clouds"), "register": "propaganda"},
    "tunnel, a draft": {"place": Place("tunnel"), "detail": 0.5},
    "tunnel that becomes the sky": {"place": Place("tunnel"), "becomes": Place("clouds"), "number": 66},
}


def figures(place, number=9, **asked):
    """The mean luma of 3 x 4 parts of a frame of 64 x 36, then the mean Cb and Cr of its left and right half."""
    take = Take.of(place, Move("push in", 5.0, 5), (64, 36), Fraction(24), 5, **asked)
    planes = take.frame(number)
    luma = planes[:36].reshape(3, 12, 4, 16).mean((1, 3))
    chroma = planes[36:].reshape(2, 18, 2, 16).mean((1, 3))
    return [*luma.ravel().tolist(), *chroma.ravel().tolist()]


def pinned():
    """All that is pinned, by name."""
    return {**{name: {"place": Place(name)} for name in SETTINGS}, **BENT}


@pytest.mark.parametrize("name", pinned())
def test_the_picture_is_that_of_this_revision(name):
    """So that no take is current that the camera would paint otherwise now."""
    kept = yaml.safe_load(PICTURES.read_text())
    assert kept["revision"] == Animatic.revision
    assert figures(**pinned()[name]) == pytest.approx(kept["pictures"][name], abs=1.5)


if __name__ == "__main__":
    rows = "".join(f"  {name}: {[round(value) for value in figures(**asked)]}\n" for name, asked in pinned().items())
    PICTURES.write_text(f"revision: {Animatic.revision}\npictures:\n{rows}")
