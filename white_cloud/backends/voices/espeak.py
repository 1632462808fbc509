"""The voice `espeak`: espeak-ng from a wheel, with word timings. No key, no network, no weights.

Mandarin reads digits as numbers in Mandarin, and Latin letters as English words or letters; a han character outside its
dictionary is read as the digits of its code point, so rare ones want a `say`.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

from pydantic import Field

from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.voices import espeak_library
from white_cloud.backends.voices.base import Speech, SpeechRequest, VoiceBase
from white_cloud.backends.voices.espeak_library import Manner
from white_cloud.backends.voices.espeak_words import reading, timed_words
from white_cloud.errors import Refusal, UserError, nearest

#: Languages whose voice has another name.
PREFERRED = {"zh": "cmn", "zh-latn": "cmn-latn-pinyin", "zh-yue": "yue", "en": "en-us", "en-gb": "en"}

#: Silence left before the first sound and after the last, in milliseconds.
MARGIN = 30


def voice_for(language: str) -> str:
    """Return espeak's voice for a BCP-47 language, by dropping subtags from the end until one is known (RFC 4647, 3.4).

    Raises UserError that names the nearest language.
    """
    subtags = language.lower().replace("_", "-").split("-")
    for count in range(len(subtags), 0, -1):
        tag = "-".join(subtags[:count])
        if tag in PREFERRED:
            return PREFERRED[tag]
        if tag in espeak_library.voices():
            return tag
    raise UserError(f"the voice 'espeak' does not speak {language!r} ({nearest(language, Espeak.languages())})")


class Espeak(VoiceBase):
    """Speaks with espeak-ng 1.52: PCM 16 bit mono at 22,050 Hz; the same request gives the same bytes."""

    name: ClassVar[str] = "espeak"
    works_in: ClassVar[Literal["process", "thread"]] = "process"
    revision: ClassVar[int] = 1

    class Options(BaseOptions):
        """How the voice sounds. The defaults are an unhurried narrator."""

        voice: str = Field("", description="espeak's voice, such as en-gb-scotland; by the language when empty")
        variant: str = Field("", description="timbre: m1 to m8, f1 to f5, or another of espeak's variants such as whisper")
        rate: int = Field(150, ge=80, le=450, description="words a minute")
        pitch: int = Field(50, ge=0, le=99, description="pitch: 50 is the voice's own")
        range: int = Field(50, ge=0, le=99, description="how much the pitch moves: 0 is monotone")

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable when the wheel is missing or not whole."""
        espeak_library.files()

    @classmethod
    def languages(cls) -> tuple[str, ...]:
        """Return the languages it speaks, as BCP-47 tags in order."""
        return tuple(sorted({*espeak_library.voices(), *PREFERRED}))

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether it speaks a BCP-47 language, its region or script aside."""
        try:
            voice_for(language)
        except UserError:
            return False
        return True

    def make(self, request: SpeechRequest, folder: Path, progress: Progress = silent) -> Speech:
        """Speak into `folder/speech.wav`; each word of the text is timed, one per han character.

        Raises UserError for a language, voice or variant that does not exist, Refusal for a text without anything to say.
        """
        import numpy as np

        from white_cloud.media.sound import voiced_spans, write_wav

        options = self.Options.model_validate(dict(request.options))
        spoken = reading(request.text, request.say)
        utterance = espeak_library.utter(
            spoken.text, _manner(options, request.language), phonemes=spoken.phonemes, seed=request.seed
        )
        sound = np.frombuffer(utterance.pcm, dtype="<i2")
        voiced = voiced_spans(sound.astype(np.float32) / 32768, utterance.rate)
        if not voiced or not utterance.starts:
            raise Refusal(f"the voice 'espeak' finds nothing to say in {request.text[:40]!r}")
        margin = utterance.rate * MARGIN // 1000
        first, end = max(voiced[0][0] - margin, 0), min(voiced[-1][1] + margin, len(sound))
        # a word may begin before its sound passes the floor: it is moved into what is kept
        starts = [(spoken.place(character), min(max(sample, first), end) - first) for character, sample in utterance.starts]
        sounds = [(start - first, stop - first) for start, stop in voiced]
        path = folder / "speech.wav"
        write_wav(path, sound[first:end], utterance.rate)
        progress(1.0)
        return Speech(path, utterance.rate, end - first, timed_words(request.text, starts, sounds, utterance.rate))


def _manner(options: Espeak.Options, language: str) -> Manner:
    named = options.voice.lower()
    voice = PREFERRED.get(named, named) or voice_for(language)
    if voice not in espeak_library.voices():
        raise UserError(f"espeak has no voice {options.voice!r} ({nearest(voice, espeak_library.voices())})")
    if options.variant:
        if options.variant not in espeak_library.variants():
            raise UserError(
                f"espeak has no variant {options.variant!r} ({nearest(options.variant, espeak_library.variants())})"
            )
        voice = f"{voice}+{options.variant}"
    return Manner(voice, options.rate, options.pitch, options.range)
