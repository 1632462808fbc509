"""Mix: the whole sound in one streaming pass, kept under the key of everything heard in it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.film.timeline import Timeline
from white_cloud.sound.revisions import BED_REVISION, MIX_REVISION
from white_cloud.stages.production import Production


def key(timeline: Timeline) -> str:
    """Return the key of the mix: what is heard, when and how loud."""
    heard = {
        "rate": timeline.rate,
        "frames": timeline.frames,
        "voice": [(clip.blob, clip.start, clip.gain) for clip in timeline.voice],
        "beds": timeline.beds,
        "loudness": timeline.loudness,
        "revisions": [BED_REVISION, MIX_REVISION],
    }
    return identity.key("mix", heard)


def plan(production: Production, timeline: Timeline) -> StagePlan:
    """See whether this very mix was made."""
    name = key(timeline)
    entry = production.store.mixes.get(name)
    reason = "nothing that is heard changed" if entry else "what is heard is new, or somewhere else, or of another loudness"
    return StagePlan("mix", (Step("sound", "current" if entry else "missing", reason, name, timeline.frames),))


def make(production: Production, timeline: Timeline) -> None:
    """Mix in a worker process and keep the result."""
    store = production.store
    name = key(timeline)
    paths = {clip.blob: store.treated.verified(clip.blob) for clip in timeline.voice}
    paths |= {bed.blob: store.blobs.verified(bed.blob) for bed in timeline.beds if bed.blob}
    picture_free = replace(timeline, picture=timeline.picture[-1:])
    task = Task("sound", mix_down, (picture_free, paths, production.scratch()), timeline.frames)

    def keep(outcome: Outcome) -> None:
        path, facts = outcome.value
        store.mixes.put(name, path, facts)

    production.run("mix", [task], {"sound": "what is heard changed"}, keep)


def mix_down(timeline: Timeline, paths: dict[str, Path], folder: Path) -> tuple[Path, dict[str, Any]]:
    """Mix a timeline to a 48 kHz stereo WAV file in `folder`; return it with its loudness and peak."""
    from white_cloud.sound.mix import mix

    out = folder / "mix.wav"
    facts = mix(timeline, paths.__getitem__, out)
    return out, {"seconds": str(facts.seconds), "lufs": round(facts.lufs, 2), "peak": round(facts.peak, 2)}
