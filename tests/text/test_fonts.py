"""A font with every glyph of a text, always the same one."""

import shutil

import pytest

from white_cloud.errors import UserError
from white_cloud.identity import file_digest
from white_cloud.text.fonts import drawable, find_font


def test_chinese_and_latin_are_drawn_in_the_font_that_comes_with_the_package():
    """The same film has the same type on every machine."""
    font = find_font("白云 White Cloud œuvre 1,200 。")
    assert font.name == "Noto Sans SC Regular"
    assert font.digest == file_digest(font.path)


def test_a_missing_glyph_is_an_error_that_names_the_character():
    """Never a box: the code point, its name and where to put a font are said."""
    with pytest.raises(UserError, match=r"'𒀀' U\+12000 \(CUNEIFORM SIGN A\).*install a font"):
        find_font("云 𒀀")


def test_a_control_character_is_named_without_being_printed():
    """A NUL in a title does not reach the terminal."""
    with pytest.raises(UserError, match=r"cannot|can draw U\+0000 \(a character without a name\)"):
        find_font("a\0b")


def test_a_font_of_ones_own_comes_first(tmp_path):
    """A file in a folder of one's own is taken where it has the glyphs."""
    house = find_font("a")
    own = tmp_path / "Own-Regular.ttf"
    shutil.copy(house.path, own)
    assert find_font("白云", [tmp_path]).path == own
    assert find_font("白云", [own]).digest == house.digest


def test_a_file_of_ones_own_that_is_no_font_is_an_error(tmp_path):
    """A damaged font a person chose is never passed over for another."""
    (tmp_path / "broken.ttf").write_bytes(b"not a font")
    with pytest.raises(UserError, match=r"broken\.ttf is damaged, or is not a font"):
        find_font("a", [tmp_path])


def test_a_font_that_does_not_exist_is_an_error(tmp_path):
    """A path a person gave is never ignored."""
    with pytest.raises(UserError, match=r"nowhere\.ttf does not exist"):
        find_font("a", [tmp_path / "nowhere.ttf"])


def test_keys_hold_the_digest_and_never_the_path():
    """The same font elsewhere is the same font."""
    font = find_font("a")
    assert font.identity() == {"digest": font.digest, "face": 0}


def test_text_is_drawn_composed_without_invisible_marks():
    """Decomposed accents, rare spaces and marks of direction need no glyph of their own."""
    assert drawable("e\u0301\u202f!\u2009\u200f\ufeffa") == "é\u00a0! a"


def test_an_apostrophe_among_chinese_is_as_narrow_as_its_word():
    """A Chinese font gives the curly one a Han's width; alone among Latin it stays as it was written."""
    assert drawable("云 I’m") == "云 I'm"
    assert drawable("I’m") == "I’m"
