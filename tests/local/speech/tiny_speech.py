"""The voice and the listener with tiny models for defaults, as a process of its own finds them too."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from pydantic import Field

from white_cloud.backends.listeners.whisper import Whisper
from white_cloud.backends.voices.coqui import Coqui


class TinyCoqui(Coqui):
    """The voice coqui with the model in TINY_VOICE."""

    class Options(Coqui.Options):
        """The same, on the processor."""

        model: str = Field(default_factory=lambda: os.environ["TINY_VOICE"])
        device: Any = "cpu"


class TinyWhisper(Whisper):
    """The listener whisper with the model in TINY_LISTENER; it verifies."""

    name: ClassVar[str] = "whisper"

    class Options(Whisper.Options):
        """The same, on the processor."""

        model: str = Field(default_factory=lambda: os.environ["TINY_LISTENER"])
        device: Any = "cpu"
