"""What a prompt refuses is not in the picture, in three languages; what cannot be left out is said."""

from functools import lru_cache

import numpy as np
import pytest

from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.take import setting_class
from white_cloud.backends.cameras.animatic.vocabulary import remarks, understand
from white_cloud.media.survey import CLASSES

#: A prompt, a seed by which it shows the class, and the prompts that refuse it.
SURVEYED = [
    ("open pit", 2, "vehicle", ("open pit, no trucks", "露天矿，没有卡车", "mine à ciel ouvert, sans camions")),
    (
        "open pit, close",
        1,
        "vehicle",
        ("open pit, close, no trucks", "露天矿，近景，一辆卡车也没有", "mine, gros plan, aucun camion"),
    ),
    ("city street", 1, "vehicle", ("city street, no cars", "城市街道，没有汽车", "ville, rue, pas de voitures")),
    ("city street", 3, "person", ("city street, no people", "城市街道，没有人", "ville, rue, pas d'hommes")),
    ("dashcam by day", 1, "vehicle", ("dashcam by day, no cars", "行车记录仪，白天，没有车", "dashcam, jour, sans voitures")),
    ("dashcam by day", 2, "person", ("dashcam by day, nobody", "行车记录仪，白天，无人", "dashcam, jour, personne")),
    ("bus", 1, "person", ("bus without passengers", "班车，没有乘客", "autobus sans passagers")),
    ("canteen", 1, "person", ("canteen, no people", "食堂，没有人", "cantine, personne")),
    ("canteen", 1, "lamp", ("canteen, no lamps", "食堂，没有灯", "cantine, sans lampe")),
    ("corridor", 2, "person", ("corridor, nobody", "走廊，空无一人", "couloir, sans gens")),
    ("corridor", 3, "lamp", ("corridor without lamps", "走廊，没有灯", "couloir sans lampe")),
    ("corridor", 3, "lamp", ("a corridor without light", "走廊里没有光", "couloir sans lumière")),
    ("hovel", 1, "person", ("hovel, no one", "小屋，没人", "masure, personne")),
    ("hovel at night", 2, "lamp", ("hovel at night, no lamp", "小屋，夜里，没有灯", "masure, nuit, pas de lampe")),
    ("tunnel", 1, "lamp", ("tunnel without lamps", "隧道，没有灯", "tunnel sans lampes")),
    ("refinery at night", 2, "lamp", ("refinery at night, no lamps", "精炼厂，夜，没有灯", "raffinerie, nuit, sans lampes")),
    ("tailings lake", 1, "pipe", ("tailings lake, no pipes", "尾矿湖，没有管道", "lac de résidus, sans tuyaux")),
]
#: What a survey leaves out shows in the picture alone: smoke here and there, lamps all over.
SMOKING = [
    ("mining town", 3, ("mining town, no smoke", "矿镇，没有烟", "cité minière, sans fumée")),
    ("refinery, wide", 2, ("refinery, wide, no smoke", "精炼厂，全景，没有烟", "raffinerie, panorama, pas de fumée")),
    ("tailings lake", 2, ("tailings lake, no smoke", "尾矿湖，没有烟", "lac de résidus, sans fumée")),
]
LIT = [
    ("mining town at night", 2, ("mining town at night, no lamps", "矿镇，夜里，没有灯", "cité minière, nuit, sans lampes")),
    ("bus at night", 1, ("bus at night, no lamps", "班车，夜里，没有灯", "autobus, nuit, sans lampe")),
]


@lru_cache(maxsize=4)
def built(setting, words, seed):
    """A setting with words, small."""
    return setting_class(setting)((96, 54), seed, words, Move())


def shown(prompt, seed):
    """The setting that a prompt gets."""
    understood = understand(prompt)
    return built(understood.setting, understood.words, seed)


def share(prompt, seed, name):
    """How much of a frame shows a class."""
    return float((shown(prompt, seed).survey(1.0).classes == CLASSES.index(name)).mean())


