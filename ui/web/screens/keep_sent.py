"""What people sent about answers: opinions to review, and questions that the library does not answer."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from rag.talks.types import Opinion, Unanswered
from rag.types import Answer
from ui.web import context, links, markup
from ui.web.boundary import do
from ui.web.screens.talk.words import REASONS, name, place
from ui.web.words import day
from vanthu.i18n import translate

OPINIONS, UNANSWERED = "Ý kiến về câu trả lời", "Câu hỏi chưa có câu trả lời"
_SEEN = "keep-sent-seen"


def left(tab: str) -> None:
    """Another tab is in front: opening this one again is a new reading."""
    st.session_state.pop(f"{_SEEN}-{tab}", None)


def draw_opinions() -> None:
    st.html(
        markup.lead(
            translate(
                "Ý kiến do người hỏi gửi, không kèm tên, về các câu trả lời dẫn văn bản của đơn vị. "
                "Mở văn bản để sửa thông tin nếu cần, rồi ghi kết quả."
            )
        )
    )
    handled = _choose("opinions")
    found = context.acts().reviewing.opinions(handled=handled, again=_again(OPINIONS, handled))
    if not found:
        st.html(_none(handled, translate("Chưa có ý kiến nào chờ xem.")))
    for opinion in found:
        with st.container(key=f"opinion-card-{opinion.id}", border=True):
            _draw_opinion(opinion)


def draw_unanswered() -> None:
    st.html(
        markup.lead(
            translate(
                "Câu hỏi mà kho chưa trả lời được, do người hỏi chọn gửi. Chỉ có nội dung và ngày, không có "
                "tên người hỏi. Câu giống nhau đứng cùng nhau."
            )
        )
    )
    handled = _choose("unanswered")
    groups = context.acts().reviewing.unanswered(handled=handled, again=_again(UNANSWERED, handled))
    if not groups:
        st.html(_none(handled, translate("Chưa có câu hỏi nào chờ xem.")))
    for group in groups:
        with st.container(key=f"unanswered-card-{group[0].id}", border=True):
            _draw_group(group)


def _draw_opinion(opinion: Opinion) -> None:
    words, icon, kind = (
        (translate("Hữu ích"), "thumb_up", "good")
        if opinion.good
        else (translate("Chưa đúng, chưa đủ"), "thumb_down", "warn")
    )
    reason = f" · {markup.safe(translate(REASONS[opinion.reason]))}" if opinion.reason else ""
    said = f"<p class='vt-value'>“{markup.safe(opinion.words)}”</p>" if opinion.words else ""
    st.html(
        f"<p class='vt-meta'>{markup.state(words, icon, kind)} {day(opinion.day)}{reason}</p>"
        f"<p class='vt-value'><b>{markup.safe(opinion.question)}</b></p>{said}"
    )
    _draw_answer(opinion.answer)
    _draw_handling(
        opinion.handled_at is not None,
        opinion.note,
        f"opinion-{opinion.id}",
        lambda note: context.acts().reviewing.handle_opinion(opinion.id, note),
    )


def _draw_answer(answer: Answer) -> None:
    if answer.refused:
        hidden = translate("Câu trả lời dẫn văn bản bạn không được xem, nên không hiện ở đây.")
        st.html(markup.meta(hidden))
        return
    sentences = "".join(
        f"<p class='vt-evidence-text'>{markup.safe(each.text)} "
        f"<span class='vt-meta'>[{', '.join(map(str, each.citations))}]</span></p>"
        for each in answer.sentences
    )
    with st.expander(translate("Câu trả lời đã đưa ra")):
        st.html(sentences)
    for cited in answer.citations:
        links.document_link(
            cited.document_id,
            f"[{cited.n}] {name(cited)}, {place(cited)}",
            icon="description",
            passage_id=cited.passage_id,
        )


def _draw_group(group: list[Unanswered]) -> None:
    first = group[0]
    more = ""
    if len(group) > 1:
        told = translate("{count} câu giống nhau, gần nhất ngày {day}").format(
            count=len(group), day=day(max(each.day for each in group))
        )
        others = "".join(f"<li>{markup.safe(each.question)}</li>" for each in group[1:])
        more = f"<p class='vt-meta'>{told}</p><ul class='vt-points'>{others}</ul>"
    st.html(
        f"<p class='vt-value'><b>{markup.safe(first.question)}</b></p>"
        f"<p class='vt-meta'>{day(first.day)}</p>{more}"
    )
    ids = [each.id for each in group]
    _draw_handling(
        first.handled_at is not None,
        first.note,
        f"unanswered-{first.id}",
        lambda note: context.acts().reviewing.handle_unanswered(ids, note),
    )


def _draw_handling(done: bool, note: str, key: str, handle: Callable[[str], None]) -> None:
    if done:
        st.html(markup.meta(translate("Đã xử lý"), note))
        return
    with (
        st.form(key=f"handle-{key}", border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        written = st.text_input(translate("Kết quả xử lý (không bắt buộc)"), max_chars=500)
        pressed = st.form_submit_button(translate("Đã xử lý"), icon=":material/check:", width="content")
    if pressed:
        do(lambda: handle(written), translate("Đã ghi kết quả."))


def _choose(key: str) -> bool:
    """Whether what is dealt with already is asked for."""
    chosen = st.segmented_control(
        translate("Xem"),
        [False, True],
        default=False,
        format_func=lambda done: translate("Đã xử lý") if done else translate("Chờ xử lý"),
        key=f"keep-sent-{key}",
        label_visibility="collapsed",
    )
    return bool(chosen)


def _again(tab: str, handled: bool) -> bool:
    seen: bool = st.session_state.get(f"{_SEEN}-{tab}") == handled
    st.session_state[f"{_SEEN}-{tab}"] = handled
    return seen


def _none(handled: bool, waiting: str) -> str:
    return markup.meta(translate("Chưa có gì được xử lý.") if handled else waiting)
