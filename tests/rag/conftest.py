"""The embedding model and a small library to ask, made once for all tests of this room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from rag.embed import Embedder
from rag.weights import install
from tests.rag.asked_library import AskedLibrary, build
from vanthu.db import Base, Database
from vanthu.settings import settings

# Nothing is timed in tests: a busy machine would fail them.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")


@pytest.fixture(scope="session")
def model_folder() -> Path:
    """The default model, dequantised from the wheel where it is not there yet."""
    return install(settings().models)


@pytest.fixture(scope="session")
def embedder(model_folder: Path) -> Embedder:
    """One loaded model for all tests of the session."""
    return Embedder(model_folder)


@pytest.fixture(scope="session")
def asked_library(embedder: Embedder, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AskedLibrary]:
    folder: Path = tmp_path_factory.mktemp("asked")
    database = Database(f"sqlite:///{folder / 'library.sqlite'}")
    Base.metadata.create_all(database.engine)
    yield build(folder, database, embedder)
    database.dispose()
