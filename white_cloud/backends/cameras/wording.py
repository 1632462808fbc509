"""What a camera that understands sentences is told: a shot's prompt, what it becomes, its move and its register, in English."""

from __future__ import annotations

from fractions import Fraction

from white_cloud.backends.cameras.chunks import position

_MOVES = {
    "pan left": "the camera pans slowly to the left",
    "pan right": "the camera pans slowly to the right",
    "tilt up": "the camera tilts slowly up",
    "tilt down": "the camera tilts slowly down",
    "push in": "the camera pushes in slowly",
    "pull out": "the camera pulls out slowly",
    "track left": "the camera tracks to the left",
    "track right": "the camera tracks to the right",
    "crane up": "the camera cranes up",
    "crane down": "the camera cranes down",
    "drone": "aerial drone shot, the camera glides forward",
    "hand-held": "hand-held camera",
    "descent": "the camera descends",
    "static": "static camera",
}
_REGISTERS = {
    "testimony": "documentary footage, natural light",
    "slippage": "documentary footage, slightly cold and unreal light",
    "advert": "glossy commercial, soft bright light",
    "propaganda": "propaganda film, heroic and over-saturated",
}


def worded(prompt: str, becomes: str, turning: tuple[Fraction, Fraction]) -> str:
    """Return the prompt of a chunk, or of a whole shot, on its way from `prompt` to `becomes` (empty: it stays what it is).

    `turning` is the stretch of the way, 0..1, as in a ShotRequest; raises ValueError where it is none.
    """
    at = position(turning)
    if not becomes or at == 0:
        return prompt
    if at is None:
        return f"{prompt}, which slowly turns into {becomes}"
    if at == 1:
        return becomes
    if at <= Fraction(1, 3):
        return f"{prompt}, beginning to turn into {becomes}"
    if at < Fraction(2, 3):
        return f"{prompt} and {becomes} at once, halfway from the one to the other"
    return f"{becomes}, with a last trace of {prompt}"


def directed(words: str, move: str, register: str) -> str:
    """Return words with the move and the tone of the register said after them; one that is not known is not said."""
    said = (words, _MOVES.get(move, ""), _REGISTERS.get(register, ""))
    return ". ".join(part.rstrip(". ") for part in said if part)
