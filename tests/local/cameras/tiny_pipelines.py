"""Pipelines of every family that can be made tiny, with random weights and tokenizers of single bytes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import diffusers
import torch
import transformers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors


def save(name: str, folder: Path) -> None:
    """Make the pipeline of a name, the same each time, and save it."""
    torch.manual_seed(0)
    MAKERS[name]().save_pretrained(str(folder), safe_serialization=True)


def tokenizer(longest: int, begin: str = "") -> tuple[Any, int]:
    """Return a tokenizer whose tokens are bytes, and how many it knows."""
    marks = [mark for mark in ("<pad>", "</s>", "<unk>", begin) if mark]
    known = {token: number for number, token in enumerate([*marks, *sorted(pre_tokenizers.ByteLevel.alphabet())])}
    made = Tokenizer(models.BPE(vocab=known, merges=[], unk_token="<unk>"))
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A </s>".strip(), special_tokens=[(mark, known[mark]) for mark in marks]
    )
    fast = transformers.PreTrainedTokenizerFast(
        tokenizer_object=made,
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        bos_token=begin or "</s>",
        model_max_length=longest,
    )
    return fast, len(known)


def t5(kind: str = "T5") -> dict[str, Any]:
    """Return a text encoder of T5's kind with its tokenizer."""
    words, count = tokenizer(512)
    shape = getattr(transformers, f"{kind}Config")(vocab_size=count, d_model=32, d_kv=8, d_ff=37, num_layers=1, num_heads=2)
    return {"tokenizer": words, "text_encoder": getattr(transformers, f"{kind}EncoderModel")(shape).eval()}


def clip() -> dict[str, Any]:
    """Return a text encoder of CLIP's kind with its tokenizer."""
    words, count = tokenizer(77, begin="<s>")
    shape = transformers.CLIPTextConfig(
        vocab_size=count,
        hidden_size=32,
        intermediate_size=37,
        num_hidden_layers=1,
        num_attention_heads=4,
        max_position_embeddings=77,
        bos_token_id=words.bos_token_id,
        eos_token_id=words.eos_token_id,
    )
    return {"tokenizer": words, "text_encoder": transformers.CLIPTextModel(shape).eval()}


def wan(channels: int = 16) -> dict[str, Any]:
    """Return the parts of Wan; with 36 channels it sees a first picture."""
    return {
        **t5("UMT5"),
        "vae": diffusers.AutoencoderKLWan(
            base_dim=3, z_dim=16, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True]
        ),
        "transformer": diffusers.WanTransformer3DModel(
            patch_size=(1, 2, 2),
            num_attention_heads=2,
            attention_head_dim=12,
            in_channels=channels,
            out_channels=16,
            text_dim=32,
            freq_dim=256,
            ffn_dim=32,
            num_layers=1,
            cross_attn_norm=True,
            qk_norm="rms_norm_across_heads",
            rope_max_seq_len=32,
        ),
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=3.0),
    }


def ltx() -> dict[str, Any]:
    """Return the parts of LTX-Video; the pipeline for pictures has the same."""
    vae = diffusers.AutoencoderKLLTXVideo(
        latent_channels=8,
        block_out_channels=(8, 8, 8, 8),
        decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1),
        decoder_layers_per_block=(1, 1, 1, 1, 1),
        spatio_temporal_scaling=(True, True, False, False),
        decoder_spatio_temporal_scaling=(True, True, False, False),
        decoder_inject_noise=(False,) * 5,
        upsample_residual=(False,) * 4,
        upsample_factor=(1,) * 4,
        timestep_conditioning=False,
        patch_size=1,
        patch_size_t=1,
        encoder_causal=True,
        decoder_causal=False,
    )
    vae.use_framewise_encoding = vae.use_framewise_decoding = False
    transformer = diffusers.LTXVideoTransformer3DModel(
        in_channels=8,
        out_channels=8,
        patch_size=1,
        patch_size_t=1,
        num_attention_heads=4,
        attention_head_dim=8,
        cross_attention_dim=32,
        num_layers=1,
        caption_channels=32,
    )
    return {**t5(), "vae": vae, "transformer": transformer, "scheduler": diffusers.FlowMatchEulerDiscreteScheduler()}


