"""Whether a document is in force on a date, as far as the visible library tells.

No status service exists for Party documents, and silence is not validity: where no visible document ends
a document's force, the status is `unknown`, never `valid` (domain: "chưa rõ hiệu lực"). An amended
document stays in force; the amendment is kept as evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from records.links import Link
from records.types import RelationKind, Validity

_ENDING = {RelationKind.REPLACES, RelationKind.REPEALS}
_TOUCHING = _ENDING | {RelationKind.AMENDS}


def assess(issue_date: date | None, links: Sequence[Link], on: date) -> Validity:
    """The status on `on`, from the relations done to the document by visible documents.

    `since` is the first and `until` the last known bound of that status.
    """
    if issue_date is not None and on < issue_date:
        return Validity("not_yet_effective", as_of=on, until=issue_date)
    told = [link for link in links if RelationKind(link.relation.kind) in _TOUCHING and _issued(link, on)]
    evidence = tuple(dict.fromkeys(_say(link) for link in told))
    ending = [link for link in told if RelationKind(link.relation.kind) in _ENDING]
    whole = [link for link in ending if link.relation.scope is None]
    if whole:
        return Validity("expired", as_of=on, since=_first(whole), evidence=evidence)
    if ending:
        return Validity("partially_expired", as_of=on, since=_first(ending), evidence=evidence)
    return Validity("unknown", as_of=on, evidence=evidence)


def _issued(link: Link, on: date) -> bool:
    return link.source.issue_date is not None and link.source.issue_date <= on


def _first(links: Sequence[Link]) -> date | None:
    return min((link.source.issue_date for link in links if link.source.issue_date), default=None)


def _say(link: Link) -> str:
    source = link.source
    day = source.issue_date.strftime("%d/%m/%Y") if source.issue_date else ""
    return f"{link.source_name} ({day}): {link.evidence}"
