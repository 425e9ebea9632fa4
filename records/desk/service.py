"""The desk's writes: settling, correcting, replacing and taking back, each one step in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from access.principal import Principal
from ocr.layout import around
from ocr.page import Line, PageText
from records import fields as field_rows
from records.clean import storable
from records.desk import items, steps
from records.desk.corrections import retyped, typed
from records.desk.errors import ItemMoved, ItemSettled, LineMoved, StepCovered
from records.desk.finding import Match, matches
from records.desk.models import DeskChangeRow, DeskItemRow, DeskStepRow
from records.desk.queue import document_of
from records.desk.runs import Spell, laid, runs, spells
from records.desk.sheets import sheet_of, sheets_of
from records.desk.steps import Change, StepKind
from records.desk.types import ItemKind, Looking, TextStep, WordPlace, WordsFound
from records.files import FileStore
from records.models import DocumentRow, FieldRow
from records.types import DocumentStatus, FieldName
from records.writing import changeable
from vanthu.db import Database, hold, now
from vanthu.errors import NotFound


@dataclass(frozen=True, slots=True)
class Retype:
    """Words of one line or of lines read on, and what was typed in their place."""

    place: WordPlace
    words: int
    text: str
    kind: StepKind


class Desk:
    """Corrections of finished documents of the person's own unit, read as they are printed."""

    def __init__(self, db: Database, files: FileStore) -> None:
        self._db = db
        self._files = files

    def require(self, document_id: int, principal: Principal) -> None:
        """Raises `NotFound` or `Forbidden` where this person may not correct the document."""
        with self._db.session() as session:
            _finished(changeable(session, document_id, principal))

    def settle(self, item_id: str, text: str, revision: int, principal: Principal) -> TextStep:
        """Accept or replace what an item says. See `vanthu.acts.desk.DeskActs.settle`."""
        document_id = document_of(item_id)
        with self._db.session() as session:
            row = _begun(session, document_id, principal)
            item = session.get(DeskItemRow, item_id)
            if item is None:
                raise ItemSettled
            if item.revision > revision:
                raise ItemMoved
            step = self._settle(session, row, item, text, principal.account_id)
            return steps.told(session, step, principal.account_id)

    def edit(
        self,
        place: WordPlace,
        text: str,
        principal: Principal,
        *,
        document_id: int,
        revision: int,
        words: int = 1,
    ) -> TextStep:
        """Replace words by what was typed. See `vanthu.acts.desk.DeskActs.edit`."""
        with self._db.session() as session:
            row = _begun(session, document_id, principal)
            page = sheet_of(session, document_id, place.page).page
            for line in {place.line, *(spell[0] for spell in _spells(page, place, words))}:
                if steps.line_changed_since(session, document_id, place.page, line, revision):
                    raise LineMoved
            asked = Retype(place, words, typed(text), StepKind.EDIT)
            step = _retype(session, row, asked, principal.account_id)
            return steps.told(session, step, principal.account_id)

    def find(
        self,
        document_id: int,
        text: str,
        looking: Looking,
        principal: Principal,
        *,
        replacement: str | None = None,
    ) -> list[WordsFound]:
        """Every place of a text, in reading order."""
        with self._db.session() as session:
            changeable(session, document_id, principal)
            found: list[WordsFound] = []
            for page in (sheet.page for sheet in sheets_of(session, document_id)):
                for run in runs(page):
                    lines = [page.lines[at] for at in run]
                    for match in matches(lines, text, looking, replacement):
                        found.append(_found(page, run, match))
            return found

    def replace(
        self, document_id: int, text: str, replacement: str, looking: Looking, principal: Principal
    ) -> TextStep | None:
        """Replace every place in one step; None where the text is nowhere."""
        replacement = typed(replacement)
        with self._db.session() as session:
            row = _begun(session, document_id, principal)
            changes, words = [], 0
            for sheet in sheets_of(session, document_id):
                lines = [*sheet.page.lines]
                for run in runs(sheet.page):
                    looked = [lines[at] for at in run]
                    for match in reversed([*matches(looked, text, looking, replacement)]):
                        if match.replaced == match.reading:
                            continue
                        for part in match.parts:
                            at = run[part.line]
                            lines[at] = retyped(
                                lines[at], part.first, part.words, part.replaced, confirm=False
                            )
                        words += 1
                for i, line in enumerate(lines):
                    if line != sheet.page.lines[i]:
                        changes.append(sheet.put(i, line))
                sheet.store()
            if not changes:
                return None
            _text_changed(session, row, {change.page or 0 for change in changes})
            step = steps.keep(
                session,
                row,
                principal.account_id,
                StepKind.REPLACE,
                changes,
                before=storable(text),
                after=replacement,
                words=words,
            )
            return steps.told(session, step, principal.account_id)

    def undo(self, document_id: int, principal: Principal) -> TextStep | None:
        """Take back one's own latest step; None where there is none."""
        with self._db.session() as session:
            row = _begun(session, document_id, principal)
            step = steps.to_undo(session, document_id, principal.account_id)
            if step is None:
                return None
            changes = reversed(steps.changes_of(session, step))
            self._put(session, row, [(c, c.after, c.before) for c in changes], principal.account_id)
            session.flush()
            step.undone_at, step.undone_by, step.undone_revision = now(), principal.account_id, row.revision
            return steps.told(session, step, principal.account_id)

    def redo(self, document_id: int, principal: Principal) -> TextStep | None:
        """Take again what one took back last; None where there is none, or one has gone on since."""
        with self._db.session() as session:
            row = _begun(session, document_id, principal)
            step = steps.to_redo(session, document_id, principal.account_id)
            if step is None:
                return None
            changes = steps.changes_of(session, step)
            self._put(session, row, [(c, c.before, c.after) for c in changes], principal.account_id)
            session.flush()
            step.undone_at = step.undone_by = step.undone_revision = None
            step.revision = row.revision
            return steps.told(session, step, principal.account_id)

    def history(self, document_id: int, principal: Principal) -> list[TextStep]:
        """Who corrected what, newest first."""
        with self._db.session() as session:
            changeable(session, document_id, principal)
            return steps.history(session, document_id, principal.account_id)

    def _settle(
        self, session: Session, row: DocumentRow, item: DeskItemRow, text: str, account_id: int
    ) -> DeskStepRow:
        if item.kind == ItemKind.FIELD and item.field:
            return field_rows.settle(session, row, FieldName(item.field), text, account_id)
        if item.kind == ItemKind.PAGE:
            return self._type_page(session, row, item.page or 0, text, account_id)
        place = WordPlace(item.page or 0, item.line or 0, item.word or 0)
        return _retype(session, row, Retype(place, 1, typed(text), StepKind.WORD), account_id)

    def _type_page(
        self, session: Session, row: DocumentRow, number: int, text: str, account_id: int
    ) -> DeskStepRow:
        sheet = sheet_of(session, row.id, number)
        text = "\n".join(filter(None, map(typed, text.splitlines())))
        change = Change({"failure": sheet.row.failure_code}, {"text": text}, page=number)
        sheet.type(text, self._files)
        _text_changed(session, row, {number})
        count = len(text.split())
        return steps.keep(
            session, row, account_id, StepKind.PAGE, [change], before="", after=text, words=count
        )

    def _put(
        self,
        session: Session,
        row: DocumentRow,
        changes: Iterable[tuple[DeskChangeRow, dict[str, Any] | None, dict[str, Any] | None]],
        account_id: int,
    ) -> None:
        """Put every change's last value in the place of the one before it; raises `StepCovered`."""
        pages: set[int] = set()
        fields = False
        for change, stands, wanted in changes:
            if change.field is not None:
                name = FieldName(change.field)
                if steps.field_columns(session.get(FieldRow, (row.id, name.value))) != stands:
                    raise StepCovered
                field_rows.put_back(session, row, name, wanted, account_id)
                fields = True
                continue
            sheet = sheet_of(session, row.id, change.page or 0)
            if change.line is not None:
                sheet.swap(change.line, _line(stands), _line(wanted))
            else:
                sheet.swap_typed(stands or {}, wanted or {}, self._files)
            pages.add(change.page or 0)
            sheet.store()
        if pages:
            _text_changed(session, row, pages)
        if fields:
            row.revision = field_rows.raised()
            row.followed_revision = 0  # the machine may have read it otherwise since
            field_rows.follow(session, row)


