"""The stages one after another: what a build would do (`plan`), and the build itself (`build`).

write → voice → treat ┐
        shoot ────────┴→ cut → mix, render → deliver
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from white_cloud import identity
from white_cloud.build.events import ItemFailed, StageDone, StageStarted, Warned
from white_cloud.build.steps import StagePlan, Step
from white_cloud.errors import UserError, WhiteCloudError
from white_cloud.film.edit_changes import EditDocument
from white_cloud.film.screenplay import Screenplay
from white_cloud.film.script import ScriptDocument, ScriptLine
from white_cloud.film.timeline import Timeline
from white_cloud.render.segments import Segment, segments
from white_cloud.stages import cut, deliver, mix, provenance, render, report, shoot, treating, voice, write
from white_cloud.stages.approval import held, not_approved
from white_cloud.stages.production import Production
from white_cloud.stages.profiles import PROFILES, Profile
from white_cloud.stages.standing import Standing
from white_cloud.text.burnt import burnt_captions
from white_cloud.text.disclosure import disclosure_tag

STAGES = ("write", "voice", "shoot", "cut", "mix", "render", "deliver")


@dataclass(frozen=True)
class Order:
    """What a person asked of a build: where to, which profile, up to which stage, by which edit; `part` when not the whole.

    `whole` is the whole film, of which this may be a part. `script` is as it was when the build began; `script_now` reads it
    again, since a person may edit it meanwhile. `made_by` goes into the report as it is.
    """

    out: Path
    script: ScriptDocument | None = None
    edit: EditDocument | None = None
    profile: Profile = PROFILES["master"]
    until: str = "deliver"
    clean: bool = False
    part: bool = False
    whole: Screenplay | None = None
    made_by: Mapping[str, Any] = field(default_factory=dict)
    script_now: Callable[[], ScriptDocument | None] = lambda: None


@dataclass
class Progress:
    """What was planned and made so far, stage by stage."""

    plans: dict[str, StagePlan] = field(default_factory=dict)
    made: dict[str, int] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """A finished build: the report, which is also on disk when the film was delivered, and the cut if there is one."""

    report: Mapping[str, Any]
    progress: Progress
    timeline: Timeline | None = None
    segments: tuple[Segment, ...] = ()


class NotApproved(WhiteCloudError):
    """The screenplay wants its words approved before anything is shot, and they are not."""


class BuildFailed(WhiteCloudError):
    """Some things could not be made; everything else was, and is kept.

    The message names them with a short reason each, since a build tells of each in full as it happens; `failures` are those
    tellings, and a traceback shows them too.
    """

    def __init__(self, failures: Sequence[ItemFailed]) -> None:
        self.failures = tuple(failures)
        super().__init__(_listed(self.failures))
        for one in self.failures:
            self.add_note(f"{one.stage} {one.named}: {one.message}")

    def __reduce__(self) -> tuple[type[BuildFailed], tuple[tuple[ItemFailed, ...]]]:
        return type(self), (self.failures,)


def _listed(failures: Sequence[ItemFailed]) -> str:
    alike: dict[tuple[str, str], list[str]] = {}
    for one in failures:
        alike.setdefault((one.stage, one.reason), []).append(one.named)
    said = "\n".join(f"  {stage} {', '.join(items)}: {reason}" for (stage, reason), items in alike.items())
    return f"{len(failures)} could not be made; what was made is kept:\n{said}"


def plan(production: Production, order: Order) -> list[StagePlan]:
    """Return what a build would make and re-use, stage by stage, and why; nothing is made."""
    writing = _writing(production, order)
    lines = write.spoken_lines(production.screenplay, writing.kept)
    voicing = voice.plan(production, lines, tuple(writing.asks))
    if not order.part:
        voicing = replace(voicing, plan=voice.with_unused(production, voicing.plan, lines, tuple(writing.asks)))
    shooting = shoot.plan(production)
    plans = [write.with_prices(production, writing), voicing.plan, _reviewed(production, order, writing, shooting)]
    treatments = treating.treatments(production, lines, voicing)
    if any(step.to_make for stage in (voicing.plan, shooting.plan) for step in stage.steps):
        return plans + [_blocked(stage, "its words or pictures are not all there yet") for stage in STAGES[3:]]
    plans[1] = treating.with_treatments(production, voicing.plan, treatments)
    if plans[1].made():
        return plans + [_blocked(stage, "some lines are still to be treated") for stage in STAGES[3:]]
    try:
        cut_ = cut.cut(production, treatments, shooting, order.edit)
    except UserError as error:
        if not shooting.stale():
            raise
        return plans + [_blocked(stage, str(error)) for stage in STAGES[3:]]
    return plans + _plan_cut(production, order, cut_)


def _writing(production: Production, order: Order) -> write.Writing:
    planned = write.plan(production.screenplay, order.script, production.rewrite, order.whole)
    return provenance.noted(production, planned)


def _reviewed(production: Production, order: Order, writing: write.Writing, shooting: shoot.Shooting) -> StagePlan:
    """Return the plan of the shoot as it waits for the words to be approved, where the screenplay asks for that."""
    waiting = frozenset(shooting.waiting())
    script = write.script_of(production.screenplay, writing.kept, order.script, part=order.part)
    if not waiting or not (_holds(production, script) or (production.screenplay.review and writing.plan.made())):
        return shooting.plan
    return held(shooting.plan, waiting, not_approved(script, production.file), production.money)


def standings(production: Production, order: Order) -> dict[str, Standing]:
    """Return how every line and shot stands, by its id: which take a cut would use now, if any."""
    writing = write.plan(production.screenplay, order.script, production.rewrite)
    lines = write.spoken_lines(production.screenplay, writing.kept)
    return {**voice.plan(production, lines).standings, **shoot.plan(production).standings}


def cut_now(production: Production, order: Order) -> cut.Cut | None:
    """Return the cut as a build would make it from what is there; None while a line or a take is missing or not treated."""
    writing = _writing(production, order)
    lines = write.spoken_lines(production.screenplay, writing.kept)
    voicing, shooting = voice.plan(production, lines, tuple(writing.asks)), shoot.plan(production)
    treatments = treating.treatments(production, lines, voicing)
    voiced = treating.with_treatments(production, voicing.plan, treatments)
    if writing.plan.made() or voiced.made() or any(step.to_make for step in shooting.plan.steps):
        return None
    return cut.cut(production, treatments, shooting, order.edit)


def _blocked(stage: str, reason: str) -> StagePlan:
    return StagePlan(stage, (Step(stage, "blocked", reason),))


def _plan_cut(production: Production, order: Order, cut_: cut.Cut) -> list[StagePlan]:
    pieces = _segments(production, order, cut_.timeline, clean=order.clean)
    delivery = _delivery(production, order, cut_.timeline, pieces)
    return [
        StagePlan("cut", (Step("timeline", "current", f"{cut_.timeline.frames} frames"),), cut_.remarks),
        mix.plan(production, cut_.timeline),
        render.plan(production, pieces),
        deliver.plan(delivery),
    ]


def build(production: Production, order: Order, save_script: Callable[[ScriptDocument], None]) -> Result:
    """Make what is missing, stage by stage; raise BuildFailed with a list when something could not be made."""
    progress = Progress()
    production.reconcile()
    lines, script = _write(production, order, progress, save_script)
    if order.until == "write":
        return _part(production, progress)
    treatments = _voice(production, order, lines, progress)
    if order.until == "voice":
        return _part(production, progress)
    # a line that was refused stops no shot: what can be made is made, and the list comes after it
    shooting = _shoot(production, progress, script)
    if order.until == "shoot":
        return _part(production, progress)
    _stop_on_failures(production)
    cut_ = _cut(production, order, progress, treatments, shooting)
    pieces = _segments(production, order, cut_.timeline, clean=order.clean)
    return _picture_and_sound(production, order, progress, cut_, pieces)


def _write(
    production: Production, order: Order, progress: Progress, save_script: Callable[[ScriptDocument], None]
) -> tuple[voice.Lines, ScriptDocument]:
    """Write what is missing; return the lines as they are spoken, and the script that they stand in."""
    writing = _writing(production, order)

    def keep(lines: dict[str, tuple[ScriptLine, ...]]) -> ScriptDocument:
        now = order.script_now()
        script = write.script_of(production.screenplay, write.with_edits(lines, order.script, now), now, part=order.part)
        if script != now:
            save_script(script)
        return script

    with _stage(production, progress, writing.plan):
        lines = write.make(production, writing, keep)
        script = keep(lines)
    if order.script and order.script.words_approved and not script.words_approved:
        production.emit(Warned("the words are no longer those that were approved: they are to be approved again"))
    spoken = write.spoken_lines(production.screenplay, write.with_edits(lines, order.script, script))
    return spoken, script


def _voice(production: Production, order: Order, lines: voice.Lines, progress: Progress) -> list[treating.Treatment]:
    voicing = voice.plan(production, lines)
    spoken = treating.treatments(production, lines, voicing)
    wanted = treating.with_treatments(production, voicing.plan, spoken)
    with _stage(production, progress, wanted if order.part else voice.with_unused(production, wanted, lines)):
        voice.make(production, voicing, lines)
        treatments = treating.treatments(production, lines, voice.plan(production, lines))
        treating.treat(production, treatments)
    return treatments


def _shoot(production: Production, progress: Progress, script: ScriptDocument) -> shoot.Shooting:
    """Shoot what is missing; raise NotApproved, once all that was ordered is fetched, where the rest waits for approval."""
    shooting = shoot.plan(production)
    waiting = shooting.waiting() if _holds(production, script) else []
    shooting = shooting.without(waiting)
    if not waiting or shooting.plan.made() or shooting.extra:
        with _stage(production, progress, shooting.plan):
            shoot.make(production, shooting)
    if waiting:
        _stop_on_failures(production)
        why = not_approved(script, production.file)
        raise NotApproved(f"nothing is shot before the words are approved (`review: required`): {why}")
    return shoot.plan(production) if shooting.plan.made() or shooting.extra else shooting


def _holds(production: Production, script: ScriptDocument) -> bool:
    """Return whether the screenplay wants its words approved, and they are not."""
    return production.screenplay.review and not script.words_approved


def _cut(
    production: Production, order: Order, progress: Progress, spoken: Sequence[treating.Treatment], shooting: shoot.Shooting
) -> cut.Cut:
    with _stage(production, progress, StagePlan("cut", (Step("timeline", "current", "derived, not kept"),))):
        cut.take_in_beds(production)
        cut_ = cut.cut(production, spoken, shooting, order.edit)
    for remark in cut_.remarks:
        production.emit(Warned(remark))
    return cut_


def _picture_and_sound(
    production: Production, order: Order, progress: Progress, cut_: cut.Cut, pieces: tuple[Segment, ...]
) -> Result:
    timeline = cut_.timeline
    result = Result({}, progress, timeline, pieces)
    if order.until == "cut":
        return replace(result, report=_report(production, progress, {}))
    delivery = _delivery(production, order, timeline, pieces)
    wanted = deliver.plan(delivery)
    render.check_captions(production, pieces)
    _mix(production, progress, timeline)
    if order.until == "mix":
        return replace(result, report=_report(production, progress, {}))
    _render(production, progress, pieces)
    if order.until == "render":
        return replace(result, report=_report(production, progress, {}))
    with _stage(production, progress, wanted):
        facts = deliver.make(production, delivery) if wanted.made() else {}
    _stop_on_failures(production)
    return replace(result, report=_deliver_report(production, order, progress, delivery, facts))


def _mix(production: Production, progress: Progress, timeline: Timeline) -> None:
    wanted = mix.plan(production, timeline)
    with _stage(production, progress, wanted):
        if wanted.made():
            mix.make(production, timeline)
    _stop_on_failures(production)
    if wanted.made():
        for remark in mix.plan(production, timeline).remarks:
            production.emit(Warned(remark))


def _render(production: Production, progress: Progress, pieces: tuple[Segment, ...]) -> None:
    wanted = render.plan(production, pieces)
    with _stage(production, progress, wanted):
        if wanted.made():
            render.make(production, pieces, wanted)
    _stop_on_failures(production)


def _deliver_report(
    production: Production, order: Order, progress: Progress, delivery: deliver.Delivery, facts: Mapping[str, Any]
) -> dict[str, Any]:
    before = deliver.read_report(delivery.report_path()) or {}
    if not facts:
        facts = {"files": before["files"], "sha256": before["sha256"]}
    timeline = delivery.timeline
    said = {
        "format": report.FORMAT,
        "film": "film.mp4",
        "name": timeline.name,
        "title": dict(delivery.title),
        "profile": delivery.profile,
        "made_by": dict(order.made_by),
        "key": delivery.key(),
        "plain_key": _plain_key(production, order, timeline),
        "sha256": facts["sha256"],
        **report.length(timeline),
        "rate": str(timeline.rate),
        "size": list(timeline.size),
        "languages": list(delivery.languages),
        "sound": mix.sound_data(production, timeline),
        "clips": report.clips_data(timeline, delivery.segments),
        "lines": report.lines_data(timeline),
        "files": facts["files"],
    }
    data = _report(production, progress, said)
    deliver.finish(delivery, data)
    return data


def _report(production: Production, progress: Progress, said: Mapping[str, Any]) -> dict[str, Any]:
    return {**said, "stages": report.stages_data(progress.plans, progress.made, progress.seconds), "cost": production.cost()}


def _part(production: Production, progress: Progress) -> Result:
    _stop_on_failures(production)
    return Result(_report(production, progress, {}), progress)


def _segments(production: Production, order: Order, timeline: Timeline, *, clean: bool) -> tuple[Segment, ...]:
    sized = replace(timeline, size=order.profile.size(timeline.size))
    captions = burnt_captions(production.screenplay, timeline, faithful=clean)
    return segments(sized, order.profile.encoding, clean=clean, burn_in=order.profile.burn_in, captions=captions)


def _plain_key(production: Production, order: Order, timeline: Timeline) -> str:
    """Return the key of the picture without effects: a film and its clean rendering have the same."""
    return identity.key("plain", [piece.key() for piece in _segments(production, order, timeline, clean=True)])


def _delivery(production: Production, order: Order, timeline: Timeline, pieces: tuple[Segment, ...]) -> deliver.Delivery:
    screenplay = production.screenplay
    first = screenplay.languages[0]
    return deliver.Delivery(
        out=order.out,
        timeline=replace(timeline, size=order.profile.size(timeline.size)),
        segments=pieces,
        mix=mix.key(timeline),
        title=screenplay.title,
        languages=screenplay.languages,
        profile=order.profile.name,
        acts={act.id: act.title.get(first, act.id) for act in screenplay.acts},
        disclosure=disclosure_tag(screenplay),
    )


@contextmanager
def _stage(production: Production, progress: Progress, plan_: StagePlan) -> Iterator[None]:
    """Tell that a stage begins and ends, and count what it made."""
    wanted = plan_.made()
    failed = len(production.failures)
    progress.plans[plan_.stage] = plan_
    weight = sum(step.weight for step in wanted)
    production.emit(StageStarted(plan_.stage, len(wanted), len(plan_.reused()), weight))
    for remark in plan_.remarks:
        production.emit(Warned(remark))
    begun = time.perf_counter()
    yield
    progress.seconds[plan_.stage] = time.perf_counter() - begun
    progress.made[plan_.stage] = max(len(wanted) - (len(production.failures) - failed), 0)
    production.emit(StageDone(plan_.stage, progress.made[plan_.stage], len(plan_.reused()), progress.seconds[plan_.stage]))


def _stop_on_failures(production: Production) -> None:
    if production.failures:
        raise BuildFailed(production.failures)
