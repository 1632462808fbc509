"""What the animatic camera makes of prompts."""

import re
from pathlib import Path

import pytest

import white_cloud
from white_cloud.backends.cameras.animatic.vocabulary import remarks, understand
from white_cloud.backends.cameras.animatic.words.lexicon import lexicon
from white_cloud.backends.cameras.animatic.words.tokens import tokens
from white_cloud.examine import check_document

PACKAGE = Path(white_cloud.__file__).parent
REPOSITORY = Path(__file__).parents[4]


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
    assert "'dunez' was taken for 'dune', so the nearest is 'dunes'" in said
    assert "does not know" not in said
    assert understand("corridorr").taken == (("corridorr", "corridor"),)
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
        ("the pit without any trucks or people, at night", {"truck", "people"}),
        ("露天矿，没有卡车，晚上", {"truck"}),
        ("mine à ciel ouvert sans camion ni foule", {"truck", "people"}),
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


NEGATIONS = {
    "en": [
        ("open pit with no trucks", "truck"),
        ("open pit without a truck", "truck"),
        ("open pit, not a truck", "truck"),
        ("open pit, neither trucks nor people", "truck people"),
        ("open pit, hardly any trucks", "truck"),
        ("open pit, few trucks", "truck"),
        ("open pit, never a truck", "truck"),
        ("open pit, there aren't trucks", "truck"),
        ("the canteen isn't empty", "empty"),
        ("the canteen is not empty", "empty"),
        ("the town, not at night", "night"),
        ("city street, nobody", "people"),
        ("city street, few people", "people"),
    ],
    "zh": [
        ("露天矿，没有卡车", "truck"),
        ("露天矿里一辆卡车也没有", "truck"),
        ("露天矿，一辆卡车都没有，白天", "truck"),
        ("露天矿，没有卡车，也没有人", "truck people"),
        ("没有卡车、行人的矿坑", "truck people"),
        ("矿镇，不是夜里", "night"),
        ("矿镇，不在夜晚", "night"),
        ("城市，别拍人", "people"),
        ("一个人都没有的城市", "people"),
        ("城市，无人", "people"),
        ("食堂，几乎没有人", "people"),
        ("城市里人很少", "people"),
    ],
    "fr": [
        ("mine, sans camion ni foule", "truck people"),
        ("mine, pas de camions", "truck"),
        ("il n'y a pas de camions dans la mine", "truck"),
        ("ville, pas d'hommes", "people"),
        ("ville, peu de gens", "people"),
        ("mine, aucun camion", "truck"),
        ("la mine n'est pas vide", "empty"),
        ("ville minière, jamais la nuit", "night"),
        ("ville, personne", "people"),
    ],
}


@pytest.mark.parametrize(("prompt", "without"), [case for cases in NEGATIONS.values() for case in cases])
def test_each_language_says_no_in_its_own_ways(prompt, without):
    """Before the thing or after it; what is refused is not asked for."""
    understood = understand(prompt)
    assert understood.without == set(without.split())
    assert not understood.words & {*without.split(), "walker", "crowd"}
    assert understood.ignored == understood.kept == ()


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("the pit is not deep", "pit"),
        ("the corridor is not lit", "corridor"),
        ("paradise, the lake is not clean", "paradise"),
        ("le couloir n'est pas grand", "corridor"),
        ("城市不是很大", "city"),
        ("不是很大的城市", "city"),
        ("走廊不是很长", "corridor"),
        ("小镇没有路", "town"),
        ("矿坑没有了", "pit"),
        ("矿坑没有", "pit"),
        ("没有边的沙漠", "dunes"),
        ("没有路的沙漠", "dunes"),
        ("沉没的城市", "city"),
        ("被淹没的城市", "city"),
        ("埋没的小镇", "town"),
        ("无限的城市", "city"),
        ("无聊的食堂", "canteen"),
    ],
)
def test_a_negation_that_meets_no_thing_takes_nothing_away(prompt, setting):
    """Not deep, no edge, submerged: the place stays, and nothing is told or recorded of a refusal."""
    understood = understand(prompt)
    assert (understood.setting, understood.score >= 1) == (setting, True)
    assert understood.without == frozenset()
    assert understood.kept == understood.ignored == ()


