"""How one exchange of a conversation is shown: what was asked, and the answer or the lack of one."""

from __future__ import annotations

from html import escape

import streamlit as st

from rag.asking import NOT_A_QUESTION
from rag.talks.types import Exchange, Removed, State
from rag.types import Answer, AnswerForm, Citation, Filter, Hit
from ui.web import context, links, markup
from ui.web.components.answer import Actions, Chip, Chosen, Drawn, Sign, Source
from ui.web.components.answer import answer as answer_component
from ui.web.navigation_paths import DOCUMENT
from ui.web.screens import evidence
from ui.web.screens.conversation import Asked
from ui.web.screens.talk import opinion, words
from ui.web.words import day
from vanthu.i18n import translate

NEAREST_SHOWN = 3
NEAREST_CHARS = 320
SENTENCES_SHOWN = 6
ITEMS_SHOWN = 14
LISTS = frozenset({AnswerForm.LIST, AnswerForm.HISTORY, AnswerForm.SUMMARY, AnswerForm.RESPONSIBILITY})


def draw_question(exchange: Exchange) -> None:
    about = ""
    if exchange.as_of is not None:
        told = translate("Tính đến ngày {day}").format(day=day(exchange.as_of))
        about = f"<span class='vt-meta'>{escape(told)}</span>"
    with st.container(key=f"question-{exchange.id}"):
        st.html(
            f"<div class='vt-question'><span class='vt-icon' aria-hidden='true'>person</span>"
            f"<p><span class='vt-hidden'>{translate('Câu hỏi')}: </span>{markup.safe(exchange.question)}</p>"
            f"{about}</div>"
        )


def draw(exchange: Exchange, *, locked: bool) -> Asked | None:
    """A finished exchange; gives what is to be asked again. `locked`: another answer is being made."""
    answer = exchange.answer
    asked: Asked | None = None
    if answer is None:
        _draw_nothing_came(exchange)
    elif answer.refused:
        asked = _draw_refusal(exchange, answer, locked=locked)
    else:
        asked = _draw_answer(exchange, answer, locked=locked)
    if exchange.state in {State.STOPPED, State.FAILED} and not locked:
        again = st.button(translate("Hỏi lại"), icon=":material/refresh:", key=f"again-{exchange.id}")
        return Asked(exchange.question, exchange.id, exchange.without) if again else asked
    return asked


def _draw_answer(exchange: Exchange, answer: Answer, *, locked: bool) -> Asked | None:
    standings = {each.document_id: each for each in answer.standings}
    told = bool(answer.standings)
    sources = [
        Source(
            item.n,
            words.name(item),
            words.place(item),
            state=words.standing(standings.get(item.document_id)) if told else None,
        )
        for item in answer.citations
    ]
    more = [
        Source(n, words.name(hit), words.place(hit), _short(hit.text))
        for n, hit in enumerate(answer.nearest, 1)
    ]
    listed = answer.form in LISTS and len(answer.sentences) > 1
    lead = int(bool(answer.sentences) and answer.sentences[0].text.rstrip().endswith(":"))
    chosen = answer_component(
        Drawn(
            sentences=answer.sentences,
            sources=sources,
            more=more,
            listed_from=lead if listed else None,
            shown=ITEMS_SHOWN if listed else SENTENCES_SHOWN,
            table=answer.table,
            verdict=words.verdict(answer),
            notices=_notices(exchange, answer),
            chips=_chips(exchange, answer),
            locked=locked,
            actions=_actions(exchange),
            active=evidence.active(exchange.id),
        ),
        key=f"answer-{exchange.id}",
    )
    st.html(f"<p class='vt-note'>{escape(words.how_made(answer))}</p>")
    opinion.follow(exchange, chosen.rated)
    return _follow(chosen, exchange, answer)


def _draw_refusal(exchange: Exchange, answer: Answer, *, locked: bool) -> Asked | None:
    if answer.reason == NOT_A_QUESTION:
        st.html(f"<p class='vt-sentence'>{escape(answer.answer)}</p>")
        return None
    st.html(
        f"<p class='vt-sentence'><span class='vt-icon' aria-hidden='true'>do_not_disturb_on</span> "
        f"<b>{escape(translate('Chưa có câu trả lời.'))}</b> {escape(answer.answer)}</p>"
    )
    lines = []
    if answer.understood is not None and answer.understood.reading:
        looked = translate("Đã tìm: {reading}").format(reading=answer.understood.reading)
        lines.append(f"<p class='vt-meta'>{escape(looked)}</p>")
    if answer.ask_whom:
        lines.append(f"<p class='vt-value'>{markup.state(answer.ask_whom, 'contact_support')}</p>")
    if lines:
        st.html("".join(lines))
    nearest = answer.nearest[:NEAREST_SHOWN]
    chips = _chips(exchange, answer)
    asked = None
    if chips:
        taken = Drawn(chips=chips, locked=locked)
        asked = _follow(answer_component(taken, key=f"filters-{exchange.id}"), exchange, answer)
    if nearest:
        with st.container(key=f"nearest-{exchange.id}"):
            warning = translate("Đoạn gần nhất, không phải câu trả lời")
            st.html(f"<p class='vt-not-answer'><b>{escape(warning)}</b></p>")
            sources = [
                Source(n, words.name(hit), words.place(hit), _short(hit.text))
                for n, hit in enumerate(nearest, 1)
            ]
            drawn = Drawn(sources=sources, numbered=False, active=evidence.active(exchange.id))
            _follow(answer_component(drawn, key=f"answer-{exchange.id}"), exchange, answer)
    if exchange.state is State.ANSWERED and answer.reason not in opinion.UNFIT:
        opinion.offer_to_send(exchange)
    return asked


