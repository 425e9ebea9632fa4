"""Which document and clause a source card means, and what names exactly these words."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rag.understand.places import Place
from records.reference import key
from records.system_acting import Held
from training_modules.content import Activity, Course, Source
from vanthu.text import squeeze


@dataclass(frozen=True, slots=True)
class Card:
    """A source card that names a document of the library, or may one day."""

    course_id: str
    source_key: str
    number: str
    reference_key: str
    issue_date: date | None
    place: Place

    @property
    def id(self) -> tuple[str, str]:
        return self.course_id, self.source_key


@dataclass(frozen=True, slots=True)
class Part:
    """A question or lesson in one wording."""

    kind: str
    id: str
    digest: str
    sources: tuple[str, ...]


def cards_of(course: Course) -> list[Card]:
    """The course's source cards that name a document by its number."""
    return [card for source in course.sources.values() if (card := _card(course.id, source)) is not None]


def parts_of(course: Course) -> Iterator[Part]:
    """What of the course rests on a source card."""
    for activity in course.activities:
        if activity.kind == "lesson" and activity.sources:
            yield Part("lesson", activity.id, lesson_digest(activity), activity.sources)
        for item in activity.items:
            if item.source is not None:
                yield Part("item", item.id, item.digest, (item.source,))


def lesson_digest(lesson: Activity) -> str:
    """SHA-256 of what a lesson says and rests on."""
    said = json.dumps([lesson.id, lesson.title, lesson.body, *lesson.sources], ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def meant(card: Card, held: Sequence[Held], bound_to: int | None) -> Held | None:
    """The document the card means, if exactly one fits; copies of one document count as one.

    What is bound stays bound while it fits. Of copies the one that most may read is taken, else the oldest.
    """
    fits = [document for document in held if document.issue_date in (card.issue_date, None)]
    for document in fits:
        if document.id == bound_to:
            return document
    if len({document.identity for document in fits}) != 1:
        return None
    return min(fits, key=lambda document: (not document.ordinary, document.id))


def text_hash(text: str) -> str:
    """SHA-256 of the composed text with runs of white space as one blank: where lines end says nothing."""
    return hashlib.sha256(squeeze(text).encode()).hexdigest()


def _card(course_id: str, source: Source) -> Card | None:
    reference_key = key(source.reference_number) if source.reference_number else ""
    if not source.reference_number or not reference_key:
        return None
    place = Place(source.article, source.clause, source.point)
    return Card(course_id, source.id, source.reference_number, reference_key, source.issue_date, place)
