"""A still of every setting of the camera `animatic`, as docs/gallery/stills.yaml asks for them: `make gallery`.

Writes docs/gallery/NAME.jpg, at most 150 kB each, docs/gallery/README.md, which shows them with their prompts, and
docs/images/becomes.jpg: a wheel that becomes a tunnel.
`--blind DIR` writes them instead as grey PNG files with shuffled numbers, and the answers in DIR/key.txt: for eyes that have
not read the prompts.
"""

from __future__ import annotations

import argparse
import io
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import yaml
from PIL import Image

from white_cloud import identity
from white_cloud.backends.cameras.animatic.camera import staged
from white_cloud.backends.cameras.base import ShotRequest
from white_cloud.media.planes import to_rgb

FOLDER = Path(__file__).parent / "gallery"
SIZE, RATE, SECONDS = (1280, 720), Fraction(24), 6
LARGEST = 150_000  # bytes
_HEAD = """\
# What the camera `animatic` shows

One still of every setting, from the prompt beneath it, as it comes: no key, no network, no graphics card.
`make gallery` makes them again; `stills.yaml` says what is asked for.
"""


@dataclass(frozen=True)
class Still:
    """A frame asked for: a setting's name for the file, the prompt, move and register, and the second it is taken at."""

    name: str
    prompt: str
    move: str = "static"
    register: str = "testimony"
    at: float = 2.0
    take: int = 1

    def picture(self) -> Image.Image:
        """Shoot the frame."""
        return next(frames(self, [self.at]))


def frames(still: Still, moments: Iterable[float], becomes: str = "") -> Iterator[Image.Image]:
    """Yield the frames of a still's take at `moments`, in seconds."""
    seed = identity.seed("gallery", still.name, still.take)
    frames_ = int(SECONDS * RATE)
    take, _ = staged(ShotRequest(still.prompt, frames_, RATE, SIZE, still.move, still.register, seed, becomes=becomes))
    for at in moments:
        yield Image.fromarray(to_rgb(take.frame(round(at * RATE))))


def write_becoming() -> None:
    """Write docs/images/becomes.jpg: six moments of a wheel that becomes a tunnel."""
    wheel = Still("wheel", "close on the wheel of a haul truck in the open pit", "push in")
    cell = (464, 261)
    strip = Image.new("RGB", (3 * cell[0] + 8, 2 * cell[1] + 4), "#141210")
    for number, picture in enumerate(frames(wheel, (0.6, 1.6, 2.2, 3.4, 4.0, 5.7), "a tunnel, lamps overhead")):
        place = (number % 3 * (cell[0] + 4), number // 3 * (cell[1] + 4))
        strip.paste(picture.resize(cell, Image.Resampling.LANCZOS), place)
    (FOLDER.parent / "images" / "becomes.jpg").write_bytes(_jpeg(strip))


def stills() -> Iterator[Still]:
    """Yield what stills.yaml asks for."""
    for name, asked in yaml.safe_load((FOLDER / "stills.yaml").read_text(encoding="utf-8")).items():
        yield Still(name, **asked)


def write_gallery(only: list[str]) -> None:
    """Write the pictures, or those named, and the page that shows them."""
    page = [_HEAD]
    for still in stills():
        if not only or still.name in only:
            (FOLDER / f"{still.name}.jpg").write_bytes(_jpeg(still.picture()))
        page.append(f"## {still.name}\n\n![{still.name}]({still.name}.jpg)\n\n`{still.prompt}` · {still.move}\n")
    (FOLDER / "README.md").write_text("\n".join(page), encoding="utf-8")


def _jpeg(picture: Image.Image) -> bytes:
    """Return a picture as the best JPEG that is small enough."""
    for quality in range(90, 30, -4):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
        if out.tell() <= LARGEST:
            return out.getvalue()
    raise SystemExit(f"a still cannot be made smaller than {LARGEST} bytes")


def write_blind(folder: Path, shuffle: int) -> None:
    """Write the stills in grey, numbered in no order, and what they are."""
    folder.mkdir(parents=True, exist_ok=True)
    shuffled = list(stills())
    random.Random(shuffle).shuffle(shuffled)
    for number, still in enumerate(shuffled, 1):
        still.picture().convert("L").save(folder / f"{number:02d}.png")
    (folder / "key.txt").write_text("".join(f"{number:02d} {still.name}\n" for number, still in enumerate(shuffled, 1)))


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("only", nargs="*", metavar="SETTING", help="make these only")
    parser.add_argument("--blind", type=Path, metavar="DIR", help="write shuffled grey stills instead")
    parser.add_argument("--shuffle", type=int, default=1, metavar="N", help="another order for --blind")
    asked = parser.parse_args()
    if asked.blind:
        write_blind(asked.blind, asked.shuffle)
    else:
        write_gallery(asked.only)
        if not asked.only:
            write_becoming()


if __name__ == "__main__":
    main()
