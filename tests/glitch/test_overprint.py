"""Overprint: what a shot was asked for, in its picture."""

from __future__ import annotations

import numpy as np
import pytest

from tests.glitch.pictures import natural
from white_cloud.errors import UserError
from white_cloud.glitch.effect import Moment
from white_cloud.glitch.overprint import Overprint
from white_cloud.media.planes import black, planes

SIZE = (640, 360)
LINES = ("open pit mine at dusk, a haul truck with its lamps on crawls up the spiral road out of the dust", "animatic   seed 7")


def _printed(strength: float, lines: tuple[str, ...] = LINES, seed: int = 7) -> np.ndarray:
    plate = black(SIZE)
    return planes(Overprint(lines=lines).frame(plate, Moment(40, strength, seed), lambda _: plate))[0]


def test_every_line_is_printed_at_full_strength() -> None:
    """The prompt large, in as many rows as it needs, inside the picture; and none of it where captions stand."""
    whole, first, second = (_printed(1.0, lines) > 120 for lines in (LINES, LINES[:1], LINES[1:]))
    assert whole.sum() > first.sum() > second.sum() > 100
    rows, columns = np.nonzero(whole)
    assert 0 < rows.min() < rows.max() < SIZE[1] / 2
    assert 0 < columns.min() < columns.max() < 0.85 * SIZE[0]


def test_writing_comes_through_in_places_first() -> None:
    """At half strength some of it is as clear as it gets there and some is not there at all."""
    whole, half = _printed(1.0).astype(int) - 16, _printed(0.5).astype(int) - 16
    written = whole > 180
    shown = half[written] / half[written].max()
    assert ((shown > 0.8).mean() > 0.1, (shown < 0.1).mean() > 0.1) == (True, True)


def test_the_picture_beside_the_writing_stays() -> None:
    """Bit for bit, in every plane."""
    plate = natural(SIZE)
    damaged = Overprint(lines=LINES).frame(plate, Moment(40, 1.0, 7), lambda _: plate)
    assert 0.005 < (damaged != plate).mean() < 0.15
    assert (damaged[SIZE[1] // 2 : SIZE[1]] == plate[SIZE[1] // 2 : SIZE[1]]).all()


def test_chinese_is_written_in_a_font_that_has_it() -> None:
    """And a character that no font here has is told, not dropped."""
    assert (_printed(1.0, ("露天矿，一辆矿车",)) > 120).sum() > 200
    with pytest.raises(UserError, match="U\\+"):
        _printed(1.0, ("\U0001f9ff\U000e0041" + chr(0x12000),))
