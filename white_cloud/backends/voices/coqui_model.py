"""A Coqui model: found on this machine, loaded once, and spoken with, whatever its family."""

from __future__ import annotations

import contextlib
import io
import json
import pickle
import random
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.backends.local_models import device_of, folder_of, load_torch, release
from white_cloud.backends.voices.words import word_places
from white_cloud.errors import BackendError, BackendUnavailable, Refusal, UserError, nearest
from white_cloud.film.lines import unspaced

#: One model is used by one thread at a time, and so is torch's dice.
LOCK = RLock()

#: Families whose files are pickles that can run code as they are read, or that fetch other models when they speak.
_REFUSED = {"bark": "its voices are pickles that may run code", "tortoise": "it fetches other models while it speaks"}
#: Characters at once, for models that name no limit: about as many seconds in scripts with and without spaces.
_LONGEST, _LONGEST_UNSPACED = 250, 90


@dataclass
class Speaking:
    """A loaded model: its family (`xtts`, `vits`...), and how many samples a second it gives; `scale` is its own pace."""

    name: str
    family: str
    synthesizer: Any
    rate: int
    device: str
    scale: float = 1.0

    @property
    def model(self) -> Any:
        """The model itself."""
        return self.synthesizer.tts_model

    def languages(self) -> tuple[str, ...]:
        """Return the model's own names of its languages; none when it speaks but one."""
        if self.family == "xtts":
            return tuple(self.model.config.languages)
        manager = getattr(self.model, "language_manager", None)
        names = tuple(manager.language_names) if manager is not None else ()
        return names if len(names) > 1 else ()

    def language(self, asked: str) -> str | None:
        """Return the model's name of a BCP-47 language, None for a model of one; raise UserError when it lacks it."""
        known = {name.lower(): name for name in self.languages()}
        if not known:
            return None
        wanted = asked.lower().replace("_", "-")
        first = {"cmn": "zh"}.get(wanted.partition("-")[0], wanted.partition("-")[0])
        near = [name for name in known if name.partition("-")[0] == first]
        if wanted in known or near:
            return known.get(wanted) or known[near[0]]
        raise UserError(f"the model {self.name} of the voice 'coqui' does not speak {asked!r} ({nearest(first, known)})")

    def longest(self, language: str) -> int:
        """Return how many characters it speaks at once in a BCP-47 language."""
        limits = getattr(getattr(self.model, "tokenizer", None), "char_limits", {})
        usual = _LONGEST_UNSPACED if unspaced(language) else _LONGEST
        return int(limits.get(language.partition("-")[0].lower(), usual))

    def speakers(self) -> tuple[str, ...]:
        """Return the names of the voices in it; none when it has but one."""
        manager = getattr(self.model, "speaker_manager", None)
        names = tuple(manager.speakers) if self.family == "xtts" and manager else ()
        return names or (tuple(manager.name_to_id) if manager is not None and self.family != "xtts" else ())

    def require_speaker(self, speaker: str) -> None:
        """Raise UserError for a speaker that is not in the model, or for none where there are several."""
        known = self.speakers()
        if speaker and speaker not in known:
            hint = nearest(speaker, known) or "it has one voice, without a name"
            raise UserError(f"the model {self.name} of the voice 'coqui' has no speaker {speaker!r} ({hint})")
        if self.family == "xtts" and not known:
            raise UserError(f"the model {self.name} of the voice 'coqui' has no voices of its own; give it a `reference`")
        if not speaker and len(known) > 1:
            raise UserError(
                f"the model {self.name} of the voice 'coqui' has {len(known)} speakers; in the voice document, write "
                f"`speaker: {known[0]}` for each language of `coqui:`, as in `zh: {{speaker: {known[0]}}}`"
            )

    def lost(self, text: str, language: str | None) -> str:
        """Return the letters, or the words they are in, that the model has no sign for and would leave out."""
        tokenizer = self.model.tokenizer
        if self.family == "xtts":
            unknown = tokenizer.tokenizer.token_to_id("[UNK]")
            words = [text[at : at + length] for at, length in word_places(text)]
            return " ".join(word for word in words if unknown in tokenizer.encode(word.lower(), lang=language))
        tokenizer.not_found_characters = []
        with _silenced():
            tokenizer.text_to_ids(text, language=language)
        return "".join(one for one in tokenizer.not_found_characters if one.isalnum())

    def pace(self, speed: float) -> None:
        """Set how fast it speaks; raise UserError for a family that has no pace."""
        if self.family == "xtts":
            return
        if not hasattr(self.model, "length_scale"):
            if speed != 1:
                raise UserError(f"a {self.family} model of the voice 'coqui' has no `speed`; leave it at 1")
            return
        self.model.length_scale = self.scale / speed

    def say(self, text: str, language: str | None, speaker: str, reference: Path | None, speed: float) -> NDArray[np.float32]:
        """Return one piece spoken, float32 mono at `rate`; the dice are torch's."""
        torch = load_torch()
        with torch.inference_mode(), _silenced():
            if self.family == "xtts" and reference is not None:
                said = self._cloned(text, language, reference, speed)
            elif self.family == "xtts":
                said = self.model.synthesize(text, speaker=speaker or self.speakers()[0], language=language, speed=speed)["wav"]
            else:
                said = self.synthesizer.tts(
                    text, speaker_name=speaker or None, language_name=language, speaker_wav=reference, split_sentences=False
                )
        return np.asarray(said, dtype=np.float32).reshape(-1)

    def _cloned(self, text: str, language: str | None, reference: Path, speed: float) -> Any:
        """Speak in the voice of a recording, which is read here: coqui's own reader needs system libraries."""
        torch = load_torch()
        from white_cloud.media.sound import read_sound, resample

        config = self.model.config
        samples, rate = read_sound(reference)
        sound = torch.from_numpy(resample(samples.mean(axis=1), rate, 22050)).unsqueeze(0).to(self.device)
        sound = sound[:, : 22050 * config.max_ref_len]
        timbre = self.model.get_speaker_embedding(sound, 22050)
        manner = self.model.get_gpt_cond_latents(
            sound, 22050, length=config.gpt_cond_len, chunk_length=config.gpt_cond_chunk_len
        )
        dice = {name: config[name] for name in ("temperature", "length_penalty", "repetition_penalty", "top_k", "top_p")}
        return self.model.inference(text, language, manner, timbre, speed=speed, **dice)["wav"]


