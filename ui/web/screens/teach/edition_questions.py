"""The question bank of an edition: listed, written one by one, brought from other systems."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from training_modules.editions.bank_text import Entry, free_id
from training_modules.editions.errors import BankUnreadable
from training_modules.editions.views import BroughtQuestions, EditionWhole
from training_modules.exchange import form_of
from ui.web import context, markup
from ui.web.boundary import do, say
from ui.web.screens.teach import newer, question_form
from ui.web.screens.teach.preview import QUESTIONS
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.text import fold

LONGEST_SHOWN = 140
FILES = ["gift", "txt", "xml", "yaml", "yml", "zip"]


@dataclass(frozen=True, slots=True)
class Opened:
    """The question being filled in, as it was when opened: another trainer's save does not change it."""

    file: str
    values: Mapping[str, Any]
    fresh: bool = False


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
        _draw_loose(whole, file, entries)
    _draw_list(whole, file, entries)


def _opened(whole: EditionWhole) -> str:
    return f"question-open-{whole.line.id}"


def _being_filled(whole: EditionWhole, file: str) -> Opened | None:
    opened: Opened | None = st.session_state.get(_opened(whole))
    return opened if opened is not None and opened.file == file else None


def forget(whole: EditionWhole) -> None:
    """Shut the question that is open."""
    st.session_state.pop(_opened(whole), None)


def _times(whole: EditionWhole) -> str:
    """How many files were brought in this session."""
    return f"bring-times-{whole.line.id}"


def _draw_ways(whole: EditionWhole, file: str, entries: list[Entry]) -> None:
    with st.container(horizontal=True, key="bank-ways"):
        if st.button(translate("Câu hỏi mới"), icon=":material/add:", key="question-new"):
            new = {"id": free_id({entry.id for entry in entries}), "version": 1, "kind": "single"}
            st.session_state[_opened(whole)] = Opened(file, new, fresh=True)
        # Once a file is in, another box: the one it came by shuts, and one press more takes nothing twice.
        time = st.session_state.get(_times(whole), 0)
        box = f"bring-box-{whole.line.id}-{time}"
        with st.popover(translate("Nhập từ tệp"), icon=":material/upload_file:", key=box):
            _draw_import(whole, file, time)
    _draw_brought(whole)


def _draw_loose(whole: EditionWhole, file: str, entries: list[Entry]) -> None:
    """The form of a question that is not in the list: a new one, or one taken out meanwhile."""
    opened = _being_filled(whole, file)
    if opened is None or (not opened.fresh and _entry_of(opened, entries) is not None):
        return
    with st.container(border=True, key="question-fresh"):
        if opened.fresh:
            st.subheader(translate("Câu hỏi mới"), anchor=False)
        _draw_form(whole, opened, entries)


def _entry_of(opened: Opened, entries: list[Entry]) -> Entry | None:
    return next((entry for entry in entries if entry.id == str(opened.values.get("id", ""))), None)


def _draw_list(whole: EditionWhole, file: str, entries: list[Entry]) -> None:
    sought = st.text_input(
        translate("Tìm trong {count} câu").format(count=len(entries)), key="bank-search", max_chars=100
    )
    words = fold(sought).split()
    opened = _being_filled(whole, file) if whole.line.state == "draft" else None
    open_entry = _entry_of(opened, entries) if opened is not None and not opened.fresh else None
    found = [
        each
        for each in entries
        if each is open_entry or all(word in fold(str(dict(each.values))) for word in words)
    ]
    with st.container(key="rows-bank", gap=None):
        for number, entry in enumerate(found):
            with st.container(key=f"bank-{number}", gap="small"):
                _draw_entry(whole, file, entry, number)
                if opened is not None and entry is open_entry:
                    with st.container(border=True, key=f"question-box-{number}"):
                        _draw_form(whole, opened, entries)
                elif whole.line.state == "draft":
                    _draw_edit(whole, file, entry, number)
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


def _draw_edit(whole: EditionWhole, file: str, entry: Entry, number: int) -> None:
    if st.button(
        translate("Sửa"), icon=":material/edit:", key=f"question-{number}-{entry.id}", type="tertiary"
    ):
        st.session_state[_opened(whole)] = Opened(file, entry.values)
        st.rerun()


def _draw_form(whole: EditionWhole, opened: Opened, entries: list[Entry]) -> None:
    written = question_form.fill(whole, opened.values)
    if written is not None:
        do(lambda: _put(whole, opened, written, entries), translate("Đã lưu câu hỏi."))
    stored = None if opened.fresh else _entry_of(opened, entries)
    if stored is None and not opened.fresh:
        newer.draw_gone()
    elif stored is not None and stored.values != opened.values and newer.draw("question-theirs"):
        st.session_state[_opened(whole)] = Opened(opened.file, stored.values)
        st.rerun()
    with st.container(horizontal=True, key="question-ways"):
        if st.button(translate("Đóng"), key="question-close"):
            forget(whole)
            st.rerun()
        if stored is not None:
            with st.popover(translate("Xoá câu này"), icon=":material/delete:"):
                told = translate("Câu hỏi rời khỏi bản nháp; các bài đã làm vẫn giữ câu này.")
                st.html(f"<p class='vt-value'>{markup.safe(told)}</p>")
                if st.button(translate("Xoá câu"), key="question-remove"):
                    do(lambda: _remove(whole, opened), translate("Đã xoá câu hỏi."))


def _put(whole: EditionWhole, opened: Opened, written: dict[str, Any], entries: list[Entry]) -> None:
    taken = {entry.id for entry in entries}
    if opened.fresh and str(written.get("id")) in taken:  # another trainer's new question came first
        written = {**written, "id": free_id(taken)}
    replacing = None if opened.fresh else opened.values
    context.acts().teaching.put_question(whole.line.id, opened.file, written, replacing)
    forget(whole)


def _remove(whole: EditionWhole, opened: Opened) -> None:
    context.acts().teaching.remove_question(whole.line.id, opened.file, opened.values)
    forget(whole)


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
