"""A sentence embedding model of somebody's choice, run by sentence-transformers."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping, Sequence
from typing import Any

import torch
import transformers
from torch import Tensor

from rag.bert import LARGE_TABLE


class AnyModel:
    """A SentenceTransformer folder, or a model's name in the local cache; nothing is fetched."""

    def __init__(self, name: str) -> None:
        for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
            os.environ[variable] = "1"
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  (reads them when imported)

        transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        loader = logging.getLogger("sentence_transformers")
        level = loader.level
        loader.setLevel(logging.ERROR)  # it warns of 16-bit weights, which `_spread` turns into 32
        self._model = SentenceTransformer(name, device="cpu", local_files_only=True)
        loader.setLevel(level)
        self._spread()
        self._model.eval()
        size = self._model.get_embedding_dimension()
        if size is None:
            raise ValueError(name)
        self.dimension = int(size)
        self.prompts: Mapping[str, str] = {name: prompt or "" for name, prompt in self._model.prompts.items()}

    def tokens(self, texts: Sequence[str], prompt: str) -> Any:
        """The texts as the model reads them."""
        return self._model.preprocess([*texts], prompt=prompt)

    def vectors(self, tokens: Any) -> Tensor:
        """A row per text."""
        vectors: Tensor = self._model(tokens)["sentence_embedding"]
        return vectors

    def _spread(self) -> None:
        """Everything in 32 bits for speed and exactness, large token tables in 16 for memory."""
        for module in self._model.modules():
            large = isinstance(module, torch.nn.Embedding) and module.num_embeddings >= LARGE_TABLE
            for parameter in module.parameters(recurse=False):
                parameter.requires_grad_(False)
                parameter.data = parameter.data.half() if large else parameter.data.float()
            if large:
                module.register_forward_hook(lambda _module, _inputs, output: output.float())
