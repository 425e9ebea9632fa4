"""The review desk: what waits, settling it, and correcting a document's words.

Text that is looked for travels in bodies only: addresses are written into logs on the way.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from records.desk.types import Looking, WordPlace
from ui.api import desk_forms
from ui.api.bodies import Body, Words
from ui.api.caller import Caller, Id

router = APIRouter(prefix="/desk", tags=["desk"])

MAX_ITEMS = 200
MAX_LOOKED_FOR = 500
ItemId = Annotated[str, Field(max_length=100)]
Position = Annotated[int, Field(ge=0, le=100_000)]


class Settlement(Body):
    """What a person decided of an item; an empty text says that nothing is printed there."""

    text: Words
    revision: Annotated[int, Field(ge=0)]


class Edit(Body):
    """`words` words from a place on, also over the ends of lines, replaced by what was typed."""

    page: Annotated[int, Field(ge=1, le=100_000)]
    line: Position
    word: Position
    words: Annotated[int, Field(ge=1, le=1_000)] = 1
    text: Annotated[str, Field(max_length=10_000)]
    revision: Annotated[int, Field(ge=0)]


class LookedFor(Body):
    text: Annotated[str, Field(min_length=1, max_length=MAX_LOOKED_FOR)]
    match_case: bool = True
    whole_word: bool = True
    fold: bool = False
    replacement: Annotated[str | None, Field(max_length=MAX_LOOKED_FOR)] = None

    def looking(self) -> Looking:
        return Looking(self.match_case, self.whole_word, self.fold)


class Replaced(LookedFor):
    replacement: Annotated[str, Field(max_length=MAX_LOOKED_FOR)]


@router.get("/queue")
def read_queue(
    acts: Caller,
    limit: Annotated[int, Query(ge=1, le=MAX_ITEMS)] = 30,
    after: Annotated[str | None, Query(max_length=100)] = None,
    document_id: Id | None = None,
) -> dict[str, Any]:
    """The next items in doubt, most valuable and most doubtful first, and how much waits."""
    items = acts.desk.queue(limit, after, document_id)
    return desk_forms.queue(items, acts.desk.state())


@router.get("/items/{item_id}")
def read_item(acts: Caller, item_id: ItemId) -> dict[str, Any]:
    """The item as it stands now; null once it is settled."""
    return {"item": desk_forms.item(acts.desk.item(item_id))}


@router.post("/items/{item_id}")
def settle_item(acts: Caller, item_id: ItemId, settled: Settlement) -> dict[str, Any]:
    """Accept or replace what an item says; answers with the next one."""
    return {"next": desk_forms.item(acts.desk.settle(item_id, settled.text, settled.revision))}


@router.get("/documents/{document_id}/pages/{number}")
def read_desk_page(acts: Caller, document_id: Id, number: int) -> dict[str, Any]:
    """A page's words with their doubts and other readings."""
    # Read before the page: an older revision with newer words is refused, never the other way round.
    revision = acts.document(document_id).revision
    return desk_forms.page(acts.desk.page(document_id, number), revision)


@router.post("/documents/{document_id}/edits")
def edit_words(acts: Caller, document_id: Id, edit: Edit) -> dict[str, Any]:
    """Replace words that follow each other."""
    place = WordPlace(edit.page, edit.line, edit.word)
    step = acts.desk.edit(document_id, place, edit.text, edit.revision, words=edit.words)
    return {"step": desk_forms.step(step)}


@router.post("/documents/{document_id}/find")
def find_words(acts: Caller, document_id: Id, asked: LookedFor) -> dict[str, Any]:
    """Every place of a text in the document, in reading order."""
    found = acts.desk.find(document_id, asked.text, asked.looking(), asked.replacement)
    return {"found": [desk_forms.found(each) for each in found]}


@router.post("/documents/{document_id}/replace")
def replace_words(acts: Caller, document_id: Id, asked: Replaced) -> dict[str, Any]:
    """Replace every place in one step."""
    step = acts.desk.replace(document_id, asked.text, asked.replacement, asked.looking())
    return {"step": desk_forms.step(step)}


@router.post("/documents/{document_id}/undo")
def undo_step(acts: Caller, document_id: Id) -> dict[str, Any]:
    """Take back the caller's own latest step; null where there is none."""
    return {"step": desk_forms.step(acts.desk.undo(document_id))}


@router.post("/documents/{document_id}/redo")
def redo_step(acts: Caller, document_id: Id) -> dict[str, Any]:
    """Take again the step that the caller took back last; null where there is none."""
    return {"step": desk_forms.step(acts.desk.redo(document_id))}


@router.get("/documents/{document_id}/history")
def read_history(acts: Caller, document_id: Id) -> dict[str, Any]:
    """Who corrected what, newest first."""
    return {"steps": [desk_forms.step(each) for each in acts.desk.history(document_id)]}