def cogvideox(channels: int = 4) -> dict[str, Any]:
    """Return the parts of CogVideoX; with 8 channels it sees a first picture."""
    transformer = diffusers.CogVideoXTransformer3DModel(
        num_attention_heads=2,
        attention_head_dim=16,
        in_channels=channels,
        out_channels=4,
        time_embed_dim=2,
        text_embed_dim=32,
        num_layers=1,
        sample_width=4,
        sample_height=4,
        sample_frames=9,
        max_text_seq_length=226,
        use_rotary_positional_embeddings=True,
    )
    vae = diffusers.AutoencoderKLCogVideoX(
        down_block_types=("CogVideoXDownBlock3D",) * 4,
        up_block_types=("CogVideoXUpBlock3D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        latent_channels=4,
        layers_per_block=1,
        norm_num_groups=2,
    )
    return {**t5(), "vae": vae, "transformer": transformer, "scheduler": diffusers.CogVideoXDDIMScheduler()}


def hunyuan() -> dict[str, Any]:
    """Return the parts of HunyuanVideo: a small Llama and CLIP read the words."""
    words, count = tokenizer(512, begin="<s>")
    shape = transformers.LlamaConfig(
        vocab_size=count, hidden_size=16, intermediate_size=37, num_hidden_layers=4, num_attention_heads=4
    )
    second = clip()
    transformer = diffusers.HunyuanVideoTransformer3DModel(
        in_channels=4,
        out_channels=4,
        num_attention_heads=2,
        attention_head_dim=10,
        num_layers=1,
        num_single_layers=1,
        num_refiner_layers=1,
        patch_size=1,
        patch_size_t=1,
        guidance_embeds=True,
        text_embed_dim=16,
        pooled_projection_dim=32,
        rope_axes_dim=(2, 4, 4),
    )
    vae = diffusers.AutoencoderKLHunyuanVideo(
        latent_channels=4,
        down_block_types=("HunyuanVideoDownBlock3D",) * 4,
        up_block_types=("HunyuanVideoUpBlock3D",) * 4,
        block_out_channels=(8, 8, 8, 8),
        layers_per_block=1,
        norm_num_groups=4,
    )
    return {
        "tokenizer": words,
        "text_encoder": transformers.LlamaModel(shape).eval(),
        "tokenizer_2": second["tokenizer"],
        "text_encoder_2": second["text_encoder"],
        "vae": vae,
        "transformer": transformer,
        "scheduler": diffusers.FlowMatchEulerDiscreteScheduler(shift=7.0),
    }


def stable_diffusion() -> dict[str, Any]:
    """Return the parts of Stable Diffusion."""
    unet = diffusers.UNet2DConditionModel(
        block_out_channels=(8, 16),
        layers_per_block=1,
        sample_size=32,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=32,
        attention_head_dim=4,
        norm_num_groups=2,
    )
    vae = diffusers.AutoencoderKL(
        block_out_channels=[4, 8],
        down_block_types=["DownEncoderBlock2D"] * 2,
        up_block_types=["UpDecoderBlock2D"] * 2,
        latent_channels=4,
        norm_num_groups=2,
    )
    scheduler = diffusers.DDIMScheduler(clip_sample=False, steps_offset=1)
    return {**clip(), "unet": unet, "vae": vae, "scheduler": scheduler, "feature_extractor": None, "image_encoder": None}


def animatediff() -> Any:
    """Return AnimateDiff: Stable Diffusion with a part that moves."""
    motion = diffusers.MotionAdapter(
        block_out_channels=(8, 16), motion_layers_per_block=1, motion_norm_num_groups=2, motion_num_attention_heads=2
    )
    return diffusers.AnimateDiffPipeline(**stable_diffusion(), motion_adapter=motion)


def text_to_video_sd() -> Any:
    """Return the older text-to-video with a UNet in three dimensions, which tells of its steps in the older way."""
    parts = stable_diffusion()
    unet = diffusers.UNet3DConditionModel(
        block_out_channels=(8, 8),
        layers_per_block=1,
        sample_size=32,
        down_block_types=("CrossAttnDownBlock3D", "DownBlock3D"),
        up_block_types=("UpBlock3D", "CrossAttnUpBlock3D"),
        cross_attention_dim=32,
        attention_head_dim=4,
        norm_num_groups=2,
    )
    return diffusers.TextToVideoSDPipeline(
        **{name: parts[name] for name in ("tokenizer", "text_encoder", "vae", "scheduler")}, unet=unet
    )


MAKERS: dict[str, Any] = {
    "WanPipeline": lambda: diffusers.WanPipeline(**wan()),
    "WanPipeline for both": lambda: diffusers.WanPipeline(**wan(), expand_timesteps=True),
    "WanImageToVideoPipeline": lambda: diffusers.WanImageToVideoPipeline(**wan(36), image_encoder=None, image_processor=None),
    "LTXPipeline": lambda: diffusers.LTXPipeline(**ltx()),
    "CogVideoXPipeline": lambda: diffusers.CogVideoXPipeline(**cogvideox()),
    "CogVideoXImageToVideoPipeline": lambda: diffusers.CogVideoXImageToVideoPipeline(**cogvideox(8)),
    "HunyuanVideoPipeline": lambda: diffusers.HunyuanVideoPipeline(**hunyuan()),
    "AnimateDiffPipeline": animatediff,
    "TextToVideoSDPipeline": text_to_video_sd,
    "StableDiffusionPipeline": lambda: diffusers.StableDiffusionPipeline(
        **stable_diffusion(), safety_checker=None, requires_safety_checker=False
    ),
}
