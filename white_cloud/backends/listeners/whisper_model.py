"""Whisper through transformers: a model that is loaded once, what it hears, and when it attends to each word.

Transformers is needed by the local camera and voice anyway, keeps its weights as safetensors, and gives the attention of every
head; so no library of its own is installed for listening.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from white_cloud.backends.listeners.alignment import sharpened, token_spans, words_of
from white_cloud.backends.local_models import device_of, folder_of, load_torch, release
from white_cloud.errors import BackendUnavailable, Refusal, UserError, nearest
from white_cloud.film.lines import unspaced
from white_cloud.film.timeline import Word

#: What a model hears at once: 30 s at 16 kHz, of which each 20 ms are one frame of attention.
RATE = 16000
LONGEST = 30 * RATE
_FRAME = Fraction(1, 50)
#: Tokens that one answer may have, beside those that the text itself has.
_SPARE = 24

#: One model is used by one thread at a time.
LOCK = RLock()


def tag_of(language: str) -> str:
    """Return Whisper's name of a BCP-47 language: its first subtag."""
    first = language.split("-", maxsplit=1)[0].lower()
    return {"cmn": "zh"}.get(first, first)


@dataclass
class Ear:
    """A loaded model with its tokenizer and its front end."""

    name: str
    model: Any
    tokenizer: Any
    front: Any
    device: str

    def hears(self, sound: NDArray[np.float32]) -> Any:
        """Return the features of at most 30 s of mono sound at 16 kHz."""
        made = self.front(sound, sampling_rate=RATE, return_tensors="pt")
        return made.input_features.to(self.device, self.model.dtype)

    def prefix(self, language: str) -> list[int]:
        """Return the tokens that ask for a transcript in a BCP-47 language; raise UserError for one it does not know."""
        config = self.model.generation_config
        tag = tag_of(language)
        if not self.multilingual():
            if tag != "en":
                raise UserError(f"the model {self.name} of the listener 'whisper' hears English only, not {language!r}")
            return self._tokens("<|startoftranscript|>", "<|notimestamps|>")
        known = getattr(config, "lang_to_id", None) or {}
        if f"<|{tag}|>" not in known:
            hint = nearest(tag, [name.strip("<|>") for name in known])
            raise UserError(f"the model {self.name} of the listener 'whisper' does not hear {language!r} ({hint})")
        return self._tokens("<|startoftranscript|>", f"<|{tag}|>", "<|transcribe|>", "<|notimestamps|>")

    def multilingual(self) -> bool:
        """Return whether the model must be told the language."""
        return getattr(self.model.generation_config, "is_multilingual", True) is not False

    def _tokens(self, *names: str) -> list[int]:
        return [self.tokenizer.convert_tokens_to_ids(name) for name in names]

    def transcript(self, sound: NDArray[np.float32], language: str, text: str) -> str:
        """Return what is heard, the likeliest token each time; at most somewhat longer than `text`, so that it ends."""
        torch = load_torch()
        room = self.model.config.max_target_positions - len(self.prefix(language)) - 1
        manner = deepcopy(self.model.generation_config)
        manner.max_new_tokens = min(2 * len(self._encoded(text, language)[0]) + _SPARE, room)
        manner.max_length, manner.num_beams, manner.do_sample = None, 1, False
        asked = {"language": tag_of(language), "task": "transcribe"} if self.multilingual() else {}
        with torch.inference_mode():
            tokens = self.model.generate(self.hears(sound), generation_config=manner, return_timestamps=False, **asked)
        return str(self.tokenizer.decode(tokens[0], skip_special_tokens=True)).strip()

    def align(
        self, sound: NDArray[np.float32], text: str, language: str, places: Sequence[tuple[int, int]]
    ) -> tuple[Word, ...]:
        """Return when the words at `places` of a known text are said in at most 30 s of sound.

        The text is forced on the decoder, and the attention of its alignment heads is followed. Raises Refusal for a text that
        no 30 s can hold.
        """
        torch = load_torch()
        tokens, characters = self._encoded(text, language)
        prefix = self.prefix(language)
        if len(prefix) + len(tokens) + 1 > self.model.config.max_target_positions:
            raise Refusal(f"{len(text)} characters are too many for {len(sound) / RATE:.1f} s of sound: {text[:40]!r}…")
        ids = torch.tensor([[*prefix, *tokens, self.tokenizer.eos_token_id]], device=self.device)
        with torch.inference_mode():
            answer = self.model(self.hears(sound), decoder_input_ids=ids, output_attentions=True, use_cache=False)
        heads = np.stack([answer.cross_attentions[layer][0, head].float().cpu().numpy() for layer, head in self._heads()])
        frames = max(-(-len(sound) * 50 // RATE), 1)
        # the end of the text takes the silence after it, so that the last word need not
        attention = sharpened(heads[:, len(prefix) :, :frames])
        seconds = Fraction(len(sound), RATE)
        spans = [(first * _FRAME, min(end * _FRAME, seconds)) for first, end in token_spans(attention)]
        return words_of(places, characters, spans[: len(tokens)], (Fraction(0), seconds))

    def _heads(self) -> list[tuple[int, int]]:
        """Return the heads that follow the sound: those the model names, else all in the later half of its decoder."""
        named = getattr(self.model.generation_config, "alignment_heads", None)
        if named:
            return [(int(layer), int(head)) for layer, head in named]
        layers, heads = self.model.config.decoder_layers, self.model.config.decoder_attention_heads
        return [(layer, head) for layer in range(layers // 2, layers) for head in range(heads)]

    def _encoded(self, text: str, language: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the tokens of a text and the characters (first, end) of each; words with spaces begin with one."""
        lead = "" if unspaced(language) else " "
        made = self.tokenizer(lead + text, add_special_tokens=False, return_offsets_mapping=True)
        places = [(max(first - len(lead), 0), max(end - len(lead), 0)) for first, end in made["offset_mapping"]]
        return list(made["input_ids"]), places


_loaded: dict[tuple[str, str], Ear] = {}


def ear(model: str, device: Any) -> Ear:
    """Return a model, loaded at its first use in this process; raise BackendUnavailable when it is not on this machine."""
    load_torch()
    where = device_of(device)
    if (model, where) not in _loaded:
        _loaded.clear()
        _loaded[model, where] = _load(model, where)
    return _loaded[model, where]


def forget() -> None:
    """Give the loaded model's memory back."""
    if _loaded:
        _loaded.clear()
        release()


def _load(model: str, device: str) -> Ear:
    library = import_module("transformers")
    # what it says while it loads and generates is meant for its developers
    library.utils.logging.disable_progress_bar()
    library.utils.logging.set_verbosity_error()
    place = str(folder_of(model) or model)
    try:
        # weights that are no safetensors are read as weights only: no code in a file is ever run
        loaded = library.WhisperForConditionalGeneration.from_pretrained(
            place, local_files_only=True, weights_only=True, attn_implementation="eager"
        )
        tokenizer = library.WhisperTokenizer.from_pretrained(place, local_files_only=True)
        front = library.WhisperFeatureExtractor.from_pretrained(place, local_files_only=True)
    except (OSError, ValueError, RuntimeError, pickle.UnpicklingError) as error:
        raise BackendUnavailable(
            f"the listener 'whisper' cannot load the model {model!r} on this machine: {str(error).splitlines()[0]}; "
            f"fetch it once with `hf download {model}`, or write `model:` as the folder of one, from the root"
        ) from error
    return Ear(model, loaded.eval().to(device), tokenizer, front, device)
