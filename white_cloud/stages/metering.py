"""Metering: a finished film beside its clean rendering, clip by clip, in worker processes."""

from __future__ import annotations

import json
import os
import shlex
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from white_cloud.build.events import ItemDone, Listener, StageDone, StageStarted, unheard
from white_cloud.build.executors import ONE_THREAD, Pool, Task
from white_cloud.errors import MediaError, UserError, few, nearest
from white_cloud.media.encoding import Encoding
from white_cloud.stages.deliver import read_report
from white_cloud.stages.profiles import PROFILES
from white_cloud.stages.report import FORMAT as REPORT
from white_cloud.store.blobs import replace_text, scratch

FORMAT = "white-cloud/meter@1"
#: What says that two clips show the same frames of the same take at the same place.
_CUT = ("clip", "start", "frames", "take", "first", "speed")


@dataclass(frozen=True)
class Film:
    """A finished film: the folder it was delivered into, and its report."""

    folder: Path
    report: Mapping[str, Any]

    @property
    def path(self) -> Path:
        """The film itself."""
        return self.folder / "film.mp4"

    @property
    def frames(self) -> int:
        """The film's length."""
        return int(self.report["frames"])

    @property
    def encoding(self) -> Encoding:
        """How its picture was encoded; raises UserError for a profile that is not known."""
        return PROFILES[self.profile].encoding

    @property
    def profile(self) -> str:
        """The profile it was rendered in; raises UserError for one that is not known."""
        name = str(self.report["profile"])
        if name not in PROFILES:
            raise UserError(f"{self.folder / 'report.json'}: there is no profile {name!r} ({nearest(name, PROFILES)})")
        return name

    @property
    def home(self) -> Path | None:
        """The film folder: the nearest above that holds the screenplay which the report names; None where none does."""
        above = [self.folder.absolute(), *self.folder.absolute().parents]
        return next((place for place in above if (place / self._screenplay).is_file()), None)

    @property
    def _screenplay(self) -> str:
        return str(self.made_by.get("screenplay") or f"scripts_screenplay/{self.report['name']}.yaml")

    @property
    def made_by(self) -> Mapping[str, Any]:
        """What asks for this film again, as the report says it; empty in one of an earlier version."""
        found: Mapping[str, Any] = self.report.get("made_by") or {}
        return found

    @property
    def screenplay(self) -> Path:
        """Where the screenplay lies, as a person types it; from the film folder, where that is not found."""
        return shown(self.home / self._screenplay) if self.home else Path(self._screenplay)

    @property
    def edit(self) -> Path | None:
        """Where the edit lies that it was cut by, likewise; None where there was none, or nobody knows."""
        if not (edit := str(self.made_by.get("edit", ""))):
            return None
        return shown(self.home / edit) if self.home else Path(edit)

    def command(self, clean: Path | None = None) -> str:
        """Return the command that builds it again, or with `clean` its clean rendering into that folder."""
        only, profile = self.made_by.get("only"), self.report["profile"]
        words = ["white-cloud", "build", str(self.screenplay)]
        words += ["--edit", str(self.edit)] if self.edit else []
        words += ["--profile", profile] if profile != "master" else []
        words += ["--only", str(only)] if only else []
        if clean:
            return shlex.join([*words, "--clean", "--out", str(shown(clean))])
        return shlex.join([*words, *(["--clean"] if self.made_by.get("clean") else []), "--out", str(shown(self.folder))])


def shown(path: Path) -> Path:
    """Return a path as a person types it: relative to where the command was run, where it lies below."""
    whole = path.absolute()
    return whole.relative_to(Path.cwd()) if whole.is_relative_to(Path.cwd()) else whole


def finished(folder: Path) -> Film:
    """Return the finished film in a folder; raise UserError where there is none."""
    report = read_report(folder / "report.json")
    if report is None or not (folder / "film.mp4").is_file():
        known = sorted(str(path.parent) for path in Path("build").glob("*/report.json"))
        hint = nearest(str(folder), known) or "`white-cloud build SCREENPLAY` makes one in build/NAME"
        raise UserError(f"there is no finished film in {folder} ({hint})")
    if report.get("format") != REPORT:
        raise UserError(f"{folder / 'report.json'} is of the format {report.get('format')!r}, and {REPORT!r} is read here")
    return Film(folder, report)


