"""Questions that the catalogue's card answers: when a document was issued, who signed it, how many there are.

Answered from the card only where nothing else is asked, and where the card is sure; cited where the field was
read on its page. Everything else goes the ordinary way.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

from access.scope import Scope
from rag.answer.told import Told, joined
from rag.passages import Passage, PassageStore
from rag.types import AnswerForm, AnswerSentence, Citation, PageBox
from rag.understand.named import label
from rag.understand.narrowing import Narrowing
from rag.understand.numbers import read_numbers
from rag.understand.periods import read_periods
from rag.understand.vocabulary import Phrase, naming
from rag.understand.words import Words, phrase
from records.types import Document, DocumentChoice, FieldName, FieldValue
from vanthu.errors import NotFound
from vanthu.i18n import translate

_FILE = Path(__file__).with_name("cards.yaml")


class ReadsCards(Protocol):
    """What is needed of the catalogue here."""

    def document(self, document_id: int, scope: Scope) -> Document: ...

    def chosen_count(self, scope: Scope, choice: DocumentChoice) -> int: ...


@dataclass(frozen=True, slots=True)
class Cards:
    """The catalogue as one asker sees it."""

    records: ReadsCards
    store: PassageStore
    scope: Scope

    def told(self, question: str, narrowing: Narrowing, pointed: tuple[int, ...] | None) -> Told | None:
        """The answer of the card to `question`; None where it has none. `pointed`: what "văn bản này" is."""
        words = Words(question)
        if narrowing.chooses and narrowing.chosen.asked_for and _counts(words, narrowing):
            return self._count(narrowing)
        documents = sorted(narrowing.named) if narrowing.named else [*(pointed or ())][:1]
        names = asked_fields(question) if documents and not narrowing.places else ()
        if not names or sum(each.kind.value == "document" for each in narrowing.filters) > 1:
            return None
        every = [self._field(documents[0], name) for name in names]
        told = [each for each in every if each is not None]
        return joined(told) if len(told) == len(names) else None

    def _count(self, narrowing: Narrowing) -> Told:
        count = self.records.chosen_count(self.scope, narrowing.chosen.choice)
        chosen = "; ".join(each.label for each in narrowing.chosen.filters)
        counted = translate("Trong các văn bản bạn được xem có {count} văn bản: {chosen}.")
        text = counted.format(count=count, chosen=chosen)
        counted_ids = tuple(sorted(narrowing.chosen_ids or ()))
        return Told([AnswerSentence(text, ())], (), AnswerForm.NUMBER, counted=counted_ids)

    def _field(self, document_id: int, name: FieldName) -> Told | None:
        try:
            card = self.records.document(document_id, self.scope)
        except NotFound:
            return None
        field = card.fields.get(name)
        passages = self.store.of_document(document_id, self.scope)
        if field is None or not field.value.strip() or not passages:
            return None
        if field.doubtful and not field.by_person:
            return None
        text = _sentence(name).format(
            name=label(card.summary), value=_value(card, field, name).rstrip(".;: ")
        )
        cited = _cited(card, field, passages)
        return Told([AnswerSentence(text, (1,))], (cited,), about=(document_id,))


def _sentence(name: FieldName) -> str:
    return {
        FieldName.ISSUE_DATE: translate("{name} được ban hành ngày {value}."),
        FieldName.SIGNER_NAME: translate("{name} do {value} ký."),
        FieldName.ISSUING_BODY: translate("{name} do {value} ban hành."),
        FieldName.RECIPIENTS: translate("Nơi nhận của {name}: {value}."),
        FieldName.SUBJECT: translate("{name}: {value}."),
        FieldName.REFERENCE_NUMBER: translate("Số và ký hiệu của văn bản là {value}."),
    }[name]


def asked_fields(question: str) -> tuple[FieldName, ...]:
    """The fields of a document's card that `question` asks for, in order, and nothing else but its force."""
    rest = Words(without_all_names(question))
    fields, fillers = _table()
    found: dict[FieldName, None] = {}
    place = 0
    while place < len(rest):
        size, name = _phrase_at(rest, place, fields)
        if force := rest.longest(place, _FORCE):
            size = force
        elif name is not None:
            found[name] = None
        elif rest.text_at(place) not in fillers and not (size := _this_document(rest, place)):
            return ()
        place += max(size, 1)
    return tuple(found)


