"""The review desk: what one settles, corrects, finds, replaces and takes back.

Only documents of one's own unit, whose text one reads as it is printed: anything else is `NotFound`, or
`Forbidden` where one may read it but not change it. The trail holds ids and counts, never a word.
"""

from __future__ import annotations

import builtins  # for readers of `list`
from typing import TYPE_CHECKING

from records.desk.types import Looking

if TYPE_CHECKING:
    from access.principal import Principal
    from access.scope import Scope
    from ocr.page import PageText
    from records.desk.types import DeskItem, QueueState, TextStep, WordPlace, WordsFound
    from vanthu.edge import SecondCheck
    from vanthu.recording import Recorder
    from vanthu.services import Services

AS_TYPED = Looking()


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
        raise NotImplementedError

    def item(self, item_id: str) -> DeskItem | None:
        """The item as it stands now; None once it is settled."""
        raise NotImplementedError

    def state(self) -> QueueState:
        """How much waits for this person's unit, with what others have in hand."""
        raise NotImplementedError

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
        raise NotImplementedError

    def page(self, document_id: int, number: int) -> PageText:
        """A page's words as they stand now."""
        raise NotImplementedError

    def edit(
        self, document_id: int, place: WordPlace, text: str, revision: int, *, words: int = 1
    ) -> TextStep:
        """Replace `words` words from `place` on, in one line, by what was typed.

        Blanks in `text` split, one text for several words joins them, an empty text removes them.
        `revision`: of the document when its page was read; raises `LineMoved` where someone has changed
        this line since.
        """
        raise NotImplementedError

    def find(
        self, document_id: int, text: str, looking: Looking = AS_TYPED, replacement: str | None = None
    ) -> builtins.list[WordsFound]:
        """Every place of a text in the document, in reading order; with `replacement`, what each becomes."""
        raise NotImplementedError

    def replace(
        self, document_id: int, text: str, replacement: str, looking: Looking = AS_TYPED
    ) -> TextStep | None:
        """Replace every place in one step; None where the text is nowhere."""
        raise NotImplementedError

    def undo(self, document_id: int) -> TextStep | None:
        """Take back one's own latest step in the document; what it settled is open again. None: no step.

        Raises `StepCovered` where someone has changed the same words since.
        """
        raise NotImplementedError

    def redo(self, document_id: int) -> TextStep | None:
        """Take again the step that one took back last; None where there is none, or one has gone on since."""
        raise NotImplementedError

    def history(self, document_id: int) -> builtins.list[TextStep]:
        """Who corrected what, newest first: words, pages and fields."""
        raise NotImplementedError
