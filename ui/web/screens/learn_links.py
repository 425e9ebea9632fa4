"""Addresses within Học tập, and what its things are called in the reader's language."""

from __future__ import annotations

import streamlit as st

from training_modules.views import CourseCard, SourceCard
from ui.web import links, markup
from ui.web.navigation_paths import LEARN
from ui.web.words import day
from vanthu.i18n import SOURCE_LANGUAGE, current_language, translate

COURSE, ACTIVITY, RESULT, REVIEW = "khoa", "bai", "ket-qua", "on-tap"
KINDS: dict[str, tuple[str, str]] = {
    "lesson": ("Bài đọc", "menu_book"),
    "drill": ("Luyện tập", "fact_check"),
    "quiz": ("Kiểm tra", "quiz"),
}
STATES: dict[str, tuple[str, str, str]] = {
    "not_started": ("Chưa học", "radio_button_unchecked", "quiet"),
    "in_progress": ("Đang làm dở", "timelapse", ""),
    "done": ("Đã hoàn thành", "check_circle", "good"),
    "failed": ("Chưa đạt, có thể làm lại", "replay", "warn"),
}
"""State to words, icon and kind."""


def link(label: str, *, icon: str | None = None, **where: str | int) -> None:
    """A link within Học tập; `where` holds the parts of the address."""
    links.entry_link(LEARN, label, icon=icon, query={name: str(value) for name, value in where.items()})


def to_course(course_id: str, label: str, *, icon: str | None = None) -> None:
    link(label, icon=icon, **{COURSE: course_id})


def to_activity(course_id: str, activity_id: str, label: str, *, icon: str | None = None) -> None:
    link(label, icon=icon, **{COURSE: course_id, ACTIVITY: activity_id})


def named(title: str, title_en: str) -> str:
    """A title in the reader's language, where the course has it."""
    return title if current_language() == SOURCE_LANGUAGE or not title_en else title_en


def title(card: CourseCard) -> str:
    return named(card.title, card.title_en)


def summary(card: CourseCard) -> str:
    return named(card.summary, card.summary_en)


def draw_source(source: SourceCard) -> None:
    """What a lesson or an item rests on; opens the document at its clause where the library holds it."""
    article = translate("Điều {number}").format(number=source.article) if source.article else ""
    clause = translate("khoản {number}").format(number=source.clause) if source.clause else ""
    place = ", ".join(part for part in (clause, article) if part)
    name = " · ".join(part for part in (source.reference_number, source.title) if part)
    dated = f" ({day(source.issue_date)})" if source.issue_date else ""
    if source.document_id is not None:
        links.document_link(
            source.document_id, f"{name}{dated}", icon="description", passage_id=source.passage_id
        )
    else:
        st.html(f"<p class='vt-value'>{markup.safe(name)}{markup.safe(dated)}</p>")
    told = f"{place[:1].upper()}{place[1:]}: {source.substance}" if place else source.substance
    st.html(f"<p class='vt-meta'>{markup.safe(told)}</p>")
