"""What changed between two finished cuts, in sentences, read from their reports."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from white_cloud.errors import UserError
from white_cloud.stages.deliver import read_report


def find_cuts(film: Path | None) -> Path:
    """Return the folder of the cuts: that of `film`, or of the only film below `build/`."""
    if film is not None:
        return film / "cuts"
    found = sorted(Path("build").glob("*/cuts"))
    if len(found) != 1:
        said = ", ".join(str(path.parent) for path in found) or "none below build/"
        raise UserError(f"which film? found {said}; say --film build/NAME")
    return found[0]


def compare_cuts(cuts: Path, first: int, second: int) -> list[str]:
    """Return the differences between two cuts; raise UserError naming the cuts there are."""
    old, new = _report(cuts, first), _report(cuts, second)
    said = []
    if old["frames"] != new["frames"]:
        said.append(f"length: {old['frames']} frames became {new['frames']}")
    names = ("profile", "rate", "size", "title")
    said += [f"{name}: {old.get(name)} became {new.get(name)}" for name in names if old.get(name) != new.get(name)]
    old_sound, new_sound = old.get("sound") or {}, new.get("sound") or {}
    if changes := _changes(old_sound, new_sound, tuple(sorted({*old_sound, *new_sound}))):
        said.append(f"sound: {', '.join(changes)}")
    said += _clips(_by(old["clips"], "clip"), _by(new["clips"], "clip"))
    said += _lines(_by(old["lines"], "line"), _by(new["lines"], "line"))
    if not said:
        said.append("the two cuts are the same film" if old["sha256"] == new["sha256"] else "only how it is encoded changed")
    return said


def _report(cuts: Path, number: int) -> Mapping[str, Any]:
    report = read_report(cuts / f"{number:04d}" / "report.json")
    if report is None:
        there = ", ".join(str(int(path.name)) for path in sorted(cuts.glob("*")) if path.name.isdecimal()) or "none"
        raise UserError(f"there is no cut {number} in {cuts} (there are: {there})")
    return report


def _by(items: list[dict[str, Any]], name: str) -> dict[str, dict[str, Any]]:
    return {item[name]: item for item in items}


def _clips(old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]]) -> list[str]:
    said = [f"clip {id_}: gone" for id_ in old if id_ not in new]
    said += [f"clip {id_}: new, {new[id_]['frames']} frames at {new[id_]['start']}" for id_ in new if id_ not in old]
    for id_ in new:
        if id_ in old and (
            changes := _changes(old[id_], new[id_], ("start", "frames", "first", "take", "speed", "drift", "effects"))
        ):
            said.append(f"clip {id_}: {', '.join(changes)}")
    return said


def _lines(old: Mapping[str, dict[str, Any]], new: Mapping[str, dict[str, Any]]) -> list[str]:
    said = [f"line {id_}: no longer said" for id_ in old if id_ not in new]
    said += [f"line {id_}: new" for id_ in new if id_ not in old]
    for id_ in new:
        if id_ in old and (changes := _changes(old[id_], new[id_], ("text", "speaker", "spoken", "start"))):
            said.append(f"line {id_}: {', '.join(changes)}")
    return said


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], names: tuple[str, ...]) -> list[str]:
    return [f"{name} {old.get(name)} → {new.get(name)}" for name in names if old.get(name) != new.get(name)]
