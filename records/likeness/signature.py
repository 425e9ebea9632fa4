"""MinHash signatures of texts (Broder 1997): how many shingles two texts share, from 64 numbers each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

import numpy as np
from datasketch import MinHash
from numpy.typing import NDArray

from vanthu.text import fold

NUMBERS = 64
BANDS = 16
"""Of four numbers: two texts that share half of their shingles meet in a band two times in three, those that
share four fifths nearly always."""
SHINGLE = 5
"""Syllables. Readings of one page differ in a few marks, which folding takes away."""
LEAST = 12
"""Shingles. Less text says nothing: covers and slips are all alike."""
_SYLLABLE = re.compile(r"\w+")

Signature = NDArray[np.uint32]


def signature(texts: Iterable[str]) -> Signature | None:
    """Of a document's pages together; None where there is too little text."""
    syllables = _SYLLABLE.findall(fold("\n".join(texts)))
    shingles = {" ".join(syllables[at : at + SHINGLE]) for at in range(len(syllables) - SHINGLE + 1)}
    if len(shingles) < LEAST:
        return None
    whole = MinHash(num_perm=NUMBERS, seed=1)
    whole.update_batch([shingle.encode() for shingle in shingles])
    return np.asarray(whole.hashvalues).astype(np.uint32)


def bands(numbers: Signature) -> list[int]:
    """One value for each band; equal values make two documents candidates."""
    parts = numbers.reshape(BANDS, -1)
    return [int.from_bytes(hashlib.blake2b(part.tobytes(), digest_size=7).digest()) for part in parts]


def likeness(one: Signature, other: Signature) -> float:
    """Share of shingles in common (Jaccard), estimated, 0..1."""
    return float(np.mean(one == other))


def packed(numbers: Signature) -> bytes:
    return numbers.astype("<u4").tobytes()


def unpacked(data: bytes) -> Signature:
    return np.frombuffer(data, dtype="<u4").astype(np.uint32)
