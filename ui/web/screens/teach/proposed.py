"""Câu hỏi đề xuất: what can be asked of a document, each with its clause, to be taken into a draft or not."""

from __future__ import annotations

import streamlit as st

from training_modules.proposals.checks import Refusal
from training_modules.proposals.making import Proposed
from training_modules.proposals.service import Proposals
from ui.web import context, links, markup
from ui.web.boundary import do, say
from vanthu.errors import VanthuError
from vanthu.i18n import translate

SHOWN_AT_ONCE = 8
_SHOWN = "proposed-shown"
_SEEN = "proposed-seen"
WHY: dict[Refusal, str] = {
    Refusal.UNSOUND: "{count} câu không thành câu hỏi",
    Refusal.UNSUPPORTED: "{count} câu điều khoản không nói rõ",
    Refusal.AMBIGUOUS: "{count} câu có hai cách trả lời",
    Refusal.DUPLICATE: "{count} câu khoá học đã có",
}


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Chọn một khoá học và một văn bản để xem những câu có thể hỏi. Câu được nhận vào bản nháp, "
                "học viên chỉ gặp sau khi bản đó được duyệt và công bố."
            )
        )
    )
    edition_id = _draft()
    document_id = _document() if edition_id is not None else None
    if edition_id is None or document_id is None:
        return
    place = (edition_id, document_id)
    try:
        found = context.acts().proposing.proposals(
            document_id, edition_id, again=st.session_state.get(_SEEN) == place
        )
    except VanthuError as error:
        say(error)
        return
    if st.session_state.get(_SEEN) != place:
        st.session_state[_SEEN] = place
        st.session_state[_SHOWN] = SHOWN_AT_ONCE
    _draw_found(found, edition_id, document_id)


def _draft() -> int | None:
    """The draft questions are taken into."""
    courses = {course.id: course for course in context.acts().teaching.courses() if course.editions}
    chosen = st.selectbox(
        translate("Khoá học"),
        list(courses),
        index=None,
        format_func=lambda course_id: courses[course_id].title,
        placeholder=translate("Chọn khoá học"),
        key="proposed-course",
    )
    if chosen is None:
        return None
    line = courses[chosen].open
    if line is not None and line.state == "draft":
        return line.id
    if line is not None:
        st.html(markup.meta(translate("Bản mới của khoá học đang chờ duyệt, chưa nhận thêm câu hỏi.")))
        return None
    st.html(markup.meta(translate("Khoá học chưa có bản nháp.")))
    if st.button(translate("Soạn bản mới"), icon=":material/edit:", key="proposed-draft"):
        do(lambda: context.acts().teaching.draft(chosen))
    return None


def _document() -> int | None:
    typed = st.text_input(
        translate("Số, ký hiệu văn bản"),
        placeholder="57-NQ/TW",
        icon=":material/search:",
        key="proposed-number",
    ).strip()
    if not typed:
        return None
    found = {summary.id: summary for summary in context.acts().find_by_reference(typed)}
    if not found:
        st.html(markup.meta(translate("Không thấy văn bản nào có số này trong các văn bản bạn được xem.")))
        return None
    if len(found) == 1:
        return next(iter(found))
    chosen: int | None = st.selectbox(
        translate("Văn bản"), list(found), format_func=lambda id_: found[id_].title, key="proposed-document"
    )
    return chosen


def _draw_found(found: Proposals, edition_id: int, document_id: int) -> None:
    count = translate("{count} câu có thể hỏi").format(count=len(found.proposed))
    why = [translate(WHY[each]).format(count=number) for each, number in found.refused.items()]
    st.html(markup.meta(count, *why))
    if not found.proposed:
        st.html(
            markup.empty(
                translate("Chưa tìm được câu hỏi nào"),
                translate("Văn bản không có số liệu, thời hạn, trách nhiệm hay định nghĩa hỏi được."),
            )
        )
        return
    shown = st.session_state.setdefault(_SHOWN, SHOWN_AT_ONCE)
    for each in found.proposed[:shown]:
        with st.container(border=True, key=f"proposed-{each.item.digest[:16]}", gap="small"):
            _draw_one(each, edition_id, document_id)
    if len(found.proposed) > shown and st.button(translate("Xem thêm câu hỏi"), key="proposed-more"):
        st.session_state[_SHOWN] = shown + SHOWN_AT_ONCE
        st.rerun()


def _draw_one(each: Proposed, edition_id: int, document_id: int) -> None:
    digest = each.item.digest
    code = digest[:16]
    words_at = f"proposed-stem-{code}"
    worded = st.session_state.pop(f"{words_at}-next", None)
    if worded is not None or words_at not in st.session_state:
        st.session_state[words_at] = worded or each.item.stem
    stem = st.text_area(translate("Câu hỏi"), key=words_at, height=92)
    st.html(_options(each))
    st.html(f"<p class='vt-value'>{markup.safe(each.item.explanation)}</p>")
    place = each.passage.heading_path or each.source.title
    links.document_link(document_id, place, icon="description", passage_id=each.passage.id)
    with st.container(horizontal=True, key=f"proposed-ways-{code}"):
        changed = stem if stem.strip() != each.item.stem else None
        if st.button(translate("Nhận vào bản nháp"), icon=":material/add:", key=f"take-{code}"):
            told = translate("Đã nhận câu hỏi vào bản nháp.")
            do(lambda: context.acts().proposing.take(document_id, edition_id, digest, changed), told)
        if st.button(translate("Bỏ qua"), icon=":material/close:", key=f"aside-{code}", type="tertiary"):
            do(lambda: context.acts().proposing.set_aside(document_id, edition_id, digest))
        if context.services().writer is not None and st.button(
            translate("Viết lại cho gọn"), icon=":material/edit_note:", key=f"reword-{code}", type="tertiary"
        ):
            _reword(each, edition_id, document_id, words_at)


def _reword(each: Proposed, edition_id: int, document_id: int, words_at: str) -> None:
    try:
        words = context.acts().proposing.reword(document_id, edition_id, each.item.digest)
    except VanthuError as error:
        say(error)
        return
    if words is None:
        st.html(markup.meta(translate("Mô hình chưa viết được câu giữ đúng nghĩa; câu hỏi giữ nguyên.")))
        return
    st.session_state[f"{words_at}-next"] = words
    st.rerun()


def _options(each: Proposed) -> str:
    if each.item.kind == "numeric":
        key = f"{each.item.key[0]} {each.item.unit}".strip()
        return f"<p class='vt-value'>{markup.state(key, 'check_circle', 'good')}</p>"
    right = {code: markup.state(words, "check_circle", "good") for code, words in each.item.options}
    rows = "".join(
        f"<li>{right[code] if code in each.item.key else markup.safe(words)}</li>"
        for code, words in each.item.options
    )
    return f"<ul class='vt-value'>{rows}</ul>"
