"""Figures of clips, and of the whole film."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from white_cloud.meter.comparison import Compared, Reading
from white_cloud.meter.summary import ClipFigures, data, figures, spearman, summary

CLIP = ClipFigures("a1", "a1", "one", 0, 24, 0.0, 0.0, 0.004, 0.0, 0.0, 0.0)


def clip(name, act, drift, loss, floor=0.004, shot=None):
    return replace(CLIP, clip=name, shot=name if shot is None else shot, act=act, drift=drift, loss=loss, floor=floor)


_CLIPS = (
    clip("title", "", 0.0, 0.0, 0.0, shot=""),
    clip("a1", "one", 0.01, 0.005),
    clip("a2", "one", 0.04, 0.012, floor=0.002),
    clip("b1", "two", 0.3, 0.1),
    clip("b2", "two", 0.302, 0.2),
    clip("c1", "three", 0.8, 0.5),
    clip("c2", "three", 0.9, 0.4),
    clip("closing", "", 0.0, 0.0, 0.0, shot=""),
)
FILM = tuple(replace(one, start=24 * number) for number, one in enumerate(_CLIPS))


def test_ranks_agree_or_not():
    """Whatever the values are; what rises together is 1, what falls is -1."""
    assert spearman([0, 0.1, 0.5, 1], [0, 1, 2, 300]) == pytest.approx(1)
    assert spearman([0, 0.1, 0.5, 1], [9, 8, 1, 0]) == pytest.approx(-1)
    assert spearman([1, 2, 3, 4, 5], [2, 1, 4, 3, 5]) == pytest.approx(1 - 6 * 4 / (5 * 24))


def test_equal_values_share_the_mean_of_their_ranks():
    """Ranks 1, 2.5, 2.5, 4 and 1, 2, 3, 4: the correlation of these."""
    assert spearman([0, 1, 1, 2], [0, 1, 2, 3]) == pytest.approx(4.5 / (4.5 * 5) ** 0.5)


@pytest.mark.parametrize("values", [([], []), ([1], [1]), ([1, 1], [1, 2]), ([1, 2], [3, 3])])
def test_without_an_order_there_is_no_correlation(values):
    """Rather than a number that says nothing."""
    assert spearman(*values) is None


def test_figures_are_means_of_readings():
    """Drift is midway between the clip's ends."""
    compared = Compared((Reading(0, 0.1, 0, 4, 0.5), Reading(2, 0.3, 1, 8, 0.7)), 0.0123)
    said = {"clip": "a1", "shot": "a1", "act": "one", "start": 0, "frames": 4, "drift": [0.2, 0.3], "effects": []}
    assert figures(said, compared) == ClipFigures("a1", "a1", "one", 0, 4, 0.25, 0.2, 0.0123, 0.5, 6, 0.6)


def test_the_whole_is_told_of_shots():
    """Cards are no part of it."""
    found = summary(FILM)
    assert found["spearman"] == pytest.approx(1 - 6 * 2 / (6 * 35), abs=1e-6)
    assert found["floor"] == {"mean": pytest.approx(0.02 / 8 + 0.002 / 8, abs=1e-6), "greatest": 0.004}
    assert found["calm"] == {"clips": 2, "worst": "a2", "beyond_floor": 0.01}
    assert found["last_act"] == {"clips": 2, "least": 0.4, "clip": "c2", "mean": 0.45}
    assert found["far"] == {"clips": 2, "least": 0.4, "clip": "c2", "mean": 0.45}
    assert found["step"] == {"from": "b2", "to": "c1", "loss": 0.3, "drift": 0.498}
    assert found["jumps"] == []


def test_a_jump_is_a_great_step_that_neither_drift_nor_an_accent_asks_for():
    """Of loss; up or down."""
    calm, near, far = clip("a", "one", 0.1, 0.02), clip("b", "one", 0.12, 0.32), clip("c", "one", 0.5, 0.62)
    fallen, struck = clip("d", "one", 0.52, 0.3), replace(near, accents=("tear",))
    found = summary([calm, near, far, fallen])
    assert [(one["from"], one["to"]) for one in found["jumps"]] == [("a", "b"), ("c", "d")]
    assert summary([calm, struck, far])["jumps"] == []
    assert summary([calm, struck])["step"] is None


def test_calm_holds_for_the_worst_clip_not_the_loudest():
    """What counts is the loss beyond a clip's own floor."""
    assert summary([clip("a", "one", 0, 0.05, 0.05), clip("b", "one", 0, 0.03, 0.01)])["calm"]["worst"] == "b"


def test_a_film_of_cards_has_nothing_to_tell():
    """And no error."""
    found = summary(FILM[:1])
    assert {name for name, value in found.items() if value is None} == {"spearman", "calm", "far", "last_act", "step"}


def test_everything_is_plain_data():
    """For meter.json."""
    said = {**summary(FILM), "clips": data(FILM)}
    assert json.loads(json.dumps(said)) == said
