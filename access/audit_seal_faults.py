"""Seals against their signatures, their signer, each other, and those that were carried off the machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from access.audit_checkpoint import Checkpoint
from access.audit_fault import AuditFault


def seal_faults(
    stored: Sequence[Checkpoint], exported: Sequence[Checkpoint], keys: frozenset[str] | None
) -> Iterator[AuditFault]:
    """Every seal that is not as it was made; both sequences oldest first."""
    yield from _each(stored, keys)
    held = {seal.day: seal for seal in stored}
    for seal in exported:
        mine = held.get(seal.day)
        if mine is None:
            yield _fault("seal_missing", seal.day)
        elif mine != seal:
            yield _fault("seal_differs", seal.day)
            yield from _each([seal], keys)
    yield from _gaps(stored, {seal.day for seal in exported})


def _each(seals: Sequence[Checkpoint], keys: frozenset[str] | None) -> Iterator[AuditFault]:
    for seal in seals:
        if not seal.holds():
            yield _fault("seal_forged", seal.day)
        elif keys is not None and seal.public_key not in keys:
            yield _fault("seal_foreign", seal.day)


def _gaps(stored: Sequence[Checkpoint], told: set[date]) -> Iterator[AuditFault]:
    """Every day from the first seal to the last has one; those that `exported` names are told already."""
    for before, after in pairwise(stored):
        for n in range(1, (after.day - before.day).days):
            day = before.day + timedelta(days=n)
            if day not in told:
                yield _fault("seal_missing", day)
        if after.sequence < before.sequence:
            yield _fault("seal_forged", after.day)


def _fault(kind: str, day: date) -> AuditFault:
    return AuditFault(0, kind, where=day.isoformat())
