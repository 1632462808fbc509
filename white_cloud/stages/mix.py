"""Mix: the whole sound in one streaming pass, kept under the key of everything heard in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.build.executors import Outcome, Task
from white_cloud.build.steps import StagePlan, Step
from white_cloud.film.timeline import Timeline
from white_cloud.sound.revisions import BED_REVISION, MIX_REVISION
from white_cloud.stages.production import Production

#: How far from the loudness asked for a mix may be without a word, in LU: what EBU R 128 allows.
TOLERANCE = 0.5


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
    step = Step("sound", "current" if entry else "missing", reason, name, timeline.frames)
    said = shortfall(timeline, entry.facts) if entry else ""
    return StagePlan("mix", (step,), (said,) if said else ())


def sound_data(production: Production, timeline: Timeline) -> dict[str, Any]:
    """Return what a report says of the mix: its facts, the loudness asked for, and a note where that was not reached."""
    entry = production.store.mixes.get(key(timeline))
    if entry is None:
        return {}
    said = shortfall(timeline, entry.facts)
    return {**entry.facts, "asked": float(timeline.loudness), **({"note": said} if said else {})}


def shortfall(timeline: Timeline, facts: Mapping[str, Any]) -> str:
    """Return a sentence on the loudness that a mix with these facts missed, and why; nothing where it has it, or is silent."""
    asked, reached = float(timeline.loudness), float(facts["lufs"])
    if abs(asked - reached) <= TOLERANCE:
        return ""
    # imported where a mix is to be explained, so that a plan, or a build with nothing to do, loads no numerical library
    from white_cloud.sound.loudness import SILENCE

    if reached <= SILENCE:
        return ""
    why = _why(asked, reached, float(facts["summed"])) if "summed" in facts else ""  # one kept before it was recorded
    return f"the mix has {reached:.1f} LUFS, and `loudness: {asked:g}` was asked" + (f": {why}" if why else "")


def _why(asked: float, reached: float, summed: float) -> str:
    from white_cloud.sound.mix import CEILING, FURTHEST

    said = []
    if asked - summed > FURTHEST:
        said.append(
            f"voices and beds have {summed:.1f} LUFS together and are raised by at most {FURTHEST:g} dB, "
            "as their noise is raised too (give them more `gain`)"
        )
    if min(asked, summed + FURTHEST) - reached > TOLERANCE:
        said.append(f"peaks are held under {CEILING:g} dB (ask for less)")
    return ", and ".join(said)


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
    levels = {"lufs": facts.lufs, "peak": facts.peak, "summed": facts.summed}
    return out, {"seconds": str(facts.seconds), **{name: round(level, 2) for name, level in levels.items()}}
