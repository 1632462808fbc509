"""Fakes that make real files at once and remember what they were asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import count, cycle, islice
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from white_cloud import identity
from white_cloud.backends import registry
from white_cloud.backends.base import Job, Pending, Progress, silent
from white_cloud.backends.base import Options as BaseOptions
from white_cloud.backends.cameras.base import CameraBase, Footage, ShotRequest
from white_cloud.backends.listeners.base import Heard, ListenRequest
from white_cloud.backends.listeners.error_rate import character_error_rate
from white_cloud.backends.listeners.timing import Timing
from white_cloud.backends.voices.base import Speech, SpeechRequest, VoiceBase
from white_cloud.backends.writers.base import WriterBase, WriteRequest, Written
from white_cloud.errors import Refusal
from white_cloud.film.lines import Phrase
from white_cloud.film.timeline import Word

#: A prompt, text or brief with this word in it is refused.
REFUSED = "forbidden"
#: A text with the first word in it is mumbled when it is first asked for, one with the second whenever it is.
MUMBLED, MUMBLED_ALWAYS = "mumbled", "mumbling"
#: How deep what is mumbled sounds, in Hz; all other speech lies above twice that.
_MUMBLE = 60


@dataclass
class Calls:
    """What the fakes of one door were asked, in order, and how often they were told to give back what they hold."""

    requests: list[Any] = field(default_factory=list)
    closed: int = 0

    def clear(self) -> None:
        """Forget."""
        self.requests.clear()
        self.closed = 0


class _Closing:
    """Counts how often it was closed."""

    calls: ClassVar[Calls]

    @classmethod
    def close(cls) -> None:
        """Remember it."""
        cls.calls.closed += 1


class FakeWriter(WriterBase):
    """Writes lines that name their brief and number, in every language; a number that was said already is passed over."""

    name: ClassVar[str] = "fake"
    calls: ClassVar[Calls] = Calls()

    def make(self, request: WriteRequest, folder: Path, progress: Progress = silent) -> Written:  # noqa: ARG002 - the contract's
        """Write at once; a brief with the word `forbidden` in it is refused."""
        self.calls.requests.append(request)
        _refuse(request.brief)
        texts = ({language: f"{request.brief} {number} {language}" for language in request.languages} for number in count(1))
        fresh = islice((text for text in texts if not request.said & set(text.values())), request.count)
        return Written(tuple((Phrase(speak, text),) for speak, text in zip(cycle(request.speak), fresh, strict=False)))


class FakeVoice(_Closing, VoiceBase):
    """Speaks a soft tone, a tenth of a second for every word (or every two characters), at 16 kHz."""

    name: ClassVar[str] = "fake"
    calls: ClassVar[Calls] = Calls()

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether it speaks a language: all but Klingon."""
        return language != "tlh"

    def make(self, request: SpeechRequest, folder: Path, progress: Progress = silent) -> Speech:  # noqa: ARG002 - the contract's
        """Speak at once."""
        self.calls.requests.append(request)
        return speak(request, folder)


class QueuedVoice(VoiceBase):
    """The same voice behind a queue: the second question finds it done."""

    name: ClassVar[str] = "fake-queued"
    poll: ClassVar[float] = 0.0
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "credits"
    calls: ClassVar[Calls] = Calls()
    orders: ClassVar[dict[str, list[Any]]] = {}

    @classmethod
    def serves(cls, language: str) -> bool:
        """Return whether it speaks a language: all but Klingon."""
        return FakeVoice.serves(language)

    @classmethod
    def quantities(cls, request: SpeechRequest) -> dict[str, Fraction]:  # noqa: ARG003 - each costs the same
        """Count pieces."""
        return {"piece": Fraction(1)}

    def submit(self, request: SpeechRequest) -> Job:
        """Accept an order."""
        return _accept(self, request)

    def collect(self, job: Job, folder: Path) -> Speech | Pending:
        """Deliver on the second question."""
        request = _collected(self, job)
        return speak(request, folder) if request is not None else Pending(0.5)


class FakeCamera(_Closing, CameraBase):
    """Shoots a grey field that brightens with time, its shade by the seed and the prompt."""

    name: ClassVar[str] = "fake"
    calls: ClassVar[Calls] = Calls()

    def make(self, request: ShotRequest, folder: Path, progress: Progress = silent) -> Footage:  # noqa: ARG002 - the contract's
        """Shoot at once; a prompt with the word `forbidden` in it is refused."""
        self.calls.requests.append(request)
        return shoot(request, folder)


