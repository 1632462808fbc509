"""Files that a voice's options name: in keys by their bytes, handed to the voice as paths in the store."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from white_cloud.backends.voices.base import VoiceBase
from white_cloud.stages.own_files import digest
from white_cloud.stages.production import Production
from white_cloud.store.blobs import storing


def keyed_options(production: Production, voice: type[VoiceBase], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options that decide a sound; a file counts by its digest, whatever its name."""
    keyed = voice.keyed(options)
    named = {name for name in voice.files if keyed.get(name)}
    return keyed | {name: digest(production.folder / keyed[name]) for name in named}


def handed_options(production: Production, voice: type[VoiceBase], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return all options as the voice is given them; a file is first taken into the store, so that it stays as it is."""
    named = {name for name in voice.files if options.get(name)}
    return {**options, **{name: str(_taken_in(production, production.folder / options[name])) for name in named}}


def _taken_in(production: Production, path: Path) -> Path:
    blobs, known = production.store.blobs, digest(path)
    if not blobs.has(known):
        with storing(f"take in {path.name}", production.folder):
            copy = production.scratch() / path.name
            shutil.copyfile(path, copy)
            blobs.add(copy)
    return blobs.verified(known)
