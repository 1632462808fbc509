"""A take of the animatic camera: a setting, a print and a rate; frame n is a pure function of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from importlib import import_module

from white_cloud.backends.cameras.animatic.lab import Grade, Print
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.setting import Setting

#: Where each setting lives: module of this package and class.
SETTINGS = {
    "dunes": "dunes:Dunes",
    "pit": "pit:Pit",
    "hovel": "hovel:Hovel",
    "town": "town:Town",
    "city": "city:City",
    "paradise": "paradise:Paradise",
}

_LEAST = (16, 10)  # a smaller world cannot be painted


def setting_class(name: str) -> type[Setting]:
    """Return the class of a setting, imported when it is first asked for; raise KeyError for a name that is none."""
    module, attribute = SETTINGS[name].split(":")
    found: type[Setting] = getattr(import_module(f"{__package__}.{module}"), attribute)
    return found


def even(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size (width, height) rounded up to even numbers, as 4:2:0 chroma needs."""
    return size[0] + size[0] % 2, size[1] + size[1] % 2


def toned(grade: Grade, register: str) -> Grade:
    """Return a grade as the register of a scene bends it: testimony is left alone, an advert is clean, propaganda hard."""
    if register == "advert":
        return replace(
            grade, saturation=grade.saturation * 1.2, exposure=grade.exposure * 1.08, vignette=grade.vignette * 0.5, grain=1.8
        )
    if register == "propaganda":
        return replace(grade, saturation=grade.saturation * 1.1, contrast=grade.contrast * 1.12)
    return grade


class Take:
    """Frames of one setting, printed. `frame(n)` alone gives what `frames` gives in order."""

    def __init__(self, setting: Setting, printer: Print, rate: Fraction) -> None:
        self.setting, self.printer, self.rate = setting, printer, rate

    @classmethod
    def of(
        cls,
        name: str,
        words: frozenset[str],
        move: Move,
        size: tuple[int, int],
        rate: Fraction,
        seed: int,
        register: str = "",
        detail: float = 1.0,
    ) -> Take:
        """Build the setting `name` for pictures of `size` (width, height, even), painted at `detail` of its usual scale."""
        maker = setting_class(name)
        scale = maker.internal_scale * detail
        internal = tuple(max(least, round(side * scale / 2) * 2) for side, least in zip(size, _LEAST, strict=True))
        world = (internal[0], internal[1])
        setting = maker(world, seed, words, move)
        return cls(setting, Print(world, size, toned(setting.grade, register), seed), rate)

    def frame(self, number: int) -> Array:
        """Return frame `number` as packed planes, uint8 (height * 3/2, width), BT.709 limited range."""
        return self.printer(number, self._light(number), self._light(number - 1))

    def frames(self, count: int) -> Iterator[Array]:
        """Yield the first `count` frames; each one's light serves the next as the frame before."""
        previous = self._light(-1)
        for number in range(count):
            light = self._light(number)
            yield self.printer(number, light, previous)
            previous = light

    def _light(self, number: int) -> Array:
        return self.setting.radiance(float(number / self.rate))
