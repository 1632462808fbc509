"""From a request to what the model is told: the prompt files, filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from importlib.resources import files
from pathlib import Path
from typing import Any

from white_cloud.backends.hosted.languages import language_name, main_subtag
from white_cloud.backends.hosted.pace import rate, tokens
from white_cloud.backends.hosted.prompts import Prompts
from white_cloud.backends.writers.base import Repair, WriteRequest
from white_cloud.backends.writers.openai.answer import turns
from white_cloud.errors import UserError
from white_cloud.film.lines import plain, unspaced
from white_cloud.film.screenplay import REGISTERS

_PACKAGE = files("white_cloud.backends.writers.openai") / "prompts"
#: How much of what was said in the film is told, in characters; what is left out is still refused if it comes again.
_TOLD = 6000
#: How much of an answer that was of no use is told again, in characters.
_REPEATED = 8000
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_DRIFT = re.compile(r"up to ([01](?:\.\d+)?):\s*(.+)", re.DOTALL)


@dataclass(frozen=True)
class Conversation:
    """What the model is told: who it is, then messages as (role, text), the first and the last of the user."""

    system: str
    messages: tuple[tuple[str, str], ...]

    def examples(self) -> str:
        """Return what shows the way and is not to be copied: how languages are written, and the register's quoted lines."""
        _, first = self.messages[0]
        return "\n".join([self.system, *(line for line in first.splitlines() if line.startswith("> "))])

    def tokens(self) -> int:
        """Return about how many tokens it is, rather too many."""
        return tokens(self.system) + sum(tokens(text) + 8 for _, text in self.messages)


def compose(request: WriteRequest, schema: Mapping[str, Any] | None = None) -> Conversation:
    """Return the conversation for a request; a `schema` is told in words, for servers that cannot be given one.

    Raises UserError for a prompt file of the film that is in disorder.
    """
    prompts = _prompts(request)
    system = _system(prompts, request)
    if schema is not None:
        system += "\n\n" + prompts.fill("json", schema=json.dumps(schema, ensure_ascii=False, indent=1))
    messages = [("user", _scene(prompts, request))]
    for repair in request.repairs:
        messages.append(("assistant", repair.answer[:_REPEATED] or "(nothing)"))
        messages.append(("user", prompts.fill("repair", complaint=repair.complaint)))
    return Conversation(system, tuple(messages))


def check_prompts(own: Path, languages: Iterable[str]) -> None:
    """Fill in every prompt file once, those of a film's folder `own` among them, as requests in its languages will.

    Raises UserError, with file and line, for the first that cannot be.
    """
    spoken = tuple(dict.fromkeys([*languages, *Prompts(_PACKAGE, own).languages()]))
    asked = WriteRequest("", "", "", "", spoken, spoken[:1], 1, Fraction(1), 0, {}, prompts=own, repairs=(Repair("", ""),))
    for register in REGISTERS:
        compose(replace(asked, register=register), schema={})


def prompts_digest(request: WriteRequest, *, form_told: bool = False) -> str:
    """Return a digest of the prompt files that a request is first told by; `form_told` when its form is told in words.

    Raises UserError for a prompt file of the film that cannot be read.
    """
    prompts = _prompts(request)
    crafts = [_craft_name(prompts, language) for language in request.languages]
    return prompts.digest(
        ["system", *crafts, "scene", f"register_{request.register}", "drift", *(["json"] if form_told else [])]
    )


def _prompts(request: WriteRequest) -> Prompts:
    return Prompts(_PACKAGE, request.prompts)


def _system(prompts: Prompts, request: WriteRequest) -> str:
    names = _listed(language_name(language) for language in request.languages)
    crafts = "\n\n".join(_craft(prompts, language) for language in request.languages)
    return prompts.fill("system", title=request.around.title or "White Cloud", languages=names, crafts=crafts)


def _craft(prompts: Prompts, language: str) -> str:
    """Return how to write a language."""
    return prompts.fill(_craft_name(prompts, language), language=language_name(language))


def _craft_name(prompts: Prompts, language: str) -> str:
    """Return the prompt that tells how to write a language: its own, or that of all others."""
    own = (f"language_{language}", f"language_{main_subtag(language)}")
    return next((name for name in own if prompts.has(name)), "language_other")