def _this_document(words: Words, place: int) -> int:
    """How many words "văn bản", "nghị quyết này" are; "báo cáo" alone is a matter, no document."""
    size = words.longest(place, naming().kinds)
    named = words.longest(place, _ANY) or words.text_at(place + size) in _THIS
    return size if named else 0


def without_all_names(question: str) -> str:
    """Unlike `without_names`, though nothing be left."""
    for named in reversed(read_numbers(question)):
        question = f"{question[: named.start]} {question[named.end :]}"
    return question


def _phrase_at(words: Words, place: int, fields: dict[Phrase, FieldName]) -> tuple[int, FieldName | None]:
    size = words.longest(place, fields.keys())
    return size, fields[tuple(word.text for word in words.all[place : place + size])] if size else None


def _counts(words: Words, narrowing: Narrowing) -> bool:
    """Whether how many is asked, of what was chosen and of nothing more ("... về chuyển đổi số")."""
    spans = [(period.start, period.end) for period in read_periods(words.raw)]
    _, fillers = _table()
    issuer = {
        part
        for each in narrowing.chosen.filters
        for part in phrase(each.label)
    } | {word for said in naming().issuers for word in said}  # fmt: skip
    asked = False
    place = 0
    while place < len(words):
        word = words[place]
        if size := words.longest(place, _HOW_MANY):
            asked = True
        elif (
            any(start <= word.start < end for start, end in spans) or word.text in fillers | issuer | _LISTED
        ):
            size = 1
        elif not (size := words.longest(place, naming().kinds)):
            return False
        place += size
    return asked


_FORCE = frozenset(
    phrase(f"{led}{words}")
    for led in ("", "có ")
    for words in (
        "hiệu lực khi nào", "hiệu lực từ khi nào", "hiệu lực từ ngày nào", "hiệu lực ngày nào",
        "hiệu lực từ bao giờ",
    )
) | frozenset(
    map(phrase, ("khi nào có hiệu lực", "còn hiệu lực không", "còn hiệu lực hay không", "hết hiệu lực chưa"))
)  # fmt: skip
"""Asked beside a field; what answers it is the document's words, not its card."""
_ANY = frozenset(map(phrase, ("văn bản", "tài liệu", "document", "دستاویز")))
_THIS = frozenset({"nay", "do", "ay", "tren", "kia"})
_HOW_MANY = frozenset(map(phrase, ("bao nhiêu", "mấy", "how many", "کتنے", "کتنی")))
_LISTED = frozenset(
    phrase("có trong thư viện tất cả hiện đã ubnd hđnd tp bct tỉnh xã thành phố are there in the")
)


def _value(card: Document, field: FieldValue, name: FieldName) -> str:
    if name is FieldName.ISSUE_DATE and card.summary.issue_date:
        return card.summary.issue_date.strftime("%d/%m/%Y")
    value = "; ".join(line.strip() for line in field.value.splitlines() if line.strip())
    title = card.fields.get(FieldName.SIGNER_TITLE)
    if name is FieldName.SIGNER_NAME and title and title.value.strip() and not title.doubtful:
        return f"{value} ({title.value.strip()})"
    return value


def _cited(card: Document, field: FieldValue, passages: list[Passage]) -> Citation:
    """The field where it was read; the passage beside it is the first of that page."""
    page = field.page or 1
    passage = next((each for each in passages if each.page == page), passages[0])
    boxes = (PageBox(page, field.box),) if field.box and field.page else ()
    row = card.summary
    return Citation(
        n=1,
        passage_id=passage.id,
        document_id=row.id,
        filename=row.filename,
        reference_number=row.reference_number,
        title=row.title,
        heading="",
        article=None,
        page=page,
        quote=field.evidence or field.value,
        boxes=boxes,
        passage_boxes=boxes,
        data_class=row.data_class,
    )


@cache
def _table() -> tuple[dict[Phrase, FieldName], frozenset[str]]:
    table = yaml.safe_load(_FILE.read_text("utf-8"))
    fields = {
        phrase(said): FieldName(name) for name, all_said in table["fields"].items() for said in all_said
    }
    return fields, frozenset(table["fillers"])