class QueuedCamera(CameraBase):
    """The same camera behind a queue, at a price: the second question finds it done. Sells whole seconds."""

    name: ClassVar[str] = "fake-queued"
    poll: ClassVar[float] = 0.0
    paid: ClassVar[bool] = True
    currency: ClassVar[str] = "credits"
    calls: ClassVar[Calls] = Calls()
    orders: ClassVar[dict[str, list[Any]]] = {}

    @classmethod
    def sold_frames(cls, frames: int, rate: Fraction, options: Mapping[str, Any]) -> int:  # noqa: ARG003 - the contract's
        """Round up to whole seconds."""
        return int(-(-Fraction(frames) // rate) * rate)

    @classmethod
    def quantities(cls, request: ShotRequest) -> dict[str, Fraction]:
        """Count seconds."""
        return {"second": request.frames / request.rate}

    def submit(self, request: ShotRequest) -> Job:
        """Accept an order; a prompt with the word `forbidden` in it is refused."""
        _refuse(request.prompt)
        return _accept(self, request)

    def collect(self, job: Job, folder: Path) -> Footage | Pending:
        """Deliver on the second question."""
        request = _collected(self, job)
        return shoot(request, folder, cost=Fraction(5)) if request is not None else Pending(0.5)


class FakeListener(_Closing, Timing):
    """Hears every text as it was written, and of one that the fake voices mumble, only `mm`."""

    name: ClassVar[str] = "fake"
    calls: ClassVar[Calls] = Calls()

    class Options(BaseOptions):
        """As those of a listener that hears."""

        operational: ClassVar[frozenset[str]] = frozenset({"verify", "garbled_above"})

        verify: bool = Field(False, description="whether what was said is compared with what was written")
        garbled_above: float = Field(0.35, ge=0, le=1, description="the error rate above which a piece is spoken again")

    @classmethod
    def verifies(cls, options: Mapping[str, Any]) -> bool:
        """Return what the option says."""
        return bool(options["verify"])

    @classmethod
    def tolerated(cls, options: Mapping[str, Any]) -> Fraction:
        """Return what the option says."""
        return Fraction(str(options["garbled_above"]))

    def make(self, request: ListenRequest, folder: Path, progress: Progress = silent) -> Heard:
        """Hear at once."""
        from white_cloud.media.sound import read_sound

        self.calls.requests.append(request)
        heard = super().make(request, folder, progress)
        if not request.verify:
            return heard
        samples, rate = read_sound(request.path)
        waves = np.count_nonzero(np.diff(np.signbit(samples[:, 0]))) / 2
        said = "mm" if waves < 2 * _MUMBLE * len(samples) / rate else request.text
        return replace(heard, error_rate=character_error_rate(request.text, said), text=said)


def install() -> None:
    """Make the fakes known in this process, as `fake` and `fake-queued`, and forget what they were asked."""
    for door, backends in {
        "writer": (FakeWriter,),
        "voice": (FakeVoice, QueuedVoice),
        "camera": (FakeCamera, QueuedCamera),
        "listener": (FakeListener,),
    }.items():
        for backend in backends:
            backend.calls.clear()
            registry.add(door, backend)


def speak(request: SpeechRequest, folder: Path) -> Speech:
    """Write the fake voice's tone for a text, with one word timed for every tenth of a second."""
    from white_cloud.media.sound import write_wav

    _refuse(request.text)
    places = _places(request.text)
    rate, each = 16000, 1600
    time = np.arange(each * len(places)) / rate
    mumbled = MUMBLED_ALWAYS in request.text or (MUMBLED in request.text and request.attempt == 1)
    tone = 0.2 * np.sin(2 * np.pi * (_MUMBLE if mumbled else 180 + len(request.text) % 60) * time)
    path = folder / "speech.wav"
    write_wav(path, tone.astype(np.float32), rate)
    words = tuple(
        Word(at, length, Fraction(number, 10), Fraction(number + 1, 10)) for number, (at, length) in enumerate(places)
    )
    return Speech(path, rate, len(time), words)


def _places(text: str) -> list[tuple[int, int]]:
    if " " in text:
        places, at = [], 0
        for word in text.split():
            at = text.index(word, at)
            places.append((at, len(word)))
            at += len(word)
        return places
    return [(at, min(2, len(text) - at)) for at in range(0, len(text), 2)]


def shoot(request: ShotRequest, folder: Path, cost: Fraction = Fraction(0)) -> Footage:
    """Write the fake camera's take."""
    from white_cloud.media.writer import TAKE, PictureWriter

    _refuse(request.prompt)
    width, height = request.size
    shade = identity.seed(request.seed, request.prompt)
    path = folder / "take.mp4"
    with PictureWriter(path, request.size, request.rate, TAKE) as writer:
        for frame in range(request.frames):
            picture = np.full((height * 3 // 2, width), 128, np.uint8)
            picture[:height] = 40 + (shade + frame) % 160
            writer.write(picture)
    return Footage(path, cost, {"fake": True})


def _refuse(text: str) -> None:
    if REFUSED in text:
        raise Refusal(f"refused: {text!r} holds the word {REFUSED!r}")


def _accept(backend: Any, request: Any) -> Job:
    backend.calls.requests.append(request)
    job = Job(f"job-{len(backend.orders) + 1}", Fraction(5))
    backend.orders[job.id] = [request, 0]
    return job


def _collected(backend: Any, job: Job) -> Any:
    order = backend.orders[job.id]
    order[1] += 1
    return order[0] if order[1] > 1 else None
