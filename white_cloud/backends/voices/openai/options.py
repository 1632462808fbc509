"""The options of the voice `openai`."""

from __future__ import annotations

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

    @field_validator("voice")
    @classmethod
    def _is_a_voice(cls, voice: str, info: ValidationInfo) -> str:
        own = info.data.get("base_url", "") != ""
        if not own and voice not in VOICES and not voice.startswith(CUSTOM):
            known = f"choose from {', '.join(VOICES)}, or give the id of a custom one, {CUSTOM}..."
            raise refused(f"there is no voice {voice!r}", closest(voice, VOICES) or known)
        return voice

    @field_validator("instructions")
    @classmethod
    def _are_heard(cls, instructions: str, info: ValidationInfo) -> str:
        model = info.data.get("model", "")
        if instructions and model.startswith(UNTOLD):
            raise refused(f"{model} takes no instructions", "leave them out, or choose gpt-4o-mini-tts")
        return instructions
