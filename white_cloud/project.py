"""A film in its folder: the one interface that the command, the studio and notebooks use."""

from __future__ import annotations

import multiprocessing
import os
import shlex
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from white_cloud.backends.catalogue import catalogue, price_table
from white_cloud.backends.desk import Desk
from white_cloud.backends.hosted.replay.deck import Deck
from white_cloud.backends.hosted.replay.opening import notes_at_end, notes_at_start, open_deck
from white_cloud.backends.purse import Purse
from white_cloud.backends.settling import Verdict, settle
from white_cloud.build.events import Finished, Listener, Spent, Warned, unheard
from white_cloud.build.executors import ONE_THREAD, Pool
from white_cloud.build.steps import StagePlan
from white_cloud.documents import ids
from white_cloud.documents.catalogue import Catalogue
from white_cloud.documents.load import load_edit, load_screenplay, load_takes
from white_cloud.documents.script_file import load_script, save_script
from white_cloud.documents.takes_file import Decision, write_decision
from white_cloud.errors import Damaged, StoreError, UserError, nearest
from white_cloud.film import narrative, scoring
from white_cloud.film.edit_changes import EditDocument, TakesDocument
from white_cloud.film.prices import PriceTable, sum_of_money
from white_cloud.film.screenplay import Screenplay
from white_cloud.film.script import ScriptDocument, words_of
from white_cloud.film.timeline import Timeline
from white_cloud.glitch.presets import PRESETS
from white_cloud.glitch.score import ORDER
from white_cloud.glitch.sheet import ClipScore, score_sheet
from white_cloud.sound.revisions import KINDS
from white_cloud.stages import chain, cut, mix, report, shootable, survey, voice, write
from white_cloud.stages.chain import Order, Result
from white_cloud.stages.notes import Note, notes
from white_cloud.stages.production import Production
from white_cloud.stages.profiles import PROFILES
from white_cloud.stages.recordings import recordings
from white_cloud.stages.renamed import renamed
from white_cloud.stages.standing import Standing
from white_cloud.stages.write_work import require_prompts
from white_cloud.store.blobs import require_writable
from white_cloud.store.film_lock import FilmLock
from white_cloud.store.ledger import Entry
from white_cloud.store.once_more import OnceMore
from white_cloud.store.store import Store
from white_cloud.store.takes import Take

if TYPE_CHECKING:
    from moviepy import VideoClip

    from white_cloud.media.survey import Survey

#: Told when a person stops a build while vendors are being asked.
_LEAVING = "stopping: {count} orders are let come to a safe place first, so that none is lost; Ctrl-C again leaves at once"

#: Told with a score while there is no cut.
_ON_PAPER = "lines or takes are still to be made: clips are as long as their shots were asked, and no word is heard"

#: How often a build starts over because something kept was damaged, before it gives up.
_MENDS = 10_000


@dataclass(frozen=True)
class BuildOptions:
    """What a person may ask of a build; see `white-cloud build --help`."""

    edit: Path | None = None
    out: Path | None = None
    profile: str = "master"
    only: str = ""
    until: str = "deliver"
    jobs: int = 0
    clean: bool = False
    rewrite: tuple[str, ...] = ()
    reshoot: tuple[str, ...] = ()
    budget: Fraction | None = None
    record: Path | None = None
    replay: Path | None = None


@dataclass(frozen=True)
class _Lasting:
    """What goes on through one build, however often it starts over: what is still to be made once more, and the money."""

    reshoot: OnceMore = field(default_factory=OnceMore)
    rewrite: OnceMore = field(default_factory=OnceMore)
    purse: Purse = field(default_factory=Purse)
    deck: Deck | None = None


@dataclass(frozen=True)
class ScoredCut:
    """A cut with the score of its clips, notes on both, the film's title, and those of the acts by id."""

    timeline: Timeline
    clips: tuple[ClipScore, ...]
    notes: tuple[str, ...]
    title: str
    acts: Mapping[str, str]

    def draw(self, path: Path) -> None:
        """Draw it over the length of the film as a PNG."""
        from white_cloud.render.score_plot import draw_score

        draw_score(self.timeline, self.clips, self.title, path, self.acts)


