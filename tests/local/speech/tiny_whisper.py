"""A Whisper model of a few thousand random weights, with a tokenizer that has one token for each byte."""

from __future__ import annotations

from pathlib import Path

LANGUAGES = ("en", "zh", "fr")
_SPECIAL = ("<|startoftranscript|>", *(f"<|{name}|>" for name in LANGUAGES), "<|translate|>", "<|transcribe|>")
_LAST = ("<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>")


def make(folder: Path) -> Path:
    """Write the model into a folder and return it."""
    from white_cloud.backends.local_models import load_torch

    torch = load_torch()
    from transformers import WhisperConfig, WhisperForConditionalGeneration

    tokenizer = _tokenizer()
    known = tokenizer.get_vocab()
    size = {"d_model": 16, "encoder_layers": 1, "decoder_layers": 2, "encoder_ffn_dim": 32, "decoder_ffn_dim": 32}
    heads = {"encoder_attention_heads": 2, "decoder_attention_heads": 2}
    end = known["<|endoftext|>"]
    config = WhisperConfig(
        vocab_size=len(known), decoder_start_token_id=known["<|startoftranscript|>"],
        pad_token_id=end, bos_token_id=end, eos_token_id=end, suppress_tokens=None, begin_suppress_tokens=None, **size, **heads,
    )  # fmt: skip
    torch.manual_seed(0)
    model = WhisperForConditionalGeneration(config)
    for weights in model.parameters():
        torch.nn.init.normal_(weights, std=0.2)
    said = model.generation_config
    said._from_model_config = False  # kept as it is, not made anew when it is loaded
    said.is_multilingual = True
    said.lang_to_id = {f"<|{name}|>": known[f"<|{name}|>"] for name in LANGUAGES}
    said.task_to_id = {name: known[f"<|{name}|>"] for name in ("transcribe", "translate")}
    said.no_timestamps_token_id = known["<|notimestamps|>"]
    said.alignment_heads = [[1, 0], [1, 1]]
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    _front().save_pretrained(folder)
    return folder


def _front():
    from transformers import WhisperFeatureExtractor

    return WhisperFeatureExtractor()


def _tokenizer():
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import WhisperTokenizer

    letters = sorted(ByteLevel.alphabet())
    vocabulary = {letter: number for number, letter in enumerate(letters)}
    vocabulary["<|endoftext|>"] = len(vocabulary)
    tokenizer = WhisperTokenizer(vocab=vocabulary, merges=[])
    tokenizer.add_special_tokens({"additional_special_tokens": [*_SPECIAL, *_LAST]})
    return tokenizer