def _draw_nothing_came(exchange: Exchange) -> None:
    if exchange.state is State.STOPPED:
        said, icon = translate("Đã dừng theo yêu cầu, chưa có câu nào."), "stop_circle"
    else:
        said, icon = translate("Câu trả lời chưa lập xong thì gặp sự cố. Câu hỏi vẫn được giữ."), "error"
    st.html(f"<p class='vt-sentence'>{markup.state(said, icon, 'warn')}</p>")


def _follow(chosen: Chosen, exchange: Exchange, answer: Answer) -> Asked | None:
    """Do what was chosen on the answer; what changes its filters is to be asked again."""
    if chosen.opened is not None:
        _open(chosen.opened, exchange, answer)
    if chosen.go is not None:
        st.switch_page(links.page_at(DOCUMENT), query_params={"id": str(chosen.go)})
    if chosen.toggled is None:
        return None
    kept = tuple(each for each in exchange.without if each.key != chosen.toggled)
    if len(kept) == len(exchange.without):
        label = next((each.label for each in _filters(answer) if each.key == chosen.toggled), chosen.toggled)
        kept = (*kept, Removed(chosen.toggled, label))
    return Asked(exchange.question, exchange.id, kept)


def _open(number: int, exchange: Exchange, answer: Answer) -> None:
    """Positive: the source of that number. Negative: a place beside the answer, or beside its lack."""
    found: Citation | Hit | None
    if number > 0 and not answer.refused:
        found = next((item for item in answer.citations if item.n == number), None)
    else:
        index = abs(number) - 1
        found = answer.nearest[index] if index < len(answer.nearest) else None
    if found is not None:
        evidence.open_place(exchange.id, number, found)


def _chips(exchange: Exchange, answer: Answer) -> list[Chip]:
    gone = [Chip(each.key, each.label, removed=True) for each in exchange.without]
    keys = {each.key for each in exchange.without}
    return [
        *(Chip(each.key, each.label, each.found) for each in _filters(answer) if each.key not in keys),
        *gone,
    ]


def _filters(answer: Answer) -> tuple[Filter, ...]:
    return answer.understood.filters if answer.understood is not None else ()


def _notices(exchange: Exchange, answer: Answer) -> list[Sign]:
    """What must be known before the answer is read."""
    found = []
    if exchange.state is State.STOPPED:
        found.append(Sign(translate("Đã dừng theo yêu cầu: câu trả lời chưa đầy đủ."), "stop_circle", "warn"))
    if exchange.state is State.FAILED:
        found.append(Sign(translate("Câu trả lời bị ngắt giữa chừng, chưa đầy đủ."), "error", "warn"))
    cited = {item.document_id: item for item in answer.citations}
    for each in answer.standings:
        if each.validity.status == "expired" and each.document_id in cited:
            number = cited[each.document_id].reference_number or cited[each.document_id].title
            state = words.standing(each)
            after = " ".join(called for _, called in each.successors)
            found.append(Sign(f"{number}: {state.words} {after}".rstrip(), "warning", "warn"))
    if answer.as_of is not None and answer.as_of == exchange.as_of:
        told = translate("Trả lời theo văn bản có hiệu lực đến ngày {day}.").format(day=day(answer.as_of))
        found.append(Sign(told, "event"))
    return found


def _actions(exchange: Exchange) -> Actions:
    address = f"/api/exchanges/{exchange.id}/file?form="
    files = (("DOCX", f"{address}docx"), ("PDF", f"{address}pdf"))
    return Actions(f"{address}txt", files, exchange.good)


def _short(text: str) -> str:
    if len(text) <= NEAREST_CHARS:
        return text
    return text[:NEAREST_CHARS].rsplit(" ", 1)[0] + " …"


def stream(exchange: Exchange) -> None:
    """Show sentences as they come, until the answer is done."""
    slot = st.empty()
    working = _working(translate("Đang tìm trong các văn bản bạn được xem"))
    slot.html(working)
    for progress in context.acts().talking.follow(exchange.id):
        told = "".join(
            f"<p class='vt-sentence'>{escape(sentence.text)}</p>" for sentence in progress.sentences
        )
        # Drawn again though nothing came: only so does Streamlit notice that someone pressed a button.
        slot.html(told + _working(translate("Đang viết tiếp")) if told else working)


def _working(said: str) -> str:
    return (
        "<p class='vt-sentence vt-working' role='status'>"
        f"<span class='vt-icon' aria-hidden='true'>search</span> {escape(said)}</p>"
    )