class Project:
    """One screenplay in its film folder; `typed` is how a person named it, for commands that are to be pasted."""

    def __init__(self, path: Path, typed: str = "") -> None:
        self.path = path
        self.typed = typed or str(path)
        self.folder = path.parent.parent if path.parent.name == "scripts_screenplay" else path.parent
        self.name = path.name.removesuffix(".yaml").removesuffix(".yml")
        self.store = Store(self.folder)
        self._lock = FilmLock(self.store.root, self.name)

    @cached_property
    def catalogue(self) -> Catalogue:
        """What documents may name here."""
        return known_names()

    @cached_property
    def screenplay(self) -> Screenplay:
        """The screenplay, read and checked, with its drift stated; raises DocumentError with all its problems."""
        return narrative.with_drift(load_screenplay(self.path, self.folder, self.catalogue))

    @property
    def script_path(self) -> Path:
        """Where the written words lie."""
        return self.path.with_name(f"{self.name}.script.yaml")

    def script(self) -> ScriptDocument | None:
        """Return the written words, or None before the first build; raise UserError for those of another film."""
        if not self.script_path.exists():
            return None
        status = self.script_path.stat()
        script = _script_as_of(self.script_path, status.st_mtime_ns, status.st_size)
        if script.film != self.name:
            raise UserError(f"{self.script_path}: `film:` says these are the words of {script.film!r}, not {self.name!r}")
        return script

    def prices(self) -> PriceTable:
        """Return what hosted backends charge: the program's table, under the film folder's own prices.yaml if there is one.

        Raises UserError where it counts in another money than what the film has ordered.
        """
        table = price_table(self.folder / "prices.yaml")
        if others := self.store.ledger.moneys(self.name) - {table.money}:
            before = ", ".join(sorted(others))
            raise UserError(
                f"prices are counted in {table.money}, and what {self.name} has ordered is written down in {before}: "
                f"say `money: {before}` in {self.folder / 'prices.yaml'}; a film stays with the money of its first order"
            )
        return table

    def orders(self) -> list[Entry]:
        """Return every order that this film has paid, or may have paid, the oldest first."""
        self._look_for_interrupted()
        return self.store.ledger.entries(self.name)

    def _look_for_interrupted(self) -> None:
        """Turn what a build left behind when it died into ambiguous orders, unless one is at work."""
        if self.store.ledger.path.exists():
            with self._lock.unless_held() as free:
                if free:
                    self.store.ledger.interrupted(self.name)

    def settle(self, orders: Sequence[int], verdict: Verdict, vendor_id: str = "") -> list[Entry]:
        """Say what became of ambiguous orders, all of them unless some are named; raise UserError for one that is not."""
        require_writable(self.store.root, "the ledger is kept in")
        with self._lock.unless_held() as free:
            if not free:
                raise UserError(
                    f"a build of {self.name} is at work, and may be asking for these orders: wait for its end, or stop it"
                )
            self.store.ledger.interrupted(self.name)
            return settle(self.store.ledger, self.name, orders, verdict, vendor_id)

    def approve(self) -> bool:
        """Approve the words as they stand in the script; return whether they were not. Raises UserError without a script."""
        script = self.script()
        if script is None:
            command = f"white-cloud build {shlex.quote(self.typed)} --until write"
            raise UserError(f"there are no words to approve yet; `{command}` writes them")
        save_script(self.script_path, replace(script, approved=True, approved_words=words_of(script.lines)))
        return not script.words_approved

    @property
    def _choices_path(self) -> Path:
        return self.folder / "edits" / f"{self.name}.takes.yaml"

    def choices(self) -> TakesDocument:
        """Return a person's decisions about takes."""
        script = self.script()
        shots = {shot.id for _, _, shot in self.screenplay.shots()}
        slots = {slot.id for _, _, slot in self.screenplay.slots()}
        return load_takes(
            self._choices_path, shots=shots | slots | {line.id for line in script.lines} if script else shots | slots
        )

    def edit(self, path: Path | None) -> EditDocument | None:
        """Return an edit, or None for the plain assembly; raise UserError when it is not there."""
        if path is None:
            return None
        if not path.exists():
            known = sorted(one.name for one in (self.folder / "edits").glob("*.yaml"))
            raise UserError(f"there is no edit {path} ({nearest(path.name, known) or 'none in edits/'})")
        edit = load_edit(path, self.folder, self.catalogue, self.screenplay)
        if edit.screenplay != self.name:
            raise UserError(f"{path}: this edit cuts {edit.screenplay!r}, not {self.name!r}")
        return edit

    def takes(self, subject: str = "") -> list[Take]:
        """Return the film's takes, or those of one shot or line; raise UserError for an id that has none and never had."""
        takes = self.store.takes(self.name)
        subjects = takes.subjects()
        if subject:
            found = [one for one in subjects if one.partition("/")[2] == subject]
            if not found and subject not in narrative.ids(self.screenplay):
                raise UserError(f"nothing is called {subject!r} ({nearest(subject, narrative.ids(self.screenplay))})")
            subjects = found
        return [take for one in subjects for take in takes.of(one)]

    def decide(self, subject: str, number: int, decision: Decision, note: str = "") -> None:
        """Choose or reject a take, take that back, or note it alone; raise UserError for a take that is not there."""
        numbers = [take.number for take in self.takes(subject)]
        if number not in numbers:
            known = f"take{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}" if numbers else "none yet"
            raise UserError(f"there is no take {number} of {subject!r}: it has {known}")
        self.choices()  # a document that cannot be read is told of before it is changed
        write_decision(self._choices_path, subject, number, decision, note)

    def survey(self, shot: str, frame: int, number: int = 0) -> Survey:
        """Return what the pixels of a take's frame show; unless one is named, of the take that the cut uses.

        Where the cut would use none, as when the shot is asked for otherwise since, it is the newest that nobody rejected.
        Raises UserError for a shot, take or frame that is not there and for a take that cannot be surveyed.
        """
        survey.require_shot(self.screenplay, shot)
        with Pool(1) as pool:
            production = self._production(BuildOptions(only=shot), pool, unheard)
            take = survey.take_of(production, shot, number)
        if take is None:
            command = f"white-cloud build {shlex.quote(self.typed)} --only {shot} --until shoot"
            raise UserError(f"there is no take of the shot {shot!r} yet; make one with `{command}`")
        return survey.survey(take, frame)

    def standings(self) -> dict[str, Standing]:
        """Return how every line and shot stands, by its id, and what the next build does about it."""
        with Pool(1) as pool:
            production, order = self._production(BuildOptions(), pool, unheard), self._order(BuildOptions())
            return chain.standings(production, order)

    def remarks(self) -> list[Note]:
        """Return what cameras will not understand of the shots' prompts, in film order, and what is odd about the credits."""
        return notes(self.path, self.screenplay)

    def score(self, options: BuildOptions) -> ScoredCut:
        """Return which effects work on every clip of a cut, frame by frame; makes nothing.

        While lines or takes are missing, the cut is taken by the lengths asked, and a note says so.
        """
        self.read(options)
        with Pool(1) as pool:
            production, order = self._production(options, pool, unheard), self._order(options)
            cut_ = chain.cut_now(production, order)
        timeline = cut_.timeline if cut_ else cut.cut_on_paper(production.screenplay, order.edit)
        notes_ = cut_.remarks if cut_ else (_ON_PAPER,)
        titles = {act.id: act.title.get(self.screenplay.languages[0], act.id) for act in self.screenplay.acts}
        title = " / ".join(self.screenplay.title[language] for language in self.screenplay.languages)
        return ScoredCut(timeline, score_sheet(timeline), notes_, title, titles)

    def plan(self, options: BuildOptions) -> list[StagePlan]:
        """Return what a build would make and why; makes nothing. Raises UserError for what cannot be asked."""
        _check(options)
        self.read(options)
        self._look_for_interrupted()
        with Pool(1) as pool:
            lasting = self._lasting(options, Purse(), open_deck(None, options.replay))
            first, *rest = chain.plan(self._production(options, pool, unheard, lasting), self._order(options))
        return [replace(first, remarks=(*renamed(self.store, self.path, self.name), *first.remarks)), *rest]

    def build(self, options: BuildOptions, tell: Listener = unheard) -> Result:
        """Build the film; what is damaged is set aside, told of, and made again.

        Raises UserError for what cannot be asked, before anything is made, and BuildFailed when something could not be made.
        """
        _require_guarded_script()
        _check(options)
        require_writable(self.store.root, "takes are kept in")
        require_writable(self.out(options), "the film is delivered into")
        self.read(options)  # before anything is written: a mistake leaves the folder as it was
        for name, value in ONE_THREAD.items():
            os.environ.setdefault(name, value)
        busy = Warned(f"another build of {self.name} is at work in this folder; waiting for it to end")
        with self._lock.alone(lambda: tell(busy)):
            deck = open_deck(options.record, options.replay)
            written = ids.write_ids(self.path)
            if written:
                tell(Warned(f"gave ids to what had none in {self.path.name}: {', '.join(written.values())}"))
            for entry in self.store.ledger.interrupted(self.name):
                tell(Warned(f"order {entry.id} ({entry.subject} at {entry.backend}) is ambiguous: {entry.reason}"))
            for note in (*renamed(self.store, self.path, self.name), *notes_at_start(deck)):
                tell(Warned(note))
            lasting = self._lasting(options, Purse(options.budget, self.prices().money), deck)
            if made := ", ".join(sorted(lasting.reshoot.made | lasting.rewrite.made)):
                tell(Warned(f"going on with what was asked for once more: {made} was made before the last build ended"))
            try:
                result = self._mended(options, tell, lasting)
            except BaseException:  # whatever ends a build, what it has cost is told
                _tell_spent(lasting.purse, tell)
                raise
            for note in notes_at_end(deck, self.orders()):
                tell(Warned(note))
            lasting.reshoot.finish()
            lasting.rewrite.finish()
            self._finish(options, result, lasting.purse, tell)
            return result

    def _lasting(self, options: BuildOptions, purse: Purse, deck: Deck | None) -> _Lasting:
        asked = {"reshoot": options.reshoot, "rewrite": options.rewrite}
        again = {what: self.store.once_more(self.name, what, names) for what, names in asked.items()}
        return _Lasting(**again, purse=purse, deck=deck)

    def read(self, options: BuildOptions | None = None) -> None:
        """Read every document of the film; raise DocumentError or UserError for what is wrong in one. Writes nothing."""
        options = options or BuildOptions()
        order = self._order(options)
        production = self._production(options, Pool(1), unheard)
        writing = write.plan(production.screenplay, order.script, options.rewrite)
        require_prompts(production.screenplay, self.folder)
        recordings(self.folder)
        shootable.require_possible(production)
        voice.require_speakers(production.screenplay, write.spoken_lines(production.screenplay, writing.kept))

    def _mended(self, options: BuildOptions, tell: Listener, lasting: _Lasting) -> Result:
        """Build, and start over where something kept turns out to be damaged."""
        for _ in range(_MENDS):
            try:
                return self._build(options, tell, lasting)
            except Damaged as damage:
                tell(Warned(str(damage)))
        raise StoreError("too much of the store is damaged; run `white-cloud store verify`")

    def _build(self, options: BuildOptions, tell: Listener, lasting: _Lasting) -> Result:
        pool = Pool(options.jobs or os.cpu_count() or 1, leaving=lambda count: tell(Warned(_LEAVING.format(count=count))))
        production = self._production(options, pool, tell, lasting)
        production.sweep()
        try:
            with pool:
                return chain.build(production, self._order(options), lambda script: save_script(self.script_path, script))
        finally:
            production.sweep()  # not before the workers are gone, who could write on

    def _finish(self, options: BuildOptions, result: Result, purse: Purse, tell: Listener) -> None:
        if options.until != "deliver":
            _tell_spent(purse, tell)
            return
        made = sum(count for stage, count in result.progress.made.items() if stage != "cut")
        film, spent = self.out(options) / "film.mp4", sum_of_money(purse.spent, purse.money)
        tell(Finished(str(film), int(result.report["frames"]), str(result.report["sha256"]), made, spent))

    def clip(self, options: BuildOptions | None = None) -> VideoClip:
        """Return the whole cut as an ordinary RGB MoviePy clip with its sound; makes what it needs, up to the mix."""
        from moviepy import AudioFileClip

        from white_cloud.render.film_clip import film_clip

        result = self.build(replace(options or BuildOptions(), until="mix"))
        if result.timeline is None:
            raise UserError("this film has no cut")
        clip: VideoClip = film_clip(result.timeline, result.segments, self.store.blobs.verified)
        sound = self.store.mixes.verified(mix.key(result.timeline))
        return clip.with_audio(AudioFileClip(str(sound)))

    def out(self, options: BuildOptions) -> Path:
        """Return the folder that a build delivers into."""
        if options.out:
            return options.out
        place = self.folder / "build" / self.name
        return place / "only" / options.only if options.only else place

    def _production(self, options: BuildOptions, pool: Pool, tell: Listener, lasting: _Lasting | None = None) -> Production:
        lasting = lasting or _Lasting()
        edit = self.edit(options.edit)
        screenplay = scoring.with_score(self.screenplay, edit.glitch if edit else None)
        if options.only:
            known = narrative.ids(screenplay)
            if options.only not in known:
                raise UserError(f"nothing in {self.path.name} is called {options.only!r} ({nearest(options.only, known)})")
            screenplay = narrative.select(screenplay, options.only)
        self._check_reshoot(screenplay, options.reshoot)
        store = self.store
        money, deck = (self.prices(), lasting.purse), lasting.deck
        desk = Desk(self.name, store.ledger, store.blobs, *money, stopped=pool.stopped, deck=deck, file=self.typed)
        again, part = (lasting.reshoot, lasting.rewrite), bool(options.only)
        return Production(self.folder, screenplay, store, self.choices(), pool, tell, desk, *again, part)

    def _check_reshoot(self, screenplay: Screenplay, names: Collection[str]) -> None:
        script = self.script()
        known = {shot.id for _, _, shot in screenplay.shots()} | {slot.id for _, _, slot in screenplay.slots()}
        known |= {line.id for line in script.lines} if script else set()
        for name in names:
            if name != "stale" and name not in known:
                hint = nearest(name, known)
                raise UserError(f"--reshoot names {name!r}, and no shot or line is called so" + (f" ({hint})" if hint else ""))

    def _order(self, options: BuildOptions) -> Order:
        return Order(
            out=self.out(options),
            script=self.script(),
            script_now=self.script,
            edit=self.edit(options.edit),
            profile=PROFILES[options.profile],
            until=options.until,
            clean=options.clean,
            part=bool(options.only),
            whole=self.screenplay,
            made_by=report.made_by(self.folder, self.path, options.edit, options.only, clean=options.clean),
        )


