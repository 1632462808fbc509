"""A clip of a film beside the same clip of its clean rendering, frame by frame. What a worker process does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from white_cloud.media.encoding import Encoding
from white_cloud.media.planes import Packed, planes
from white_cloud.media.reader import PictureReader
from white_cloud.media.writer import PictureWriter
from white_cloud.meter.blockiness import blockiness
from white_cloud.meter.chroma import colour_error
from white_cloud.meter.residual import Motion, residual, shrunk
from white_cloud.meter.similarity import picture_loss


@dataclass(frozen=True)
class Stretch:
    """A clip to compare: its name, its first frame in both films and its length; every so many frames is measured."""

    clip: str
    start: int
    frames: int
    every: int = 1

    @property
    def measured(self) -> range:
        """The film frames that are measured: the clip's first, and on from there."""
        return range(self.start, self.start + self.frames, self.every)


@dataclass(frozen=True)
class Reading:
    """What one film frame shows against the clean one.

    `loss` of similarity, 0 to about 1; `residual`, what it changes from the frame before beyond the clean film's motion and
    change, in luma levels (below 0 where it is calmer than the clean film; 0 at a clip's first frame, which has none before);
    `chroma`, the mean distance of colours in levels; `blockiness`, how much more borders of blocks show than in the clean film.
    """

    frame: int
    loss: float
    residual: float
    chroma: float
    blockiness: float


@dataclass(frozen=True)
class Compared:
    """A clip's readings in film order, and its `floor`: the mean loss of the clean clip when it is encoded once more."""

    readings: tuple[Reading, ...]
    floor: float


def compare(film: Path, clean: Path, stretch: Stretch, encoding: Encoding, folder: Path) -> Compared:
    """Compare a clip of two films of one cut and size; `folder` is for a file under way. Raises MediaError.

    One thread throughout, and no more than a few frames in memory: the same films give the same figures.
    """
    cv2.setNumThreads(1)
    with PictureReader(film) as glitched, PictureReader(clean) as plain:
        motion = Motion()
        readings = tuple(_read(glitched, plain, motion, number, stretch.start) for number in stretch.measured)
    return Compared(readings, encoded_again(clean, stretch, encoding, folder))


def encoded_again(clean: Path, stretch: Stretch, encoding: Encoding, folder: Path) -> float:
    """Return the mean loss of a clip of the clean film when it is decoded and encoded again with the same settings.

    Of a clip longer than a group of pictures, its first group: the next would lose as much. Raises MediaError.
    """
    frames = range(stretch.start, stretch.start + min(stretch.frames, encoding.gop))
    again = folder / f"{stretch.start}.mp4"
    with PictureReader(clean) as plain:
        with PictureWriter(again, plain.size, plain.rate, encoding) as writer:
            for number in frames:
                writer.write(plain.frame(number))
        with PictureReader(again) as copy:
            losses = [
                picture_loss(copy.frame(number - frames.start), plain.frame(number)) for number in frames[:: stretch.every]
            ]
    again.unlink()
    return sum(losses) / len(losses)


def _read(glitched: PictureReader, plain: PictureReader, motion: Motion, number: int, start: int) -> Reading:
    frames = range(max(number - 1, start), number + 1)
    ours, theirs = ([reader.frame(one) for one in frames] for reader in (glitched, plain))
    if all(map(np.array_equal, ours, theirs)):  # most of what is calm: nothing to look for
        return Reading(number, 0.0, 0.0, 0.0, 0.0)
    return reading(number, ours, theirs, motion)


def reading(number: int, ours: list[Packed], theirs: list[Packed], motion: Motion) -> Reading:
    """Return what a frame shows: `ours` and `theirs` are its packed frames in both films, after those before it if any."""
    (luma, *colours), (clean_luma, *clean_colours) = planes(ours[-1]), planes(theirs[-1])
    return Reading(
        frame=number,
        loss=picture_loss(ours[-1], theirs[-1]),
        residual=_unrest(ours, theirs, motion) if len(ours) > 1 else 0.0,
        chroma=colour_error((colours[0], colours[1]), (clean_colours[0], clean_colours[1])),
        blockiness=blockiness(luma) - blockiness(clean_luma),
    )


def _unrest(ours: list[Packed], theirs: list[Packed], motion: Motion) -> float:
    """Return a film's residual beyond that of the clean film, whose motion both are carried along."""
    (before, now), (clean_before, clean_now) = (list(_small(frames)) for frames in (ours, theirs))
    places = motion.places(clean_now, clean_before)
    return residual(now, before, places) - residual(clean_now, clean_before, places)


def _small(frames: list[Packed]) -> Iterator[Packed]:
    for packed in frames:
        yield shrunk(planes(packed)[0])
