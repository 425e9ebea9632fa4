"""A list of accounts taken in: upload, progress, errors by row, activation tokens to hand out."""

from __future__ import annotations

import csv
from pathlib import Path

import streamlit as st

from ui.web import context, markup
from ui.web.boundary import say
from vanthu.errors import VanthuError
from vanthu.i18n import translate
from vanthu.provisioning import Progress

LOOK_AGAIN = "1s"
ERRORS_SHOWN = 10
EXAMPLE = "Tên đăng nhập;Họ và tên;Mã đơn vị;Vai trò\r\nlan.nt;Nguyễn Thị Lan;LOCAL;Chuyên viên\r\n"


def draw() -> None:
    latest = context.administration().latest_import()
    if latest is not None:
        _draw_latest(running=latest.running)
        if latest.running:
            return
    st.html(
        markup.lead(
            translate(
                "Tệp CSV UTF-8, dòng đầu là tên cột: Tên đăng nhập, Họ và tên, Mã đơn vị, Vai trò; "
                "nhiều vai trò cách nhau bằng dấu chấm phẩy. Không ghi mật khẩu: mỗi người nhận một mã "
                "kích hoạt dùng một lần."
            )
        )
    )
    st.download_button(
        translate("Tải tệp mẫu"),
        ("\ufeff" + EXAMPLE).encode(),
        file_name="danh-sach-mau.csv",
        mime="text/csv",
        icon=":material/download:",
        type="tertiary",
        on_click="ignore",
    )
    with st.form(key="import-accounts", border=False, clear_on_submit=True):
        file = st.file_uploader(
            translate("Tệp danh sách (CSV)"), type=["csv", "txt"], max_upload_size=64, key="import-file"
        )
        begun = st.form_submit_button(translate("Nhập danh sách"), type="primary")
    if begun and file is not None:
        try:
            context.administration().import_uploaded(file.getvalue())
        except VanthuError as error:
            say(error)
            return
        st.rerun()


def _draw_latest(*, running: bool) -> None:
    """Looked at again every second while it works; the page is drawn anew once it ends."""

    @st.fragment(run_every=LOOK_AGAIN if running else None)
    def watched() -> None:
        latest = context.administration().latest_import()
        if latest is not None:
            _draw_progress(latest)
        if running and (latest is None or not latest.running):
            st.rerun()

    with st.container(key="import-latest", border=True):
        watched()


def _draw_progress(latest: Progress) -> None:
    view = latest.view
    title = translate("Đang nhập danh sách") if latest.running else translate("Lần nhập gần nhất")
    told = translate("{done}/{rows} dòng, tạo {created}, lỗi {failed}").format(
        done=view.done, rows=view.rows, created=view.created, failed=view.failed
    )
    st.html(f"<p class='vt-value'><b>{markup.safe(title)}</b></p>{markup.meta(told)}")
    if not view.finished:
        st.progress(view.done / max(1, view.rows))
    if latest.fault is not None:
        say(latest.fault)
    if latest.running:
        st.html(markup.meta(translate("Có thể rời trang này; việc nhập vẫn tiếp tục.")))
        return
    if not view.finished:
        st.html(markup.lead(translate("Việc nhập dừng giữa chừng. Tải lên lại đúng tệp đó để làm tiếp.")))
        return
    _draw_files(latest)


def _draw_files(latest: Progress) -> None:
    tokens, errors = context.administration().imported_files(latest)
    with st.container(horizontal=True, vertical_alignment="center"):
        if tokens is not None and latest.view.created:
            _download(tokens, translate("Tải mã kích hoạt"), "ma-kich-hoat.csv", primary=True)
        if errors is not None and latest.view.failed:
            _download(errors, translate("Tải các dòng lỗi"), "dong-loi.csv", primary=False)
        if tokens is not None or errors is not None:
            st.button(
                translate("Đã tải, xoá khỏi máy chủ"),
                icon=":material/delete:",
                key="forget-import",
                on_click=_forget,
            )
    if tokens is not None:
        told = translate(
            "Xoá tệp mã kích hoạt khỏi máy chủ sau khi tải. Nếu sau đó nhập lại đúng danh sách này, "
            "người chưa kích hoạt được cấp mã mới, mã cũ hết tác dụng."
        )
        st.html(markup.meta(told))
    if errors is not None and latest.view.failed:
        _draw_errors(errors, latest.view.failed)


def _download(file: Path, words: str, name: str, *, primary: bool) -> None:
    st.download_button(
        words,
        file.read_bytes(),
        file_name=name,
        mime="text/csv",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",
        key=f"download-{name}",
    )


def _draw_errors(file: Path, count: int) -> None:
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = [row for _, row in zip(range(ERRORS_SHOWN + 1), csv.reader(stream), strict=False)][1:]
    lines = "".join(
        f"<tr><td>{markup.safe(row[0])}</td><td>{markup.safe(row[1])}</td>"
        f"<td>{markup.safe(row[3])} {markup.safe(row[4])}</td></tr>"
        for row in rows
    )
    heads = (translate("Dòng"), translate("Tên đăng nhập"), translate("Lý do"))
    head = "".join(f"<th>{markup.safe(words)}</th>" for words in heads)
    st.html(f"<table class='vt-table'><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>")
    if count > len(rows):
        told = translate("Và {count} dòng lỗi khác trong tệp.").format(count=count - len(rows))
        st.html(markup.meta(told))


def _forget() -> None:
    latest = context.administration().latest_import()
    if latest is not None:
        context.administration().forget_import(latest)
