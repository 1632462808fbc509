"""What the voice is told: who speaks, in which manner, and how words are said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from white_cloud.backends.hosted.languages import language_name, main_subtag
from white_cloud.backends.hosted.prompts import Prompts
from white_cloud.backends.voices.base import SpeechRequest
from white_cloud.backends.voices.words import HAN, LETTER


def _prompts() -> Prompts:
    return Prompts(files("white_cloud.backends.voices.openai") / "prompts")


def prompts_digest(request: SpeechRequest) -> str:
    """Return a digest of the prompt files that the instructions for a request are made from."""
    there = {"pronounce_zh": bool(_readings(request)), "attempt": request.attempt > 1}
    return _digest(("speech", f"register_{request.register}", *(name for name, told in there.items() if told)))


@cache  # they are the package's, which stays as it is while the program runs
def _digest(names: tuple[str, ...]) -> str:
    prompts = _prompts()
    return prompts.digest(name for name in names if prompts.has(name))  # a manner without a file is told by its name alone


def instructions(request: SpeechRequest, extra: str) -> str:
    """Return what the voice is told beside the text; `extra` is what the voice document adds."""
    prompts = _prompts()
    named = f"register_{request.register}"
    told = prompts.fill(
        "speech",
        persona=request.persona or "a narrator, unhurried",
        language=language_name(request.language),
        register=prompts.fill(named) if request.register and prompts.has(named) else request.register,
        pronounce=prompts.fill("pronounce_zh", words=readings) if (readings := _readings(request)) else "",
        attempt=prompts.fill("attempt") if request.attempt > 1 else "",
        instructions=extra,
    )
    return re.sub(r"\n{3,}", "\n\n", told)


def respelled(request: SpeechRequest) -> str:
    """Return the text to speak: in other languages than Chinese, the words of `say` stand in their respelling."""
    if _in_pinyin(request):
        return request.text
    say = {word.casefold(): spoken for word, spoken in request.say.items() if word}
    if not say:
        return request.text
    words = sorted(say, key=lambda word: (-len(word), word))
    pattern = re.compile("|".join(map(_whole, words)), re.IGNORECASE)
    return pattern.sub(lambda found: say[found.group().casefold()], request.text)


def _readings(request: SpeechRequest) -> str:
    """Return the readings of the words of `say` that stand in a Chinese text, longest first."""
    if not _in_pinyin(request):
        return ""
    there: Mapping[str, str] = {word: spoken for word, spoken in request.say.items() if word and word in request.text}
    words = sorted(there, key=lambda word: (-len(word), word))
    return "; ".join(f"{word} = {there[word]}" for word in words)


def _in_pinyin(request: SpeechRequest) -> bool:
    return main_subtag(request.language) == "zh"


def _whole(word: str) -> str:
    """Return a pattern for a word, not inside a longer one; hanzi have no such border."""
    before = "" if re.match(rf"[{HAN}]", word[0]) else rf"(?<!{LETTER})"
    after = "" if re.match(rf"[{HAN}]", word[-1]) else rf"(?!{LETTER})"
    return before + re.escape(word) + after
