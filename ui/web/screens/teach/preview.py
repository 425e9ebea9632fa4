"""A file of a course as learners would see it, with the keys of its questions for the trainer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from training_modules.content import Activity, read_activity, read_front, read_items
from training_modules.editions.views import EditionWhole
from training_modules.errors import CourseDamaged
from training_modules.figures import figures_of
from training_modules.files import MAIN, KeptFiles, named
from training_modules.front_matter import checked, load
from training_modules.items import Item, kind_of
from ui.web import markup
from ui.web.screens.learn_links import KINDS
from ui.web.screens.learn_text import draw_text, draw_words
from vanthu.i18n import translate

QUESTIONS: dict[str, str] = {
    "single": "Chọn một",
    "multiple": "Chọn nhiều",
    "true_false": "Đúng, sai",
    "ordering": "Xếp thứ tự",
    "matching": "Ghép đôi",
    "cloze": "Điền chỗ trống",
    "numeric": "Số",
    "short_text": "Trả lời ngắn",
}
"""Kinds of question that a bank holds."""


def title_of(whole: EditionWhole) -> str:
    try:
        return str(read_front(KeptFiles(whole.course_id, whole.files))[0]["title"])
    except CourseDamaged:
        return whole.course_id


def draw(course_id: str, files: Mapping[str, str], file: str) -> None:
    """Where the file is damaged: what is wrong with it."""
    kept = KeptFiles(course_id, files)
    try:
        if file == MAIN:
            _draw_main(kept)
        elif file.endswith(".md"):
            _draw_activity(read_activity(kept, file))
        elif file.endswith(".svg"):
            line = f"![{file}]({file})"
            draw_text(line, figures_of(line, kept, file))
        else:
            entries = checked(load(kept, file), named(kept, file), {"items": list})["items"]
            draw_items(read_items(entries, named(kept, file)))
    except CourseDamaged as error:
        st.warning(markup.plain(error.say()), icon=":material/report:")


def _draw_main(files: KeptFiles) -> None:
    front, body = read_front(files)
    st.html(
        f"<h3 class='vt-course'>{markup.safe(front['title'])}</h3>{markup.lead(front['summary'])}"
        f"{markup.meta(translate('Dành cho: {audience}').format(audience=front['audience']))}"
    )
    draw_words(body)


def _draw_activity(activity: Activity) -> None:
    kind, icon = KINDS[activity.kind]
    minutes = translate("{count} phút").format(count=activity.minutes)
    st.html(
        f"<p class='vt-meta'>{markup.state(translate(kind), icon)} · {markup.safe(minutes)}</p>"
        f"<h3 class='vt-course'>{markup.safe(activity.title)}</h3>"
    )
    with st.container(key="lesson"):
        draw_text(activity.body, activity.figures)
    if activity.kind != "lesson":
        rule = translate("Rút {draw} câu, đúng từ {needed} câu là đạt.")
        st.html(markup.meta(rule.format(draw=activity.draw, needed=activity.pass_correct)))
    if activity.kind == "drill":
        draw_items(activity.items)


def draw_items(items: Sequence[Item]) -> None:
    for item in items:
        st.html(shown(item))


def shown(item: Item) -> str:
    """A question with its answer."""
    kind = translate(QUESTIONS.get(item.kind, "Bài thực hành"))
    answer = "; ".join(kind_of(item).told(item, kind_of(item).right(item)))
    told = translate("Đáp án: {answer}").format(answer=answer)
    choices = "".join(f"<li>{markup.safe(words)}{_right(code, item)}</li>" for code, words in item.options)
    return (
        f"<div class='vt-item'>{markup.meta(item.id, kind)}<p class='vt-stem'>{markup.safe(item.stem)}</p>"
        f"<ul class='vt-points'>{choices}</ul><p class='vt-value'>{markup.safe(told)}</p>"
        f"{markup.meta(item.explanation)}</div>"
    )


def _right(code: str, item: Item) -> str:
    if item.kind not in {"single", "multiple", "true_false"} or code not in item.key:
        return ""
    return f" {markup.state(translate('đúng'), 'check', 'good')}"
