"""Whether a document is in force on a date, as far as the visible library tells.

No status service exists for Party documents, and silence is not validity: where no visible document ends
a document's force, the status is `unknown`, never `valid` (domain: "chưa rõ hiệu lực"). An amended
document stays in force; the amendment is kept as evidence. What another document does to it counts from the
day that one comes into force, as its text says, else from its day of issue.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from records.effect import Effect
from records.links import Link
from records.types import RelationKind, Validity

_ENDING = {RelationKind.REPLACES, RelationKind.REPEALS}
CHANGING = _ENDING | {RelationKind.AMENDS}


def assess(
    issue_date: date | None,
    links: Sequence[Link],
    on: date,
    effects: Mapping[int, Effect | None] | None = None,
    own: Effect | None = None,
) -> Validity:
    """The status on `on`, from the relations done to the document by visible documents.

    `since` is the first and `until` the last known bound of that status. `effects` tells by document id from
    when the documents that act on it hold, `own` the same of itself.
    """
    start = own.day if own else issue_date
    if start is not None and on < start:
        words = (own.words,) if own else ()
        return Validity("not_yet_effective", as_of=on, until=start, evidence=words)
    days = {link.source.id: _holds_from(link, effects or {}) for link in links}
    touching = [link for link in links if RelationKind(link.relation.kind) in CHANGING]
    told = [link for link in touching if _by(days[link.source.id], on)]
    evidence = tuple(dict.fromkeys(words for link in told for words in _say(link, effects or {})))
    ending = [link for link in told if RelationKind(link.relation.kind) in _ENDING]
    whole = [link for link in ending if link.relation.scope is None]
    if whole:
        return Validity("expired", as_of=on, since=_first(whole, days), evidence=evidence)
    if ending:
        return Validity("partially_expired", as_of=on, since=_first(ending, days), evidence=evidence)
    return Validity("unknown", as_of=on, evidence=evidence)


def acting(links: Sequence[Link]) -> list[Link]:
    """Those that change what holds: replacing, repealing, amending."""
    return [link for link in links if RelationKind(link.relation.kind) in CHANGING]


def _holds_from(link: Link, effects: Mapping[int, Effect | None]) -> date | None:
    effect = effects.get(link.source.id)
    return effect.day if effect else link.source.issue_date


def _by(day: date | None, on: date) -> bool:
    return day is not None and day <= on


def _first(links: Sequence[Link], days: Mapping[int, date | None]) -> date | None:
    return min((day for link in links if (day := days[link.source.id])), default=None)


def _say(link: Link, effects: Mapping[int, Effect | None]) -> list[str]:
    """The words that tell of the relation, and those that tell from when it holds."""
    source, effect = link.source, effects.get(link.source.id)
    name = f"{link.source_name} ({source.issue_date:%d/%m/%Y})" if source.issue_date else link.source_name
    said = [f"{name}: {link.evidence}"]
    if effect is not None and effect.words not in link.evidence:
        said.append(f"{link.source_name}: {effect.words}")
    return said
