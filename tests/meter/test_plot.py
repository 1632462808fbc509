"""The plot of a meter."""

from __future__ import annotations

import matplotlib as mpl
import numpy as np
import pytest
from PIL import Image

from tests.meter.test_summary import FILM
from white_cloud.errors import UserError
from white_cloud.meter.plot import draw_meter
from white_cloud.meter.summary import data, summary


def drawn(path, clips=FILM, title="白云 / White Cloud"):
    found = {"frames": 24 * max(len(clips), 1), **summary(clips), "clips": data(clips)}
    losses = [(number * 24, one.loss) for number, one in enumerate(clips)]
    draw_meter(found, losses, title, "24000/1001", path)
    with Image.open(path) as image:
        return np.asarray(image.convert("RGB")).astype(int)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The plot of the film, as a file and as a picture."""
    path = tmp_path_factory.mktemp("plot") / "meter.png"
    return path, drawn(path)


def red(picture):
    return (picture[:, :, 0] - picture[:, :, 2] > 90).any(axis=0).nonzero()[0]


def test_the_same_figures_have_the_same_bytes(tmp_path, whole):
    """Whatever a person's matplotlib settings are."""
    with mpl.rc_context({"lines.linewidth": 9, "font.size": 30, "savefig.dpi": 20}):
        drawn(tmp_path / "b.png")
    assert (tmp_path / "b.png").read_bytes() == whole[0].read_bytes()


def test_the_last_act_is_red_and_stands_far_out(whole):
    """On the left at its drift, on the right at its time."""
    _, picture = whole
    middle = picture.shape[1] // 2
    columns = red(picture)
    assert columns[columns < middle].max() > 0.38 * picture.shape[1]
    assert columns.max() > 0.7 * picture.shape[1]


def test_a_film_of_cards_can_be_drawn(tmp_path):
    """No points, and no error."""
    assert not red(drawn(tmp_path / "a.png", FILM[:1])).size


def test_a_missing_glyph_is_an_error(tmp_path):
    """Never a box."""
    with pytest.raises(UserError, match="CUNEIFORM"):
        drawn(tmp_path / "a.png", title="𒀀")
