"""A rectangle of the pixels of a picture, in which something is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from white_cloud.backends.cameras.animatic.radiance import Array


@dataclass(frozen=True)
class Window:
    """A rectangle of pixels, `right` and `bottom` not among them."""

    left: int
    right: int
    top: int
    bottom: int

    @classmethod
    def around(cls, x: Array, y: Array, size: tuple[int, int], margin: float = 1.0) -> Window:
        """Return what of places, `margin` pixels added, lies in a picture of `size` (width, height)."""
        return cls(
            int(max(0, x.min() - margin)),
            int(min(size[0], x.max() + margin + 1)),
            int(max(0, y.min() - margin)),
            int(min(size[1], y.max() + margin + 1)),
        )

    @property
    def width(self) -> int:
        """How many columns it has, below 1 where it is empty."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """How many rows it has, below 1 where it is empty."""
        return self.bottom - self.top

    @property
    def place(self) -> tuple[slice, slice]:
        """Its rows and columns, to take it from a picture."""
        return slice(self.top, self.bottom), slice(self.left, self.right)
