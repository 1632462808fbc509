"""The voice `coqui`: XTTS, VITS and the other families of coqui-tts, on this machine.

Which languages it speaks is the model's affair: XTTS speaks seventeen, most others one. A recording gives a voice its
sound only with a note of who agreed to that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field, model_validator

from white_cloud import identity
from white_cloud.backends import local_models
from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.base import Progress, silent
from white_cloud.backends.local_models import Device
from white_cloud.backends.voices.base import Speech, SpeechRequest, VoiceBase
from white_cloud.backends.voices.splitting import Piece, split
from white_cloud.backends.voices.words import word_places
from white_cloud.documents.fields import refused
from white_cloud.errors import BackendError, MediaError, Refusal
from white_cloud.film.lines import unspaced

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from white_cloud.backends.voices.coqui_model import Speaking

#: Silence left before the first sound of a piece and after the last, in milliseconds.
_MARGIN = 30
_PUNCTUATION = str.maketrans("，。！？；：、（）“”‘’", ",.!?;:,()\"\"''")
#: A recording shorter than this gives too little of a voice, in seconds.
_SHORTEST_REFERENCE = 3


class Coqui(VoiceBase):
    """Speaks with a Coqui model: PCM 16 bit mono at the model's rate; the same request gives the same bytes."""

    name: ClassVar[str] = "coqui"
    revision: ClassVar[int] = 1
    files: ClassVar[frozenset[str]] = frozenset({"reference"})
    example: ClassVar[Mapping[str, Any]] = {"speaker": "Ana Florence"}

    class Options(BaseOptions):
        """Which model speaks, and whose voice it has."""

        operational: ClassVar[frozenset[str]] = frozenset({"device", "consent"})

        model: str = Field(
            "tts_models/multilingual/multi-dataset/xtts_v2",
            min_length=1,
            description="coqui's name of a model that is on this machine, or a model's folder, from the root",
        )
        vocoder: str = Field("", description="the same for a vocoder, for models that give spectra; Griffin-Lim without one")
        speaker: str = Field("", description="one of the model's voices by name")
        reference: str = Field("", description="a recording in the film folder whose voice is taken on; needs `consent`")
        consent: str = Field("", description="with `reference`: who agreed to the use of their voice, when, and for what")
        language: str = Field("", description="the model's own name of the language, where the film's does not tell")
        speed: float = Field(1.0, ge=0.5, le=2, description="how fast it speaks: 1 is the model's own pace")
        device: Device = Field("auto", description="where it runs; auto is a GPU where there is one")

        @model_validator(mode="after")
        def _with_consent(self) -> Coqui.Options:
            if self.reference and not self.consent.strip():
                hint = "such as `consent: Li Wei agreed in writing on 3 May 2026 to the use of this voice in this film`"
                raise refused("a `reference` takes on a person's voice: `consent` must say who agreed to that", hint)
            if self.consent and not self.reference:
                raise refused("`consent` goes with `reference`, the recording that it is about")
            if self.reference and self.speaker:
                raise refused("a voice comes from `reference` or from `speaker`, not from both", "leave one out")
            return self

    @classmethod
    def check(cls) -> None:
        """Raise BackendUnavailable when torch or coqui-tts is not installed."""
        local_models.require("the voice 'coqui'", "torch", "torchaudio", "torchcodec", "TTS")

    @classmethod
    def keyed(cls, options: Mapping[str, Any]) -> dict[str, Any]:
        """Return the options that decide a sound; models in folders are known by their files."""
        models = {name: local_models.identity_of(str(options[name])) for name in ("model", "vocoder") if options[name]}
        return {**super().keyed(options), **models}

    @classmethod
    def at_once(cls, options: Mapping[str, Any]) -> int:  # noqa: ARG003 - the contract's
        """Return one: a model is large."""
        return 1

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether some model may speak it: all languages that have a code of two letters, and Mandarin and Cantonese."""
        first = language.partition("-")[0].lower()
        return (len(first) == 2 and first.isalpha()) or first in {"cmn", "yue"}

    @classmethod
    def close(cls) -> None:
        """Give the loaded model back."""
        from white_cloud.backends.voices.coqui_model import LOCK, forget

        with LOCK:
            forget()

    def make(self, request: SpeechRequest, folder: Path, progress: Progress = silent) -> Speech:
        """Speak into `folder/speech.wav`, piece by piece, each as long as the model bears; words are timed by the listener.

        Raises UserError for a language, speaker or pace that the model does not have, Refusal for words that it has no signs
        for or a text without any, BackendUnavailable when libraries or model are missing.
        """
        self.check()
        from white_cloud.backends.voices.coqui_model import LOCK, speaking, throw

        options = self.Options.model_validate(dict(request.options))
        with LOCK:
            model = speaking(options.model, options.vocoder, options.device)
            pieces = _pieces(model, request, options)
            throw(request.seed if request.attempt == 1 else identity.seed(request.seed, request.attempt) % 2**32)
            sounds = [sound for piece in pieces for sound in _spoken(model, piece, options, folder)]
        return _written(folder / "speech.wav", sounds[:-1], model.rate, _record(options), progress)


def _record(options: Coqui.Options) -> dict[str, str]:
    return {"consent": options.consent} if options.consent else {}


def _pieces(model: Speaking, request: SpeechRequest, options: Coqui.Options) -> tuple[Piece, ...]:
    """Return what is spoken at once, all of it checked: a word that the model would leave out is refused."""
    text = request.text
    for word, how in request.say.items():
        text = text.replace(word, how)
    if not word_places(text):
        raise Refusal(f"the voice 'coqui' finds nothing to say in {request.text[:40]!r}")
    if not options.reference:
        model.require_speaker(options.speaker)
    model.pace(options.speed)
    apart = len(model.languages()) > 1 and not options.language
    pieces = tuple(map(_punctuated, split(text, request.language, model.longest(request.language), apart=apart)))
    for piece in pieces:
        if lost := model.lost(piece.text, _language(model, piece, options)):
            raise Refusal(
                f"the model {model.name} of the voice 'coqui' has no signs for {lost!r} in {piece.text!r} and would leave it "
                "out; give its pronunciation in the voice document under `say:`, or choose a model that reads it"
            )
    return pieces


def _punctuated(piece: Piece) -> Piece:
    """Return a piece of a language with spaces with the punctuation of that script: models know no other."""
    return piece if unspaced(piece.language) else replace(piece, text=piece.text.translate(_PUNCTUATION))


def _language(model: Speaking, piece: Piece, options: Coqui.Options) -> str | None:
    return model.language(options.language or piece.language)


def _spoken(
    model: Speaking, piece: Piece, options: Coqui.Options, folder: Path
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return one piece, without the silences that the model leaves around it, and the pause after it."""
    import numpy as np

    from white_cloud.media.sound import voiced_spans

    with _reference(options.reference, folder) as reference:
        sound = model.say(piece.text, _language(model, piece, options), options.speaker, reference, options.speed)
    spans = voiced_spans(sound, model.rate)
    if not spans:
        raise BackendError(f"the model {model.name} of the voice 'coqui' gave silence for {piece.text[:40]!r}")
    margin = model.rate * _MARGIN // 1000
    pause = np.zeros(round(piece.pause * model.rate), dtype=np.float32)
    return sound[max(spans[0][0] - margin, 0) : spans[-1][1] + margin], pause


@contextmanager
def _reference(reference: str, folder: Path) -> Iterator[Path | None]:
    """Yield the recording as a mono WAV file, which every family reads, while it is needed; None without one.

    Raises MediaError for one that is no sound or too short.
    """
    from white_cloud.media.sound import read_sound, write_wav

    if not reference:
        yield None
        return
    samples, rate = read_sound(Path(reference))
    if len(samples) < _SHORTEST_REFERENCE * rate:
        lasts = f"the `reference` of the voice lasts {len(samples) / rate:.1f} s"
        raise MediaError(f"{lasts}; at least {_SHORTEST_REFERENCE} s are needed, and 10 are better")
    with TemporaryDirectory(dir=folder.parent) as place:
        path = Path(place) / "reference.wav"
        write_wav(path, samples.mean(axis=1), rate)
        yield path


def _written(path: Path, sounds: list[NDArray[np.float32]], rate: int, record: Mapping[str, str], progress: Progress) -> Speech:
    import numpy as np

    from white_cloud.media.sound import write_wav

    whole = np.concatenate(sounds)
    write_wav(path, whole, rate)
    progress(1.0)
    return Speech(path, rate, len(whole), (), record=record)
