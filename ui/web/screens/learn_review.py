"""The daily review: what one is about to forget, one card at a time, and practice of weak subjects."""

from __future__ import annotations

import streamlit as st

from training_modules.review.views import CardResult, Today, Topic
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.components.review_card import Given, review_card
from ui.web.screens.learn_links import REVIEW, draw_source, link
from ui.web.screens.learn_told import told
from ui.web.words import day
from vanthu.errors import VanthuError
from vanthu.i18n import translate

DUE = "hom-nay"
"""In the address: the cards that are due; anything else there is a subject."""
TOPICS_SHOWN = 3
_RESULT = "review-result"
_DONE = "review-done"
"""Right answers and all answers of this sitting."""


def draw_today() -> None:
    """On the page of courses: how much there is today, and the weak subjects; nothing without cards."""
    reviews, person = context.services().reviews, context.principal()
    today = reviews.today(person)
    if not today.kept:
        return
    with st.container(border=True, key="review-today", gap="small"):
        st.html(f"<h2 class='vt-course'>{translate('Ôn tập hằng ngày')}</h2>{markup.lead(_said(today))}")
        if today.due:
            with st.container(key="main-link-review", width="content"):
                words = translate("Tiếp tục ôn") if today.answered else translate("Ôn ngay")
                link(words, icon="history_edu", **{REVIEW: DUE})
        _draw_topics(reviews.weak_topics(person)[:TOPICS_SHOWN])


def draw(topic: str) -> None:
    """One card after another. The address says which: those due, or of one subject."""
    subject = None if topic == DUE else topic
    if st.session_state.get("review-of") != topic:
        st.session_state["review-of"] = topic
        st.session_state.pop(_RESULT, None)
        st.session_state[_DONE] = (0, 0)
    link(translate("Học tập"), icon="arrow_back")
    title = translate("Ôn tập hằng ngày") if subject is None else markup.plain(_capital(subject))
    st.title(title, anchor=False)
    result: CardResult | None = st.session_state.get(_RESULT)
    if result is not None:
        _draw_result(result)
        return
    card = context.services().reviews.next_card(context.principal(), subject)
    if card is None:
        _draw_end(subject)
        return
    left = translate("Còn {count} câu · {course}").format(count=card.left, course=card.course_title)
    st.html(markup.meta(left))
    given = review_card(card)
    if given is not None:
        _answer(given, subject)


def _answer(given: Given, subject: str | None) -> None:
    try:
        result = context.acts().answer_card(given.card_id, given.answer, subject)
    except VanthuError as error:
        say(error)
        return
    right, answered = st.session_state[_DONE]
    st.session_state[_DONE] = (right + result.correct, answered + 1)
    st.session_state[_RESULT] = result
    st.rerun()


def _draw_result(result: CardResult) -> None:
    words, icon, kind = (
        ("Đúng", "check_circle", "good") if result.correct else ("Chưa đúng", "cancel", "warn")
    )
    item = result.card.item
    with st.container(border=True, key="review-result", gap="small"):
        st.html(
            f"<p role='status'>{markup.state(translate(words), icon, kind)}</p>"
            f"<p class='vt-stem'>{markup.safe(item.stem)}</p>"
            + told(item.kind, translate("Câu trả lời của bạn"), result.answer_told)
            + ("" if result.correct else told(item.kind, translate("Đáp án"), result.key_told))
            + f"<p class='vt-value'>{markup.safe(result.explanation)}</p>"
        )
        if result.source is not None:
            draw_source(result.source)
        again = translate("Câu này trở lại ngày {day}.").format(day=day(result.next_day))
        st.html(markup.meta(again))
    words = translate("Câu tiếp theo") if result.card.left > 1 else translate("Kết thúc")
    if st.button(words, type="primary", icon=":material/arrow_forward:", key="review-next"):
        st.session_state.pop(_RESULT, None)
        st.rerun()


def _draw_end(subject: str | None) -> None:
    right, answered = st.session_state[_DONE]
    today = context.services().reviews.today(context.principal())
    said = _said(today) if subject is None else translate("Hôm nay không còn câu nào của nội dung này.")
    if subject is None and today.answered > answered:
        # The page was read anew, or today's cards were answered elsewhere: how many is kept, not how well.
        count = translate("Hôm nay bạn đã ôn {answered} câu.").format(answered=today.answered)
        st.html(f"<p class='vt-sentence'>{markup.state(count, 'check_circle', 'good')}</p>")
    elif answered:
        count = translate("Bạn đã ôn {answered} câu, đúng {right} câu.").format(
            answered=answered, right=right
        )
        st.html(f"<p class='vt-sentence'>{markup.state(count, 'check_circle', 'good')}</p>")
    st.html(markup.lead(said))
    weak = context.services().reviews.weak_topics(context.principal())
    _draw_topics([topic for topic in weak if topic.name != subject])


def _said(today: Today) -> str:
    if not today.kept:
        return translate("Chưa có câu nào để ôn. Câu ôn tập lấy từ các bài kiểm tra đã nộp.")
    if today.due:
        words = translate("Hôm nay có {count} câu sắp quên, khoảng {minutes} phút.")
        return words.format(count=today.due, minutes=today.minutes)
    if today.next_day is not None:
        return translate("Hôm nay không có câu nào cần ôn. Lần tới: ngày {day}.").format(
            day=day(today.next_day)
        )
    return translate("Hôm nay đã ôn đủ. Các câu còn lại để ngày mai.")


def _capital(topic: str) -> str:
    return topic[:1].upper() + topic[1:]


def _draw_topics(topics: list[Topic]) -> None:
    if not topics:
        return
    st.html(f"<p class='vt-meta'>{translate('Nội dung còn yếu, nên luyện thêm:')}</p>")
    with st.container(key="weak-topics", gap="small"):
        for topic in topics:
            share = translate("{topic}: đúng {right}/{cards} câu")
            words = share.format(topic=_capital(topic.name), right=topic.right, cards=topic.cards)
            if topic.open:
                link(words, icon="fitness_center", **{REVIEW: topic.name})
            else:
                later = translate("{words}, luyện tiếp từ ngày mai").format(words=words)
                st.html(f"<p class='vt-value'>{markup.safe(later)}</p>")
