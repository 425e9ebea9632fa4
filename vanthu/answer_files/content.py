"""What is told of each question: the answer with its notes, how far it goes, and whether its sources hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from rag.citing import NOWHERE, Place, cited_form
from rag.types import AnswerForm
from vanthu.answer_files.sheet import Grid, Kind, Line, Mark, Piece, Sheet, Words
from vanthu.answer_files.words import FAR_AS_SEEN, printed, standing_words, verdict_words
from vanthu.db import OFFICE_TIME
from vanthu.i18n import translate
from vanthu.text import printable

if TYPE_CHECKING:
    from rag.types import Answer, Citation, Hit
    from records.types import DocumentSummary
    from vanthu.answer_files.types import Told

ONE, SEVERAL = "Trả lời từ kho văn bản", "Hỏi đáp với kho văn bản"
MADE_BY_AI = (
    "Do trợ lý trí tuệ nhân tạo lập ngày {day} từ các văn bản trong kho mà người hỏi được xem. "
    "Cần đối chiếu với văn bản gốc trước khi sử dụng."
)
RESTRICTED = (
    "Có nội dung trích từ văn bản chỉ người được cấp quyền mới được xem; không sao gửi cho người khác."
)
_OWN_MARK = re.compile(r"(\d{1,3}[.)]|[a-z\u0111]\)|[-–•+])[ \t]{1,4}(?=\S)")
ONE_PER_LINE = {AnswerForm.LIST, AnswerForm.SUMMARY, AnswerForm.HISTORY, AnswerForm.RESPONSIBILITY}


class _Notes:
    """The notes of one answer, in the order in which its text points to them."""

    def __init__(self, answer: Answer, sources: Sources, written: list[str]) -> None:
        self._cited = {cited.n: cited for cited in answer.citations}
        self._with_quote = answer.mode == "written"
        self._sources = sources
        self._written = written
        self._numbers: dict[int, int] = {}

    def marks(self, citations: Iterable[int]) -> list[Mark]:
        return [Mark(number) for number in sorted(self._number(n) for n in citations if n in self._cited)]

    def unmarked(self) -> list[Mark]:
        """Sources that no sentence pointed to."""
        return self.marks(n for n in self._cited if n not in self._numbers)

    def _number(self, n: int) -> int:
        if n not in self._numbers:
            self._written.append(self._sources.note(self._cited[n], with_quote=self._with_quote))
            self._numbers[n] = len(self._written)
        return self._numbers[n]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the library knows of the documents that are named; one that is not here goes by its citation."""

    documents: Mapping[int, DocumentSummary] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)
    """Where each cited passage stands, by its id."""

    def named(self, document_id: int, place: Place = NOWHERE, otherwise: str = "") -> str:
        document = self.documents.get(document_id)
        if document is None:
            return ", ".join(part for part in (otherwise, *place.words) if part)
        return cited_form(document, place)

    def note(self, cited: Citation, *, with_quote: bool) -> str:
        place = self.places.get(cited.passage_id, Place(article=cited.article))
        at = Place(place.article, place.clause, place.point, cited.page)
        text = self.named(cited.document_id, at, cited.reference_number or cited.title)
        return printable(f"{text}: “{cited.quote}”" if with_quote else f"{text}.")

    def hit_note(self, hit: Hit) -> str:
        place = self.places.get(hit.passage_id, Place(hit.article, hit.clause))
        at = Place(place.article, place.clause, place.point, hit.page)
        return printable(self.named(hit.document_id, at, hit.reference_number or hit.title))


def sheet_of(told: Sequence[Told], sources: Sources) -> Sheet:
    """The questions in the order given."""
    sheet = Sheet(translate(ONE if len(told) == 1 else SEVERAL))
    sheet.parts.append(_line("title", sheet.title))
    days = sorted({_day(each.at) for each in told})
    sheet.parts.append(_line("about", translate(MADE_BY_AI).format(day=", ".join(map(printed, days)))))
    classes = (cited.data_class for each in told for cited in each.answer.citations)
    if any(each.needs_grant for each in classes):
        sheet.parts.append(_line("about", translate(RESTRICTED)))
    for each in told:
        sheet.parts.append(
            Line(
                "question",
                (Words(translate("Câu hỏi: "), bold=True), Words(printable(each.question), bold=True)),
            )
        )
        sheet.parts.extend(_answered(each.answer, sources, sheet.notes))
    return sheet


