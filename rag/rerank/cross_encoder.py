"""A cross-encoder as reranker, where one is configured: a model that reads question and passage together."""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rag.errors import RerankerUnreadable
from rag.rerank.port import Candidate
from rag.understand.question import Question

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

DEPTH = 30
"""Each passage costs a pass of the model; what stands behind these seldom belongs before them."""
BATCH = 8


class CrossEncoderReranker:
    """A sentence-transformers CrossEncoder in a local folder, loaded at first use; nothing is fetched."""

    depth = DEPTH

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """`threads`: torch threads, as for the embedding model.

        Raises `RerankerUnreadable` where `folder` holds no model.
        """
        if not (folder / "config.json").is_file():
            raise RerankerUnreadable(folder=str(folder))
        self._folder = folder
        self._threads = threads
        self._model: CrossEncoder | None = None
        self._using = threading.Lock()  # fast tokenizers refuse to be set up from two threads at once

    def scores(self, question: Question, candidates: Sequence[Candidate]) -> list[float] | None:
        """What the model makes of each pair."""
        pairs = [(question.reading, candidate.text) for candidate in candidates]
        with self._using:
            model = self._loaded()
            found = model.predict(pairs, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return [float(score) for score in found]

    def _loaded(self) -> CrossEncoder:
        if self._model is None:
            try:
                self._model = _load(self._folder, self._threads)
            except (OSError, ValueError) as error:
                raise RerankerUnreadable(folder=str(self._folder)) from error
        return self._model


def _load(folder: Path, threads: int) -> CrossEncoder:
    for variable in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        os.environ[variable] = "1"
    import torch  # noqa: PLC0415
    from sentence_transformers import CrossEncoder  # noqa: PLC0415

    torch.set_num_threads(threads)
    model: CrossEncoder = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    if model.num_labels != 1:
        raise ValueError(model.num_labels)
    model.eval()
    return model
