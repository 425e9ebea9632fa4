"""The default model run by torch alone.

Loaded through sentence-transformers the same model brings scikit-learn, scipy and torch's compiler with it,
200 MB of memory that nothing uses. The folders are those that `rag.weights` writes: BERT, mean of the tokens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

LARGE_TABLE = 50_000
"""Rows from which a token table stays in 16 bits: 250,000 x 384 take 192 MB instead of 384."""


class Bert:
    """What sentence-transformers makes of such a folder, to the last bits of 32."""

    def __init__(self, folder: Path) -> None:
        """Raises `OSError` or `ValueError` where `folder` is none that `rag.weights` wrote."""
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self.prompts: Mapping[str, str] = json.loads(
            (folder / "config_sentence_transformers.json").read_text("utf-8")
        )["prompts"]
        self.dimension = int(config["hidden_size"])
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config["layer_norm_eps"])
        self._weights = {
            name: tensor if len(tensor) >= LARGE_TABLE else tensor.float()
            for name, tensor in load_file(folder / "model.safetensors").items()
        }
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        pad = json.loads((folder / "tokenizer_config.json").read_text("utf-8"))["pad_token"]
        self._tokenizer.enable_truncation(int(config["max_position_embeddings"]))
        self._tokenizer.enable_padding(pad_id=self._tokenizer.token_to_id(pad), pad_token=pad)

    def tokens(self, texts: Sequence[str], prompt: str) -> tuple[Tensor, Tensor]:
        """Numbers of the tokens, a row per text, and which of them are no padding."""
        read = self._tokenizer.encode_batch([prompt + text for text in texts])
        return torch.tensor([each.ids for each in read]), torch.tensor([each.attention_mask for each in read])

    def vectors(self, tokens: tuple[Tensor, Tensor]) -> Tensor:
        """The mean of each row's last hidden states, not normalised."""
        ids, told = tokens
        x = self._embedded(ids)
        seen = told.bool()[:, None, None, :]
        for number in range(self._layers):
            x = self._layer(f"encoder.layer.{number}", x, seen)
        share = told[:, :, None].to(x.dtype)
        return (x * share).sum(1) / share.sum(1)

    def _embedded(self, ids: Tensor) -> Tensor:
        words, places, types = (
            self._weights[f"embeddings.{name}_embeddings.weight"]
            for name in ("word", "position", "token_type")
        )
        x = functional.embedding(ids, words).float() + places[: ids.shape[1]] + types[0]
        return self._normed("embeddings.LayerNorm", x)

    def _layer(self, name: str, x: Tensor, seen: Tensor) -> Tensor:
        query, key, value = (
            self._linear(f"{name}.attention.self.{part}", x)
            .view(*x.shape[:2], self._heads, -1)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=seen)
        added = self._linear(f"{name}.attention.output.dense", mixed.transpose(1, 2).flatten(-2))
        x = self._normed(f"{name}.attention.output.LayerNorm", x + added)
        wide = functional.gelu(self._linear(f"{name}.intermediate.dense", x))
        return self._normed(f"{name}.output.LayerNorm", x + self._linear(f"{name}.output.dense", wide))

    def _linear(self, name: str, x: Tensor) -> Tensor:
        return functional.linear(x, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normed(self, name: str, x: Tensor) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return functional.layer_norm(x, weight.shape, weight, bias, self._epsilon)
