"""Thống kê câu hỏi: how each question of a course does, the odd ones in plain words, and each in detail."""

from __future__ import annotations

import streamlit as st

from training_modules.statistics.views import Figures, Finding, OptionUse, QuestionFigures
from ui.web import context, markup
from ui.web.words import day, percent
from vanthu.db import office_day
from vanthu.i18n import current_language, translate

_SEEN = "teach-figures-seen"
FINDINGS: dict[Finding, tuple[str, str, str]] = {
    Finding.KEY_DOUBTFUL: ("Đáp án có thể sai", "error", "stop"),
    Finding.WEAK: ("Phân biệt kém", "trending_flat", "warn"),
    Finding.TOO_EASY: ("Quá dễ", "keyboard_double_arrow_up", "warn"),
    Finding.TOO_HARD: ("Quá khó", "keyboard_double_arrow_down", "warn"),
    Finding.OPTION_UNUSED: ("Có phương án không ai chọn", "do_not_disturb_on", "quiet"),
}
"""Words, icon and kind."""
ADVICE: dict[Finding, str] = {
    Finding.KEY_DOUBTFUL: "Người làm tốt các câu khác lại sai câu này: kiểm tra đáp án và lời hỏi.",
    Finding.WEAK: "Câu này ít phân biệt người nắm vững với người chưa nắm vững.",
    Finding.TOO_EASY: "Gần như ai cũng trả lời đúng.",
    Finding.TOO_HARD: "Rất ít người trả lời đúng.",
    Finding.OPTION_UNUSED: "Phương án không ai chọn thì không có tác dụng; thay bằng phương án hợp lý hơn.",
}
COLUMNS = ("Câu hỏi", "Lượt trả lời", "Tỷ lệ đúng", "Độ phân biệt", "Nhận xét")


def draw() -> None:
    st.html(
        markup.lead(
            translate(
                "Số liệu tính từ các lượt làm đã nộp, không nêu tên ai. Câu có dưới 5 lượt trả lời chưa có "
                "số liệu."
            )
        )
    )
    courses = {card.id: card.title for card in context.services().training.courses(context.principal())}
    if not courses:
        st.html(markup.meta(translate("Chưa có khoá học nào.")))
        return
    with st.container(horizontal=True, vertical_alignment="bottom", key="filters-figures"):
        course_id = st.selectbox(
            translate("Khoá học"), list(courses), format_func=lambda each: courses[each], key="figures-course"
        )
        first_only = st.segmented_control(
            translate("Lượt làm"),
            [True, False],
            default=True,
            format_func=lambda first: translate("Lượt đầu") if first else translate("Mọi lượt"),
            key="figures-attempts",
        )
    chosen = (course_id, first_only is not False)
    again = st.session_state.get(_SEEN) == chosen
    st.session_state[_SEEN] = chosen
    found = context.acts().anchoring.figures(course_id, first_only=chosen[1], again=again)
    if not found:
        st.html(
            markup.empty(
                translate("Chưa có lượt làm nào đã nộp"),
                translate("Khi có người học nộp bài, số liệu của từng câu hiện ở đây."),
            )
        )
        return
    found = sorted(found, key=_oddest_first)
    _draw_detail(found)
    st.html(_table(found))


def _oddest_first(question: QuestionFigures) -> tuple[bool, bool]:
    findings = question.figures.findings
    return Finding.KEY_DOUBTFUL not in findings, not findings


def _table(found: list[QuestionFigures]) -> str:
    head = "".join(f"<th scope='col'>{markup.safe(translate(name))}</th>" for name in COLUMNS)
    rows = "".join(_row(each) for each in found)
    return f"<table class='vt-trail'><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(question: QuestionFigures) -> str:
    figures = question.figures
    if figures.answers is None:
        cells = ["<5", "–", "–"]
    else:
        cells = [str(figures.answers), _share(figures.facility), _index(figures.discrimination)]
    named = zip(COLUMNS[1:4], cells, strict=True)
    told = "".join(
        f"<td class='vt-nowrap'><span class='vt-label'>{markup.safe(translate(name))}: </span>"
        f"{markup.safe(cell)}</td>"
        for name, cell in named
    )
    return (
        f"<tr><td>{markup.safe(question.stem)}<span class='vt-meta'>{markup.safe(question.item_id)}</span>"
        f"</td>{told}<td>{_findings(figures)}</td></tr>"
    )


