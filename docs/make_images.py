"""The pictures of the documentation: `make images`, which builds and measures the short film first.

contact.jpg   one frame of every shot of the short film
drift.png     its drift
score.png     its score: which effects work, how strongly and when
meter.png     what they did to it, measured
effects/      each effect at four strengths, on a take of the film
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import white_cloud
from white_cloud.glitch.catalogue import EFFECTS
from white_cloud.media.planes import to_rgb
from white_cloud.media.reader import PictureReader
from white_cloud.project import BuildOptions
from white_cloud.render.clip import plate_clip
from white_cloud.text.fonts import find_font

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
FILM = ROOT / "build" / "white_cloud_short"
SCREENPLAY = ROOT / "scripts_screenplay" / "white_cloud_short.yaml"
#: The take that is damaged, which of its frames is shown, and of effects on time one where it can be seen.
SHOT, FRAME, FRAMES, SEED = "pit_03", 70, {"mosh": 58}, 7
#: What overprint prints.
ASKED = ("open pit mine, an enormous haul truck comes up the terraces, dust", "animatic   seed 7")
STRENGTHS = (0.0, 0.25, 0.5, 1.0)
WIDTH, CELL, GAP = 1400, (344, 194), 8
#: The largest a picture may be, in kB, by its name or its folder: pictures stay in the repository for ever.
LARGEST = {"contact.jpg": 250, "drift.png": 120, "score.png": 120, "meter.png": 250, "effects": 90}


def main() -> int:
    """Make them all; return the exit status."""
    missing = [name for name in ("contact.jpg", "drift.png", "meter.png") if not (FILM / name).exists()]
    if missing:
        print(f"{FILM.name} has no {' and no '.join(missing)} yet; run `make images`", file=sys.stderr)
        return 2
    (IMAGES / "effects").mkdir(parents=True, exist_ok=True)
    _keep_jpeg(_narrowed(FILM / "contact.jpg"), IMAGES / "contact.jpg")
    white_cloud.open(SCREENPLAY).score(BuildOptions()).draw(IMAGES / "score.png")
    for name, source in (("drift.png", FILM), ("meter.png", FILM), ("score.png", IMAGES)):
        _narrowed(source / name).quantize(256, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)
    for name, strip in strips():
        _keep_jpeg(strip, IMAGES / "effects" / f"{name}.jpg")
    large = [path for path in IMAGES.rglob("*.*") if path.stat().st_size > 1000 * _largest(path)]
    for path in large:
        print(f"{path.name} is too large: {path.stat().st_size / 1000:.0f} kB", file=sys.stderr)
    return 1 if large else 0


def _largest(path: Path) -> int:
    return LARGEST.get(path.name) or LARGEST.get(path.parent.name, 250)


def strips() -> Iterator[tuple[str, Image.Image]]:
    """Yield every effect by name with its strip: the plate, and the effect on it at three strengths, in motion up to there."""
    with PictureReader(_take()) as plate:
        source = plate_clip(plate, plate.rate, Fraction(1))
        for name, effect in EFFECTS.items():
            more = {"lines": ASKED} if name == "overprint" else {}
            clips = [source.with_effects([effect(strength, SEED, **more)]) for strength in STRENGTHS]
            yield name, _strip([to_rgb(clip.get_frame(FRAMES.get(name, FRAME) / clip.fps)) for clip in clips])


def _strip(pictures: Sequence[NDArray[np.uint8]]) -> Image.Image:
    """Return pictures side by side, each under its strength."""
    figures = ImageFont.truetype(str(find_font("0.25").path), 13)
    sheet = Image.new("RGB", (len(pictures) * (CELL[0] + GAP) - GAP, CELL[1] + 20), "#141210")
    pen = ImageDraw.Draw(sheet)
    for column, (picture, strength) in enumerate(zip(pictures, STRENGTHS, strict=True)):
        left = column * (CELL[0] + GAP)
        sheet.paste(Image.fromarray(picture).resize(CELL, Image.Resampling.LANCZOS), (left, 20))
        pen.text((left + 4, 2), f"{strength:g}", "#b8afa2", font=figures)
    return sheet


def _take() -> Path:
    project = white_cloud.open(SCREENPLAY)
    return project.store.blobs.verified(project.takes(SHOT)[-1].blob)


def _narrowed(path: Path) -> Image.Image:
    picture = Image.open(path).convert("RGB")
    return picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)


def _keep_jpeg(picture: Image.Image, path: Path) -> None:
    """Save at the best quality that fits."""
    for quality in range(88, 40, -4):
        picture.save(path, quality=quality, optimize=True, progressive=True)
        if path.stat().st_size <= _largest(path) * 1000:
            return


if __name__ == "__main__":
    sys.exit(main())
