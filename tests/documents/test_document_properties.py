"""What holds for any document: one kind of error, the same values there and back, ids that stay."""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.ids import missing_ids, write_ids
from white_cloud.documents.load import load_edit, load_score, load_screenplay, load_script, load_takes, load_voice, save_script
from white_cloud.documents.reader import parse_document
from white_cloud.errors import DocumentError, Problem
from white_cloud.film.lines import Phrase
from white_cloud.film.screenplay import REGISTERS, Screenplay
from white_cloud.film.script import ScriptDocument, ScriptLine


class Anything(BaseModel, extra="allow"):
    pass


def read_anything(given_options: Any) -> dict[str, Any]:
    return dict(Anything.model_validate(dict(given_options)).model_dump())


CATALOGUE = Catalogue(
    backends={door: {name: read_anything} for door, name in (
        ("writer", "phrasebook"), ("voice", "espeak"), ("camera", "animatic"), ("listener", "timing"),
    )},
    moves=("static", "push in"),
    beds=("wind",),
)  # fmt: skip
LANGUAGES = ["zh", "en"]
FEW = settings(max_examples=30, deadline=None)
MANY = settings(max_examples=150, deadline=None)

# Pieces that YAML is made of, put together at random, reach further into the reader than plain text does.
yaml_like = st.lists(
    st.one_of(
        st.sampled_from(
            ["\n", "  ", "- ", ": ", "a", "[", "]", "{", "}", ", ", "&a ", "*a", "'", '"', "#", "|\n", ">", "? ", "!!str ",
             "---", "...", "%YAML 1.2\n", "\t", "\r\n", "\\x00", "1", "0.5", "1e9", "~", "白", "\u202e", "<<",
             "format: white-cloud/"]
        ),
        st.text(max_size=4),
    ),
    max_size=40,
).map("".join)  # fmt: skip

words = st.text(st.characters(exclude_categories=("C", "Zl", "Zp"), exclude_characters="[]"), min_size=1, max_size=30).filter(
    str.strip
)
texts = st.fixed_dictionaries(dict.fromkeys(LANGUAGES, words))
drifts: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from([0, 1, 0.25]), st.sampled_from([[0, 0.1], [1, 0.5]]), st.just({"0%": 0, "60%": 0.05, "100%": 1})
)
shots = st.fixed_dictionaries(
    {"prompt": words, "length": st.sampled_from(["1s", "36f", "1.5s", "00:00:02:00"])},
    optional={"move": st.just("push in"), "seed": st.integers(0, 2**63 - 1), "drift": drifts},
)
lines = st.one_of(
    st.fixed_dictionaries({"text": texts}, optional={"speak": st.sampled_from(LANGUAGES), "pause": st.just("1s")}),
    st.fixed_dictionaries({"brief": words}, optional={"count": st.integers(1, 5), "register": st.sampled_from(REGISTERS)}),
    st.fixed_dictionaries(
        {
            "phrases": st.lists(
                st.fixed_dictionaries({"speak": st.sampled_from(LANGUAGES), "text": texts}), min_size=1, max_size=2
            )
        }
    ),
)
scenes = st.fixed_dictionaries(
    {"speaker": st.just("miner"), "shots": st.lists(shots, min_size=1, max_size=3)},
    optional={"lines": st.lists(lines, max_size=3), "brief": words, "drift": drifts, "beds": st.just(["wind"])},
)
acts = st.fixed_dictionaries({"title": texts, "scenes": st.lists(scenes, min_size=1, max_size=2)}, optional={"drift": drifts})
HEADER = {"format": "white-cloud/screenplay@1", "languages": LANGUAGES, "cast": {"miner": {"voice": "miner"}}}
# Copied through JSON, so that a test may change what strategies share.
screenplays = st.fixed_dictionaries({"title": texts, "acts": st.lists(acts, min_size=1, max_size=2)}).map(
    lambda film: json.loads(json.dumps({**HEADER, **film}))
)
VOICE = {
    "format": "white-cloud/voice@1",
    "name": {"zh": "矿工", "en": "The miner"},
    "backends": {"espeak": {"zh": {}, "en": {}}},
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    (folder / "voices").mkdir()
    (folder / "voices" / "miner.yaml").write_text(json.dumps(VOICE))
    return folder


def load(film: dict[str, Any], folder: Path) -> Screenplay:
    path = folder / "film.yaml"
    path.write_text(json.dumps(film, ensure_ascii=False), encoding="utf-8")
    return load_screenplay(path, folder, CATALOGUE)


def refusals(read: Callable[[], object]) -> tuple[Problem, ...]:
    """Return the problems a reader finds, at least one when it refuses; any other error passes through."""
    try:
        read()
    except DocumentError as error:
        return error.problems or (Problem(0, 0, "", "refused without a problem"),)
    return ()


@MANY
@given(st.one_of(st.text(), yaml_like))
def test_any_text_is_read_or_refused_as_a_document(text: str) -> None:
    """No other error ever leaves the reader, and every problem has a place."""
    problems = refusals(lambda: parse_document(text, Path("film.yaml")))
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in problems)


