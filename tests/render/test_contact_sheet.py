"""The contact sheet shows every shot, with its name."""

import hashlib

import numpy as np
import pytest
from PIL import Image

from white_cloud.errors import UserError
from white_cloud.render.contact import contact_sheet, save_contact_sheet


def still(level, size=(32, 18)):
    return np.full((size[1], size[0], 3), level, np.uint8)


STILLS = [("dunes_01", "证词", still(60)), ("pit_02", "证词", still(120)), ("city_03", "宣传", still(180))]


def test_every_shot_has_its_picture_in_order():
    """Along the rows, as many columns as asked."""
    sheet = contact_sheet(STILLS, columns=3)
    row = sheet[sheet.shape[0] // 2 - 40]
    levels = [level for level in row[:, 0] if level in {60, 120, 180}]
    assert [level for at, level in enumerate(levels) if at == 0 or level != levels[at - 1]] == [60, 120, 180]


def test_the_page_is_near_to_square_when_no_columns_are_asked():
    """Nine pictures stand in three columns."""
    nine = [(f"s{number}", "a", still(90)) for number in range(9)]
    sheet = contact_sheet(nine)
    assert 0.8 < sheet.shape[1] / sheet.shape[0] < 2.4


def test_names_and_title_are_written():
    """More ink than without them."""

    def paper(sheet):
        return int((sheet.min(axis=2) > 185).sum())

    bare = [("", "", picture) for _, _, picture in STILLS]
    assert paper(contact_sheet(STILLS)) > paper(contact_sheet(bare))
    assert contact_sheet(STILLS, title="白云").shape[0] > contact_sheet(STILLS).shape[0]


def test_a_name_wider_than_its_picture_is_shortened():
    """No name runs into its neighbour's."""
    long = [("very_long_shot_name_" * 5, "", still(90)), ("", "", still(90))]
    sheet = contact_sheet(long, columns=2)
    gap = sheet.shape[1] // 2
    assert (sheet[-80:, gap - 3 : gap + 3] == sheet[0, 0]).all()


def test_pictures_of_other_shapes_are_shown_whole():
    """An upright picture stands between black bars in a lying cell."""
    sheet = contact_sheet([("a", "", still(200)), ("b", "", still(200, (10, 30)))], columns=2)
    assert (sheet == 0).all(axis=2).any()


def test_a_film_without_shots_has_an_empty_sheet():
    """Cards only: a page, and no error."""
    assert contact_sheet([], title="白云").shape[2] == 3


def test_a_missing_glyph_is_an_error():
    """Never a box."""
    with pytest.raises(UserError, match="CUNEIFORM"):
        contact_sheet([("𒀀", "", still(1))])


def test_the_same_sheet_has_the_same_bytes(tmp_path):
    """And is a JPEG of its size."""
    for name in ("a.jpg", "b.jpg"):
        save_contact_sheet(tmp_path / name, contact_sheet(STILLS))
    digests = {hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() for name in ("a.jpg", "b.jpg")}
    assert len(digests) == 1
    with Image.open(tmp_path / "a.jpg") as image:
        assert image.format == "JPEG"
        assert image.size == contact_sheet(STILLS).shape[1::-1]
