"""Kiểm tra chất lượng: lots of documents, how far each is, the next document to check."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from records.quality.types import Lot, LotState, StageProgress
from ui.web import context, markup
from ui.web.boundary import say
from ui.web.screens import quality_check
from ui.web.words import day, percent
from vanthu.db import office_day
from vanthu.errors import VanthuError
from vanthu.i18n import translate

PASSES = {1: "Lần 1: kiểm tra toàn bộ", 2: "Lần 2: kiểm tra mẫu", 3: "Lần 3: kiểm tra mẫu"}
MOST_IN_LOT = 500


def draw() -> None:
    if quality_check.draw_taken():
        return
    st.html(
        markup.lead(
            translate(
                "Mỗi lô được kiểm tra ba lần, do những người khác nhau: lần một xem mọi văn bản, lần hai và "
                "lần ba xem mẫu lấy ngẫu nhiên. Mẫu sai quá mức cho phép thì cả lô trở lại lần một."
            )
        )
    )
    if context.principal().may(Action.KEEP):
        _draw_new()
    lots = context.acts().inspecting.lots()
    if not lots:
        st.html(
            markup.empty(
                translate("Chưa có lô nào"),
                translate("Người quản lý dữ liệu của đơn vị lập lô từ các văn bản đã số hoá."),
            )
        )
    for lot in lots:
        _draw_lot(lot)


def _draw_lot(lot: Lot) -> None:
    with st.container(key=f"lot-{lot.id}", border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.html(
                f"<h3 class='vt-lot'>{markup.safe(lot.name)}</h3>"
                + markup.meta(
                    translate("{count} văn bản").format(count=lot.documents),
                    translate("lấy mẫu {share}").format(share=percent(lot.sample_rate)),
                    translate("cho phép sai {share}").format(share=percent(lot.limit)),
                    day(office_day(lot.created_at)),
                )
                + _state(lot),
                width="stretch",
            )
            if lot.mine and st.button(
                translate("Kiểm tra tiếp ({count})").format(count=lot.mine),
                type="primary",
                key=f"check-{lot.id}",
            ):
                _take(lot.id)
        for stage in lot.stages:
            _draw_stage(stage, lot)


def _state(lot: Lot) -> str:
    if lot.state is LotState.ACCEPTED:
        return markup.state(translate("Đạt yêu cầu"), "check_circle", "good")
    back = ""
    if lot.round > 1:
        told = translate("Đã trả lại {count} lần").format(count=lot.round - 1)
        back = markup.state(told, "undo", "warn")
    if not lot.mine:
        back += markup.state(translate("Chờ người khác kiểm tra"), "group", "quiet")
    return back


def _draw_stage(stage: StageProgress, lot: Lot) -> None:
    done = translate("{done}/{total} văn bản").format(done=stage.done, total=stage.total)
    wrong = translate("{count} chỗ sai ({share})").format(
        count=stage.errors, share=percent(stage.error_rate, digits=1)
    )
    st.progress(
        stage.done / stage.total if stage.total else 0.0,
        text=f"{translate(PASSES[stage.stage])} · {done} · {wrong}",
    )


def _take(lot_id: int) -> None:
    try:
        check = context.acts().inspecting.take(lot_id)
    except VanthuError as error:
        say(error)
        return
    quality_check.begin(check)
    st.rerun()


def _draw_new() -> None:
    waiting = context.acts().inspecting.waiting()
    with st.expander(translate("Lập lô kiểm tra"), icon=":material/fact_check:"):
        if not waiting:
            st.html(markup.meta(translate("Mọi văn bản đã xử lý xong đều đã thuộc một lô.")))
            return
        told = translate("{count} văn bản chưa thuộc lô nào.").format(count=len(waiting))
        st.html(markup.meta(told))
        with st.form(key=f"new-lot-{len(waiting)}", border=False):
            name = st.text_input(translate("Tên lô"), max_chars=200, key=f"lot-name-{len(waiting)}")
            with st.container(horizontal=True):
                count = st.number_input(
                    translate("Số văn bản, cũ nhất trước"),
                    min_value=1,
                    max_value=len(waiting),
                    value=min(len(waiting), MOST_IN_LOT),
                    key=f"lot-count-{len(waiting)}",
                )
                rate = st.number_input(
                    translate("Tỷ lệ lấy mẫu (%)"), 1, 100, 10, key=f"lot-rate-{len(waiting)}"
                )
                limit = st.number_input(
                    translate("Mức sai cho phép (%)"), 0.0, 100.0, 1.0, 0.1, key=f"lot-limit-{len(waiting)}"
                )
            if not st.form_submit_button(translate("Lập lô"), type="primary"):
                return
        try:
            context.acts().inspecting.open(
                name, waiting[: int(count)], sample_rate=rate / 100, limit=limit / 100
            )
        except VanthuError as error:
            say(error)
            return
        st.rerun()
