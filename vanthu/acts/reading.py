"""Reading documents: lists, pages, files, exports; and putting a field right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from access.audit_actions import AuditAction, Result
from access.roles import Action
from records.types import Document, DocumentFilter, FieldName
from vanthu.acts.base import ActsBase, DocumentWhole, Exported
from vanthu.errors import NotFound

if TYPE_CHECKING:
    from ocr.page import PageText
    from rag.passages import Passage
    from records.likeness.service import Alike
    from records.types import DocumentPage, DocumentSummary, Facets


EVERYTHING = DocumentFilter()


class ReadingActs(ActsBase):
    """What one does with documents."""

    def documents(
        self,
        narrowing: DocumentFilter = EVERYTHING,
        *,
        sort: str = "-issue_date",
        offset: int = 0,
        limit: int = 50,
    ) -> DocumentPage:
        """The library list."""
        page = self._services.catalogue.list(self.scope, narrowing, sort=sort, offset=offset, limit=limit)
        refused = self._second.refused(item.id for item in page.items)
        items = tuple(item for item in page.items if item.id not in refused)
        self._record(AuditAction.BROWSE, detail={"documents": [item.id for item in items]})
        return replace(page, items=items, total=page.total - len(refused))

    def sees_any(self) -> bool:
        """Whether the library holds anything for this person."""
        return self._services.catalogue.list(self.scope, EVERYTHING, limit=1).total > 0

    def facets(self, narrowing: DocumentFilter = EVERYTHING) -> Facets:
        """Counts per value; they name no document, so there is nothing to check a second time."""
        return self._services.catalogue.facets(self.scope, narrowing)

    def find_by_reference(self, number: str) -> list[DocumentSummary]:
        found = self._services.catalogue.find_by_reference(number, self.scope)
        refused = self._second.refused(item.id for item in found)
        told = [item for item in found if item.id not in refused]
        self._record(AuditAction.BROWSE, detail={"documents": [item.id for item in told]})
        return told

    def document(self, document_id: int) -> Document:
        """A document that is open already; `view` opens it."""
        with self._log.asking(AuditAction.VIEW, document_id):
            document = self._services.catalogue.document(document_id, self.scope)
            self._require(document_id)
        return document

    def surroundings(self, document_id: int, *, on: date | None = None) -> DocumentWhole:
        """An open document with its relations and validity."""
        with self._log.asking(AuditAction.VIEW, document_id):
            return self._whole(document_id, on)

    def passage(self, passage_id: int) -> Passage | None:
        """A passage that a link points to; None where it is not, or not for this person."""
        detail = {"passage": passage_id}
        for passage in self._services.passages.get([passage_id], self.scope):
            if not self._second.refused([passage.document_id]):
                self._record(AuditAction.VIEW_PASSAGE, passage.document_id, detail)
                return passage
        self._record(AuditAction.VIEW_PASSAGE, None, detail, Result.DENIED)
        return None

    def clauses(
        self, document_id: int, article: str, clause: str | None = None, point: str | None = None
    ) -> list[Passage]:
        """The passages of an article, or of one of its clauses or points, in reading order."""
        with self._log.asking(AuditAction.VIEW_TEXT, document_id):
            self._services.catalogue.document(document_id, self.scope)
            self._require(document_id)
        passages = self._services.passages.of_document(document_id, self.scope)
        found = [
            each
            for each in passages
            if each.article == article and clause in {None, each.clause} and point in {None, each.point}
        ]
        self._record(AuditAction.VIEW_TEXT, document_id, {"passages": [each.id for each in found]})
        return found

    def headings(self, document_ids: Sequence[int]) -> dict[int, list[str]]:
        """What the articles of listed documents are about, for questions to begin with."""
        refused = self._second.refused(document_ids)
        found = self._services.passages.headings(document_ids, self.scope)
        told = {document_id: words for document_id, words in found.items() if document_id not in refused}
        self._record(AuditAction.BROWSE, detail={"documents": sorted(told)})
        return told

    def around(self, passage_id: int) -> list[Passage]:
        """A cited passage with the ones before and after it, in reading order."""
        detail = {"passage": passage_id}
        with self._log.asking(AuditAction.VIEW_PASSAGE, None, detail):
            found = self._services.passages.neighbours(passage_id, self.scope)
            self._require(found[0].document_id)
        self._record(AuditAction.VIEW_PASSAGE, found[0].document_id, detail)
        return found

    def page_texts(self, document_id: int) -> list[PageText]:
        """Every page's text, in order."""
        with self._log.asking(AuditAction.VIEW_TEXT, document_id):
            pages = self._services.catalogue.page_texts(document_id, self.scope)
            self._require(document_id)
        self._record(AuditAction.VIEW_TEXT, document_id, {"pages": len(pages)})
        return pages

    def view(self, document_id: int, *, on: date | None = None) -> DocumentWhole:
        """Open a document."""
        with self._log.asking(AuditAction.VIEW, document_id):
            whole = self._whole(document_id, on)
        self._record(AuditAction.VIEW, document_id)
        return whole

    def page_text(self, document_id: int, number: int) -> PageText:
        detail = {"page": number}
        with self._log.asking(AuditAction.VIEW_TEXT, document_id, detail):
            page = self._services.catalogue.page_text(document_id, number, self.scope)
            self._require(document_id)
        self._record(AuditAction.VIEW_TEXT, document_id, detail)
        return page

    def page_image(self, document_id: int, number: int) -> bytes:
        detail = {"page": number}
        with self._log.asking(AuditAction.VIEW_PAGE, document_id, detail):
            image = self._services.catalogue.page_image(document_id, number, self.scope)
            self._require(document_id)
        self._record(AuditAction.VIEW_PAGE, document_id, detail)
        return image

    def printing(self, document_id: int) -> None:
        """The pages of an open document go to a printer."""
        with self._log.asking(AuditAction.PRINT, document_id):
            self._services.catalogue.document(document_id, self.scope)
            self._require(document_id)
        self._copied(document_id, "print")
        self._record(AuditAction.PRINT, document_id)

    def original(self, document_id: int) -> tuple[Path, str, str]:
        """Path, file name and media type of the file as it was received."""
        detail = {"archive": 0}
        with self._log.asking(AuditAction.DOWNLOAD, document_id, detail):
            found = self._services.catalogue.original(document_id, self.scope)
            self._require(document_id)
        self._copied(document_id, "download")
        self._record(AuditAction.DOWNLOAD, document_id, detail)
        return found

    def archive(self, document_id: int) -> Path:
        """The searchable PDF."""
        detail = {"archive": 1}
        with self._log.asking(AuditAction.DOWNLOAD, document_id, detail):
            found = self._services.catalogue.archive(document_id, self.scope)
            self._require(document_id)
        self._copied(document_id, "download")
        self._record(AuditAction.DOWNLOAD, document_id, detail)
        return found

    def export(self, document_id: int) -> Exported:
        """The document with its text and its searchable PDF."""
        catalogue = self._services.catalogue
        with self._log.asking(AuditAction.EXPORT, document_id):
            pages = catalogue.page_texts(document_id, self.scope)
            held = catalogue.document(document_id, self.scope).has_archive
            archive = catalogue.archive(document_id, self.scope) if held else None
            whole = self._whole(document_id, None)
        self._copied(document_id, "export")
        self._record(AuditAction.EXPORT, document_id)
        return Exported(whole.document, whole.relations, whole.validity, pages, archive)

    def alike(self, document_id: int) -> list[Alike]:
        """Documents that may be the same paper as one that is being viewed."""
        with self._log.asking(AuditAction.VIEW, document_id):
            found = self._services.likeness.of(document_id, self.scope)
            refused = self._second.refused([document_id, *(each.document.id for each in found)])
            if document_id in refused:
                raise NotFound
        return [each for each in found if each.document.id not in refused]

    def correct(self, document_id: int, name: FieldName, value: str) -> Document:
        """Put a catalogue field right."""
        catalogue, detail = self._services.catalogue, {"field": list(FieldName).index(name)}
        with self._log.asking(AuditAction.CORRECT, document_id, detail):
            self.principal.require(Action.DIGITISE)
            catalogue.document(document_id, self.scope)
            self._require(document_id)
        with self._log.changing(AuditAction.CORRECT, document_id, detail):
            catalogue.correct_field(document_id, name, value, self.principal)
        self._services.following.poke()
        return catalogue.document(document_id, self.scope)
