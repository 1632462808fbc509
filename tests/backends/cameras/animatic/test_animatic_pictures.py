"""The pictures of this revision: the luma of twelve parts of one frame of every setting, kept in pictures.yaml.

Where a picture is meant to change, raise Animatic.revision and run this file: it writes pictures.yaml anew.
"""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import yaml

from white_cloud.backends.cameras.animatic.camera import Animatic
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.take import SETTINGS, Place, Take

PICTURES = Path(__file__).with_name("pictures.yaml")


def luma(name):
    """The mean luma of 3 x 4 parts of a frame of 64 x 36."""
    take = Take.of(Place(name), Move("push in", 5.0, 5), (64, 36), Fraction(24), 5)
    return take.frame(9)[:36].reshape(3, 12, 4, 16).mean((1, 3))


@pytest.mark.parametrize("name", SETTINGS)
def test_the_picture_is_that_of_this_revision(name):
    """So that no take is current that the camera would paint otherwise now."""
    kept = yaml.safe_load(PICTURES.read_text())
    assert kept["revision"] == Animatic.revision
    assert luma(name) == pytest.approx(np.array(kept["pictures"][name]), abs=1.5)


if __name__ == "__main__":
    rows = "".join(f"  {name}: {np.round(luma(name)).astype(int).tolist()}\n" for name in SETTINGS)
    PICTURES.write_text(f"revision: {Animatic.revision}\npictures:\n{rows}")
