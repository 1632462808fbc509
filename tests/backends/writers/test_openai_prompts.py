"""What the model is told for a request."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from white_cloud.backends.writers import openai
from white_cloud.backends.writers.base import Repair, WriteRequest
from white_cloud.backends.writers.openai.compose import compose
from white_cloud.backends.writers.openai.writer import Openai
from white_cloud.errors import UserError
from white_cloud.film.screenplay import REGISTERS

Ask = Callable[..., WriteRequest]
PROMPTS = Path(openai.__file__).parent / "prompts"


def told(request: WriteRequest) -> str:
    conversation = compose(request)
    return "\n".join([conversation.system, *(text for _, text in conversation.messages)])


@pytest.mark.parametrize("register", REGISTERS)
def test_everything_that_decides_the_lines_is_told(ask: Ask, register: str) -> None:
    """Brief, scene, who speaks and who else there is, the manner, the drift, what was said, the length, the turns."""
    text = told(ask(register=register, said=frozenset({"灰没接到通知。"}), around=replace(ask().around, seconds=Fraction(12))))
    for part in (
        "White Cloud",
        "who fills the thermos",
        "The shift bus before dawn",
        "The miner: A man of fifty, dry.",
        "The loudspeaker: Level and certain.",
        "坑底下成天是黄的。 / Down here it is yellow all day.",
        "- 灰没接到通知。",
        "Two lines",
        "about 12 seconds",
        "hanzi in Mandarin Chinese (zh)",
        "words in English (en)",
        "1. spoken in Mandarin Chinese (zh)\n2. spoken in English (en)",
        "0.10 on a scale",
        "A first looseness.",
        "## 中文",
        "## English",
        "[pause 1.2s]",
        "No real person",
    ):
        assert part in text, part
    assert f"Register: {register.capitalize()}" in text


def test_each_register_is_told_otherwise(ask: Ask) -> None:
    """With its own prompt."""
    assert len({told(ask(register=register)) for register in REGISTERS}) == len(REGISTERS)


def test_drift_is_told_in_words_that_change(ask: Ask) -> None:
    """Six stretches, each to its end."""
    drifts = [Fraction(0), Fraction(1, 20), Fraction(51, 1000), Fraction(1, 5), Fraction(3, 5), Fraction(4, 5), Fraction(1)]
    said = [told(ask(drift=drift)).split("(propaganda). ")[1].split("\n")[0] for drift in drifts]
    assert said[0] == said[1] != said[2] == said[3]
    assert len(set(said)) == 5


def test_a_language_without_a_prompt_of_its_own_is_told_how_it_is_written(ask: Ask) -> None:
    """By name; a region has the prompt of its language."""
    text = told(ask(languages=("zh-CN", "fr"), speak=("fr",)))
    assert "## 中文" in text
    assert "## French (fr)" in text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=20)
@given(
    brief=st.text(max_size=60),
    persona=st.text(max_size=60),
    said=st.frozensets(st.text(max_size=40), max_size=5),
    count=st.integers(1, 14),
    drift=st.fractions(0, 1),
    register=st.sampled_from(REGISTERS),
    seconds=st.sampled_from([Fraction(0), Fraction(7, 2), Fraction(40)]),
)
def test_nothing_is_left_to_fill_in(ask: Ask, brief: str, persona: str, said: frozenset[str], **asked: Any) -> None:
    """Whatever a screenplay says, dollar signs of its own too."""
    brief, persona = brief.replace("${", ""), persona.replace("${", "")
    around = replace(ask().around, seconds=asked.pop("seconds"))
    said = frozenset(text.replace("${", "") for text in said)
    text = told(ask(brief=f"{brief} for $5", persona=persona, said=said, around=around, **asked))
    assert "${" not in text
    assert f"{brief} for $5" in text


def test_much_that_was_said_is_told_in_part(ask: Ask) -> None:
    """A long film does not make each request dearer; how much is left out is told."""
    said = frozenset(f"{number} trucks went down and did not come up" for number in range(1000))
    short, long = Openai.quantities(ask()), Openai.quantities(ask(said=said))
    assert long["input_token"] < short["input_token"] + 3000
    assert "more, which may not come again either" in told(ask(said=said))


def test_an_answer_of_no_use_is_shown_with_its_faults(ask: Ask) -> None:
    """As a conversation: the answer as the model's, the complaint as ours, in order."""
    conversation = compose(ask(repairs=(Repair("{first}", "line 1: too long"), Repair("{second}", "line 2: no hanzi"))))
    assert [role for role, _ in conversation.messages] == ["user", "assistant", "user", "assistant", "user"]
    assert conversation.messages[1][1] == "{first}"
    assert "line 1: too long" in conversation.messages[2][1]
    assert "line 2: no hanzi" in conversation.messages[4][1]


