"""Chứng nhận: what the people of the unit hold; revoking one, and issuing one anew with a corrected name."""

from __future__ import annotations

import streamlit as st

from training_modules.certificates.codes import shown
from training_modules.certificates.service import LEAST_REASON, MOST_REASON
from training_modules.certificates.views import CertificateLine, Standing
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.screens.learn_certificates import state
from ui.web.words import day
from vanthu.certificate_files.badge import CHECK_PATH
from vanthu.i18n import translate
from vanthu.text import fold

SHOWN = 30


def draw() -> None:
    if not context.services().settings.public_url:
        told = translate("Chưa đặt địa chỉ chung của hệ thống: mã QR chỉ mở được tại máy chủ.")
        whom = translate("Nhờ quản trị viên đặt trước khi in chứng nhận.")
        st.html(f"<p class='vt-note'>{markup.state(f'{told} {whom}', 'warning', 'warn')}</p>")
    held = context.acts().certifying.issued()
    if not held:
        told = translate("Chứng nhận hiện ở đây khi có người của đơn vị hoàn thành một khoá học.")
        st.html(markup.empty(translate("Chưa có chứng nhận"), told))
        return
    wanted = fold(
        st.text_input(translate("Tìm theo họ tên, đơn vị, khoá học hoặc số"), key="certificate-find")
    )
    found = [each for each in held if wanted in fold(f"{each.holder} {each.unit} {each.title} {each.number}")]
    if not found:
        st.html(markup.meta(translate("Không có chứng nhận nào phù hợp.")))
    elif len(found) > SHOWN:
        told = translate("Hiện {count} trong {all} chứng nhận; tìm để thu hẹp.")
        st.html(markup.meta(told.format(count=SHOWN, all=len(found))))
    with st.container(key="rows-certificates", gap=None):
        for each in found[:SHOWN]:
            _draw(each)


def _draw(each: CertificateLine) -> None:
    with st.container(key=f"certificate-{each.id}", horizontal=True, vertical_alignment="center"):
        facts = translate("Số {number} · cấp ngày {day} · bản {edition}").format(
            number=each.number, day=day(each.issued_on), edition=each.edition
        )
        st.html(
            f"<p class='vt-value'>{markup.safe(each.holder)} · {markup.safe(each.title)}</p>"
            f"<p class='vt-meta'>{markup.safe(each.unit)} · {markup.safe(facts)}</p>"
            f"<p class='vt-meta'>{state(each.standing)} &nbsp; <a href='{CHECK_PATH}/{shown(each.code)}' "
            f"target='_blank' rel='noopener'>{markup.safe(translate('Trang tra cứu'))}</a></p>"
        )
        if each.standing in {Standing.IN_FORCE, Standing.EXPIRED}:
            with st.popover(translate("Sửa hoặc thu hồi"), icon=":material/edit:", width="content"):
                _draw_acts(each)


def _draw_acts(each: CertificateLine) -> None:
    acts = context.acts().certifying
    st.html(
        markup.meta(
            translate(
                "Họ tên hoặc đơn vị đã được sửa trong tài khoản: cấp lại một chứng nhận mới thay cho bản "
                "này, kết quả và căn cứ giữ nguyên."
            )
        )
    )
    if st.button(translate("Cấp lại"), icon=":material/published_with_changes:", key=f"correct-{each.id}"):
        do(lambda: acts.correct(each.id), translate("Chứng nhận đã được cấp lại."))
    with st.form(f"revoke-{each.id}", border=False):
        reason = st.text_area(
            translate("Lý do thu hồi"),
            max_chars=MOST_REASON,
            help=translate("Người tra cứu chứng nhận đọc được lý do này. Việc thu hồi không hoàn tác được."),
        )
        sent = st.form_submit_button(translate("Thu hồi"), icon=":material/cancel:")
    if sent and len(reason.split()) and len(reason.strip()) >= LEAST_REASON:
        do(lambda: acts.revoke(each.id, reason), translate("Chứng nhận đã bị thu hồi."))
    elif sent:
        st.warning(translate("Ghi lý do thu hồi, ít nhất {least} ký tự.").format(least=LEAST_REASON))