def _begun(session: Session, document_id: int, principal: Principal) -> DocumentRow:
    """The document, locked: of two persons one waits and then sees what the other did."""
    row = changeable(session, document_id, principal)
    hold(session, DocumentRow.revision, DocumentRow.id == row.id)
    session.refresh(row)
    return _finished(row)


def _finished(row: DocumentRow) -> DocumentRow:
    if row.status != DocumentStatus.READY.value:
        raise NotFound
    return row


def _retype(session: Session, row: DocumentRow, asked: Retype, account_id: int) -> DeskStepRow:
    place = asked.place
    sheet = sheet_of(session, row.id, place.page)
    lines = sheet.page.lines
    spells = _spells(sheet.page, place, asked.words)
    old = [lines[at].words[first : first + count] for at, first, count in spells]
    changes = [
        sheet.put(at, retyped(lines[at], first, count, share))
        for (at, first, count), share in zip(spells, laid(old, asked.text), strict=True)
    ]
    sheet.store()
    _text_changed(session, row, {place.page})
    before = " ".join(word.text for words in old for word in words)
    return steps.keep(
        session, row, account_id, asked.kind, changes, before=before, after=asked.text, words=asked.words
    )


def _spells(page: PageText, place: WordPlace, words: int) -> list[Spell]:
    """Raises `LineMoved` where these words are not there."""
    try:
        return spells(page, place.line, place.word, words)
    except IndexError:
        raise LineMoved from None


def _text_changed(session: Session, row: DocumentRow, pages: set[int]) -> None:
    """The document's revision moves on, and with it what is made from its text."""
    row.revision = field_rows.raised()
    session.flush()
    row.text_revision = row.revision
    field_rows.outdate_archive(row)
    items.refresh(session, row, pages)


def _line(raw: dict[str, Any] | None) -> Line:
    return Line.from_json(raw or {})


def _found(page: PageText, run: Sequence[int], match: Match) -> WordsFound:
    spells = tuple((run[part.line], part.first, part.words) for part in match.parts)
    begin, end = spells[0], spells[-1]
    boxes = [word.box for at, first, count in spells for word in page.lines[at].words[first : first + count]]
    return WordsFound(
        place=WordPlace(page.number, begin[0], begin[1]),
        words=sum(spell[2] for spell in spells),
        spells=spells,
        reading=match.reading,
        replaced=match.replaced,
        box=around(boxes),
        before=" ".join(word.text for word in page.lines[begin[0]].words[: begin[1]]),
        after=" ".join(word.text for word in page.lines[end[0]].words[end[1] + end[2] :]),
    )