def require_alike(film: Film, clean: Film) -> None:
    """Raise UserError unless `clean` is the clean rendering of the same cut, at the same size, rate and profile."""
    again = f"make it again with `{film.command(clean.folder)}`"
    if dirty := [clip["clip"] for clip in clean.report["clips"] if clip["effects"]]:
        raise UserError(f"{clean.folder} is no clean rendering: there are effects on {few(dirty)}; {again}")
    for what in ("size", "rate", "profile"):
        ours, theirs = film.report[what], clean.report[what]
        if ours != theirs:
            raise UserError(f"{film.folder} and {clean.folder} cannot be compared: {what} {ours} and {theirs}; {again}")
    if difference := _difference(film.report["clips"], clean.report["clips"]):
        raise UserError(
            f"{clean.folder} is of another cut than {film.folder}: {difference}; "
            f"build whichever is older again: `{film.command()}` or `{film.command(clean.folder)}`"
        )
    if not same_plates(film, clean):
        raise UserError(
            f"{film.folder} and {clean.folder} show other captions or cards, or one is an earlier renderer's; "
            f"build whichever is older again: `{film.command()}` or `{film.command(clean.folder)}`"
        )


def same_plates(film: Film, clean: Film) -> bool:
    """Return whether two films were the same picture to the byte, were it not for effects; also where neither says."""
    return bool(film.report.get("plain_key") == clean.report.get("plain_key"))


def _difference(ours: Sequence[Mapping[str, Any]], theirs: Sequence[Mapping[str, Any]]) -> str:
    """Return in words where two cuts begin to differ; nothing where they do not."""
    for one, other in zip(ours, theirs, strict=False):
        for what in _CUT:
            if one.get(what) != other.get(what):
                return f"{one['clip']} has {what} {one.get(what)}, and there it is {other.get(what)}"
    return f"it has {len(ours)} clips, and there are {len(theirs)}" if len(ours) != len(theirs) else ""


def measure(film: Film, clean: Film, every: int, pool: Pool, tell: Listener = unheard) -> dict[str, Any]:
    """Measure a film against its clean rendering, every so many frames; write meter.json and meter.png beside it.

    Return what meter.json holds. Raises UserError where they cannot be compared, MediaError for a damaged file.
    """
    from white_cloud.meter import summary

    require_alike(film, clean)
    _require_whole(film)
    _require_whole(clean)
    compared = _compared(film, clean, every, pool, tell)
    clips = [summary.figures(clip, compared[clip["clip"]]) for clip in film.report["clips"]]
    data = {
        "format": FORMAT,
        "name": film.report["name"],
        "profile": film.profile,
        "film": film.report["sha256"],
        "clean": clean.report["sha256"],
        "frames": film.frames,
        "every": every,
        **summary.summary(clips),
        "clips": summary.data(clips),
    }
    _write(film, data, compared)
    return data


def _require_whole(film: Film) -> None:
    """Raise MediaError where the file is not as long or as large as its report says."""
    from white_cloud.media.reader import PictureReader

    with PictureReader(film.path) as reader:
        if (reader.frames, list(reader.size)) != (film.frames, film.report["size"]):
            shape = f"{reader.frames} frames of {reader.size[0]}x{reader.size[1]}"
            raise MediaError(f"{film.path} has {shape}, which its report does not say; make it again with `{film.command()}`")


def _compared(film: Film, clean: Film, every: int, pool: Pool, tell: Listener) -> dict[str, Any]:
    from white_cloud.meter.comparison import Stretch, compare

    found: dict[str, Any] = {}
    clips = film.report["clips"]
    for name, value in ONE_THREAD.items():
        os.environ.setdefault(name, value)
    begun = time.perf_counter()
    tell(StageStarted("meter", len(clips), 0, film.frames))
    with scratch(film.folder) as folder:
        files = film.path, clean.path
        stretches = [Stretch(clip["clip"], clip["start"], clip["frames"], every) for clip in clips]
        tasks = [Task(one.clip, compare, (*files, one, film.encoding, folder), one.frames) for one in stretches]
        with closing(pool.run(tasks)) as outcomes:
            for outcome in outcomes:
                if outcome.error is not None:
                    raise outcome.error
                found[outcome.task.id] = outcome.value
                tell(ItemDone("meter", outcome.task.id, outcome.task.weight, ""))
    tell(StageDone("meter", len(clips), 0, time.perf_counter() - begun))
    return found


def _write(film: Film, data: Mapping[str, Any], compared: Mapping[str, Any]) -> None:
    from white_cloud.media.atomic import whole_or_absent
    from white_cloud.meter.plot import draw_meter

    title = film.report["title"]
    name = " / ".join(title[language] for language in film.report["languages"] if language in title)
    losses = [(one.frame, one.loss) for clip in data["clips"] for one in compared[clip["clip"]].readings]
    with whole_or_absent(film.folder / "meter.png") as part:
        draw_meter(data, losses, name, film.report["rate"], part)
    replace_text(film.folder / "meter.json", json.dumps(data, ensure_ascii=False, indent=1) + "\n")