@pytest.mark.parametrize("negation", ["没", "无", "别"])
def test_a_negation_of_one_character_counts_right_before_a_thing(negation):
    """没灯 has no lamps; 没墅, as in 别墅, is a word that the camera does not know."""
    assert understand(f"走廊{negation}灯").without == {"lamp"}
    assert understand(f"走廊，{negation}墅里的灯").ignored == (f"{negation}墅",)
    assert understand(f"走廊，{negation}墅里的灯").words == {"lamp"}


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("无数卡车的矿坑", {"truck"}),
        ("个别矿工在隧道", {"walker"}),
        ("无数的灯，走廊", {"lamp"}),
        ("the corridor is not lit at night", {"night"}),
        ("the pit is not deep and has trucks", {"truck"}),
        ("不是很大的矿坑，卡车", {"truck"}),
    ],
)
def test_what_follows_a_spent_negation_is_asked_for(prompt, words):
    """Countless trucks are trucks."""
    assert understand(prompt).words == words


@pytest.mark.parametrize(
    "prompt",
    [
        "no big trucks in the pit",
        "the pit without a single truck",
        "mine, pas de grands camions",
        "没有大卡车的矿坑",
        "没有任何卡车的矿坑",
    ],
)
def test_a_negation_reaches_over_articles_and_sizes(prompt):
    """To the thing."""
    understood = understand(prompt)
    assert (understood.setting, understood.without, understood.words) == ("pit", {"truck"}, {"no truck"})


@pytest.mark.parametrize(
    ("prompt", "refused"), [("小屋里床也没有", ("床",)), ("hovel, no window", ("window",)), ("masure, pas de lit", ("lit",))]
)
def test_a_thing_may_be_refused_beside_its_place(prompt, refused):
    """The hovel stays; its bed cannot be left out, and that is told."""
    assert understand(prompt).setting == "hovel"
    assert understand(prompt).kept == refused


@pytest.mark.parametrize(
    "prompt", ["ville, des personnes", "ville, trois personnes", "ville, quelques personnes", "ville, personnes"]
)
def test_french_persons_are_people(prompt):
    """Nobody is `personne`, without an article and in the singular."""
    understood = understand(prompt)
    assert (understood.words, understood.without, understood.ignored) == ({"crowd"}, frozenset(), ())


@pytest.mark.parametrize(
    "prompt",
    ["la personne dans les dunes", "une personne dans les dunes", "cette personne, dunes", "une seule personne, dunes"],
)
def test_a_french_person_is_a_walker(prompt):
    """With an article."""
    assert understand(prompt).words == {"walker"}


def test_nobodies_are_not_nobody():
    """A word that takes away by itself does so in its own form alone."""
    assert understand("a city of nobodies").without == frozenset()


@pytest.mark.parametrize("people", ["men", "women", "children", "workmen"])
def test_irregular_plurals_are_people(people):
    """Asked for and refused."""
    assert remarks(f"city street, {people}") == remarks(f"dunes, {people}") == ()
    assert understand(f"dunes, {people}").words == {"walker"}
    assert understand(f"city street, no {people}").without == {"people"}


@pytest.mark.parametrize(
    "prompt",
    [
        "tunnel, no people, one woman walks",
        "tunnel, one man, no people",
        "tunnel, a man and no crowd",
        "nobody but a miner in the tunnel",
        "no one except a miner in the tunnel",
        "personne sauf un mineur dans le tunnel",
        "除了矿工，隧道里没有人",
        "隧道里没有人，除了一个矿工",
    ],
)
def test_one_who_is_asked_for_stands_against_no_people(prompt):
    """He is shown, and nothing says that nobody is."""
    understood = understand(prompt)
    assert (understood.setting, understood.words, understood.without) == ("tunnel", {"walker"}, frozenset())
    assert remarks(prompt) == ()


@pytest.mark.parametrize(
    ("prompt", "told"),
    [
        ("city street, no people, one woman walks", ("woman",)),
        ("tunnel, a man, no man", ("man",)),
        ("tunnel, no miners, a woman", ("woman",)),
        ("town, no smoke, black smoke", ("smoke",)),
        ("canteen, empty, not empty", ("empty",)),
    ],
)
def test_what_is_asked_for_and_refused_is_told(prompt, told):
    """The refusal is kept, and the wish does not go in silence."""
    assert understand(prompt).unheeded == told
    assert understand(prompt).without


@pytest.mark.parametrize("prompt", ["nobody walks in the tunnel", "隧道里没有人走", "no one walking in the tunnel"])
def test_a_deed_that_nobody_does_asks_for_nobody(prompt):
    """Nobody walks."""
    assert understand(prompt).words == {"no people"}
    assert remarks(prompt) == ()


@pytest.mark.parametrize("place", ["blasting face", "crowd", "portrait", "phone"])
def test_a_place_whose_people_stay_is_not_empty(place):
    """That is told; where nobody is anyway, it is not."""
    assert understand(f"{place}, deserted").unheeded == ("deserted",)
    assert remarks("a deserted refinery") == ()


