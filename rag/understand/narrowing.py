"""All that a question narrows the search by, resolved in the library inside the Scope."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from access.scope import Scope
from rag.types import Filter, FilterKind
from rag.understand import as_of
from rag.understand.choice import NOTHING, Chosen, read_choice
from rag.understand.named import Directory, acting_on, filters_of, resolve_numbers
from rag.understand.numbers import Named
from rag.understand.places import Place, read_places
from records.types import DocumentChoice

MOST_CHOSEN = 5_000
"""Documents chosen that the index is told one by one; of more, hits are sifted afterwards."""


class Library(Directory, as_of.TellsChanges, Protocol):
    """What is needed of the catalogue here."""

    def chosen_ids(self, scope: Scope, choice: DocumentChoice, most: int) -> list[int] | None: ...

    def issuers(self, scope: Scope) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What is looked for, and where."""

    filters: tuple[Filter, ...] = ()
    named: frozenset[int] = frozenset()
    """Documents named by number: theirs come first, the others after them."""
    unheld: tuple[Named, ...] = ()
    """The numbers that no visible document carries, where every number named is such a one."""
    acting: frozenset[int] = frozenset()
    """Documents that changed a named one, where that is asked."""
    places: tuple[Place, ...] = ()
    chosen: Chosen = NOTHING
    chosen_ids: frozenset[int] | None = None
    """The documents chosen by kind, issuer and time; None where nothing chooses or they are too many."""
    on: date | None = None

    @property
    def within(self) -> frozenset[int] | None:
        """The only documents that are searched; None for all."""
        return self.chosen_ids if self.chooses else None

    @property
    def sift(self) -> DocumentChoice | None:
        """What hits are sifted by, where the documents are too many to name."""
        return self.chosen.choice if self.chosen and self.chosen_ids is None else None

    def on_any_day(self) -> Narrowing:
        """Without the day the question names: nothing was there by then."""
        filters = (replace(f, found=False) if f.kind is FilterKind.IN_FORCE_ON else f for f in self.filters)
        return replace(self, on=None, filters=tuple(filters))

    @property
    def choosing(self) -> tuple[str, ...]:
        """Keys of the filters that choose documents."""
        return tuple(each.key for each in self.chosen.filters) if self.chooses else ()

    @property
    def chooses(self) -> bool:
        """Whether only some documents are asked for, and the library has any such."""
        return bool(self.chosen) and (self.chosen_ids is None or bool(self.chosen_ids))


UNNARROWED = Narrowing()


def narrow(
    text: str, scope: Scope, library: Library, *, on: date | None = None, without: Collection[str] = ()
) -> Narrowing:
    """What `text` narrows by. `on` is a day chosen beside the question: it counts more than what that says.

    `without` holds keys of filters the asker took away.
    """
    taken = frozenset(without)
    resolved = resolve_numbers(text, library, scope)
    shown = [pair for each in resolved for pair in filters_of(each) if pair[0].key not in taken]
    named = frozenset(id_ for _, ids in shown for id_ in ids)
    filters = [each for each, _ in shown]
    missed = tuple(each.named for each in resolved if each.named.sure)
    unheld = missed if filters and not named else ()
    places: list[Place] = []
    for place in (place for mention in read_places(text) for place in mention.places):
        if place.filter.key not in taken and place not in places:
            places.append(place)
    found = Narrowing(
        named=named,
        unheld=unheld,
        acting=frozenset(acting_on(text, named, library, scope)),
        places=tuple(places),
        on=on,
    )
    if on is None and (day := _day(text, named, scope, library)) and as_of.shown(day).key not in taken:
        found = replace(found, on=day)
        filters.append(as_of.shown(day))
    chosen, ids = (NOTHING, None) if filters else _chosen(text, scope, library, taken)
    filters += [place.filter for place in places] + [*chosen.filters]
    return replace(found, filters=tuple(dict.fromkeys(filters)), chosen=chosen, chosen_ids=ids)


def _day(text: str, named: frozenset[int], scope: Scope, library: Library) -> date | None:
    period = as_of.read_day(text)
    return period.last if period else as_of.day_before_change(text, named, library, scope)


def _chosen(
    text: str, scope: Scope, library: Library, taken: frozenset[str]
) -> tuple[Chosen, frozenset[int] | None]:
    """What chooses, and whom: a filter that no visible document fits is shown as such and chooses nothing."""
    chosen = read_choice(text, lambda: library.issuers(scope), taken)
    if not chosen:
        return replace(chosen, filters=_unfound(chosen.filters)), None
    if any(not each.found for each in chosen.filters):  # an issuer the library does not know
        return replace(NOTHING, filters=_unfound(chosen.filters)), None
    ids = library.chosen_ids(scope, chosen.choice, MOST_CHOSEN)
    if ids is not None and not ids:
        return replace(NOTHING, filters=_unfound(chosen.filters)), None
    return chosen, None if ids is None else frozenset(ids)


def _unfound(filters: Sequence[Filter]) -> tuple[Filter, ...]:
    return tuple(replace(each, found=False) for each in filters)
