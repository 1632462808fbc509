"""What the readings of a film come to: figures a clip, and figures of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from statistics import fmean
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.meter.comparison import Compared

#: Below this drift a film is to be calm, and over that it has come apart.
CALM, FAR = 0.05, 0.75
#: From one clip to the next a step of loss over this is a jump, unless drift steps as far.
JUMP = 0.25


@dataclass(frozen=True)
class ClipFigures:
    """A clip with the means of its readings; `drift` is midway between its first and last frame's, `floor` as in Compared.

    `accents` are the effects that an accent falls on in it.
    """

    clip: str
    shot: str
    act: str
    start: int
    frames: int
    drift: float
    loss: float
    floor: float
    residual: float
    chroma: float
    blockiness: float
    accents: tuple[str, ...] = ()

    @property
    def beyond(self) -> float:
        """The loss beyond what encoding the clean clip once more loses; below 0 where it is less."""
        return self.loss - self.floor


def figures(clip: dict[str, Any], compared: Compared) -> ClipFigures:
    """Return the figures of a clip, as the film's report lists it."""
    readings = compared.readings
    return ClipFigures(
        clip=clip["clip"],
        shot=clip["shot"],
        act=clip["act"],
        start=clip["start"],
        frames=clip["frames"],
        drift=round(fmean(clip["drift"]), 6),
        loss=round(fmean(one.loss for one in readings), 6),
        floor=round(compared.floor, 6),
        residual=round(fmean(one.residual for one in readings), 6),
        chroma=round(fmean(one.chroma for one in readings), 6),
        blockiness=round(fmean(one.blockiness for one in readings), 6),
        accents=tuple(clip.get("accents", ())),
    )


def summary(clips: Sequence[ClipFigures]) -> dict[str, Any]:
    """Return figures of the whole, from its clips in film order; cards, which are no shots, count for the floor only.

    `spearman` of drift and loss; `floor`, the mean and the greatest; `calm`, the clips with drift under 0.05 and which of them
    loses most beyond its floor; `far`, those with drift over 0.75, and `last_act`: their least and mean loss; `step`, the
    greatest step of loss between neighbours, and `jumps`, the steps over 0.25 and over their step of drift, both where neither
    clip has an accent. What there is nothing to say of is None.
    """
    shots = [clip for clip in clips if clip.shot]
    steps = [_step(one, other) for one, other in pairwise(shots) if not (one.accents or other.accents)]
    return {
        "spearman": _rounded(spearman([clip.drift for clip in shots], [clip.loss for clip in shots])),
        "floor": {
            "mean": _rounded(fmean(clip.floor for clip in clips)),
            "greatest": max(clip.floor for clip in clips),
        }
        if clips
        else None,
        "calm": _calm([clip for clip in shots if clip.drift < CALM]),
        "far": _least([clip for clip in shots if clip.drift > FAR]),
        "last_act": _least([clip for clip in shots if clip.act == shots[-1].act]),
        "step": max(steps, key=lambda step: step["loss"], default=None),
        "jumps": [step for step in steps if step["loss"] > max(JUMP, step["drift"])],
    }


def spearman(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Spearman's rank correlation, -1..1, of two lists of one length; what is equal shares the mean of its ranks.

    None where it is not defined: fewer than two values, or all of a list equal.
    """
    ranks = [_ranks(values) for values in (one, other)]
    if any(len(rank) < 2 or np.ptp(rank) == 0 for rank in ranks):
        return None
    return float(np.corrcoef(ranks[0], ranks[1])[0, 1])


def data(clips: Sequence[ClipFigures]) -> list[dict[str, Any]]:
    """Return clips as plain data."""
    return [{**asdict(clip), "accents": list(clip.accents)} for clip in clips]


def _ranks(values: Sequence[float]) -> NDArray[np.float64]:
    _, places, counts = np.unique(np.asarray(values, np.float64), return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2)[places], np.float64)


def _calm(calm: Sequence[ClipFigures]) -> dict[str, Any] | None:
    if not calm:
        return None
    worst = max(calm, key=lambda clip: clip.beyond)
    return {"clips": len(calm), "worst": worst.clip, "beyond_floor": _rounded(worst.beyond)}


def _least(clips: Sequence[ClipFigures]) -> dict[str, Any] | None:
    if not clips:
        return None
    least = min(clips, key=lambda clip: clip.loss)
    return {"clips": len(clips), "least": least.loss, "clip": least.clip, "mean": _rounded(fmean(clip.loss for clip in clips))}


def _step(one: ClipFigures, other: ClipFigures) -> dict[str, Any]:
    loss, drift = abs(other.loss - one.loss), abs(other.drift - one.drift)
    return {"from": one.clip, "to": other.clip, "loss": _rounded(loss), "drift": _rounded(drift)}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