@pytest.mark.parametrize("name", [*sorted(path.stem for path in PROMPTS.glob("*.md")), "language_fr"])
@pytest.mark.parametrize(("text", "said"), [("Fine.\n\n${nam} is not.", "is not known here"), ("Ten $ more", "stands alone")])
def test_every_prompt_of_a_film_is_checked_before_anything_is_asked(tmp_path: Path, name: str, text: str, said: str) -> None:
    """Whatever requests will come; those of the package are in order."""
    Openai.check_prompts(tmp_path, ("zh-CN", "en"))
    path = tmp_path / f"{name}.md"
    path.write_text(f"up to 1: {text}", encoding="utf-8")
    with pytest.raises(UserError) as caught:
        Openai.check_prompts(tmp_path, ("zh-CN", "en"))
    assert str(caught.value).startswith(f"{path}:{3 if 'nam' in text else 1}: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "place"), [("up to 1: all\n\nof it", ""), ("\nup to 0.4: a\n\nto 1: b $$", ":4: a p"), ("up to 0.4: a", ":1: n")]
)
def test_a_prompt_of_drifts_that_leaves_one_out_is_found_before_it_is_needed(tmp_path: Path, text: str, place: str) -> None:
    """With the line; what comes after the whole is never read."""
    (tmp_path / "drift.md").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=place) if place else nullcontext():
        Openai.check_prompts(tmp_path, ("en",))


def test_a_film_replaces_one_prompt(ask: Ask, tmp_path: Path) -> None:
    """The others stay as they are."""
    (tmp_path / "register_testimony.md").write_text("Our own manner.", encoding="utf-8")
    text = told(ask(prompts=tmp_path))
    assert "Register: Our own manner." in text
    assert "You write the spoken words" in text


@pytest.mark.parametrize("form", ["responses", "json_object"])
@pytest.mark.parametrize("name", sorted(path.stem for path in PROMPTS.glob("*.md")))
def test_a_prompt_file_counts_where_it_is_told(ask: Ask, tmp_path: Path, name: str, form: str) -> None:
    """The digest of a request's prompt files changes with a file if the first thing that the model is told does."""
    request = ask({"format": form}, drift=Fraction(1))
    (tmp_path / f"{name}.md").write_text((PROMPTS / f"{name}.md").read_text(encoding="utf-8") + "Ours.", encoding="utf-8")
    other = replace(request, prompts=tmp_path)
    schema = {} if form == "json_object" else None
    assert (Openai.prompts_digest(other) != Openai.prompts_digest(request)) == (
        compose(other, schema) != compose(request, schema)
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Calm.", r"drift\.md:1: a paragraph begins with `up to NUMBER:`"),
        ("up to 0.05: Calm.", r"drift\.md:1: nothing is said of a drift of 0\.10"),
    ],
)
def test_a_prompt_of_drift_in_disorder_is_told(ask: Ask, tmp_path: Path, text: str, complaint: str) -> None:
    """Before anything is paid."""
    (tmp_path / "drift.md").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match=complaint):
        compose(ask(prompts=tmp_path))


def test_its_estimate_is_what_it_allows(ask: Ask) -> None:
    """More lines or more thought may take more tokens; a person's own limit is the limit."""
    few, many = Openai.quantities(ask()), Openai.quantities(ask(count=12))
    assert many["output_token"] > few["output_token"]
    assert Openai.quantities(ask({"effort": "high"}))["output_token"] > few["output_token"]
    assert Openai.quantities(ask({"effort": "none"}))["output_token"] < few["output_token"]
    assert Openai.quantities(ask({"max_output_tokens": 500}))["output_token"] == 500
    assert few["input_token"] > 2000