@MANY
@given(content=st.one_of(st.binary(max_size=200), yaml_like.map(lambda text: text.encode(errors="surrogatepass"))))
def test_any_file_is_loaded_or_refused_as_a_document(folder: Path, content: bytes) -> None:
    """By every reader of documents."""
    path = folder / "any.yaml"
    path.write_bytes(content)
    readers = (load_voice, load_takes, load_script, partial(load_edit, folder=folder, catalogue=CATALOGUE))
    for reader in (*readers, partial(load_score, catalogue=CATALOGUE)):
        with pytest.raises(DocumentError):
            reader(path)


@FEW
@given(film=screenplays, spoil=st.data())
def test_a_spoilt_screenplay_is_loaded_or_refused_as_a_document(
    folder: Path, film: dict[str, Any], spoil: st.DataObject
) -> None:
    """Whatever is put where something else belongs."""
    around: Any = film
    while isinstance(around, dict | list) and around:
        keys = list(around) if isinstance(around, dict) else list(range(len(around)))
        key = spoil.draw(st.sampled_from(keys))
        if not isinstance(around[key], dict | list) or not around[key] or spoil.draw(st.booleans()):
            around[key] = spoil.draw(st.sampled_from([None, True, -1, 0.5, "", "x", [], {}, [[]], {"x": {}}, {"use": 1}]))
            break
        around = around[key]
    problems = refusals(lambda: load(film, folder))
    assert all(problem.line >= 1 and problem.column >= 1 and problem.message for problem in problems)


@FEW
@given(film=screenplays)
def test_a_generated_screenplay_holds_what_was_written(folder: Path, film: dict[str, Any]) -> None:
    """Words to the letter, shots in order, drift within 0..1."""
    loaded = load(film, folder)
    assert loaded.title == film["title"]
    prompts = [shot["prompt"] for act in film["acts"] for scene in act["scenes"] for shot in scene["shots"]]
    assert [shot.prompt for _, _, shot in loaded.shots()] == prompts
    written = [line for act in film["acts"] for scene in act["scenes"] for line in scene.get("lines", [])]
    by_hand = [slot for _, scene, slot in loaded.slots() if slot.id != scene.id]
    for slot, line in zip(by_hand, written, strict=True):
        expected = [line["text"]] if "text" in line else [phrase["text"] for phrase in line.get("phrases", [])]
        assert [phrase.text for phrase in slot.words] == expected
        assert slot.brief == line.get("brief", "")
    assert all(0 <= act.drift.at(Fraction(place, 7)) <= 1 for act in loaded.acts for place in range(8))


@FEW
@given(film=screenplays)
def test_ids_once_written_are_what_was_read_before(folder: Path, film: dict[str, Any]) -> None:
    """And a second time there is nothing to write."""
    planned = load(film, folder)
    path = folder / "film.yaml"
    new = write_ids(path)
    assert len(set(new.values())) == len(new)
    assert load_screenplay(path, folder, CATALOGUE) == planned
    assert write_ids(path) == {}


@FEW
@given(film=screenplays, chance=st.randoms(use_true_random=False))
def test_ids_do_not_depend_on_order(film: dict[str, Any], chance: Any) -> None:
    """The same shots in another order get the same ids."""
    before = sorted(missing_ids(film).values())
    for act in film["acts"]:
        act["id"] = "kept"
        for scene in act["scenes"]:
            scene["id"] = "kept"
    shots_before = sorted(missing_ids(film).values())
    for act in film["acts"]:
        for scene in act["scenes"]:
            chance.shuffle(scene["shots"])
    assert sorted(missing_ids(film).values()) == shots_before
    assert set(shots_before) <= set(before)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["pit", "pit_l1", "dunes", "dunes_2", "city"]),
            texts,
            st.sampled_from(LANGUAGES),
            st.booleans(),
            words,
        ),
        unique_by=lambda line: line[0],
        max_size=5,
    ),
    st.lists(st.sampled_from(["pit", "pit_l1", "dunes"]), unique=True),
)
def test_a_script_comes_back_as_it_was_saved(folder: Path, written: list[Any], kept: list[str]) -> None:
    """New, and over a file that held other lines."""
    path = folder / "film.script.yaml"
    path.unlink(missing_ok=True)
    entries = {
        name: ScriptLine(name, name, "miner", "advert", (Phrase(speak, text),), locked=locked, made=made)
        for name, text, speak, locked, made in written
    }
    for lines_now in (
        tuple(entries.values()),
        tuple(entries[name] for name in kept if name in entries),
        tuple(entries.values())[::-1],
    ):
        script = ScriptDocument("film", lines_now)
        save_script(path, script)
        assert load_script(path) == script
