"""Texts to vectors: one sentence-transformers model, by folder or name, with its prompts always applied."""

from __future__ import annotations

import hashlib
import logging
import os
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

BATCH = 16
"""Passages per forward pass; a question waits for no more than its tokenising."""
LARGE_TABLE = 50_000
"""Rows from which a token table is kept in 16 bits: 250,000 x 384 take 192 MB instead of 384."""


class Embedder:
    """Questions and passages as L2-normalised float32 rows. The model is loaded at first use."""

    def __init__(self, model: Path | str, *, threads: int = 1) -> None:
        """`model`: a SentenceTransformer folder, or a model's name in the local cache.

        `threads`: torch threads for everything; one leaves the other cores to recognition and to other
        questions, and a single question is no faster with more.
        """
        self._model_name = str(model)
        self._threads = threads
        self._model: SentenceTransformer | None = None
        self._loading = threading.Lock()
        self._tokenising = threading.Lock()  # fast tokenizers refuse to be set up from two threads at once

    @property
    def model_id(self) -> str:
        """Names the vectors: the model's name and a digest of what it was made from."""
        return _model_id(self._model_name)

    @property
    def dimension(self) -> int:
        size = self._loaded().get_embedding_dimension()
        if size is None:
            raise ValueError(self._model_name)
        return size

    def queries(self, texts: Sequence[str]) -> np.ndarray:
        """One row per question, in 32-bit arithmetic."""
        return self._rows(texts, ("query",), "query: ", nullcontext)

    def passages(self, texts: Sequence[str]) -> np.ndarray:
        """One row per passage, in bfloat16 arithmetic where the processor has it (measured: 2.7 times as
        fast, cosine to 32-bit arithmetic at least .9999)."""
        return self._rows(texts, ("document", "passage"), "passage: ", _fast_arithmetic)

    def warm(self) -> None:
        """Load the model now rather than at the first question."""
        self.queries(["khởi động"])

    def _rows(
        self, texts: Sequence[str], prompt_names: Sequence[str], e5_prompt: str, arithmetic: Any
    ) -> np.ndarray:
        import torch  # noqa: PLC0415

        model = self._loaded()
        prompt = _prompt(model, prompt_names, e5_prompt if "e5" in self._model_name.lower() else "")
        rows = np.empty((len(texts), self.dimension), np.float32)
        order = sorted(range(len(texts)), key=lambda i: -len(texts[i]))
        with torch.inference_mode():
            for start in range(0, len(order), BATCH):
                chosen = order[start : start + BATCH]
                with self._tokenising:
                    features = model.preprocess([texts[i] for i in chosen], prompt=prompt)
                with arithmetic():
                    vectors = model(features)["sentence_embedding"]
                rows[chosen] = torch.nn.functional.normalize(vectors.float(), dim=1).numpy()
        return rows

    def _loaded(self) -> SentenceTransformer:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    self._model = _load(self._model_name, self._threads)
        return self._model


def _load(name: str, threads: int) -> SentenceTransformer:
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[variable] = "1"
    import torch  # noqa: PLC0415
    import transformers  # noqa: PLC0415
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415

    transformers.utils.logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    transformers.utils.logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    torch.set_num_threads(threads)
    loader = logging.getLogger("sentence_transformers")
    level = loader.level
    loader.setLevel(logging.ERROR)  # it warns of 16-bit weights, which `_spread` turns into 32
    model = SentenceTransformer(name, device="cpu", local_files_only=True)
    loader.setLevel(level)
    _spread(model)
    model.eval()
    return model


def _spread(model: SentenceTransformer) -> None:
    """Everything in 32 bits for speed and exactness, large token tables in 16 for memory."""
    import torch  # noqa: PLC0415

    for module in model.modules():
        large = isinstance(module, torch.nn.Embedding) and module.num_embeddings >= LARGE_TABLE
        for parameter in module.parameters(recurse=False):
            parameter.requires_grad_(False)
            parameter.data = parameter.data.half() if large else parameter.data.float()
        if large:
            module.register_forward_hook(lambda _module, _inputs, output: output.float())


def _prompt(model: SentenceTransformer, names: Sequence[str], otherwise: str) -> str:
    """The model's own prompt for this kind of text; e5 models need theirs even where none is configured."""
    for name in names:
        if model.prompts.get(name):
            return str(model.prompts[name])
    return otherwise


def _fast_arithmetic() -> AbstractContextManager[Any]:
    import torch  # noqa: PLC0415

    if _has_bfloat16():
        return torch.autocast("cpu", torch.bfloat16)
    return nullcontext()


@cache
def _has_bfloat16() -> bool:
    """Whether the processor multiplies bfloat16 itself (emulated, it would be slower than 32 bits)."""
    try:
        flags = Path("/proc/cpuinfo").read_text()
    except OSError:
        return False
    return "avx512_bf16" in flags or "amx_bf16" in flags


@cache
def _model_id(name: str) -> str:
    folder = Path(name)
    marks = [folder / "manifest.json", folder / "config.json"]
    mark = next((path for path in marks if path.is_file()), None)
    digest = hashlib.sha256(mark.read_bytes() if mark else name.encode()).hexdigest()[:12]
    return f"{folder.name}:{digest}"
