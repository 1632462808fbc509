"""The voice `openai`: speech from a hosted model, made from a description; timings come from the listener."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.hosted import openai_account
from white_cloud.backends.hosted.languages import NAMES, main_subtag
from white_cloud.backends.hosted.openai_account import VENDOR
from white_cloud.backends.hosted.pace import seconds, tokens
from white_cloud.backends.hosted.seam import ordering
from white_cloud.backends.voices.base import Speech, SpeechRequest, VoiceBase
from white_cloud.backends.voices.openai.options import CUSTOM, VoiceOptions
from white_cloud.backends.voices.openai.telling import instructions, prompts_digest, respelled
from white_cloud.backends.voices.openai.wav import mended
from white_cloud.backends.voices.words import word_places
from white_cloud.errors import MediaError, Refusal, Unusable
from white_cloud.film.screenplay import REGISTERS

if TYPE_CHECKING:
    from white_cloud.media.sound import Samples

#: The longest text, in characters, that the endpoint takes; and, of a model that is told things, in tokens.
LONGEST, MOST_TOKENS = 4096, 2000
#: The most characters that a model is told beside the text.
LONGEST_TOLD = 4096
#: Tokens of sound a second: the vendor's page tells 0.015 a minute where a million cost 12.
_SOUND_TOKENS = Fraction(21)
#: How much shorter or longer than expected speech may be, as factors, and the seconds always granted.
_SHORTEST, _LONGEST, _GRANTED = Fraction(1, 4), 4, 3


class Openai(VoiceBase):
    """Speaks with a hosted model; who speaks and in what manner is told in words."""

    name: ClassVar[str] = "openai"
    revision: ClassVar[int] = 1
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "USD"
    described: ClassVar[bool] = True
    Options: ClassVar[type[BaseOptions]] = VoiceOptions

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable when the SDK is missing or OpenAI's key is; a server of one's own may need none."""
        openai_account.require()

    @classmethod
    def languages(cls) -> tuple[str, ...]:
        """Return the languages that the models are documented for."""
        return tuple(sorted(NAMES))

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether it speaks a BCP-47 language, its region or script aside."""
        return main_subtag(language) in NAMES and "yue" not in language.lower()

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:
        """Return how many requests go side by side."""
        return VoiceOptions.model_validate(dict(options)).at_once

    @classmethod
    def quantities(cls, request: SpeechRequest) -> Mapping[str, Fraction]:
        """Return characters for models that are sold by them, else tokens of what is told and, rather too many, of sound."""
        options = VoiceOptions.model_validate(dict(request.options))
        if not options.told:
            return {"character": Fraction(len(respelled(request)))}
        told = tokens(respelled(request)) + tokens(instructions(request, options.instructions))
        sounds = (_expected(request, options) * Fraction(3, 2) + 1) * _SOUND_TOKENS
        return {"input_token": Fraction(told), "output_token": Fraction(round(sounds))}

    @classmethod
    def prompts_digest(cls, request: SpeechRequest) -> str:
        """Return the digest of the prompt files that make its instructions; empty for a model that takes none."""
        return prompts_digest(request) if VoiceOptions.model_validate(dict(request.options)).told else ""

    @classmethod
    def refuse_persona(cls, persona: str, language: str, options: Mapping[str, Any]) -> None:
        """Raise Refusal for a persona too long to be told whole, in the wordiest register and on a second attempt."""
        read = VoiceOptions.model_validate(dict(options))
        common = SpeechRequest("", language, options, {}, persona=persona, attempt=2)
        asked = (replace(common, register=register) for register in REGISTERS)
        _check_told(max(asked, key=lambda one: len(instructions(one, read.instructions))), read)

    def make(self, request: SpeechRequest, folder: Path, progress: Progress = silent) -> Speech:
        """Speak into `folder/speech.wav`; no word is timed.

        Raises:
            Refusal: there is nothing to say, or too much at once, or who speaks is told at too great length, or the vendor
                would not.
            Unusable: what came is no speech of this text: no WAV, cut off, silent, far too short or too long.
            NotAccepted, Ambiguous, BackendUnavailable: as they are told in `white_cloud.errors`.
        """
        from white_cloud.media.sound import write_wav

        options = VoiceOptions.model_validate(dict(request.options))
        _check_text(request, options)
        _check_told(request, options)
        samples, rate = _heard(_spoken(request, options), request, folder)
        _check_length(len(samples), rate, request, options)
        path = folder / "speech.wav"
        write_wav(path, samples, rate)
        progress(1.0)
        return Speech(path, rate, len(samples), ())


def _check_text(request: SpeechRequest, options: VoiceOptions) -> None:
    text = respelled(request)
    if not word_places(text):
        raise Refusal(f"there is nothing to say in {request.text[:40]!r}")
    if len(text) > LONGEST:
        raise Refusal(f"{len(text)} characters are too many: {VENDOR} speaks at most {LONGEST} at once; split the line")
    if options.told and not options.base_url and tokens(text) > MOST_TOKENS:
        raise Refusal(
            f"a text of about {tokens(text)} tokens is too long: {options.model} takes at most {MOST_TOKENS}; split the line"
        )


def _check_told(request: SpeechRequest, options: VoiceOptions) -> None:
    if not options.told or options.base_url:
        return
    over = len(instructions(request, options.instructions)) - LONGEST_TOLD
    if over > 0:
        shorten = "`persona:` or the `instructions`" if options.instructions else "`persona:`"
        raise Refusal(
            f"who speaks and how comes to {LONGEST_TOLD + over} characters with what a register adds; {VENDOR} is told at "
            f"most {LONGEST_TOLD}: make {shorten} of the voice shorter by {over}"
        )


def _spoken(request: SpeechRequest, options: VoiceOptions) -> bytes:
    """Place the order and return what came, whatever it is."""
    with openai_account.client(options) as client:
        import openai

        with ordering(VENDOR, openai):
            found = client.audio.speech.create(
                model=options.model,
                voice={"id": options.voice} if options.voice.startswith(CUSTOM) and not options.base_url else options.voice,
                input=respelled(request),
                instructions=instructions(request, options.instructions) if options.told else openai.omit,
                response_format="wav",
                speed=options.speed if options.speed != 1 else openai.omit,
            )
            return found.content


def _heard(data: bytes, request: SpeechRequest, folder: Path) -> tuple[Samples, int]:
    """Return what came as mono samples and its rate; raise Unusable when it is no sound, or silence."""
    from white_cloud.media.sound import read_sound, voiced_spans

    raw = folder / "received.wav"
    try:
        raw.write_bytes(mended(data))
        samples, rate = read_sound(raw)
    except (ValueError, MediaError) as error:
        raise Unusable(f"{VENDOR} sent no speech for {request.text[:40]!r}: {error}") from None
    finally:
        raw.unlink(missing_ok=True)
    mono = samples.mean(axis=1)
    if not voiced_spans(mono, rate):
        raise Unusable(f"{VENDOR} sent silence for {request.text[:40]!r}")
    return mono, rate


def _check_length(count: int, rate: int, request: SpeechRequest, options: VoiceOptions) -> None:
    lasts, expected = Fraction(count, rate), _expected(request, options)
    if _SHORTEST * expected - _GRANTED / 4 <= lasts <= _LONGEST * expected + _GRANTED:
        return
    wrong = "short" if lasts < expected else "long"
    raise Unusable(
        f"{VENDOR} sent {float(lasts):.1f} s of sound for {request.text[:40]!r}, far too {wrong}: "
        f"about {float(expected):.1f} s were expected"
    )


def _expected(request: SpeechRequest, options: VoiceOptions) -> Fraction:
    """Return about how many seconds a text takes to say."""
    return seconds(respelled(request), request.language, request.register) / Fraction(str(options.speed))
