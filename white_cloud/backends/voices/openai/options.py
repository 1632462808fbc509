"""The options of the voice `openai`."""

from __future__ import annotations

from typing import Any

from pydantic import Field, ValidationInfo, field_validator

from white_cloud.backends.hosted.openai_account import AccountOptions
from white_cloud.documents.fields import refused
from white_cloud.errors import closest

#: OpenAI's own voices; a server of one's own has others.
VOICES = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer"),
    "verse",
)
#: What the id of a voice made for one account begins with.
CUSTOM = "voice_"
#: The model that speaks unless another is named; it can be told how.
TOLD = "gpt-4o-mini-tts"
#: Models that speak and cannot be told how, and those of the voices that they have.
UNTOLD = ("tts-1",)
UNTOLD_VOICES = ("alloy", "ash", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer")
#: Who speaks where nobody is named, and its like among the voices of the models above.
DEFAULT, UNTOLD_DEFAULT = "cedar", "onyx"


def voices_of(model: str) -> tuple[str, ...]:
    """Return OpenAI's own voices that a model has."""
    return UNTOLD_VOICES if model.startswith(UNTOLD) else VOICES


def _default(read: dict[str, Any]) -> str:
    return UNTOLD_DEFAULT if read.get("model", "").startswith(UNTOLD) else DEFAULT


class VoiceOptions(AccountOptions):
    """Which model speaks, with which timbre, and what it is told beside who speaks."""

    model: str = Field(TOLD, min_length=1, description="the model's name, as the server knows it")
    voice: str = Field(
        default_factory=_default,
        min_length=1,
        description="a voice of OpenAI's that the model has, a custom one (voice_...) or the server's own",
    )
    speed: float = Field(1.0, ge=0.25, le=4.0, description="1 is the voice's own pace")
    instructions: str = Field("", max_length=2000, description="what else the voice is told, in words")

    @property
    def told(self) -> bool:
        """Whether the model takes instructions; tts-1 and tts-1-hd hear neither persona nor register."""
        return not self.model.startswith(UNTOLD)

    @field_validator("voice")
    @classmethod
    def _is_a_voice(cls, voice: str, info: ValidationInfo) -> str:
        own = info.data.get("base_url", "") != ""
        model = info.data.get("model", "")
        known = voices_of(model)
        if own or voice in known or voice.startswith(CUSTOM):
            return voice
        choices = f"choose from {', '.join(known)}"
        if voice in VOICES:
            raise refused(f"{model} has no voice {voice!r}", f"{choices}, or a model that has it, such as {TOLD}")
        raise refused(
            f"there is no voice {voice!r}", closest(voice, known) or f"{choices}, or give the id of a custom one, {CUSTOM}..."
        )

    @field_validator("instructions")
    @classmethod
    def _are_heard(cls, instructions: str, info: ValidationInfo) -> str:
        model = info.data.get("model", "")
        if instructions and model.startswith(UNTOLD):
            raise refused(f"{model} takes no instructions", f"leave them out, or choose {TOLD}")
        return instructions
