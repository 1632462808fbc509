"""The views of paradise: what stands where in each. All are painted far to near."""

from __future__ import annotations

from collections.abc import Callable

from white_cloud.backends.cameras.animatic.settings.paradise.cards import ParadisePainter


def mirror(p: ParadisePainter) -> None:
    """Compose a lake between mountains, the sun in the gap, islets and swans."""
    p.clouds(9000, 0.16)
    p.range(5200, 0.14)
    p.peaks(1700, (0.6, 0.7, 0.75, 1.0, 0.80, 0.46, 0.10), 0.42)
    p.shore(520, 0.42, 1.6, 17.0)
    p.islet(120, 30, 10, 3)
    _near(p, 19)


def temple(p: ParadisePainter) -> None:
    """Compose the pavilion on the lake, snow behind it, an avenue along the shore."""
    p.clouds(9000, 0.30)
    p.range(4200, 0.16, 7)
    p.peaks(2100, (0.4, 0.6, 0.7, 1.0, 0.80, 0.58, 0.40), 0.40)
    p.shore(330, 0.30, 1.2, 12.5)
    p.temple(95)
    p.islet(84, 26, 7, 1)
    _near(p, 18)


def avenue(p: ParadisePainter) -> None:
    """Compose a canal between two rows of one tree that lead to the pavilion."""
    p.clouds(9000, 0.20)
    p.range(4200, 0.16, 7)
    p.peaks(1900, (0.9, 0.7, 0.5, 0.42, 0.40, 0.62, 1.0), 0.38)
    p.temple(210, 1.35)
    p.canal((185, 146, 115, 90, 70, 54, 41, 31, 23), 8.5, 0.95)
    _life(p, 19, 1.9)
    if "flowers" in p.words:
        p.flowers(7.0)


def falls(p: ParadisePainter) -> None:
    """Compose cliffs of coloured stone on both sides, water falling from each."""
    p.clouds(9000, 0.24)
    p.range(4600, 0.14)
    p.peaks(900, (1.0, 0.95, 1.0, 0.88, 0.80, 0.40, 0.02), 0.52, strata=True)
    p.fall(0.46, 9)
    p.fall(0.74, 12)
    p.shore(300, 0.34, 1.1, 13.0)
    p.islet(130, 22, 8, 2)
    _near(p, 17)


def meadow(p: ParadisePainter) -> None:
    """Compose one great peak over a narrow lake, two trees, flowers to the feet."""
    p.clouds(9000, 0.14)
    p.range(5200, 0.12)
    p.peaks(2600, (0.30, 0.34, 0.42, 0.30, 0.42, 0.72, 1.0), 0.46)
    p.shore(300, 0.20, 1.1, 11.0)
    _life(p, 26, 2.6)
    if "empty" not in p.words:
        p.framing(15)
    p.flowers(7.0)
    if "flowers" in p.words:
        p.flowers(4.2)


def isles(p: ParadisePainter) -> None:
    """Compose isles that hang over the lake, two by two, over low hills."""
    p.clouds(9000, 0.26)
    p.range(4200, 0.10)
    p.peaks(2000, (0.8, 0.6, 0.42, 0.36, 0.30, 0.22, 0.16), 0.20)
    p.isle(330, 66, 62)
    if "islands" in p.words:
        p.isle(240, 22, 62)
    p.shore(300, 0.36, 1.0, 13.0)
    p.isle(150, 42, 16)
    p.temple(120, 0.9)
    p.islet(92, 21, 6.5, 1)
    _near(p, 18)


def _near(p: ParadisePainter, depth: float) -> None:
    """Add what is nearest: people or swans, and at times trees and flowers that frame the picture."""
    _life(p, depth + 6, 2.3)
    if "crowd" in p.words or "empty" in p.words:
        return
    if "flowers" in p.words:
        p.flowers(7.0)
    elif p.random.random() < 0.6 and "lake" not in p.words:
        p.framing(depth - 3)


def _life(p: ParadisePainter, depth: float, apart: float) -> None:
    if "crowd" in p.words:
        p.crowd(13)
    elif "walker" in p.words:
        p.jetty(7.5, 30)
    elif "empty" not in p.words:
        p.swans(depth, apart)


#: By name: how to compose, the angle of the lens, the horizon, the eye's height over the water.
VIEWS: dict[str, tuple[Callable[[ParadisePainter], None], float, float, float]] = {
    "mirror": (mirror, 54, 0.535, 2.5),
    "temple": (temple, 44, 0.56, 2.4),
    "avenue": (avenue, 50, 0.55, 2.8),
    "falls": (falls, 52, 0.58, 2.6),
    "meadow": (meadow, 50, 0.52, 2.2),
    "isles": (isles, 50, 0.62, 2.6),
}


def view_of(words: frozenset[str], number: int) -> str:
    """Return the name of the view that the words ask for, else the one of a number."""
    for word, names in (
        ("islands", ("isles",)),
        ("flowers", ("meadow", "avenue")),
        ("lake", ("mirror", "falls", "temple")),
        ("walker", ("temple", "mirror", "falls", "isles")),
        ("crowd", ("temple", "mirror", "falls", "isles")),
    ):
        if word in words:
            return names[number % len(names)]
    return tuple(VIEWS)[number % len(VIEWS)]
