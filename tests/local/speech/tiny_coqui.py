"""A VITS model of a few thousand random weights that spells its words: Latin letters, digits and every han of the tests."""

from __future__ import annotations

from pathlib import Path

_HAN = "我们被告知这家店从不关门没有人问过为什么风很大水甜"
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


def make(folder: Path, speakers: int = 0) -> Path:
    """Write the model into a folder and return it."""
    from white_cloud.backends.local_models import load_torch

    torch = load_torch()
    from TTS.tts.models.vits import Vits

    torch.manual_seed(0)
    config = _config(speakers)
    model = Vits(config)
    with torch.no_grad():  # random weights whisper: this makes them heard
        model.waveform_decoder.conv_post.weight *= 200
    folder.mkdir(parents=True, exist_ok=True)
    config.save_json(str(folder / "config.json"))
    torch.save({"model": model.state_dict(), "config": config.to_dict()}, folder / "model.pth")
    return folder


def _config(speakers: int):
    from TTS.config.shared_configs import BaseAudioConfig
    from TTS.tts.configs.shared_configs import CharactersConfig
    from TTS.tts.configs.vits_config import VitsArgs, VitsConfig

    sizes = VitsArgs(
        hidden_channels=16, num_layers_text_encoder=1, num_heads_text_encoder=2, hidden_channels_ffn_text_encoder=32,
        num_layers_flow=1, num_layers_posterior_encoder=1, upsample_initial_channel_decoder=32,
        upsample_rates_decoder=[8, 8, 4], upsample_kernel_sizes_decoder=[16, 16, 8], resblock_kernel_sizes_decoder=[3],
        resblock_dilation_sizes_decoder=[[1, 3, 5]], use_sdp=False, init_discriminator=False,
        use_speaker_embedding=speakers > 0, speaker_embedding_channels=8,
    )  # fmt: skip
    signs = CharactersConfig(
        characters_class="TTS.tts.models.vits.VitsCharacters", pad="_", eos="", bos="", blank="",
        characters=_LETTERS + "".join(sorted(set(_HAN))), punctuations=" !',.;:?。，；：？！、", phonemes="",
    )  # fmt: skip
    sound = BaseAudioConfig(sample_rate=16000, hop_length=256, win_length=1024, fft_size=1024, num_mels=80)
    config = VitsConfig(
        model_args=sizes, audio=sound, characters=signs, use_phonemes=False, text_cleaner="basic_cleaners", run_eval=False,
        test_sentences=[],
    )  # fmt: skip
    if speakers:
        config.speakers = [f"speaker{number}" for number in range(speakers)]
        config.use_speaker_embedding = True
    return config
