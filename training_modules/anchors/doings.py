"""What other documents do to what source cards are bound to: amend, replace, repeal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from rag.system_clauses import NewWords, new_words, places_of
from rag.understand.places import Place
from records.system_acting import Acting, acting
from records.types import RelationKind
from training_modules.anchors.binding import Card
from training_modules.anchors.kinds import Verdict
from training_modules.anchors.models import Anchor, AnchorChange
from training_modules.anchors.settling import settle

Source = tuple[str, str]
KINDS = frozenset({RelationKind.AMENDS.value, RelationKind.REPLACES.value, RelationKind.REPEALS.value})


def follow(
    session: Session,
    cards: Sequence[Card],
    anchors: Mapping[Source, Anchor],
    waiting: Mapping[Source, Sequence[AnchorChange]],
    on: date,
) -> frozenset[int]:
    """Open what is done to bound clauses and was not decided about; close what is no longer done.

    What a document does is told from its index; until there is one, nothing changes. Returns the documents.
    """
    bound = {card.id: (card, anchors[card.id]) for card in cards if card.id in anchors}
    done: dict[int, list[Acting]] = defaultdict(list)
    for each in acting(session, {card.reference_key for card, _ in bound.values()}, on):
        done[each.target_id].append(each)
    decided = _decided(session) if done else {}
    orders: dict[tuple[int, str], list[NewWords]] = {}
    for source, (card, anchor) in bound.items():
        waits = {(row.kind, row.cause): row for row in waiting.get(source, ()) if row.kind in KINDS}
        told: set[tuple[str, str]] = set()
        for each in done.get(anchor.document_id, ()):
            name = each.kind.value, each.cause
            key = each.source_id, card.number
            if each.kind is RelationKind.AMENDS and each.indexed and key not in orders:
                orders[key] = new_words(session, *key)
            if not each.indexed:
                told.add(name)
                continue
            touched, text = _touches(each, _place(anchor), orders.get(key, []))
            if not touched or name in told:
                continue
            told.add(name)
            if name not in waits and name not in decided.get(source, ()):
                session.add(_change(anchor, each, text))
            elif name in waits and waits[name].new_text != text:
                waits[name].new_text = text  # what orders it was read anew
        settle(session, [row for name, row in waits.items() if name not in told], Verdict.UNDONE)
    return frozenset(each.source_id for acts in done.values() for each in acts)


def _decided(session: Session) -> dict[Source, set[tuple[str, str]]]:
    found: dict[Source, set[tuple[str, str]]] = defaultdict(set)
    rows = select(AnchorChange).where(
        AnchorChange.verdict.in_([Verdict.STILL_RIGHT.value, Verdict.REVISED.value]),
        AnchorChange.kind.in_(sorted(KINDS)),
    )
    for row in session.scalars(rows):
        found[row.course_id, row.source_key].add((row.kind, row.cause))
    return found


def _touches(each: Acting, place: Place, orders: Sequence[NewWords]) -> tuple[bool, str | None]:
    """Whether it is done to this place, and the words that hold there now, where they are told.

    Where the document does not say which provisions it means, all of them are.
    """
    if each.kind is RelationKind.AMENDS and orders:
        mine = [order for order in orders if any(_overlap(place, other) for other in order.places)]
        return bool(mine), "\n".join(order.text for order in mine) or None
    named = places_of(each.scope) if each.scope else ()
    return not named or any(_overlap(place, other) for other in named), None


def _overlap(one: Place, other: Place) -> bool:
    """Whether one place lies in the other; what one leaves open, all of it is meant."""
    pairs = (one.article, other.article), (one.clause, other.clause), (one.point, other.point)
    for mine, theirs in pairs:
        if mine is None or theirs is None:
            return True
        if mine != theirs:
            return False
    return True


def _place(anchor: Anchor) -> Place:
    return Place(anchor.article, anchor.clause, anchor.point)


def _change(anchor: Anchor, each: Acting, text: str | None) -> AnchorChange:
    return AnchorChange(
        course_id=anchor.course_id,
        source_key=anchor.source_key,
        anchor_id=anchor.id,
        kind=each.kind.value,
        document_id=each.source_id,
        cause=each.cause,
        words=each.words,
        new_text=text,
        holds_from=each.holds_from,
    )
