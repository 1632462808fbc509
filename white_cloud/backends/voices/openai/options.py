"""The options of the voice `openai`."""

from __future__ import annotations

from pydantic import Field, model_validator

from white_cloud.backends.hosted.openai_account import AccountOptions
from white_cloud.errors import nearest

#: OpenAI's own voices; a server of one's own has others.
VOICES = (
    *("alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer"),
    "verse",
)
#: What the id of a voice made for one account begins with.
CUSTOM = "voice_"
#: Models that speak and cannot be told how.
UNTOLD = ("tts-1",)


class VoiceOptions(AccountOptions):
    """Which model speaks, with which timbre, and what it is told beside who speaks."""

    model: str = Field("gpt-4o-mini-tts", min_length=1, description="the model's name, as the server knows it")
    voice: str = Field("cedar", min_length=1, description="a voice of OpenAI's, a custom one (voice_...) or the server's own")
    speed: float = Field(1.0, ge=0.25, le=4.0, description="1 is the voice's own pace")
    instructions: str = Field("", max_length=2000, description="what else the voice is told, in words")

    @property
    def told(self) -> bool:
        """Whether the model takes instructions; tts-1 and tts-1-hd hear neither persona nor register."""
        return not self.model.startswith(UNTOLD)

    @model_validator(mode="after")
    def _fit_together(self) -> VoiceOptions:
        if not self.base_url and self.voice not in VOICES and not self.voice.startswith(CUSTOM):
            hint = (
                nearest(self.voice, VOICES) or f"choose from {', '.join(VOICES)}, or give the id of a custom one, {CUSTOM}..."
            )
            raise ValueError(f"there is no voice {self.voice!r} ({hint})")
        if self.instructions and not self.told:
            raise ValueError(f"{self.model} takes no instructions; leave them out, or choose gpt-4o-mini-tts")
        return self
