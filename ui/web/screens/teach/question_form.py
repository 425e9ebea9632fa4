"""One question to be filled in: a form for each common kind, the bank's own YAML for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from training_modules.content import read_front
from training_modules.editions.bank_text import read_entry, write_entry
from training_modules.editions.errors import EntryUnreadable
from training_modules.editions.question_lines import LINED, answers_from, in_order, lines_of
from training_modules.editions.views import EditionWhole
from training_modules.editions.writing import mark_of
from training_modules.errors import CourseDamaged
from training_modules.files import KeptFiles
from ui.web.boundary import say
from ui.web.screens.teach import newer
from ui.web.screens.teach.preview import QUESTIONS
from vanthu.i18n import translate

HINTS: dict[str, str] = {
    "single": "Mỗi dòng một phương án; đặt dấu * trước phương án đúng.",
    "multiple": "Mỗi dòng một phương án; đặt dấu * trước mỗi phương án đúng.",
    "ordering": "Mỗi dòng một bước, theo thứ tự đúng; học viên thấy thứ tự đã xáo.",
    "matching": "Mỗi dòng một cặp: vế trái => vế phải. Dòng chỉ có => vế phải là vế thừa để đánh lạc hướng.",
    "cloze": "Câu hỏi có chỗ trống [1], [2]…; mỗi dòng dưới đây là một chỗ trống, các cách viết cách nhau |.",
    "short_text": "Mỗi dòng một cách viết được chấp nhận; dòng đầu là cách hiện cho học viên.",
}


def fill(whole: EditionWhole, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """The question as it shall stand in the bank, once its button is pressed."""
    at = f"{whole.line.id}-{values.get('id', '')}-{mark_of(repr(values))[:8]}"
    kinds = [*QUESTIONS, "yaml"]
    kind = str(values.get("kind"))
    with st.container(horizontal=True):
        chosen = st.selectbox(
            translate("Cách soạn"),
            kinds,
            index=kinds.index(kind) if kind in kinds else len(kinds) - 1,
            format_func=lambda each: translate(QUESTIONS.get(each, "Viết bằng YAML")),
            key=f"question-kind-{at}",
        )
    with st.form(key=f"question-form-{at}-{chosen}", border=False):
        if chosen == "yaml":
            return _fill_yaml(at, values)
        return _fill_fields(whole, at, {**values, "kind": chosen}, same=chosen == kind)


def _fill_yaml(at: str, values: Mapping[str, Any]) -> dict[str, Any] | None:
    text = st.text_area("YAML", write_entry(values), height=320, key=f"question-yaml-{at}")
    newer.draw_unsaved()
    if not st.form_submit_button(translate("Lưu câu hỏi"), type="primary"):
        return None
    try:
        return read_entry(text)
    except EntryUnreadable as error:
        say(error)
        return None


def _fill_fields(
    whole: EditionWhole, at: str, values: dict[str, Any], *, same: bool
) -> dict[str, Any] | None:
    kind = values["kind"]
    stem = st.text_area(translate("Câu hỏi"), str(values.get("stem", "")), key=f"question-stem-{at}")
    answers = _fill_answers(at, values, same=same)
    why = st.text_area(
        translate("Lời giải thích"), str(values.get("explanation", "")), key=f"question-why-{at}"
    )
    sources = _sources(whole)
    with st.container(horizontal=True, vertical_alignment="top"):
        source = st.selectbox(
            translate("Căn cứ"),
            sources,
            index=sources.index(values["source"]) if values.get("source") in sources else None,
            placeholder=translate("Chưa chọn"),
            key=f"question-source-{at}",
        )
        tags = st.text_input(
            translate("Nhãn, cách nhau dấu phẩy"),
            ", ".join(str(tag) for tag in values.get("tags") or ()),
            key=f"question-tags-{at}",
        )
        level = st.selectbox(
            translate("Độ khó"),
            [1, 2, 3],
            index=values["difficulty"] - 1 if values.get("difficulty") in {1, 2, 3} else None,
            placeholder=translate("Chưa chọn"),
            key=f"question-level-{at}",
        )
    newer.draw_unsaved()
    if not st.form_submit_button(translate("Lưu câu hỏi"), type="primary"):
        return None
    kept = {name: each for name, each in values.items() if name in {"id", "version", "enough", "material"}}
    told = {"kind": kind, "stem": stem.strip(), **answers, "explanation": why.strip(), "source": source}
    told |= {"tags": [tag.strip() for tag in tags.split(",") if tag.strip()], "difficulty": level}
    written = in_order({**kept, **told})
    if written != in_order(values) and "stem" in values:
        written["version"] = int(values.get("version") or 1) + 1
    return in_order(written)


def _fill_answers(at: str, values: Mapping[str, Any], *, same: bool) -> dict[str, Any]:
    kind = values["kind"]
    key = (values.get("key") or [None]) if same else [None]
    if kind == "true_false":
        right = st.radio(
            translate("Đáp án"),
            [True, False],
            index=0 if key[0] is not False else 1,
            format_func=lambda each: translate("Đúng") if each else translate("Sai"),
            horizontal=True,
            key=f"question-true-{at}",
        )
        return {"key": [bool(right)]}
    if kind == "numeric":
        with st.container(horizontal=True, vertical_alignment="top"):
            number = st.text_input(translate("Đáp án"), str(key[0] or ""), key=f"question-number-{at}")
            off = st.number_input(
                translate("Sai số cho phép"),
                value=float(values.get("tolerance") or 0),
                min_value=0.0,
                key=f"question-off-{at}",
            )
            unit = st.text_input(
                translate("Đơn vị"), str(values.get("unit") or ""), key=f"question-unit-{at}"
            )
        return {"key": [number.strip()], "tolerance": off or None, "unit": unit.strip()}
    if kind not in LINED:
        return {}
    text = st.text_area(
        translate("Đáp án"),
        lines_of(values) if same else "",
        height=160,
        help=translate(HINTS[kind]),
        key=f"question-lines-{at}-{kind}",
    )
    st.caption(translate(HINTS[kind]))
    return answers_from(kind, text)


def _sources(whole: EditionWhole) -> list[str]:
    try:
        front, _ = read_front(KeptFiles(whole.course_id, whole.files))
    except CourseDamaged:
        return []
    return [str(key) for key in front.get("sources") or {}]
