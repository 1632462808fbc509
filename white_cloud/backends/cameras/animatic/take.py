"""A take of the animatic camera: a setting, a print and a rate; frame n is a pure function of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module

from white_cloud.backends.cameras.animatic.becoming import Becoming, ChangingPrint
from white_cloud.backends.cameras.animatic.kept import give_up
from white_cloud.backends.cameras.animatic.lab import Print
from white_cloud.backends.cameras.animatic.moves import Move
from white_cloud.backends.cameras.animatic.radiance import Array
from white_cloud.backends.cameras.animatic.registers import toned
from white_cloud.backends.cameras.animatic.setting import Setting
from white_cloud.media.survey import Survey

#: Where each setting lives: module of the package `settings`, and class.
SETTINGS = {
    "dunes": "dunes:Dunes",
    "pit": "pit.pit:Pit",
    "blast": "blast.blast:Blast",
    "tailings": "tailings.tailings:Tailings",
    "refinery": "refinery.refinery:Refinery",
    "hovel": "hovel.hovel:Hovel",
    "canteen": "canteen.canteen:Canteen",
    "corridor": "corridor.corridor:Corridor",
    "town": "town.town:Town",
    "bus": "bus.bus:Bus",
    "phone": "phone.phone:Phone",
    "city": "city.city:City",
    "drive": "drive.drive:Drive",
    "datacentre": "datacentre.datacentre:Datacentre",
    "paradise": "paradise.paradise:Paradise",
    "crowd": "crowd.crowd:Crowd",
    "portrait": "portrait.portrait:Portrait",
    "clouds": "clouds.clouds:Clouds",
    "tunnel": "tunnel.tunnel:Tunnel",
}

_LEAST = (16, 10)  # a smaller world cannot be painted
_CHANGING = 0.8  # how large two worlds are painted that stand at once, for the sake of memory and time: grains hide it


def setting_class(name: str) -> type[Setting]:
    """Return the class of a setting, imported when it is first asked for; raise KeyError for a name that is none."""
    module, attribute = SETTINGS[name].split(":")
    found: type[Setting] = getattr(import_module(f"{__package__}.settings.{module}"), attribute)
    return found


def even(size: tuple[int, int]) -> tuple[int, int]:
    """Return a size (width, height) rounded up to even numbers, as 4:2:0 chroma needs."""
    return size[0] + size[0] % 2, size[1] + size[1] % 2


@dataclass(frozen=True)
class Place:
    """A setting by name, and the modifiers it is asked for with."""

    name: str
    words: frozenset[str] = frozenset()


class Take:
    """Frames of one setting, printed. `frame(n)` alone gives what `frames` gives in order."""

    def __init__(self, setting: Setting, printer: Print | ChangingPrint, rate: Fraction) -> None:
        self.setting, self.printer, self.rate = setting, printer, rate

    @classmethod
    def of(
        cls,
        place: Place,
        move: Move,
        size: tuple[int, int],
        rate: Fraction,
        seed: int,
        register: str = "",
        detail: float = 1.0,
        becomes: Place | None = None,
    ) -> Take:
        """Build the setting of `place` for pictures of `size` (width, height, even), painted at `detail` of its usual scale.

        With `becomes` it turns into that place while the take runs; both are painted at _CHANGING of the smaller scale.
        """
        places = (place,) if becomes is None else (place, becomes)
        scale = min(setting_class(one.name).internal_scale for one in places) * detail * (_CHANGING if becomes else 1)
        give_up(but=(setting_class(one.name).__module__ for one in places))
        world = _world_size(size, scale)
        setting, *others = (setting_class(one.name)(world, seed, one.words, move) for one in places)
        if not others:
            return cls(setting, Print(world, size, toned(setting.grade, register), seed), rate)
        changing = Becoming(setting, others[0], move.seconds, seed)
        first, second = (Print(world, size, toned(grade, register), seed) for grade in changing.grades)
        return cls(changing, ChangingPrint(first, second, lambda number: changing.progress_at(float(number / rate))), rate)

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

    def survey(self, number: int) -> Survey:
        """Return the survey of frame `number`, at the size the setting is painted in."""
        return self.setting.survey(float(number / self.rate))

    def _light(self, number: int) -> Array:
        return self.setting.radiance(float(number / self.rate))


def _world_size(size: tuple[int, int], scale: float) -> tuple[int, int]:
    width, height = (max(least, round(side * scale / 2) * 2) for side, least in zip(size, _LEAST, strict=True))
    return width, height
