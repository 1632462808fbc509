"""The espeak-ng library of the wheel `espeakng-loader`, through ctypes: text in, samples and word starts out.

Inside one loaded library no two utterances are alike: its generators carry state from one to the next, and neither
`espeak_Terminate` nor a seed resets it. So each utterance loads a copy of its own, and unloads it afterwards.
"""

from __future__ import annotations

import ctypes
import itertools
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_short, c_size_t, c_uint, c_void_p
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from white_cloud.errors import BackendError, BackendUnavailable

#: Values of speak_lib.h (espeak-ng 1.52).
_SYNCHRONOUS, _DONT_EXIT = 2, 0x8000
_RATE, _PITCH, _RANGE = 1, 3, 4
_UTF8, _PHONEMES, _END_PAUSE = 1, 0x100, 0x1000
_LIST_END, _WORD = 0, 1

#: espeak keeps the data folder's path in 160 bytes and appends names of files to it.
LONGEST_PATH = 140

_lock = threading.Lock()
_count = itertools.count()


class _Event(Structure):
    _fields_ = (
        ("type", c_int),
        ("unique", c_uint),
        ("text_position", c_int),
        ("length", c_int),
        ("milliseconds", c_int),
        ("sample", c_int),
        ("user_data", c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = CFUNCTYPE(c_int, POINTER(c_short), c_int, POINTER(_Event))


@dataclass(frozen=True)
class Manner:
    """How to speak: espeak's voice (`cmn`, `en-us+f2`), words a minute, pitch 0..99, range of the pitch 0..99."""

    voice: str
    rate: int
    pitch: int
    range: int


@dataclass(frozen=True)
class Utterance:
    """What espeak gave: PCM 16 bit mono at `rate`, and for each word heard (0-based character of the text, sample)."""

    pcm: bytes
    rate: int
    starts: tuple[tuple[int, int], ...]


def files() -> tuple[Path, Path]:
    """Return the paths of the wheel's library and data folder; raise BackendUnavailable when they are not there."""
    try:
        import espeakng_loader
    except ModuleNotFoundError as error:
        raise BackendUnavailable(
            "the voice 'espeak' needs the package espeakng-loader: python -m pip install espeakng-loader"
        ) from error
    library, data = Path(espeakng_loader.get_library_path()), Path(espeakng_loader.__file__).parent / "espeak-ng-data"
    for path in (library, data / "phontab"):
        if not path.exists():
            raise BackendUnavailable(
                f"the package espeakng-loader lacks {path.name} on this machine: "
                "python -m pip install --force-reinstall espeakng-loader"
            )
    return library, data


@cache
def voices() -> tuple[str, ...]:
    """Return the names of espeak's voices, which are languages with or without a region (`cmn`, `en-us`)."""
    return tuple(sorted(path.name.lower() for path in (files()[1] / "lang").rglob("*") if path.is_file()))


@cache
def variants() -> tuple[str, ...]:
    """Return the names of the variants that change a voice's timbre (`m3`, `f2`, `whisper`)."""
    return tuple(sorted(path.name for path in (files()[1] / "voices" / "!v").iterdir()))


def utter(text: str, manner: Manner, *, phonemes: bool = False, seed: int = 0) -> Utterance:
    """Speak a text; the same arguments give the same bytes, in any thread or process, after any other call.

    With `phonemes`, text in double square brackets is read as espeak's phoneme names. Raises BackendError.
    """
    library, data = files()
    with _lock, tempfile.TemporaryDirectory(prefix="wc-") as folder:
        own = Path(folder) / f"{os.getpid()}-{next(_count)}{library.suffix}"
        shutil.copyfile(library, own)
        with _loaded(own) as espeak:
            return _speak(espeak, _reachable(data, Path(folder)), text, manner, phonemes, seed)


@contextmanager
def _loaded(path: Path) -> Iterator[ctypes.CDLL]:
    library = ctypes.CDLL(str(path))
    try:
        yield library
    finally:
        _unload(library)


def _unload(library: ctypes.CDLL) -> None:
    import _ctypes

    unload = getattr(_ctypes, "FreeLibrary" if sys.platform == "win32" else "dlclose")
    unload(library._handle)


def _reachable(data: Path, folder: Path) -> Path:
    """Return a path to espeak's data that is short enough for it: the data itself, else a link (or copy) in `folder`."""
    if len(os.fsencode(data)) <= LONGEST_PATH:
        return data
    near = folder / "data"
    if len(os.fsencode(near)) > LONGEST_PATH:
        raise BackendError(
            f"espeak reads paths of at most {LONGEST_PATH} bytes; {data} and the folder for temporary files are longer: "
            "set TMPDIR to a short folder such as /tmp"
        )
    try:
        near.symlink_to(data, target_is_directory=True)
    except OSError:  # Windows without the right to make links
        shutil.copytree(data, near)
    return near


def _speak(espeak: ctypes.CDLL, data: Path, text: str, manner: Manner, phonemes: bool, seed: int) -> Utterance:
    rate = espeak.espeak_Initialize(_SYNCHRONOUS, 0, c_char_p(os.fsencode(data)), _DONT_EXIT)
    if rate <= 0:
        raise BackendError(f"espeak cannot read its data in {data}: python -m pip install --force-reinstall espeakng-loader")
    espeak.espeak_ng_SetRandSeed.argtypes = [ctypes.c_long]
    espeak.espeak_ng_SetRandSeed(1 + seed % 0x7FFFFFFE)
    heard, starts = bytearray(), []

    def on_sound(samples: Any, count: int, events: Any) -> int:
        if samples and count:
            heard.extend(ctypes.string_at(samples, count * 2))
        for index in itertools.count():
            event = events[index]
            if event.type == _LIST_END:
                return 0
            if event.type == _WORD:
                starts.append((event.text_position - 1, event.sample))
        return 0

    callback = _Callback(on_sound)  # held by this frame for as long as espeak may call it
    espeak.espeak_SetSynthCallback(callback)
    if espeak.espeak_SetVoiceByName(manner.voice.encode()) != 0:
        raise BackendError(f"espeak cannot load the voice {manner.voice!r}")
    for parameter, value in ((_RATE, manner.rate), (_PITCH, manner.pitch), (_RANGE, manner.range)):
        espeak.espeak_SetParameter(parameter, value, 0)
    encoded = text.encode() + b"\0"
    flags = _UTF8 | _END_PAUSE | (_PHONEMES if phonemes else 0)
    espeak.espeak_Synth.argtypes = [c_char_p, c_size_t, c_uint, c_int, c_uint, c_uint, c_void_p, c_void_p]
    status = espeak.espeak_Synth(encoded, len(encoded), 0, 0, 0, flags, None, None)
    espeak.espeak_Synchronize()
    espeak.espeak_Terminate()
    if status != 0:
        raise BackendError(f"espeak could not speak {text[:40]!r} (status {status})")
    return Utterance(bytes(heard), rate, tuple(starts))
