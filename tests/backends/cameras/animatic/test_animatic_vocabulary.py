"""What the animatic camera makes of prompts."""

import pytest

from white_cloud.backends.cameras.animatic.vocabulary import remarks, understand
from white_cloud.backends.cameras.animatic.words.lexicon import lexicon


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("Sand dunes at dusk, a lone man walks along the crest", "dunes"),
        ("沙丘，风把沙吹过山脊", "dunes"),
        ("Des dunes de sable au crépuscule", "dunes"),
        ("An open-pit mine; a haul truck crawls up the terraces", "pit"),
        ("露天煤矿，巨大的卡车缓慢爬上台阶", "pit"),
        ("Une mine à ciel ouvert, des camions géants", "pit"),
        ("A hovel: one bulb over a table, a miner sits on the bed", "hovel"),
        ("陋室里一盏灯，墙上有日历", "hovel"),
        ("L'intérieur d'une masure, une ampoule", "hovel"),
        ("The mining town under smoke, cooling towers at dawn", "town"),
        ("矿镇的烟囱在黄昏冒烟", "town"),
        ("Une ville minière, les cheminées fument", "town"),
        ("A modern city at night, empty avenues between towers", "city"),
        ("夜晚的城市，高楼的灯火", "city"),
        ("Une ville fantôme, des immeubles vides", "city"),
        ("A virtual paradise: a mirror lake and copied trees", "paradise"),
        ("虚拟天堂，湖面如镜", "paradise"),
        ("Un paradis virtuel, un lac et des arbres", "paradise"),
    ],
)
def test_each_setting_is_known_in_three_languages(prompt, setting):
    """Nouns name the place."""
    assert understand(prompt).setting == setting


def test_every_setting_can_be_named_by_its_own_name():
    """What errors and remarks call a setting, a prompt may."""
    assert [understand(name).setting for name in lexicon().settings] == list(lexicon().settings)


def test_modifiers_are_read_in_any_language():
    """Night, trucks and walkers."""
    assert understand("the pit at night, trucks").words >= {"night", "truck"}
    assert "night" in understand("夜里的矿坑").words
    assert "walker" in understand("un homme dans les dunes").words


def test_the_longest_chinese_word_is_found_first():
    """矿镇 is a town, 矿 alone a pit, 城市 a city."""
    assert understand("矿镇").setting == "town"
    assert understand("矿").setting == "pit"


def test_languages_may_be_mixed_in_one_prompt():
    """A prompt may switch as the film does."""
    assert understand("露天矿, haul trucks at 黄昏").words >= {"truck", "dusk"}


def test_case_accents_and_plurals_do_not_matter():
    """DUNES, dune and dunes are one."""
    assert understand("DUNES").setting == understand("dune").setting == "dunes"
    assert understand("carrière").setting == understand("CARRIERES").setting == "pit"


def test_unknown_words_are_told_and_known_ones_are_not():
    """Every word that changes nothing is named once, in order."""
    understood = understand("dunes, a violin and a Violin and 鲸鱼")
    assert understood.ignored == ("violin", "鲸鱼")
    assert understand("a dune at night").ignored == ()


def test_english_on_is_a_word_and_not_a_truth():
    """YAML 1.1 would read `on` as true; it is silent here."""
    assert understand("a lamp on a table").ignored == ()


def test_a_misspelt_setting_goes_to_the_nearest_and_is_remarked():
    """The remark names what will be shown and all settings."""
    assert understand("dunez").setting == "dunes"
    said = " ".join(remarks("dunez"))
    assert "nearest is 'dunes'" in said
    assert "paradise" in said


@pytest.mark.parametrize("prompt", ["", "   ", "xylophone qqq", "🙂", "鲸鱼", "\u202e\x00"])
def test_a_prompt_without_a_setting_still_gets_one_and_is_remarked(prompt):
    """Never a blank, never an exception."""
    understood = understand(prompt)
    assert understood.setting in lexicon().settings
    assert understood.score < 1
    assert any("names no setting" in remark for remark in remarks(prompt))


def test_an_understood_prompt_has_no_remarks():
    """Nothing to say is said."""
    assert remarks("Sand dunes at dusk, a lone man walks along the crest") == ()


@pytest.mark.parametrize(
    ("prompt", "without"),
    [
        ("open pit, no trucks", {"truck"}),
        ("the pit without any trucks or people, at night", {"truck", "crowd"}),
        ("露天矿，没有卡车，晚上", {"truck"}),
        ("mine à ciel ouvert sans camion ni foule", {"truck", "crowd"}),
    ],
)
def test_what_is_taken_away_is_not_shown(prompt, without):
    """No, without, 没有, sans; "or" carries the negation on."""
    understood = understand(prompt)
    assert understood.setting == "pit"
    assert understood.without == without
    assert not understood.words & without


def test_a_negation_ends_at_the_comma():
    """What comes after is asked for."""
    assert "truck" in understand("a pit with no people, a truck").words


def test_a_negated_place_is_not_the_setting():
    """Not the town: the dunes."""
    assert understand("not a town, dunes").setting == "dunes"


def test_a_negated_unknown_word_needs_no_remark():
    """The camera will not show it, as asked."""
    assert remarks("open pit, no violins") == ()


def test_without_people_is_an_empty_place():
    """Taking the crowd away asks for emptiness."""
    assert "empty" in understand("city street without people").words


def test_words_that_the_setting_has_no_use_for_are_told():
    """A kettle is known, and there is none in the dunes."""
    assert understand("dunes and a kettle").unheeded == ("kettle",)
    assert any("'kettle' changes nothing" in remark for remark in remarks("dunes and a kettle"))
    assert understand("dunes and a kettle").words == frozenset()


def test_phrases_are_read_whole():
    """At night, a dust storm, from above."""
    assert understand("a dust storm in the desert").words >= {"storm"}
    assert understand("the city seen from above, at night").words >= {"aerial", "night"}
