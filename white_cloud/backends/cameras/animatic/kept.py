"""What takes of one place share, kept from one to the next: a film comes back to a place again and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_World = TypeVar("_World")

_kept: dict[tuple[str, object], object] = {}


def kept(build: Callable[_P, _World]) -> Callable[_P, _World]:
    """Keep the world that `build` made last, for the same arguments; it depends on nothing else and nobody changes it.

    One is kept in all, of whatever setting, and it is given up before the next is built: worlds are tens of megabytes, and a
    process shoots many. So nothing that is kept may build another.
    """

    @wraps(build)
    def world(*arguments: _P.args, **named: _P.kwargs) -> _World:
        key = (_folder(build.__module__), (build, arguments, tuple(sorted(named.items()))))
        if key not in _kept:
            _kept.clear()
            _kept[key] = build(*arguments, **named)
        found: _World = _kept[key]  # type: ignore[assignment]
        return found

    return world


def give_up(but: Iterable[str]) -> None:
    """Give up what is kept, unless it serves a setting defined in one of these modules: those that are built next."""
    folders = {_folder(module) for module in but}
    for key in [key for key in _kept if key[0] not in folders]:
        del _kept[key]


def _folder(module: str) -> str:
    return module.rpartition(".")[0]
