"""The voice coqui as far as it goes without its libraries: options, consent, keys, languages."""

from __future__ import annotations

import sys
from typing import Any

import pytest
from pydantic import ValidationError

from white_cloud.backends.voices.coqui import Coqui
from white_cloud.errors import BackendUnavailable

CLONED = {"reference": "voices/li.wav", "consent": "Li Wei agreed on 3 May 2026"}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"reference": "voices/li.wav"}, "`consent` must say who agreed"),
        ({"reference": "voices/li.wav", "consent": "  "}, "`consent` must say who agreed"),
        ({"consent": "Li Wei agreed"}, "goes with `reference`"),
        ({**CLONED, "speaker": "Ana"}, "not from both"),
        ({"speed": 3.0}, "less than or equal to 2"),
    ],
)
def test_a_voice_is_cloned_with_consent_only(given: dict[str, Any], told: str) -> None:
    """Refused as the document is read, before anything is made."""
    with pytest.raises(ValidationError, match=told):
        Coqui.read_options(given)


def test_the_note_of_consent_and_the_device_make_no_other_voice() -> None:
    """They are in no key; the recording is."""
    one = Coqui.keyed(Coqui.read_options({**CLONED, "device": "cpu"}))
    assert one == Coqui.keyed(Coqui.read_options({**CLONED, "consent": "and again in June"}))
    assert one["reference"] == "voices/li.wav"
    assert one != Coqui.keyed(Coqui.read_options({}))


def test_it_speaks_whatever_some_model_may_speak() -> None:
    """The model itself says the rest."""
    assert all(Coqui.serves(language) for language in ("zh", "zh-Hans", "en-GB", "fr", "yue"))
    assert not Coqui.serves("tlh")


def test_without_its_libraries_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one command."""
    monkeypatch.setattr(sys, "path", [])
    for name in ("torch", "torchaudio", "torchcodec", "TTS"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    sys.path_importer_cache.clear()
    with pytest.raises(BackendUnavailable, match=r"'coqui' needs torch.* run: pip install 'white-cloud\[local\]'"):
        Coqui.check()
