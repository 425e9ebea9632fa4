"""The one decision about a state secret at the door: taken, held, refused, or waiting for a custodian.

Law 117/2025/QH15, Art. 5: secrets are stored only on devices connected to no network, or on an independent
LAN. So an ordinary installation holds none; an independent one holds mật and tối mật, never tuyệt mật.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ingest.findings import Finding
from records.types import DataClass, SecrecyLevel

_ORDER = list(SecrecyLevel)


class Outcome(StrEnum):
    TAKE = "take"
    REFUSE = "refuse"
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    held: SecrecyLevel
    """The level it is held at, if it is taken."""
    finding: Finding | None = None
    """What the refusal or the doubt rests on."""


def may_hold(level: SecrecyLevel, *, independent_lan: bool) -> bool:
    """Whether this installation may hold a document of that level."""
    if independent_lan:
        return level is not SecrecyLevel.TOP_SECRET
    return level is SecrecyLevel.NONE


def judge(
    declared: SecrecyLevel,
    findings: Sequence[Finding],
    *,
    independent_lan: bool,
    doubts_settled: bool = False,
) -> Verdict:
    """What becomes of a document so declared on which this was found.

    What is surely found raises what was declared. A doubt counts where it would raise the level further, and
    where something was not seen of a document that is held as no secret. `doubts_settled`: a custodian has
    looked and said that there is no secret.
    """
    sure = _highest([finding for finding in findings if finding.sure])
    held = max((declared, _level(sure)), key=_ORDER.index)
    if not may_hold(held, independent_lan=independent_lan):
        return Verdict(Outcome.REFUSE, held, sure)
    if not doubts_settled:
        doubt = _highest([f for f in findings if not f.sure and _would_matter(f, held)])
        if doubt is not None:
            return Verdict(Outcome.DOUBT, held, doubt)
    return Verdict(Outcome.TAKE, held)


def class_of(level: SecrecyLevel, *, sensitive: bool) -> DataClass:
    """How a document of that level is shared (Regulation 384-QĐ/TW, Art. 4.6)."""
    if level is SecrecyLevel.NONE:
        return DataClass.SENSITIVE if sensitive else DataClass.ORDINARY
    return DataClass(level.value)


def _would_matter(finding: Finding, held: SecrecyLevel) -> bool:
    if finding.level is None:
        return held is SecrecyLevel.NONE
    return _ORDER.index(finding.level) > _ORDER.index(held)


def _highest(findings: Sequence[Finding]) -> Finding | None:
    """Of the highest level, on the first page that has it."""
    return max(findings, key=lambda f: (_ORDER.index(_level(f)), -f.page), default=None)


def _level(finding: Finding | None) -> SecrecyLevel:
    return (finding.level if finding else None) or SecrecyLevel.NONE