@pytest.mark.thorough
@pytest.mark.parametrize(("prompt", "seed", "name", "refusals"), SURVEYED)
def test_what_is_refused_is_not_surveyed(prompt, seed, name, refusals):
    """It was there, and is not any more; nothing is remarked."""
    assert share(prompt, seed, name) > 0
    assert [share(refusal, seed, name) for refusal in refusals] == [0, 0, 0]
    assert [remarks(refusal) for refusal in refusals] == [(), (), ()]


@pytest.mark.parametrize(("prompt", "seed", "refusals"), SMOKING)
def test_smoke_that_is_refused_is_not_painted(prompt, seed, refusals):
    """Where it was the picture differs; most of it is the same to the bit."""
    light = shown(prompt, seed).radiance(1.0)[..., :3]
    for refusal in refusals:
        away = np.abs(light - shown(refusal, seed).radiance(1.0)[..., :3]).max(2)
        assert away.max() > 0.1 * light.mean()
        assert 0.002 < (away > 0.02 * light.mean()).mean() < 0.5


@pytest.mark.parametrize(("prompt", "seed", "refusals"), LIT)
def test_lamps_that_are_refused_do_not_shine(prompt, seed, refusals):
    """It is darker, above all where it was brightest."""
    light = shown(prompt, seed).radiance(1.0)[..., :3]
    for refusal in refusals:
        without = shown(refusal, seed).radiance(1.0)[..., :3]
        assert without.mean() < 0.95 * light.mean()
        assert without.max() < 0.7 * light.max()


def test_no_people_in_a_city_leave_its_cars():
    """A street without people is not yet a ghost city."""
    assert share("city street, no people", 1, "vehicle") > 0
    assert share("ghost city street", 1, "vehicle") == 0


def test_no_cars_in_a_pit_leave_its_trucks():
    """A truck goes by its own name, or as a vehicle, or as the traffic of a pit."""
    assert share("open pit, no cars", 2, "vehicle") > 0
    for prompt in ("open pit, no lorries", "open pit, no vehicles", "open pit, no traffic"):
        assert understand(prompt).words == {"no truck"}


@pytest.mark.parametrize(
    ("prompt", "setting"),
    [
        ("a tunnel with no light", "tunnel"),
        ("corridor no lights", "corridor"),
        ("隧道里没有光", "tunnel"),
        ("走廊里没有灯光", "corridor"),
    ],
)
def test_no_light_is_no_lamp(prompt, setting):
    """Where the place can put them out."""
    understood = understand(prompt)
    assert (understood.setting, understood.without, understood.words) == (setting, {"lamp"}, {"no lamp"})


@pytest.mark.parametrize(
    ("prompt", "kept"),
    [
        ("crowd, no people", ("people",)),
        ("corridor, no doors", ("door",)),
        ("open pit, no dust", ("dust",)),
        ("a phone in the dark, no hand", ("hand",)),
        ("hovel, no window", ("window",)),
        ("open pit at night, no lamps", ("lamp",)),
        ("open pit, no violins", ("violins",)),
        ("a data centre where no light is on", ("light",)),
        ("露天矿没有光", ("光",)),
        ("blasting face, nobody", ("nobody",)),
    ],
)
def test_what_cannot_be_left_out_is_said(prompt, kept):
    """In the record and in a remark, which says what can be."""
    assert understand(prompt).kept == kept
    said = " ".join(remarks(prompt))
    assert f"leaves nothing out of {understand(prompt).setting!r} for {kept[0]!r}" in said
    assert "what it can leave out there:" in said


def test_what_is_never_there_needs_no_remark():
    """There is no kettle in the dunes, and no rain that nobody asked for."""
    assert understand("dunes, no kettle, no rain").without == {"kettle", "rain"}
    assert remarks("dunes, no kettle, no rain") == ()