def _scene(prompts: Prompts, request: WriteRequest) -> str:
    around, name = request.around, _speaker(request)
    return prompts.fill(
        "scene",
        scene=around.scene or "(Nothing is told of it; the brief below is all there is.)",
        cast="\n".join(f"- {who}" for who in _cast(request)),
        before="\n".join(_before(request)) or "Nobody has spoken yet.",
        said=_said(request) or "Nothing yet.",
        count_lines=_counted(request.count),
        speaker=name,
        brief=request.brief,
        persona=f"{name}: {request.persona}" if request.persona else f"{name} is known by name only.",
        register_text=prompts.fill(f"register_{request.register}"),
        drift=f"{float(request.drift):.2f}",
        drift_text=_drift(prompts, request.drift),
        length=_length(request),
        turns="\n".join(f"{number}. spoken in {language_name(one)}" for number, one in enumerate(turns(request), 1)),
    )


def _speaker(request: WriteRequest) -> str:
    name, _ = request.around.speakers.get(request.speaker, ("", ""))
    return name or request.speaker


def _cast(request: WriteRequest) -> list[str]:
    others = [f"{name}: {persona}" for id_, (name, persona) in request.around.speakers.items() if id_ != request.speaker]
    return [f"{_speaker(request)}, who speaks now", *others]


def _before(request: WriteRequest) -> list[str]:
    """Return the lines before, oldest first, each in every language."""
    said = []
    for line in request.around.before:
        name, _ = request.around.speakers.get(line.speaker, (line.speaker, ""))
        words = " / ".join(plain(line.text[language]) for language in request.languages if line.text.get(language))
        said.append(f"{name or line.speaker}: {words}")
    return said


def _said(request: WriteRequest) -> str:
    """Return what was said in the film and is not told as just before, in an order that does not change, as much as fits."""
    nearest = {text for line in request.around.before for text in line.text.values()}
    rest = sorted(plain(text) for text in request.said - nearest)
    told: list[str] = []
    room = _TOLD
    for text in rest:
        room -= len(text) + 3
        if room < 0:
            told.append(f"(and {len(rest) - len(told)} more, which may not come again either)")
            break
        told.append(f"- {text}")
    return "\n".join(told)


def _drift(prompts: Prompts, drift: Fraction) -> str:
    """Return the paragraph of the prompt `drift` that holds for a drift."""
    paragraphs = [paragraph.strip() for paragraph in prompts.fill("drift").split("\n\n")]
    for paragraph in paragraphs:
        found = _DRIFT.fullmatch(paragraph)
        if not found:
            raise UserError(
                f"{_place(prompts, paragraph)}: a paragraph begins with `up to NUMBER:`, a drift from 0 to 1; "
                f"found {paragraph[:60]!r}"
            )
        if drift <= Fraction(found.group(1)):
            return found.group(2)
    raise UserError(
        f"{_place(prompts, paragraphs[-1])}: nothing is said of a drift of {float(drift):.2f}; the last goes `up to 1:`"
    )


def _place(prompts: Prompts, paragraph: str) -> str:
    return prompts.place("drift", paragraph.partition("\n")[0].strip())


def _length(request: WriteRequest) -> str:
    """Return how long the lines should be, in seconds and in what is counted in each language that is spoken."""
    spoken = dict.fromkeys(turns(request))
    if not request.around.seconds:
        each = _listed(f"{'10 to 28 hanzi' if unspaced(one) else '8 to 22 words'} in {language_name(one)}" for one in spoken)
        return f"Each line is one breath or two: {each}. Let them differ in length."
    whole = request.around.seconds
    counts = {one: whole * rate(one, request.register) for one in spoken}
    measures = _listed((f"{round(count)} {unit(one)}" for one, count in counts.items()), "or")
    each = _listed((str(round(count / request.count)) for count in counts.values()), "or")
    return (
        f"Together the lines take about {float(whole):.0f} seconds to say, and no more. At the pace of this register that is "
        f"{measures}; for each line about {each}, a short one beside a long one. Count only the language in which a line is "
        "spoken; the other says the same at its own length."
    )


def unit(language: str) -> str:
    """Return what is counted in a language: its hanzi (or kana), or its words."""
    return f"{'hanzi' if unspaced(language) else 'words'} in {language_name(language)}"


def _counted(count: int) -> str:
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    return f"{number.capitalize()} {'line' if count == 1 else 'lines'}"


def _listed(names: Iterable[str], last: str = "and") -> str:
    *before, end = names
    return f"{', '.join(before)} {last} {end}" if before else end