def _tell_spent(purse: Purse, tell: Listener) -> None:
    if spent := sum_of_money(purse.spent, purse.money):
        tell(Spent(spent))


def _check(options: BuildOptions) -> None:
    for said, given, known in (("profile", options.profile, PROFILES), ("stage", options.until, chain.STAGES)):
        if given not in known:
            raise UserError(f"there is no {said} {given!r} ({nearest(given, known)})")


def _require_guarded_script() -> None:
    """Raise UserError in a worker process that is still loading the script that began the build.

    It would build in its turn, and wait for ever for the film's lock, which its parent holds.
    """
    # set while a new process reads its main module; `multiprocessing` itself refuses to start processes by it
    if getattr(multiprocessing.current_process(), "_inheriting", False):
        raise UserError(
            "build() was called while a worker process was loading your script: workers read it too. "
            'Put what the script does under\n\n    if __name__ == "__main__":\n        film.build(...)\n'
        )


def known_names() -> Catalogue:
    """Return what documents may name: the backends, beds, effects and scores that there are."""
    return catalogue(KINDS, ORDER, PRESETS)


@lru_cache(maxsize=1)
def _script_as_of(path: Path, changed: int, size: int) -> ScriptDocument:  # noqa: ARG001 - the reading is known by them
    """Read a script once for as long as its file stays as it is: a build looks at it before and after it has the lock."""
    return load_script(path)


def open_project(path: str | Path) -> Project:
    """Open a film by its screenplay; raise UserError when there is no such file."""
    found = Path(path)
    if not found.is_file():
        near = [one.name for one in found.parent.glob("*.yaml") if one.is_file() and not one.name.endswith(".script.yaml")]
        raise UserError(f"there is no screenplay {found} ({nearest(found.name, near) or 'see `white-cloud new --help`'})")
    return Project(found.absolute(), str(path))
