"""The pictures of the documentation: `make images`, once the short film is built (`make film`).

contact.jpg   one frame of every shot of the short film
drift.png     its drift
effects.jpg   each glitch effect at four strengths, on a take of the film
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

import white_cloud
from white_cloud.glitch.catalogue import EFFECTS
from white_cloud.glitch.effect import Moment
from white_cloud.media.planes import to_rgb
from white_cloud.media.reader import PictureReader
from white_cloud.text.fonts import find_font

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
FILM = ROOT / "build" / "white_cloud_short"
SCREENPLAY = ROOT / "scripts_screenplay" / "white_cloud_short.yaml"
#: The take that is damaged, and which of its frames.
SHOT, FRAME, SEED = "crew_01", 60, 7
STRENGTHS = (0.25, 0.5, 0.75, 1.0)
WIDTH, CELL, GAP = 1400, (344, 194), 8
#: The largest a picture may be, in kB: pictures stay in the repository for ever.
LARGEST = {"contact.jpg": 250, "effects.jpg": 250, "drift.png": 120}


def main() -> int:
    """Make all three; return the exit status."""
    if not (FILM / "contact.jpg").exists():
        print("the short film is not built; run `make film`", file=sys.stderr)
        return 2
    IMAGES.mkdir(exist_ok=True)
    _keep_jpeg(_narrowed(FILM / "contact.jpg"), IMAGES / "contact.jpg")
    _narrowed(FILM / "drift.png").quantize(256, dither=Image.Dither.NONE).save(IMAGES / "drift.png", optimize=True)
    _keep_jpeg(effects(), IMAGES / "effects.jpg")
    large = [name for name, most in LARGEST.items() if (IMAGES / name).stat().st_size > most * 1000]
    for name in large:
        print(f"{name} is over {LARGEST[name]} kB", file=sys.stderr)
    return 1 if large else 0


def effects() -> Image.Image:
    """Return the grid of effects by strengths."""
    name = ImageFont.truetype(str(find_font("float").path), 15)
    rows, columns = len(EFFECTS), len(STRENGTHS)
    sheet = Image.new("RGB", (columns * (CELL[0] + GAP), rows * (CELL[1] + GAP + 22)), "#141210")
    pen = ImageDraw.Draw(sheet)
    with PictureReader(_take()) as plate:
        for row, effect in enumerate(EFFECTS.values()):
            for column, strength in enumerate(STRENGTHS):
                corner = (column * (CELL[0] + GAP) + GAP // 2, row * (CELL[1] + GAP + 22) + 24)
                moment = Moment(FRAME, strength, SEED)
                picture = to_rgb(effect().frame(plate.frame(FRAME), moment, plate.frame))
                sheet.paste(_cell(picture), corner)
                pen.text((corner[0], corner[1] - 23), f"{effect.name}  {strength:g}", "#b8afa2", font=name)
    return sheet


def _cell(picture: NDArray[np.uint8]) -> Image.Image:
    return Image.fromarray(picture).resize(CELL, Image.Resampling.LANCZOS)


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
        if path.stat().st_size <= LARGEST[path.name] * 1000:
            return


if __name__ == "__main__":
    sys.exit(main())
