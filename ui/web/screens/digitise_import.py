"""Nhập bảng: a table of metadata taken in; what it would change is shown, and written once confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import streamlit as st

from access.roles import Action
from records.errors import FieldInvalid
from records.outputs.importing import FieldChange, ImportPlan, RowFault, RowWithoutDocument
from records.outputs.read_tables import MAX_BYTES, NumberedRow, read_table
from records.types import FieldName
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.words import FIELDS, field_value, headed
from vanthu.errors import NotFound, VanthuError
from vanthu.i18n import translate

DOCUMENTS_SHOWN = 25
FAULTS_SHOWN = 50
_LOOKED = "import-looked"
_OUTCOME = "import-outcome"
_UPLOADS = "import-uploads"
_SHOWN = "import-shown"


@dataclass(frozen=True, slots=True)
class Looked:
    """A table as it was read and what it would change, for this file and this person in this unit."""

    of: tuple[str, int, int]
    rows: list[NumberedRow]
    plan: ImportPlan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of writing, told once."""

    plan: ImportPlan | None = None
    """What was written; None where nothing was, or not all."""
    error: VanthuError | None = None


def draw() -> None:
    context.principal().require(Action.DIGITISE)
    st.html(
        markup.lead(
            translate(
                "Sửa thông tin của nhiều văn bản cùng lúc: xuất bảng siêu dữ liệu, sửa trong Excel, rồi tải "
                "lên ở đây. Phần mềm cho xem trước mọi thay đổi; chưa xác nhận thì chưa ghi gì."
            )
        )
        + markup.meta(
            translate(
                "Mỗi dòng là một văn bản, theo cột Mã định danh văn bản (docId). Ô trống: giữ nguyên. "
                "Nhập được số, ký hiệu, tên loại, ngày ban hành, cơ quan ban hành, trích yếu, chức vụ và họ "
                "tên người ký."
            )
        )
    )
    file = st.file_uploader(
        translate("Bảng siêu dữ liệu (CSV, XLSX)"),
        type=["csv", "txt", "xlsx"],
        max_upload_size=MAX_BYTES // (1024 * 1024),
        key=f"import-table-{st.session_state.get(_UPLOADS, 0)}",
    )
    _tell_outcome()
    if file is None:
        st.session_state.pop(_LOOKED, None)
        return
    try:
        looked = _looked(file.file_id, file.getvalue())
    except VanthuError as error:
        say(error)
        return
    _draw_plan(looked.plan)
    _draw_writing(looked)


def _looked(file_id: str, data: bytes) -> Looked:
    """The table is read and compared once, not at every click."""
    person = context.principal()
    of = (file_id, person.account_id, person.unit_id)
    kept: Looked | None = st.session_state.get(_LOOKED)
    if kept is None or kept.of != of:
        with st.spinner(translate("Đang đọc bảng")):
            rows = read_table(data)
            kept = Looked(of, rows, context.acts().outputs.planned(rows))
        st.session_state[_LOOKED] = kept
        st.session_state[_SHOWN] = DOCUMENTS_SHOWN
    return kept


def _draw_plan(plan: ImportPlan) -> None:
    documents = len({change.document_id for change in plan.changes})
    numbers = (
        ("Dòng đã đọc", plan.rows),
        ("Văn bản sẽ thay đổi", documents),
        ("Thông tin sẽ thay đổi", len(plan.changes)),
        ("Dòng giữ nguyên", plan.rows - documents - len(plan.faults)),
        ("Dòng không nhập được", len(plan.faults)),
    )
    cells = "".join(
        f"<div class='vt-figure'><b>{value}</b><span>{markup.safe(translate(words))}</span></div>"
        for words, value in numbers
    )
    st.html(f"<div class='vt-figures'>{cells}</div>")
    _draw_faults(plan.faults)
    if plan.changes:
        _draw_changes(plan.changes)
    else:
        st.html(markup.meta(translate("Bảng không có gì khác với thông tin đang lưu; không có gì để ghi.")))


def _draw_faults(faults: Sequence[RowFault]) -> None:
    """Rows that fit no document apart from those with a wrong value: the first may be of another office."""
    parts: dict[bool, list[RowFault]] = {False: [], True: []}
    for fault in faults:
        parts[isinstance(fault.error, NotFound | RowWithoutDocument)].append(fault)
    titles = ("Dòng sai, cả dòng không được nhập", "Dòng không khớp văn bản nào")
    for title, rows in zip(titles, parts.values(), strict=True):
        if not rows:
            continue
        st.subheader(translate(title), anchor=False)
        lines = "".join(
            f"<li><b>{markup.safe(translate('Dòng {row}').format(row=fault.row))}</b> "
            f"{markup.safe(_why(fault.error))}</li>"
            for fault in rows[:FAULTS_SHOWN]
        )
        st.html(f"<ul class='vt-points'>{lines}</ul>")
        if len(rows) > FAULTS_SHOWN:
            told = translate("Và {count} dòng khác.").format(count=len(rows) - FAULTS_SHOWN)
            st.html(markup.meta(told))