@pytest.mark.parametrize(
    ("prompt", "words"),
    [
        ("a few people in the city", "crowd"),
        ("mine, un peu de camions", "truck"),
        ("not far from the city, a street", "street"),
    ],
)
def test_some_is_not_none(prompt, words):
    """Some are asked for."""
    assert words in understand(prompt).words


@pytest.mark.parametrize(
    ("prompt", "hour"), [("矿镇，不是夜里", "day"), ("bus, not at dawn", "day"), ("city, not by day", "dusk")]
)
def test_a_refused_hour_gives_another(prompt, hour):
    """None is left to chance."""
    assert understand(prompt).words == {hour}


@pytest.mark.parametrize("prompt", ["无人机，矿坑", "从上面看矿坑", "矿坑俯瞰", "俯拍矿坑", "航拍矿坑", "open pit from above"])
def test_from_above_is_aerial(prompt):
    """A drone is nobody's absence."""
    assert understand(prompt).words == {"aerial"}


def test_every_term_of_the_lexicon_is_read_as_itself():
    """No term is cut, misheard as a negation, or out of the reader's reach."""
    known = lexicon()
    terms = {*known.terms, *known.modifiers, *known.takes}
    kinds = {"takes away": known.takes_away, "takes back": known.takes_back, "carries on": known.carries_on - known.takes_away}
    read = {term: [token.text for token in tokens(term, known)] for term in terms}
    assert {term: found for term, found in read.items() if found != [term]} == {}
    for kind, words in kinds.items():
        heard = {word: [token.kind for token in tokens(word, known)] for word in words if word not in set("没无别")}
        assert {word: kinds for word, kinds in heard.items() if kinds != [kind]} == {}


@pytest.mark.parametrize("prompt", ["something", "anything", "nothing at all", "not everything"])
def test_words_of_grammar_are_near_to_no_place(prompt):
    """They name nothing, and nothing is guessed from them."""
    understood = understand(prompt)
    assert (understood.score, understood.taken, understood.ignored) == (0, (), ())


def test_words_that_the_setting_has_no_use_for_are_told():
    """A kettle is known, and there is none in the dunes."""
    assert understand("dunes and a kettle").unheeded == ("kettle",)
    assert any("'kettle' changes nothing" in remark for remark in remarks("dunes and a kettle"))
    assert understand("dunes and a kettle").words == frozenset()


def test_phrases_are_read_whole():
    """At night, a dust storm, from above."""
    assert understand("a dust storm in the desert").words >= {"storm"}
    assert understand("the city seen from above, at night").words >= {"aerial", "night"}


@pytest.mark.parametrize(
    "prompt", ["tunnel, lamps in a row", "refinery, steam and lamps", "a bus, passengers", "dashcam, a wide road"]
)
def test_what_is_always_there_needs_no_remark(prompt):
    """The wish is heeded anyway."""
    assert remarks(prompt) == ()


def test_the_shipped_screenplays_have_no_remarks():
    """The films of this repository and the one that `white-cloud new` writes."""
    folders = (REPOSITORY / "scripts_screenplay", PACKAGE / "template" / "scripts_screenplay")
    screenplays = [path for folder in folders for path in folder.glob("*.yaml") if not path.name.endswith(".script.yaml")]
    assert len(screenplays) >= 3
    assert {path.name: notes for path in screenplays if (notes := check_document(path))} == {}


def test_the_manual_lists_what_each_place_can_leave_out():
    """The table of docs/shooting.md says what the data say."""
    words = {"truck": ("trucks", "lorries"), "traffic": ("cars",)}
    words |= {"people": ("people",), "lamp": ("lamp",), "smoke": ("smoke",), "pipe": ("pipes",)}
    rows = re.findall(r"^\| ([a-z ,]+) \| (.+) \|$", (REPOSITORY / "docs" / "shooting.md").read_text(encoding="utf-8"), re.M)
    listed = {place.replace("open ", "").replace(" ", ""): told for places, told in rows[1:] for place in places.split(", ")}
    known = lexicon()
    assert set(listed) == {name for name, spared in known.spared.items() if spared}
    for name, told in listed.items():
        assert {word for word, forms in words.items() if any(form in told for form in forms)} == known.spared[name], name


def test_what_settings_show_and_spare_are_modifiers():
    """A slip of the pen in the data is found here."""
    known = lexicon()
    modifiers = {name for names in known.modifiers.values() for name in names}
    listed = {name for table in (known.heeded, known.shown, known.spared) for names in table.values() for name in names}
    assert listed | known.only_asked | {*known.instead, *known.means, *known.means.values()} <= modifiers
