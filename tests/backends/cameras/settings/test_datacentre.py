"""The data centre: lamps that blink, rows that are looked across, a hall that is switched off."""

import numpy as np

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.settings.datacentre.datacentre import Datacentre
from white_cloud.media.survey import CLASSES, class_number

SIZE = (96, 54)


def hall(*words, seed=2, size=SIZE):
    return Datacentre(size, seed, frozenset(words), Move("static", 4.0, 1))


def test_the_lamps_blink_in_a_dark_hall():
    """By night the racks still shine, and change."""
    setting = hall("night", "close")
    first, later = (setting.radiance(t)[..., :3] for t in (0.0, 0.7))
    assert first.max() > 0.5
    assert (np.abs(first - later).max(2) > 0.2).mean() > 0.003


def test_an_empty_hall_is_mostly_switched_off():
    """Fewer lamps burn where nobody is left."""
    full, empty = (
        float(np.mean([hall(*words, seed=s).radiance(0.0)[..., :3].mean() for s in range(2)]))
        for words in (("close",), ("close", "empty"))
    )
    assert empty < 0.8 * full


def test_machines_fill_an_aisle_and_the_ceiling_has_trays():
    """The survey names racks, floor, ceiling, trays and lamps."""
    seen = {CLASSES[number] for number in np.unique(hall(seed=2, size=(320, 180)).survey(0.0).classes)}
    assert {"machine", "floor", "ceiling", "pipe", "lamp"} <= seen


def test_a_wide_view_looks_across_the_rows():
    """From the cross aisle the depth leaps where an aisle opens between the ends of rows."""
    depths = (hall("wide", seed=seed).survey(0.0).depth[27] for seed in range(6))
    assert any(np.abs(np.diff(np.log(depth))).max() > 0.4 for depth in depths)


def test_fog_hides_the_end_of_the_aisle():
    """In mist what is far differs less from its surroundings."""
    middle = np.s_[20:34, 40:56, :3]
    clear, fog = (hall(*words, seed=1).radiance(0.0)[middle].std() for words in (("empty", "day"), ("empty", "day", "fog")))
    assert fog < clear


def test_the_figure_is_a_person():
    """`walker` is in the aisle where the lens looks down one."""
    surveys = (hall("walker", "day", seed=seed).survey(0.0) for seed in range(6))
    assert any((survey.classes == class_number("person")).mean() > 0.004 for survey in surveys)
