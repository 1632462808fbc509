"""Sound files in and out. Samples are float32 with full scale at 1, in arrays (samples, channels); rates in Hz."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from math import gcd
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.errors import MediaError
from white_cloud.media.disk import disk_errors

Samples = NDArray[np.float32]

#: A WAV file counts its bytes in 32 bits.
_WAV_LIMIT = 2**32 - 1024


@contextmanager
def _sound_errors(path: Path) -> Iterator[None]:
    """Translate what libav and the WAV reader say about a file into a MediaError that names it."""
    import av.error

    try:
        yield
    except FileNotFoundError as error:
        raise MediaError(f"there is no sound file {path}") from error
    except (av.error.FFmpegError, wave.Error, EOFError) as error:
        raise MediaError(f"{path} cannot be read as sound: {error}") from error


def read_sound(path: Path) -> tuple[Samples, int]:
    """Read a whole sound file of any kind libav knows; return float32 (samples, channels) and its rate in Hz.

    Raises MediaError when the file is missing, holds no sound or is damaged.
    """
    import av

    with _sound_errors(path), av.open(str(path)) as container:
        if not container.streams.audio:
            raise MediaError(f"{path} holds no sound")
        stream = container.streams.audio[0]
        rate, channels = int(stream.rate), int(stream.channels)
        resampler = av.AudioResampler(format="flt", layout=stream.layout, rate=rate)
        frames = [part for frame in container.decode(stream) for part in resampler.resample(frame)]
        blocks = [_samples(part, channels) for part in [*frames, *resampler.resample(None)]]
    if not blocks:
        raise MediaError(f"{path} holds no sound that can be decoded")
    return np.concatenate(blocks), rate


def _samples(frame: Any, channels: int) -> Samples:
    return np.asarray(frame.to_ndarray(), dtype=np.float32).reshape(-1, channels)


def sound_blocks(path: Path, rate: int) -> Iterator[Samples]:
    """Yield a sound file in small blocks, float32 (n, 2) at `rate`, in memory that does not grow. Raises MediaError."""
    import av

    with _sound_errors(path), av.open(str(path)) as container:
        if not container.streams.audio:
            raise MediaError(f"{path} holds no sound")
        resampler = av.AudioResampler(format="flt", layout="stereo", rate=rate)
        for frame in container.decode(container.streams.audio[0]):
            yield from (_samples(part, 2) for part in resampler.resample(frame))
        yield from (_samples(part, 2) for part in resampler.resample(None))


def to_pcm(samples: NDArray[Any]) -> NDArray[np.int16]:
    """Return samples as PCM 16 bit: float with full scale at 1 is rounded and clipped, int16 passes unchanged."""
    if samples.dtype == np.int16:
        return samples
    return np.clip(np.rint(samples * 32768.0), -32768, 32767).astype("<i2")


class WavWriter:
    """Writes a PCM 16 bit WAV file block by block. The file appears under its name, whole, when the `with` block ends well."""

    def __init__(self, path: Path, rate: int, channels: int) -> None:
        self._path = path
        self._frames = 0
        self._channels = channels
        self._folder = tempfile.TemporaryDirectory(prefix=".wav-", dir=path.parent)
        self._temporary = Path(self._folder.name) / path.name
        self._wave = wave.open(str(self._temporary), "wb")  # noqa: SIM115 - closed by __exit__
        self._wave.setnchannels(channels)
        self._wave.setsampwidth(2)
        self._wave.setframerate(rate)

    def write(self, samples: NDArray[Any]) -> None:
        """Append samples, (n, channels), or (n,) for one channel; float32 with full scale at 1, or int16. Raises MediaError."""
        self._frames += len(samples)
        if self._frames * self._channels * 2 > _WAV_LIMIT:
            raise MediaError(f"{self._path}: a WAV file holds at most 4 GiB of sound; cut the film in parts")
        with disk_errors("write", self._path):
            self._wave.writeframesraw(to_pcm(samples).astype("<i2", copy=False).tobytes())

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            with disk_errors("write", self._path):
                self._wave.close()
                if kind is None:
                    _flush(self._temporary)
                    self._temporary.replace(self._path)
        finally:
            self._folder.cleanup()


def _flush(path: Path) -> None:
    import os

    with path.open("rb") as stream:
        os.fsync(stream.fileno())


def write_wav(path: Path, samples: NDArray[Any], rate: int) -> None:
    """Write a PCM 16 bit WAV file at once; equal samples give equal bytes. Raises MediaError."""
    channels = 1 if samples.ndim == 1 else samples.shape[1]
    with WavWriter(path, rate, channels) as writer:
        writer.write(samples)


class WavReader:
    """Reads any stretch of a PCM 16 bit WAV file; `rate`, `channels` and `samples` (a channel) say what it holds."""

    def __init__(self, path: Path) -> None:
        with _sound_errors(path):
            self._wave = wave.open(str(path), "rb")  # noqa: SIM115 - closed by close()
        self.rate = self._wave.getframerate()
        self.channels = self._wave.getnchannels()
        self.samples = self._wave.getnframes()
        if self._wave.getsampwidth() != 2:
            self._wave.close()
            raise MediaError(f"{path} is not PCM 16 bit sound")

    def read(self, start: int, count: int) -> Samples:
        """Return samples start..start+count as float32 (n, channels); shorter at the end of the file."""
        start = min(max(start, 0), self.samples)
        self._wave.setpos(start)
        data = np.frombuffer(self._wave.readframes(min(count, self.samples - start)), dtype="<i2")
        return (data.astype(np.float32) / np.float32(32768)).reshape(-1, self.channels)

    def close(self) -> None:
        """Close the file."""
        self._wave.close()


def resample(samples: NDArray[np.floating[Any]], from_rate: int, to_rate: int) -> Samples:
    """Return a whole sound at another rate, ceil(n * to / from) samples long, as float32; axis 0 is time.

    Band-limited by the Fourier transform: the spectrum is cut or continued with zeros, so that nothing is delayed.
    """
    step = gcd(from_rate, to_rate)
    taken, given = from_rate // step, to_rate // step
    wanted = -(-len(samples) * given // taken)
    if taken == given or not len(samples):
        return samples.astype(np.float32)
    # silence after the end keeps the transform's wrapping away from the sound
    periods = -(-(len(samples) + from_rate // 20) // taken)
    padded = np.zeros((periods * taken, *samples.shape[1:]))
    padded[: len(samples)] = samples
    spectrum = np.fft.rfft(padded, axis=0)
    out = np.fft.irfft(spectrum[: periods * given // 2 + 1], n=periods * given, axis=0) * (given / taken)
    return out[:wanted].astype(np.float32)


def voiced_spans(samples: NDArray[np.floating[Any]], rate: int, floor: float = -50.0) -> tuple[tuple[int, int], ...]:
    """Return the stretches of a mono sound that are not silent, as (first, end) samples, in order.

    A 5 ms window counts as sound when its RMS lies above `floor` dB under full scale; silences of less than 60 ms are bridged.
    """
    window = max(rate // 200, 1)
    count = -(-len(samples) // window)
    padded = np.zeros(count * window)
    padded[: len(samples)] = samples
    loud = np.sqrt(np.mean(padded.reshape(count, window) ** 2, axis=1)) > 10 ** (floor / 20)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], loud.astype(np.int8), [0]))))
    spans: list[tuple[int, int]] = []
    for first, end in edges.reshape(-1, 2).tolist():
        if spans and (first * window - spans[-1][1]) * 1000 < 60 * rate:
            spans[-1] = (spans[-1][0], end * window)
        else:
            spans.append((first * window, end * window))
    return tuple((first, min(end, len(samples))) for first, end in spans)
