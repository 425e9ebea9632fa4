"""The result of a drill or quiz: passed or not, every item with its key, why, and what it rests on."""

from __future__ import annotations

import streamlit as st

from training_modules.views import ItemResult, ResultView
from ui.web import context, markup
from ui.web.screens import learn_attempt
from ui.web.screens.learn_criteria import graded
from ui.web.screens.learn_links import draw_source, named, to_activity, to_course
from ui.web.screens.learn_told import told
from ui.web.words import moment
from vanthu.i18n import translate


def draw(attempt_id: int) -> None:
    learn_attempt.forget(attempt_id)
    result = context.acts().attempt_result(attempt_id)
    to_course(result.course_id, named(result.course_title, result.course_title_en), icon="arrow_back")
    title = markup.plain(named(result.title, result.title_en))
    st.title(translate("Kết quả: {title}").format(title=title), anchor=False)
    _draw_verdict(result)
    with st.container(horizontal=True, key="after"):
        if result.next_id and result.passed:
            with st.container(key="main-link", width="content"):
                to_activity(
                    result.course_id, result.next_id, translate("Sang phần sau"), icon="chevron_right"
                )
        to_activity(result.course_id, result.activity_id, translate("Làm lại"), icon="replay")
        to_course(result.course_id, translate("Về khoá học"), icon="list")
    st.subheader(translate("Từng câu"), anchor=False)
    wrong = [item for item in result.items if _is_wrong(item)]
    if wrong and len(wrong) < len(result.items):
        st.html(markup.meta(translate("Câu chưa đúng xếp trước; số của câu là số khi làm bài.")))
    # What went wrong first: that is what one comes to read.
    for number, item in sorted(
        enumerate(result.items, 1), key=lambda each: (not _is_wrong(each[1]), each[0])
    ):
        _draw_item(number, item)


def _is_wrong(item: ItemResult) -> bool:
    """Of a question that is being asked again nothing is told, its place in the list included."""
    return not item.correct and not item.held


def _draw_verdict(result: ResultView) -> None:
    words, icon, kind = ("Đạt", "check_circle", "good") if result.passed else ("Chưa đạt", "replay", "warn")
    score = translate("{correct}/{total} câu đúng, cần đúng từ {needed} câu")
    lines = [score.format(correct=result.correct, total=result.total, needed=result.pass_correct)]
    if result.leaks:
        lines.append(
            translate("Có {count} câu làm lộ thông tin. Chỉ một câu làm lộ thông tin là không đạt.").format(
                count=result.leaks
            )
        )
    if result.passed and result.course_finished:
        lines.append(translate("Bạn đã hoàn thành khoá học."))
    scores = "".join(f"<p class='vt-value'>{markup.safe(line)}</p>" for line in lines)
    st.html(
        f"<div class='vt-verdict'><p class='vt-big'>{markup.state(translate(words), icon, kind)}</p>{scores}"
        f"{markup.meta(translate('Nộp lúc {moment}').format(moment=moment(result.submitted_at)))}</div>"
    )


def _draw_item(number: int, item: ItemResult) -> None:
    if item.held:
        state = markup.state(translate("Đang được hỏi trong bài chưa nộp"), "hourglass_empty")
    elif item.leaked:
        state = markup.state(translate("Làm lộ thông tin"), "report", "stop")
    elif item.correct:
        state = markup.state(translate("Đúng"), "check_circle", "good")
    else:
        state = markup.state(translate("Chưa đúng"), "cancel", "warn")
    with st.container(key=f"item-{number}", border=True, gap="small"):
        st.html(
            f"<p class='vt-meta'>{translate('Câu {number}').format(number=number)} &nbsp; {state}</p>"
            f"<p class='vt-stem'>{markup.safe(item.item.stem)}</p>"
            + (graded(item) if item.criteria else _chosen(item))
            + f"<p class='vt-value'>{markup.safe(item.explanation)}</p>"
        )
        if item.source is not None:
            draw_source(item.source)


def _chosen(item: ItemResult) -> str:
    chosen = told(item.item.kind, translate("Phương án đã chọn"), item.answer_told)
    key = "" if item.correct or item.held else told(item.item.kind, translate("Đáp án"), item.key_told)
    return chosen + key
