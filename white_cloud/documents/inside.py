"""Files that documents name: they lie in the film folder, also when links are followed."""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath

from white_cloud.errors import nearest


def complaint(folder: Path, file: str) -> tuple[str, str] | None:
    """Return what is wrong with a file that a document names, and a hint; None when it is a file inside `folder`."""
    if PurePosixPath(file).is_absolute() or PureWindowsPath(file).drive or "\\" in file:
        return f"{file!r} is not a path inside the film folder", "write it from the film folder, with /, such as sound/yard.wav"
    try:
        root = folder.resolve()
        target = (root / file).resolve()
        if not target.is_relative_to(root):
            return f"{file!r} leads out of the film folder", "copy the file into the folder"
        if target.is_dir():
            return f"{file!r} is a folder, not a file", ""
        if not target.is_file():
            return f"there is no file {file!r} in the film folder", nearest(target.name, _names(target.parent))
    except (OSError, RuntimeError) as error:
        return f"{file!r} cannot be looked at: {getattr(error, 'strerror', None) or 'its links lead in a circle'}", ""
    return None


def _names(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir() if each.is_file()] if folder.is_dir() else []
