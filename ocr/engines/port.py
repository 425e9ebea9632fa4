"""What every engine gives: lines of words with boxes and confidences, in pixels of the image it read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Pixels = tuple[int, int, int, int]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an engine saw along a line: for every step from left to right, how likely each character is.

    Lets any reading be asked how well it fits (`ocr.engines.ctc`). Not every engine can give it.
    """

    steps: NDArray[np.float32]
    """Natural logarithms of probabilities, steps by characters; character 0 is "nothing new"."""
    alphabet: str
    """The characters, from 1; the place 0 is held by a blank."""
    known: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)
    """What was asked of it before (`ocr.engines.ctc`)."""


@dataclass(frozen=True, slots=True)
class FoundWord:
    """A word as an engine read it."""

    text: str
    box: Pixels
    confidence: float
    """0..1, the engine's own opinion: not a probability."""
    span: tuple[int, int] = (0, 0)
    """The steps of the line's evidence that are the word's, end excluded."""


@dataclass(frozen=True, slots=True)
class FoundLine:
    words: tuple[FoundWord, ...]
    box: Pixels
    block: int = 0
    """Lines the engine took for one block have one number."""
    evidence: Evidence | None = None

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


class Engine(Protocol):
    """Raises an `ocr.errors.EngineError` and nothing else; keeps nothing of a page; writes nothing."""

    @property
    def name(self) -> str:
        """`tesseract`, `trueocr`: as `ocr.page.Word.engine` notes it."""

    def version(self) -> str:
        """`tesseract 5.3.0 vie`: what a page notes as the engine that read it."""

    def read(self, page: Grey, dpi: int) -> list[FoundLine]:
        """The lines of an upright page, in the engine's own order."""

    def read_lines(self, page: Grey, places: Sequence[Pixels], dpi: int) -> list[FoundLine | None]:
        """What stands at these places, each a line of its own; None where nothing was read."""