def _why(error: VanthuError) -> str:
    """In the words of a table, where the error's own are of a form or a page."""
    if isinstance(error, FieldInvalid) and error.facts["name"] in list(FieldName):
        field = translate(FIELDS[FieldName(error.facts["name"])])
        return translate(
            "{field}: giá trị không hợp lệ. Ngày ghi ngày/tháng/năm (31/01/2026); tên loại ghi đúng tên "
            "hoặc mã."
        ).format(field=field)
    if isinstance(error, NotFound):
        return translate("Không có văn bản nào mang mã này trong phạm vi bạn được sửa.")
    return f"{error.say()} {error.say_remedy()}"


def _draw_changes(changes: Sequence[FieldChange]) -> None:
    st.subheader(translate("Sẽ thay đổi"), anchor=False)
    by_document = [[*own] for _, own in groupby(changes, lambda change: change.document_id)]
    shown = st.session_state[_SHOWN]
    st.html(f"<ul class='vt-changes'>{''.join(map(_document, by_document[:shown]))}</ul>")
    left = len(by_document) - shown
    if left > 0:
        words = translate("Xem thêm, còn {count} văn bản").format(count=left)
        if st.button(words, icon=":material/expand_more:", key="import-more"):
            st.session_state[_SHOWN] = shown + 4 * DOCUMENTS_SHOWN
            st.rerun()


def _document(changes: Sequence[FieldChange]) -> str:
    first = changes[0]
    place = translate("Dòng {row}").format(row=first.row)
    number = translate("mã văn bản {id}").format(id=first.document_id)
    rows = "".join(
        f"<dt>{markup.safe(translate(FIELDS[change.field]))}</dt>"
        f"<dd>{_before(change)} <span aria-hidden='true'>→</span> "
        f"<ins>{markup.safe(field_value(change.field, change.after))}</ins></dd>"
        for change in changes
    )
    title = markup.safe(headed(first.title))
    return f"<li><p class='vt-value'><b>{title}</b></p>{markup.meta(place, number)}<dl>{rows}</dl></li>"


def _before(change: FieldChange) -> str:
    if not change.before:
        return f"<i>{markup.safe(translate('chưa có'))}</i>"
    return f"<del>{markup.safe(field_value(change.field, change.before))}</del>"


def _draw_writing(looked: Looked) -> None:
    count = len(looked.plan.changes)
    if not count:
        return
    with st.container(key="import-writing", border=True):
        agreed = st.checkbox(
            translate("Đã xem các thay đổi trên, đồng ý ghi vào văn bản"), key=f"import-agreed-{looked.of[0]}"
        )
        words = translate("Ghi {count} thay đổi").format(count=count)
        st.html(markup.meta(translate("Lịch sử của từng văn bản giữ người nhập, giá trị trước và sau.")))
        if st.button(words, type="primary", disabled=not agreed, key="import-write") and agreed:
            _write(looked)
            st.rerun()


def _write(looked: Looked) -> None:
    """What was shown is written, or nothing: where a document has changed meanwhile it is shown anew."""
    acts = context.acts().outputs
    try:
        with st.spinner(translate("Đang ghi")):
            now = acts.planned(looked.rows)
            if now.changes != looked.plan.changes:
                st.session_state[_LOOKED] = Looked(looked.of, looked.rows, now)
                st.session_state[_OUTCOME] = Outcome()
                return
            done = acts.imported(looked.rows)
    except VanthuError as error:
        st.session_state.pop(_LOOKED, None)  # looked at anew: some may be written
        st.session_state[_OUTCOME] = Outcome(error=error)
        return
    st.session_state.pop(_LOOKED, None)
    st.session_state[_OUTCOME] = Outcome(done)
    st.session_state[_UPLOADS] = st.session_state.get(_UPLOADS, 0) + 1


def _tell_outcome() -> None:
    outcome: Outcome | None = st.session_state.pop(_OUTCOME, None)
    if outcome is None:
        return
    if outcome.error is not None:
        say(outcome.error)
        st.warning(
            translate("Chưa ghi hết. Phần còn lại ở bảng xem trước dưới đây; bảng đã tải lên vẫn còn.")
        )
    elif outcome.plan is None:
        st.warning(
            translate("Có văn bản vừa được sửa. Chưa ghi gì; xem lại các thay đổi dưới đây rồi xác nhận.")
        )
    else:
        done = outcome.plan.changes
        documents = len({change.document_id for change in done})
        told = translate("Đã ghi {count} thay đổi ở {documents} văn bản.")
        st.success(told.format(count=len(done), documents=documents))
        _draw_faults(outcome.plan.faults)
