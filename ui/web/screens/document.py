"""One document: its pages, the recognised text beside them, fields, relations, validity, files."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from records.types import DataClass, Document, DocumentStatus
from ui.web import context, links, markup
from ui.web.components.page_editor import page_editor
from ui.web.components.page_text import page_text
from ui.web.components.page_viewer import page_viewer
from ui.web.navigation_paths import DIGITISE, LIBRARY
from ui.web.screens import (
    digitise_parts,
    document_access,
    document_alike,
    document_dossier,
    document_fields,
    document_files,
    document_relations,
)
from ui.web.screens.place import Shown
from ui.web.words import STATUSES, VALIDITY, day, document_type, headed, validity_words
from vanthu.acts import DocumentWhole
from vanthu.errors import NotFound
from vanthu.i18n import translate

PANE_HEIGHT = "var(--vt-pane-height)"
TEXT_HEIGHT = "var(--vt-text-height)"


def show() -> None:
    whole = _read(_asked_for())
    document = whole.document
    shown = Shown.of(document.summary.id)
    _turn_to_passage(shown)
    _draw_head(whole)
    with st.container(key="document", horizontal=True, gap="large"):
        with st.container(key="pages"):
            _draw_pages(document, shown)
        with st.container(key="about"):
            _draw_about(whole, shown)


def _asked_for() -> int:
    number = st.query_params.get("id", "")
    if not number.isdecimal() or len(number) > 18:
        raise NotFound
    return int(number)


def _turn_to_passage(shown: Shown) -> None:
    """Open the document where its address says, if that passage is of this document and may be seen."""
    number = st.query_params.get(links.PASSAGE, "")
    if not number.isdecimal() or len(number) > 18:
        return
    passage = context.acts().passage(int(number))
    if passage is not None and passage.document_id == shown.document_id:
        shown.show_passage(passage)


def _read(document_id: int) -> DocumentWhole:
    """The document; opening it is recorded once per visit, not on every click within."""
    if st.session_state.get("viewed") == document_id:
        return context.acts().surroundings(document_id)
    whole = context.acts().view(document_id)
    st.session_state["viewed"] = document_id
    return whole


def _draw_head(whole: DocumentWhole) -> None:
    document, summary = whole.document, whole.document.summary
    links.entry_link(LIBRARY, translate("Kho văn bản"), icon="arrow_back")
    facts = [
        document_type(summary.document_type),
        summary.reference_number or translate("Chưa rõ số, ký hiệu"),
        summary.issuing_body or translate("Chưa rõ cơ quan ban hành"),
        day(summary.issue_date),
        translate("{count} trang").format(count=summary.page_count),
    ]
    with st.container(key="head", horizontal=True):
        st.html(
            f"<h1 class='vt-doc-title'>{markup.safe(headed(summary.title))}</h1>"
            f"<p class='vt-meta'>{' · '.join(markup.safe(fact) for fact in facts)}</p>"
            f"<p class='vt-meta vt-states'>{_states(whole)}</p>",
            width="stretch",
        )
        with st.container(width="content", horizontal=True, vertical_alignment="center", key="head-acts"):
            document_files.draw(document)
            _draw_arrange(document)


def _states(whole: DocumentWhole) -> str:
    document, summary, validity = whole.document, whole.document.summary, whole.validity
    icon = VALIDITY.get(validity.status, VALIDITY["unknown"])[1]
    parts = [markup.state(validity_words(validity), icon, "good" if validity.status == "valid" else "")]
    parts[:0] = document_access.states(document)
    if summary.status is not DocumentStatus.READY:
        parts.append(markup.state(translate(STATUSES[summary.status]), "hourglass_empty"))
    if summary.needs_review:
        parts.append(markup.state(translate("Có thông tin cần kiểm tra"), "help", "warn"))
    if document.failed_pages:
        numbers = ", ".join(str(number) for number in sorted(document.failed_pages))
        words = translate("Không nhận dạng được trang {numbers}; ảnh trang vẫn được giữ")
        parts.append(markup.state(words.format(numbers=numbers), "error", "stop"))
    return "".join(parts)


def _draw_arrange(document: Document) -> None:
    """The way to page work, for documents of one's own that have pages."""
    summary, person = document.summary, context.principal()
    if not person.may(Action.DIGITISE) or summary.unit_id != person.unit_id:
        return
    if summary.data_class is DataClass.ORDINARY and summary.status is DocumentStatus.READY:
        query = {digitise_parts.PART: digitise_parts.ARRANGE, digitise_parts.DOCUMENT: str(summary.id)}
        links.entry_link(DIGITISE, translate("Sắp xếp trang"), icon="auto_stories", query=query)


def _draw_pages(document: Document, shown: Shown) -> None:
    page_viewer(
        document.summary.id,
        document.summary.page_count,
        key=f"viewer-{document.summary.id}",
        title=document.summary.title,
        page=shown.page,
        strong=shown.boxes,
        height=PANE_HEIGHT,
        pickable=True,
        visit=shown.visit,
    )


def _draw_about(whole: DocumentWhole, shown: Shown) -> None:
    document = whole.document
    names = [translate("Thông tin"), translate("Chữ nhận dạng"), translate("Quan hệ văn bản")]
    grants = document_access.grants_of(document)
    facts, text, relations, *more = st.tabs(
        [*names, translate("Ai được xem")] if grants is not None else names
    )
    may_correct = context.principal().may(Action.DIGITISE) and not document.masked
    with facts:
        document_fields.draw(document, shown, may_correct=may_correct)
        document_dossier.draw(document.summary.id)
    with text:
        _draw_text(document, shown, may_correct=may_correct)
    with relations:
        document_relations.draw(whole, shown)
        document_alike.draw(document.summary)
    if more and grants is not None:
        with more[0]:
            document_access.draw(document, grants)


def _draw_text(document: Document, shown: Shown, *, may_correct: bool) -> None:
    """To be corrected by who may, read by others. What a unit above has issued is corrected there."""
    summary = document.summary
    if may_correct and summary.unit_id == context.principal().unit_id:
        links.entry_link(
            DIGITISE,
            translate("Soát lần lượt các chỗ chưa chắc chắn"),
            icon="fact_check",
            query={
                digitise_parts.PART: digitise_parts.DESK,
                digitise_parts.DOCUMENT: str(summary.id),
            },
        )
        page_editor(
            summary.id,
            summary.page_count,
            key=f"editor-{summary.id}",
            page=shown.page,
            height=TEXT_HEIGHT,
        )
        return
    page_text(summary.id, key=f"text-{summary.id}", page=shown.page, height=TEXT_HEIGHT)