def _answered(answer: Answer, sources: Sources, written: list[str]) -> Iterator[Line | Grid]:
    if answer.refused:
        yield from _refused(answer, sources)
        return
    notes = _Notes(answer, sources, written)
    if answer.as_of:
        yield _line("about", translate("Theo văn bản tính đến ngày {day}.").format(day=printed(answer.as_of)))
    if verdict := verdict_words(answer):
        yield Line("words", (Words(verdict, bold=True),))
    yield from _sentences(answer, notes)
    if answer.table:
        yield Grid(
            tuple(map(printable, answer.table.columns)),
            tuple(
                tuple((Words(printable(cell.text)), *notes.marks(cell.citations)) for cell in row)
                for row in answer.table.rows
            ),
        )
    if unmarked := notes.unmarked():
        yield Line("words", (Words(translate("Xem thêm")), *unmarked))
    if answer.withheld:
        said = translate("Đã bỏ {count} câu không đủ căn cứ.")
        yield _line("about", said.format(count=answer.withheld))
    yield from _standings(answer, sources)


def _sentences(answer: Answer, notes: _Notes) -> Iterator[Line]:
    """Lists one below the other under what leads them, all else as running text."""
    listed = answer.form in ONE_PER_LINE and len(answer.sentences) > 1
    running: list[Piece] = []
    for sentence in answer.sentences:
        first, *more = printable(sentence.text).strip().splitlines() or [""]
        marks = notes.marks(sentence.citations)
        pieces: list[list[Piece]] = [
            [Words(line.strip())] for line in (first, *more) if line.strip() or line is first
        ]
        pieces[-1] += marks
        if len(pieces) == 1 and not listed:
            running += [Words(" "), *pieces[0]] if running else pieces[0]
            continue
        if running:
            yield Line("words", tuple(running))
            running = []
        numbered = answer.form is not AnswerForm.SUMMARY  # there they are numbers of different articles
        yield from (_item(line, numbered=numbered) for line in pieces)
    if running:
        yield Line("words", tuple(running))


def _item(pieces: Sequence[Piece], *, numbered: bool) -> Line:
    """One line of a list, under its own number where it has one; what ends in a colon leads the list."""
    first, *rest = pieces
    assert isinstance(first, Words)  # noqa: S101 - as made above
    if own := _OWN_MARK.match(first.text):
        said = (Words(first.text[own.end() :]), *rest)
        return Line("item", said, own[1]) if numbered else Line("item", said)
    leads = first.text.rstrip().endswith(":")
    return Line("words" if leads else "item", tuple(pieces))


def _standings(answer: Answer, sources: Sources) -> Iterator[Line]:
    told = {standing.document_id: standing for standing in answer.standings}
    cited = {each.document_id: each for each in answer.citations}
    if not cited:
        return
    said = translate("Hiệu lực của văn bản được dẫn")
    yield Line("heading", (Words(said, bold=True), Words(f" ({translate(FAR_AS_SEEN)})", italic=True)))
    for document_id, first in cited.items():
        name = sources.named(document_id, otherwise=first.reference_number or first.title)
        yield _line("item", f"{name}: {standing_words(told.get(document_id))}")


def _refused(answer: Answer, sources: Sources) -> Iterator[Line]:
    yield _line("words", answer.answer)
    if answer.ask_whom:
        yield _line("words", answer.ask_whom)
    if answer.nearest:
        yield Line("heading", (Words(translate("Đoạn gần nhất, không phải câu trả lời"), bold=True),))
    for hit in answer.nearest:
        yield _line("item", sources.hit_note(hit))


def _line(kind: Kind, text: str) -> Line:
    return Line(kind, (Words(printable(text), italic=kind == "about", bold=kind == "title"),))


def _day(at: datetime) -> date:
    return at.astimezone(OFFICE_TIME).date()
