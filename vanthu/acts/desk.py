"""The review desk: what one settles, corrects, finds, replaces and takes back.

Only documents of one's own unit, whose text one reads as it is printed: anything else is `NotFound`, or
`Forbidden` where one may read it but not change it. The trail holds ids and counts, never a word.
"""

from __future__ import annotations

import builtins  # for readers of `list`
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from access.audit_actions import AuditAction
from records.desk.queue import document_of
from records.desk.types import ItemKind, Looking
from records.types import FieldName
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from access.principal import Principal
    from access.scope import Scope
    from ocr.page import PageText
    from records.desk.queue import DeskQueue, Position
    from records.desk.service import Desk
    from records.desk.types import DeskItem, QueueState, TextStep, WordPlace, WordsFound
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services

AS_TYPED = Looking()
_MOST_DIGITS = 10
"""Of a page's number."""


class DeskActs:
    """One person at the desk. Every act needs `Action.DIGITISE`."""

    def __init__(
        self, services: Services, principal: Principal, scope: Scope, log: Recorder, second: SecondCheck
    ) -> None:
        self._services = services
        self._principal = principal
        self._scope = scope
        self._log = log
        self._second = second

    def queue(
        self, limit: int = 30, after: str | None = None, document_id: int | None = None
    ) -> builtins.list[DeskItem]:
        """The next items, most valuable and most doubtful first; they are kept for this person for some
        minutes, so that two persons are not shown the same.

        `after`: go on behind this item, which stays open for later. `document_id`: of this document only.
        Items of one answer stay good for `settle` while others are settled.
        """
        with self._log.asking(AuditAction.DESK_VIEW, document_id):
            items = self._queue.next(self._principal, limit=limit, after=after, document_id=document_id)
        items = self._seen(items)
        detail = {"documents": sorted({item.document_id for item in items})}
        self._log.record(AuditAction.DESK_VIEW, document_id, detail)
        return items

    def item(self, item_id: str) -> DeskItem | None:
        """The item as it stands now; None once it is settled."""
        with self._log.asking(AuditAction.DESK_VIEW):
            item = self._queue.item(item_id, self._principal)
        if item is None or not self._seen([item]):
            return None
        self._log.record(AuditAction.DESK_VIEW, item.document_id, {"page": item.page})
        return item

    def state(self) -> QueueState:
        """How much waits for this person's unit, with what others have in hand."""
        with self._log.asking(AuditAction.DESK_VIEW):
            return self._queue.state(self._principal)

    def settle(
        self, item_id: str, text: str, revision: int, *, document_id: int | None = None
    ) -> DeskItem | None:
        """Accept (`text` is the reading) or replace what an item says; the next item, None at the end.

        Empty `text`: nothing is printed there (word), the document has none (field), the page is blank
        (page). Of a page that could not be read, `text` is the page typed by a person, line by line.
        `revision`: `DeskItem.revision`. `document_id`: the next item is to be of this document.
        Raises `ItemMoved` where the item has changed meanwhile (read `item()` again), `ItemSettled` where
        someone else has settled it, `FieldInvalid` where the field has a form and this is not it.
        """
        settled, action, detail = document_of(item_id), *_recorded_as(item_id)
        self._require(action, settled, detail)
        following = self._queue.behind(item_id, self._principal)
        with self._log.changing(action, settled, detail):
            self._desk.settle(item_id, text, revision, self._principal)
        self._services.following.poke()
        return self._next(following, document_id)

    def page(self, document_id: int, number: int) -> PageText:
        """A page's words as they stand now."""
        detail = {"page": number}
        self._require(AuditAction.VIEW_TEXT, document_id, detail)
        with self._log.asking(AuditAction.VIEW_TEXT, document_id, detail):
            page = self._services.catalogue.page_text(document_id, number, self._scope)
        self._log.record(AuditAction.VIEW_TEXT, document_id, detail)
        return page

    def edit(
        self, document_id: int, place: WordPlace, text: str, revision: int, *, words: int = 1
    ) -> TextStep:
        """Replace `words` words from `place` on by what was typed; they run on in the lines below.

        Blanks in `text` split, one text for several words joins them, an empty text removes them.
        `revision`: of the document when its page was read; raises `LineMoved` where someone has changed
        one of these lines since.
        """
        detail = {"page": place.page, "words": words}
        self._require(AuditAction.CORRECTION, document_id, detail)
        with self._log.changing(AuditAction.CORRECTION, document_id, detail):
            step = self._desk.edit(
                place, text, self._principal, document_id=document_id, revision=revision, words=words
            )
        self._services.following.poke()
        return step

    def find(
        self, document_id: int, text: str, looking: Looking = AS_TYPED, replacement: str | None = None
    ) -> builtins.list[WordsFound]:
        """Every place of a text in the document, in reading order; with `replacement`, what each becomes."""
        self._require(AuditAction.VIEW_TEXT, document_id)
        found = self._desk.find(document_id, text, looking, self._principal, replacement=replacement)
        self._log.record(AuditAction.VIEW_TEXT, document_id, {"found": len(found)})
        return found

    def replace(
        self, document_id: int, text: str, replacement: str, looking: Looking = AS_TYPED
    ) -> TextStep | None:
        """Replace every place in one step; None where the text is nowhere."""
        self._require(AuditAction.CORRECTION, document_id)
        with self._log.changing(AuditAction.CORRECTION, document_id, {"replace": True}):
            step = self._desk.replace(document_id, text, replacement, looking, self._principal)
        self._services.following.poke()
        return step

    def undo(self, document_id: int) -> TextStep | None:
        """Take back one's own latest step in the document; what it settled is open again. None: no step.

        Raises `StepCovered` where someone has changed the same words since.
        """
        self._require(AuditAction.CORRECTION, document_id)
        with self._log.changing(AuditAction.CORRECTION, document_id, {"undo": True}):
            step = self._desk.undo(document_id, self._principal)
        self._services.following.poke()
        return step

    def redo(self, document_id: int) -> TextStep | None:
        """Take again the step that one took back last; None where there is none, or one has gone on since."""
        self._require(AuditAction.CORRECTION, document_id)
        with self._log.changing(AuditAction.CORRECTION, document_id, {"redo": True}):
            step = self._desk.redo(document_id, self._principal)
        self._services.following.poke()
        return step

    def history(self, document_id: int) -> builtins.list[TextStep]:
        """Who corrected what, newest first: words, pages and fields."""
        self._require(AuditAction.VIEW_TEXT, document_id)
        taken = self._desk.history(document_id, self._principal)
        self._log.record(AuditAction.VIEW_TEXT, document_id, {"steps": len(taken)})
        return taken

    @property
    def _queue(self) -> DeskQueue:
        return self._services.desk_queue

    @property
    def _desk(self) -> Desk:
        return self._services.desk

    def _require(
        self, action: AuditAction, document_id: int, detail: Mapping[str, Any] | None = None
    ) -> None:
        """Before anything is read or changed: the role, the Scope, and the second check."""
        with self._log.asking(action, document_id, detail):
            self._desk.require(document_id, self._principal)
            if self._second.refused([document_id]):
                raise NotFound

    def _seen(self, items: builtins.list[DeskItem]) -> builtins.list[DeskItem]:
        refused = self._second.refused({item.document_id for item in items})
        return [item for item in items if item.document_id not in refused]

    def _next(self, behind: Position | None, document_id: int | None) -> DeskItem | None:
        """The item behind that place, else the first of those that were left for later."""
        for start in (behind, None) if behind else (None,):
            items = self._queue.next(self._principal, limit=1, behind=start, document_id=document_id)
            if seen := self._seen(items):
                self._log.record(AuditAction.DESK_VIEW, seen[0].document_id, {"page": seen[0].page})
                return seen[0]
        return None


def _recorded_as(item_id: str) -> tuple[AuditAction, dict[str, Any]]:
    """A field is recorded as at its document's page, a word or a page by its place."""
    kind, *rest = item_id.split(":")
    if kind == ItemKind.FIELD:
        names = [name.value for name in FieldName]
        return AuditAction.CORRECT, {"field": names.index(rest[-1]) if rest[-1] in names else None}
    page = rest[1] if len(rest) > 1 else ""
    return AuditAction.CORRECTION, {
        "page": int(page) if page.isascii() and page.isdigit() and len(page) <= _MOST_DIGITS else None,
        "words": 1,
    }
