"""The question bank of an edition: listed, written one by one, brought from other systems."""

from __future__ import annotations

from functools import partial

import streamlit as st

from training_modules.editions.bank_text import Entry, free_id
from training_modules.editions.errors import BankUnreadable
from training_modules.editions.views import BroughtQuestions, EditionWhole
from training_modules.exchange import form_of
from ui.web import context, markup
from ui.web.boundary import do, say
from ui.web.screens.teach import question_form
from ui.web.screens.teach.preview import QUESTIONS
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.text import fold

NEW = "new"
LONGEST_SHOWN = 140
FILES = ["gift", "txt", "xml", "yaml", "yml", "zip"]


def draw(whole: EditionWhole) -> None:
    banks = sorted(name for name in whole.files if name.endswith((".yaml", ".yml")))
    if not banks:
        st.html(markup.lead(translate("Bản này không có ngân hàng câu hỏi.")))
        return
    file = banks[0] if len(banks) == 1 else st.selectbox(translate("Ngân hàng"), banks, key="bank-of")
    try:
        entries = context.acts().teaching.questions(whole.line.id, file)
    except BankUnreadable as error:
        say(error)
        return
    if whole.line.state == "draft":
        _draw_ways(whole, file, entries)
    _draw_list(whole, file, entries)


def _opened(whole: EditionWhole) -> str:
    return f"question-open-{whole.line.id}"


def _times(whole: EditionWhole) -> str:
    """How many files were brought in this session."""
    return f"bring-times-{whole.line.id}"


def _draw_ways(whole: EditionWhole, file: str, entries: list[Entry]) -> None:
    with st.container(horizontal=True, key="bank-ways"):
        if st.button(translate("Câu hỏi mới"), icon=":material/add:", key="question-new"):
            st.session_state[_opened(whole)] = NEW
        # Once a file is in, another box: the one it came by shuts, and one press more takes nothing twice.
        time = st.session_state.get(_times(whole), 0)
        box = f"bring-box-{whole.line.id}-{time}"
        with st.popover(translate("Nhập từ tệp"), icon=":material/upload_file:", key=box):
            _draw_import(whole, file, time)
    _draw_brought(whole)
    if st.session_state.get(_opened(whole)) == NEW:
        fresh = {"id": free_id({entry.id for entry in entries}), "version": 1, "kind": "single"}
        with st.container(border=True, key="question-fresh"):
            st.subheader(translate("Câu hỏi mới"), anchor=False)
            _draw_form(whole, file, fresh, None)


def _draw_list(whole: EditionWhole, file: str, entries: list[Entry]) -> None:
    sought = st.text_input(
        translate("Tìm trong {count} câu").format(count=len(entries)), key="bank-search", max_chars=100
    )
    words = fold(sought).split()
    found = [each for each in entries if all(word in fold(str(dict(each.values))) for word in words)]
    with st.container(key="rows-bank", gap=None):
        for number, entry in enumerate(found):
            with st.container(key=f"bank-{number}", gap="small"):
                _draw_entry(whole, file, entry, number)
    if not found:
        st.html(markup.lead(translate("Không có câu nào như vậy.")))


def _draw_entry(whole: EditionWhole, file: str, entry: Entry, number: int) -> None:
    kind = translate(QUESTIONS.get(str(entry.values.get("kind")), "Bài thực hành"))
    stem = str(entry.values.get("stem", ""))
    shown = stem if len(stem) <= LONGEST_SHOWN else f"{stem[:LONGEST_SHOWN]}…"
    tags = ", ".join(str(tag) for tag in entry.values.get("tags") or ())
    st.html(
        f"{markup.meta(entry.id, kind, str(entry.values.get('source') or ''), tags)}"
        f"<p class='vt-value'>{markup.safe(shown)}</p>"
    )
    if whole.line.state != "draft":
        return
    if st.session_state.get(_opened(whole)) == entry.id:
        with st.container(border=True, key=f"question-box-{number}"):
            _draw_form(whole, file, dict(entry.values), entry)
    elif st.button(
        translate("Sửa"), icon=":material/edit:", key=f"question-{number}-{entry.id}", type="tertiary"
    ):
        st.session_state[_opened(whole)] = entry.id
        st.rerun()


def _draw_form(whole: EditionWhole, file: str, values: dict[str, object], entry: Entry | None) -> None:
    written = question_form.fill(whole, values)
    if written is not None:

        def put() -> None:
            replacing = entry.values if entry else None
            context.acts().teaching.put_question(whole.line.id, file, written, replacing)
            st.session_state.pop(_opened(whole), None)

        do(put, translate("Đã lưu câu hỏi."))
    with st.container(horizontal=True, key=f"question-ways-{values['id']}"):
        if st.button(translate("Đóng"), key="question-close"):
            st.session_state.pop(_opened(whole), None)
            st.rerun()
        if entry is not None:
            with st.popover(translate("Xoá câu này"), icon=":material/delete:"):
                told = translate("Câu hỏi rời khỏi bản nháp; các bài đã làm vẫn giữ câu này.")
                st.html(f"<p class='vt-value'>{markup.safe(told)}</p>")
                if st.button(translate("Xoá câu"), key="question-remove"):
                    take = partial(context.acts().teaching.remove_question, whole.line.id, file)
                    do(lambda: take(entry.values), translate("Đã xoá câu hỏi."))


def _draw_import(whole: EditionWhole, file: str, time: int) -> None:
    told = translate(
        "GIFT (.gift, .txt), Moodle XML (.xml), QTI (.zip) hoặc YAML. Câu có lỗi được nêu và để lại."
    )
    st.html(f"<p class='vt-note'>{markup.safe(told)}</p>")
    given = st.file_uploader(translate("Tệp câu hỏi"), type=FILES, key=f"bring-{whole.line.id}-{time}")
    if given is None or not st.button(translate("Nhập"), type="primary", key="bring"):
        return
    form = form_of(given.name)
    if form is None:
        return
    try:
        brought = context.acts().teaching.bring_questions(whole.line.id, file, form, given.getvalue())
    except VanthuError as error:
        say(error)
        return
    st.session_state[f"brought-{whole.line.id}"] = brought
    st.session_state[_times(whole)] = time + 1
    st.rerun()


def _draw_brought(whole: EditionWhole) -> None:
    """What came of the last file: how many, and each question left out, by its line."""
    brought: BroughtQuestions | None = st.session_state.get(f"brought-{whole.line.id}")
    if brought is None:
        return
    with st.container(border=True, key="brought"):
        st.html(
            f"<p class='vt-value'>"
            f"{markup.safe(translate('Đã thêm {count} câu.').format(count=len(brought.added)))}</p>"
        )
        if brought.faults:
            rows = "".join(
                f"<li><b>{markup.safe(translate('dòng {line}').format(line=fault.line))}</b>: "
                f"{markup.safe(fault.say())}</li>"
                for fault in brought.faults
            )
            head = translate("{count} câu để lại vì có lỗi:").format(count=len(brought.faults))
            st.html(f"<p class='vt-value'>{markup.safe(head)}</p><ul class='vt-points'>{rows}</ul>")
        if brought.unexplained:
            told = translate("Cần viết lời giải thích: {items}").format(items=", ".join(brought.unexplained))
            st.html(markup.meta(told))
        if st.button(translate("Đã xem"), key="brought-seen"):
            del st.session_state[f"brought-{whole.line.id}"]
            st.rerun()
