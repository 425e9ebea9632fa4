"""How one answer, or the lack of one, is shown."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import streamlit as st

from rag.types import Answer, AskEvent, Citation, Hit
from ui.web.components.answer import Source
from ui.web.components.answer import answer as answer_component
from ui.web.screens import evidence
from ui.web.screens.keep_words import CLASSES
from ui.web.words import headed
from vanthu.i18n import current_language, translate

NEAREST_SHOWN = 3
NEAREST_CHARS = 320


def stream(events: Iterator[AskEvent]) -> Answer:
    """Show sentences as they come; gives the whole answer."""
    slot = st.empty()
    slot.html(_working(translate("Đang tìm trong các văn bản bạn được xem")))
    sentences: list[str] = []
    for event in events:
        if event.sentence is not None:
            sentences.append(event.sentence.text)
            slot.html("".join(f"<p class='vt-sentence'>{escape(text)}</p>" for text in sentences))
        if event.answer is not None:
            return event.answer
    raise RuntimeError("the assistant ended without an answer")


def draw(answer: Answer, number: int) -> None:
    """Answer `number` of the conversation."""
    if answer.refused:
        _draw_refusal(answer, number)
        return
    sources = [Source(item.n, _name(item), _place(item)) for item in answer.citations]
    chosen = answer_component(
        answer.sentences, sources, key=f"answer-{number}", active=evidence.active(number)
    )
    if chosen is not None:
        evidence.open_citation(number, next(item for item in answer.citations if item.n == chosen))
    st.html(f"<p class='vt-note'>{escape(_how_made(answer))}</p>")


def _draw_refusal(answer: Answer, number: int) -> None:
    st.html(
        f"<p class='vt-sentence'><span class='vt-icon' aria-hidden='true'>do_not_disturb_on</span> "
        f"<b>{escape(translate('Chưa có câu trả lời.'))}</b> {escape(answer.answer)}</p>"
    )
    nearest = answer.nearest[:NEAREST_SHOWN]
    if not nearest:
        return
    with st.container(key=f"nearest-{number}"):
        warning = translate("Đoạn gần nhất, không phải câu trả lời")
        st.html(f"<p class='vt-not-answer'><b>{escape(warning)}</b></p>")
        sources = [Source(n, _name(hit), _place(hit), _short(hit.text)) for n, hit in enumerate(nearest, 1)]
        chosen = answer_component((), sources, key=f"answer-{number}", active=evidence.active(number))
    if chosen is not None:
        evidence.open_hit(number, chosen, nearest[chosen - 1])


def _name(item: Citation | Hit) -> str:
    title = headed(item.title)
    return f"{item.reference_number} · {title}" if item.reference_number else title


def _place(item: Citation | Hit) -> str:
    page = translate("trang {page}").format(page=item.page)
    place = f"{item.heading}, {page}" if item.heading else page[:1].upper() + page[1:]
    if not item.data_class.needs_grant:
        return place
    return f"{place} · {translate(CLASSES[item.data_class][0])}"


def _how_made(answer: Answer) -> str:
    seconds = f"{answer.elapsed_ms / 1000:.1f}"
    if current_language() == "vi":
        seconds = seconds.replace(".", ",")
    if answer.mode == "verbatim":
        words = translate(
            "Trợ lý AI chọn và trích nguyên văn từ các văn bản bạn được xem, trong {seconds} giây."
        )
    else:
        words = translate(
            "Trợ lý AI viết theo các văn bản bạn được xem, từng câu đã đối chiếu với đoạn được trích, "
            "trong {seconds} giây."
        )
    text = words.format(seconds=seconds)
    if answer.withheld:
        text += " " + translate("Đã bỏ {count} câu không đủ căn cứ.").format(count=answer.withheld)
    return text


def _short(text: str) -> str:
    if len(text) <= NEAREST_CHARS:
        return text
    return text[:NEAREST_CHARS].rsplit(" ", 1)[0] + " …"


def _working(words: str) -> str:
    return (
        "<p class='vt-sentence vt-working' role='status'>"
        f"<span class='vt-icon' aria-hidden='true'>search</span> {escape(words)}</p>"
    )