def throw(seed: int) -> None:
    """Set every die that a model throws."""
    load_torch().manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


_loaded: dict[tuple[str, str, str], Speaking] = {}


def speaking(model: str, vocoder: str, device: Any) -> Speaking:
    """Return a model, loaded at its first use in this process; raise BackendUnavailable when it cannot be loaded here."""
    load_torch()
    where = device_of(device)
    if (model, vocoder, where) not in _loaded:
        _loaded.clear()
        _loaded[model, vocoder, where] = _load(model, vocoder, where)
    return _loaded[model, vocoder, where]


def forget() -> None:
    """Give the loaded model's memory back."""
    if _loaded:
        _loaded.clear()
        release()


def _load(model: str, vocoder: str, device: str) -> Speaking:
    folder = _folder(model)
    family = _family(model, folder)
    weights = folder if family == "xtts" else _weights(model, folder)
    with _silenced():
        synthesizer = import_module("TTS.utils.synthesizer")
        try:
            loaded = synthesizer.Synthesizer(
                tts_checkpoint=weights, tts_config_path=folder / "config.json", **_vocoder(vocoder)
            )
        except (OSError, ValueError, KeyError, RuntimeError, pickle.UnpicklingError) as error:
            said = str(error).strip().splitlines() or [type(error).__name__]
            raise BackendError(f"the voice 'coqui' cannot load the model {model!r}: {said[0]}") from error
    loaded.to(device)
    loaded.use_cuda = device == "cuda"
    scale = float(getattr(loaded.tts_model, "length_scale", 1.0))
    return Speaking(model, family, loaded, int(loaded.output_sample_rate), device, scale)


def _vocoder(vocoder: str) -> dict[str, Any]:
    if not vocoder:
        return {}
    folder = _folder(vocoder)
    return {"vocoder_checkpoint": _weights(vocoder, folder), "vocoder_config": folder / "config.json"}


def _folder(model: str) -> Path:
    """Return where a model lies: a folder of one's own, or the place where coqui keeps what it fetched."""
    own = folder_of(model)
    folder = own or import_module("trainer.io").get_user_data_dir("tts") / model.replace("/", "--")
    if (folder / "config.json").is_file():
        return Path(folder)
    if own:
        raise UserError(f"{folder} holds no config.json: it is no folder of a Coqui model")
    fetch = f"from TTS.utils.manage import ModelManager; ModelManager().download_model('{model}')"
    raise BackendUnavailable(
        f"the model {model!r} of the voice 'coqui' is not on this machine; fetch it once with: python -c \"{fetch}\", "
        "or write `model:` as the folder of one, from the root"
    )


def _family(model: str, folder: Path) -> str:
    try:
        family = str(json.loads((folder / "config.json").read_text(encoding="utf-8"))["model"]).lower()
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(f"{folder / 'config.json'} names no `model`: it is no folder of a Coqui model") from error
    if family in _REFUSED:
        raise Refusal(f"the voice 'coqui' does not load {model!r}, a {family} model: {_REFUSED[family]}")
    return family


def _weights(model: str, folder: Path) -> Path:
    """Return the checkpoint in a folder: by coqui's names for it, else the only one there."""
    named = [folder / name for name in ("model_file.pth", "model.pth", "best_model.pth") if (folder / name).is_file()]
    found = named or sorted(folder.glob("*.pth"))
    if len(found) == 1 or named:
        return found[0]
    there = ", ".join(path.name for path in found) or "none"
    raise UserError(f"the folder of {model!r} should hold one checkpoint, such as model.pth; found {there}")


@contextlib.contextmanager
def _silenced() -> Iterator[None]:
    """Keep what coqui prints from the film's own output."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        yield
