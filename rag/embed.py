"""Texts to vectors: one sentence embedding model, by folder or name, with its prompts always applied."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from torch import Tensor

BATCH = 16
"""Passages per forward pass; a question waits for no more than its tokenising."""
MANIFEST = "manifest.json"
"""In a folder that `rag.weights` wrote."""


class Model(Protocol):
    """What turns texts into rows."""

    prompts: Mapping[str, str]
    dimension: int

    def tokens(self, texts: Sequence[str], prompt: str) -> Any: ...

    def vectors(self, tokens: Any) -> Tensor: ...


class Embedder:
    """Questions and passages as L2-normalised float32 rows. The model is loaded at first use."""

    def __init__(self, model: Path | str, *, threads: int = 1) -> None:
        """`model`: a SentenceTransformer folder, or a model's name in the local cache.

        `threads`: torch threads for everything; one leaves the other cores to recognition and to other
        questions, and a single question is no faster with more.
        """
        self._model_name = str(model)
        self._threads = threads
        self._model: Model | None = None
        self._loading = threading.Lock()
        self._tokenising = threading.Lock()  # fast tokenizers refuse to be set up from two threads at once

    @property
    def model_id(self) -> str:
        """Names the vectors: the model's name and a digest of what it was made from."""
        return _model_id(self._model_name)

    @property
    def dimension(self) -> int:
        return self._loaded().dimension

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
                    tokens = model.tokens([texts[i] for i in chosen], prompt)
                with arithmetic():
                    vectors = model.vectors(tokens)
                rows[chosen] = torch.nn.functional.normalize(vectors.float(), dim=1).numpy()
        return rows

    def _loaded(self) -> Model:
        if self._model is None:
            with self._loading:
                if self._model is None:
                    self._model = _load(self._model_name, self._threads)
        return self._model


def _load(name: str, threads: int) -> Model:
    import torch  # noqa: PLC0415

    torch.set_num_threads(threads)
    if (Path(name) / MANIFEST).is_file():
        from rag.bert import Bert  # noqa: PLC0415

        return Bert(Path(name))
    from rag.any_model import AnyModel  # noqa: PLC0415

    return AnyModel(name)


def _prompt(model: Model, names: Sequence[str], otherwise: str) -> str:
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
    marks = [folder / MANIFEST, folder / "config.json"]
    mark = next((path for path in marks if path.is_file()), None)
    digest = hashlib.sha256(mark.read_bytes() if mark else name.encode()).hexdigest()[:12]
    return f"{folder.name}:{digest}"
