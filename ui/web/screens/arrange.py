"""Sắp xếp trang: a document's pages put in order, turned, taken out, split; other documents' pages joined."""

from __future__ import annotations

from functools import partial

import streamlit as st

from ingest.composing.recipe import PageRef, Recipe, collated
from ingest.composing.service import PageWorkDone
from ingest.splitting import Part, words_of
from records.types import DataClass, DocumentFilter, DocumentStatus, DocumentSummary
from ui.web import context, links, markup
from ui.web.boundary import do, say
from ui.web.components.page_arranger import page_arranger
from ui.web.words import headed, moment
from vanthu.errors import NotFound, VanthuError
from vanthu.i18n import translate

PLACE = "van-ban"
"""Which documents an address asks for, their numbers parted by commas."""
MOST_JOINED = 20
MOST_FOUND = 20
RECENT = 10

STATES = {
    "working": ("Đang xử lý", "hourglass_empty", ""),
    "done": ("Đã xong", "check_circle", "good"),
    "undone": ("Đã hoàn tác", "undo", "quiet"),
    "stopped": ("Chưa tạo đủ văn bản mới", "error", "warn"),
}


def draw() -> None:
    asked = _asked_for()
    if asked:
        _draw_work(asked)
    else:
        st.html(
            markup.lead(
                translate(
                    "Chọn văn bản để xoay, đổi thứ tự, bỏ trang trắng, tách một tập quét chung thành nhiều "
                    "văn bản hoặc ghép trang của nhiều tệp. Bản cũ được giữ lại và lấy lại được."
                )
            )
        )
        _draw_choice([], translate("Tìm văn bản cần sắp xếp"))
    _draw_recent()


def _asked_for() -> list[int]:
    raw = st.query_params.get(PLACE, "").split(",")[:MOST_JOINED]
    return list(dict.fromkeys(int(part) for part in raw if part.isdecimal() and len(part) < 18))


def _draw_work(asked: list[int]) -> None:
    try:
        documents = [context.acts().surroundings(number).document.summary for number in asked]
        parts = context.acts().arranging.parts(asked[0]) if len(asked) == 1 else []
    except NotFound as error:
        st.query_params.pop(PLACE, None)
        say(error)
        return
    names = ", ".join(markup.safe(headed(each.title)) for each in documents)
    st.html(f"<h2 class='vt-doc-title'>{names}</h2>")
    if len(parts) > 1:
        told = translate(
            "Tập quét này có vẻ gồm {count} văn bản. Kiểm tra chỗ tách được đề xuất, sửa nếu cần rồi bấm tạo."
        )
        st.html(markup.state(told.format(count=len(parts)), "call_split", "warn"))
    pages = _sheets(documents) or [page for each in documents for page in _pages(each)]
    made = page_arranger(
        [(page.document_id, page.page) for page in pages],
        key=f"arranger-{'-'.join(map(str, asked))}",
        breaks=[part.first - 1 for part in parts[1:]],
        reasons={part.first - 1: _reason(part) for part in parts[1:]},
    )
    if made is not None:
        _compose(made, asked)
    _draw_choice(documents, translate("Ghép thêm trang từ văn bản khác"))


def _pages(document: DocumentSummary) -> list[PageRef]:
    return [PageRef(document.id, page) for page in range(1, document.page_count + 1)]


def _sheets(documents: list[DocumentSummary]) -> Recipe:
    """Front and back sides scanned in two goes, sheet by sheet; nothing where that is not what they are."""
    if len(documents) != 2 or not 0 <= documents[0].page_count - documents[1].page_count <= 1:
        return ()
    key = "-".join(str(each.id) for each in documents)
    with st.container(horizontal=True):
        sides = st.checkbox(
            translate("Tệp thứ nhất là mặt trước, tệp thứ hai là mặt sau của cùng một tập"),
            key=f"sides-{key}",
        )
        turned = sides and st.checkbox(
            translate("Mặt sau quét từ tờ cuối lên"), value=True, key=f"turned-{key}"
        )
    if not sides:
        return ()
    fronts, backs = (_pages(each) for each in documents)
    return collated(fronts, backs, backs_reversed=turned)


def _reason(part: Part) -> str:
    return ", ".join(translate(words_of(sign)) for sign in part.why)


def _compose(made: list[list[list[int]]], asked: list[int]) -> None:
    recipes = [tuple(PageRef(*page) for page in pages) for pages in made]
    try:
        context.acts().arranging.compose(recipes, withdraw=asked)
    except VanthuError as error:
        say(error)
        return
    st.query_params.pop(PLACE, None)
    st.toast(translate("Đang tạo văn bản mới; bản cũ rút khỏi kho khi xong."), icon=":material/check:")
    st.rerun()


def _draw_choice(held: list[DocumentSummary], label: str) -> None:
    text = st.text_input(
        label,
        placeholder=translate("Số, ký hiệu, trích yếu hoặc tên tệp"),
        icon=":material/search:",
        key=f"arrange-text-{len(held)}",
    )
    if not text.strip():
        return
    have = {each.id for each in held}
    found = context.acts().documents(
        DocumentFilter(text=text, status=DocumentStatus.READY), sort="-created_at", limit=MOST_FOUND
    )
    own = context.principal().unit_id
    offered = [
        each
        for each in found.items
        if each.unit_id == own and each.data_class is DataClass.ORDINARY and each.id not in have
    ]
    if not offered:
        st.html(markup.meta(translate("Không có văn bản nào khác của đơn vị khớp với từ đã gõ.")))
    for each in offered:
        st.button(
            markup.plain(
                f"{headed(each.title)} · {translate('{count} trang').format(count=each.page_count)}"
            ),
            icon=":material/add:",
            type="tertiary",
            key=f"arrange-add-{each.id}",
            on_click=_open,
            args=([*(other.id for other in held), each.id],),
        )


def _open(document_ids: list[int]) -> None:
    st.query_params[PLACE] = ",".join(map(str, document_ids))


def _draw_recent() -> None:
    done = context.acts().arranging.recent()[:RECENT]
    if not done:
        return
    st.subheader(translate("Đã sắp xếp gần đây"), anchor=False)
    with st.container(key="rows-arranged", gap=None):
        for each in done:
            _draw_one(each)


def _draw_one(each: PageWorkDone) -> None:
    words, icon, kind = STATES[each.state]
    with st.container(key=f"arranged-{each.work}", horizontal=True, vertical_alignment="center"):
        st.html(markup.meta(moment(each.at)) + markup.state(translate(words), icon, kind), width="content")
        if each.state in {"done", "stopped"}:
            with st.container(width="stretch", horizontal=True):
                for document_id in each.documents:
                    name = translate("Văn bản {number}").format(number=document_id)
                    links.document_link(document_id, name)
            if st.button(translate("Hoàn tác"), icon=":material/undo:", key=f"undo-{each.work}"):
                do(partial(context.acts().arranging.undo, each.work), translate("Đã lấy lại bản cũ."))
