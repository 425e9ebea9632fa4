"""What a trainer is shown of sources that have changed."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass, replace
from datetime import date, datetime

from records.reference import key
from training_modules.views import Json


@dataclass(frozen=True, slots=True)
class Compared:
    """A changed source that a trainer has looked at."""

    course_id: str
    source_key: str
    seen: frozenset[int]
    """The changes that were shown, by id."""

    @property
    def source(self) -> tuple[str, str]:
        return self.course_id, self.source_key


@dataclass(frozen=True, slots=True)
class Happening(Json):
    """One thing that happened to a source."""

    id: int
    kind: str
    """`anchors.kinds.ChangeKind`; `hidden` where it lies in a document that this person may not see."""
    document_id: int | None
    """The document that did it, where another one did."""
    document_name: str
    words: str
    """Its words that say so."""
    holds_from: date | None
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Resting(Json):
    """A question or lesson that rests on a source."""

    kind: str
    id: str
    digest: str
    title: str
    dropped: bool


@dataclass(frozen=True, slots=True)
class DroppedQuestion(Json):
    """A question that a trainer took out of draws, with the trainer's reason."""

    course_id: str
    course_title: str
    digest: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChangedSource(Json):
    """A source card with open changes, as far as this person may see its documents."""

    course_id: str
    course_title: str
    source_key: str
    title: str
    reference_number: str | None
    issue_date: date | None
    article: str | None
    clause: str | None
    point: str | None
    document_id: int | None
    """None where it is not among the documents this person may see."""
    old_text: str | None
    new_text: str | None
    """None where it is not known, or not for this person."""
    happenings: tuple[Happening, ...]
    resting: tuple[Resting, ...]
    items: int
    lessons: int
    """How many questions and lessons rest on it in all; `resting` holds the first of them."""
    decidable: bool
    """False where it turns on a document that is there and that this person may not see."""

    @property
    def compared(self) -> Compared:
        return Compared(self.course_id, self.source_key, frozenset(each.id for each in self.happenings))

    @property
    def judged(self) -> Hashable:
        """What there is to judge: equal for the same clause with the same words, to which the same happened.

        Who has compared the one has compared the other, whichever course it is of.
        """
        happened = frozenset(
            (each.kind, each.document_id, each.words, each.holds_from) for each in self.happenings
        )
        document = key(self.reference_number or ""), self.document_id or self.issue_date
        place = self.article, self.clause, self.point
        return (*document, *place, self.old_text, self.new_text, happened, self.decidable)

    @property
    def documents(self) -> frozenset[int]:
        """Every document this shows something of."""
        acting = {each.document_id for each in self.happenings if each.document_id is not None}
        return frozenset(acting | ({self.document_id} if self.document_id is not None else set()))

    def without(self, refused: Collection[int]) -> ChangedSource:
        """The same where these documents may not be shown."""
        if self.documents.isdisjoint(refused):
            return self
        kept = tuple(
            hidden(each) if each.document_id in refused or self.document_id in refused else each
            for each in self.happenings
        )
        own = self.document_id is not None and self.document_id not in refused
        return replace(
            self,
            document_id=self.document_id if own else None,
            old_text=self.old_text if own else None,
            new_text=None,
            happenings=kept,
            decidable=False,
        )


def hidden(happening: Happening) -> Happening:
    """That something happened, and no more."""
    return replace(happening, kind="hidden", document_id=None, document_name="", words="", holds_from=None)
