"""An XTTS model of random weights with small layers: two voices, four languages, a token for each letter."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = ["en", "zh-cn", "fr", "es"]
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789',.;:?!"


def make(folder: Path) -> Path:
    """Write the model into a folder and return it."""
    from white_cloud.backends.local_models import load_torch

    torch = load_torch()
    from TTS.tts.configs.xtts_config import XttsArgs, XttsConfig
    from TTS.tts.layers.xtts.tokenizer import VoiceBpeTokenizer
    from TTS.tts.models.xtts import Xtts

    folder.mkdir(parents=True, exist_ok=True)
    _tokenizer().save(str(folder / "vocab.json"))
    sizes = XttsArgs(
        gpt_layers=1, gpt_n_model_channels=64, gpt_n_heads=1, gpt_max_audio_tokens=16, gpt_num_audio_tokens=66,
        gpt_start_audio_token=64, gpt_stop_audio_token=65, gpt_use_perceiver_resampler=True, decoder_input_dim=64,
    )  # fmt: skip
    config = XttsConfig(model_args=sizes, languages=LANGUAGES)
    torch.manual_seed(0)
    model = Xtts(config)
    model.tokenizer = VoiceBpeTokenizer(str(folder / "vocab.json"))
    model.init_models()
    with torch.no_grad():  # random weights whisper: this makes them heard
        for name, weights in model.hifigan_decoder.named_parameters():
            if "conv_post" in name:
                weights.mul_(50)
    config.save_json(str(folder / "config.json"))
    torch.save({"model": model.state_dict()}, folder / "model.pth")
    voices = {name: _voice(torch) for name in ("Ana", "Bo")}
    torch.save(voices, folder / "speakers_xtts.pth")
    return folder


def _voice(torch):
    return {"gpt_cond_latent": torch.randn(1, 32, 64), "speaker_embedding": torch.randn(1, 512, 1)}


def _tokenizer():
    from tokenizers import Tokenizer
    from tokenizers.models import BPE

    special = ["[STOP]", "[UNK]", "[SPACE]", "[START]", *(f"[{name}]" for name in LANGUAGES)]
    vocabulary = {token: number for number, token in enumerate([*special, *_LETTERS])}
    tokenizer = Tokenizer(BPE(vocab=vocabulary, merges=[], unk_token="[UNK]"))
    tokenizer.add_special_tokens(special)
    return tokenizer