def _findings(figures: Figures) -> str:
    states = []
    for finding in figures.findings:
        words, icon, kind = FINDINGS[finding]
        states.append(markup.state(translate(words), icon, kind))
    return "<br>".join(states)


def _draw_detail(found: list[QuestionFigures]) -> None:
    told = {(each.activity_id, each.item_id): each for each in found if each.figures.answers is not None}
    if not told:
        return
    chosen = st.selectbox(
        translate("Xem kỹ một câu"),
        list(told),
        index=None,
        format_func=lambda key: f"{key[1]} · {told[key].stem}",
        placeholder=translate("Chọn câu hỏi"),
        key="figures-question",
    )
    if chosen not in told:
        return
    question = told[chosen]
    with st.container(border=True, key="figures-detail"):
        st.html(f"<p class='vt-value'><b>{markup.safe(question.stem)}</b></p>")
        _draw_figures(question.figures)
        for wording in question.wordings:
            since = translate("Lời hỏi dùng từ {day}").format(day=day(office_day(wording.since)))
            with st.expander(f"{since} · {markup.plain(wording.stem)}"):
                _draw_figures(wording.figures)


def _draw_figures(figures: Figures) -> None:
    facts = (
        (translate("Lượt trả lời"), str(figures.answers)),
        (translate("Tỷ lệ đúng"), _share(figures.facility)),
        (translate("Độ lệch chuẩn"), _share(figures.deviation)),
        (translate("Đúng nếu đoán mò"), _share(figures.guess)),
        (translate("Độ phân biệt"), _index(figures.discrimination)),
        (translate("Hiệu quả phân biệt"), _index(figures.efficiency)),
        (translate("Trọng số dự kiến"), _weight(figures.intended)),
        (translate("Trọng số thực tế"), _weight(figures.effective)),
    )
    rows = "".join(
        f"<div><dt>{markup.safe(name)}</dt><dd>{markup.safe(value)}</dd></div>" for name, value in facts
    )
    st.html(f"<dl class='vt-facts'>{rows}</dl>")
    for finding in figures.findings:
        words, icon, kind = FINDINGS[finding]
        state = markup.state(translate(words), icon, kind)
        st.html(f"<p class='vt-value'>{state} {markup.safe(translate(ADVICE[finding]))}</p>")
    if figures.options:
        st.html(_options(figures.options))


def _options(options: tuple[OptionUse, ...]) -> str:
    names = ("Phương án", "Số người chọn", "Tỷ lệ chọn", "Tương quan với phần còn lại")
    head = "".join(f"<th scope='col'>{markup.safe(translate(name))}</th>" for name in names)
    rows = "".join(
        f"<tr><td>{markup.safe(each.words)}"
        f"{markup.state(translate('đáp án'), 'check', 'good') if each.right else ''}</td>"
        f"<td>{each.chosen}</td><td>{markup.safe(percent(each.share))}</td>"
        f"<td>{markup.safe(_decimal(each.biserial))}</td></tr>"
        for each in options
    )
    return f"<div class='vt-table'><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"


def _share(value: float | None) -> str:
    return "–" if value is None else percent(value)


def _index(value: float | None) -> str:
    return "–" if value is None else f"{value:.0f}".replace("-", "−")


def _weight(value: float | None) -> str:
    return "–" if value is None else percent(value / 100, digits=1)


def _decimal(value: float | None) -> str:
    if value is None:
        return "–"
    told = f"{value:.2f}".replace("-", "−")
    return told.replace(".", ",") if current_language() == "vi" else told
