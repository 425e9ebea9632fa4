"""My certificates, among the courses and on the page of a finished one."""

from __future__ import annotations

import streamlit as st

from training_modules.certificates.codes import shown
from training_modules.certificates.views import Certificate, Standing
from ui.web import context, markup
from ui.web.boundary import do
from ui.web.words import day
from vanthu.certificate_files.badge import CHECK_PATH
from vanthu.i18n import SOURCE_LANGUAGE, current_language, translate

STATES: dict[Standing, tuple[str, str, str]] = {
    Standing.IN_FORCE: ("Còn hiệu lực", "verified", "good"),
    Standing.EXPIRED: ("Đã hết thời hạn", "event_busy", "warn"),
    Standing.REVOKED: ("Đã bị thu hồi", "cancel", "stop"),
    Standing.SUPERSEDED: ("Đã được thay", "published_with_changes", "quiet"),
}
"""Words, icon and kind."""
SHOWN = 3
"""On the page of courses; the others are behind one more click."""


def draw() -> None:
    """Among the courses; nothing without certificates."""
    held = context.acts().certifying.mine()
    if not held:
        return
    with st.container(border=True, key="my-certificates", gap="small"):
        heading = f"<h2 class='vt-course'>{markup.safe(translate('Chứng nhận của tôi'))}</h2>"
        st.html(heading + _listed(held[:SHOWN]) + _badge_told())
        if held[SHOWN:]:
            words = translate("Xem thêm {count} chứng nhận").format(count=len(held) - SHOWN)
            with st.expander(words):
                st.html(_listed(held[SHOWN:]))


def draw_of(course_id: str) -> None:
    """On the page of a course that was finished: its certificate, or a way to get it."""
    held = [each for each in context.acts().certifying.mine() if each.course_id == course_id]
    if held:
        st.html(_listed(held[:1], titled=False) + _badge_told())
        return
    if st.button(translate("Nhận chứng nhận"), icon=":material/workspace_premium:", key="claim"):
        claimed = translate("Chứng nhận đã được cấp.")
        do(lambda: context.acts().certifying.claim(course_id), claimed)


def state(standing: Standing) -> str:
    words, icon, kind = STATES[standing]
    return markup.state(translate(words), icon, kind)


def _listed(held: list[Certificate], *, titled: bool = True) -> str:
    return f"<ul class='vt-certificates'>{''.join(_row(each, titled=titled) for each in held)}</ul>"


def _badge_told() -> str:
    """What the third file is for: few offices have met one."""
    told = translate(
        "Huy hiệu số là tệp để nộp vào hệ thống đào tạo hoặc hồ sơ điện tử có nhận chuẩn Open Badges 3.0; "
        "hệ thống đó tự kiểm tra được. Nộp cho người thì dùng bản PDF."
    )
    return markup.meta(told)


def _row(told: Certificate, *, titled: bool) -> str:
    title = told.title if current_language() == SOURCE_LANGUAGE or not told.title_en else told.title_en
    said = translate("Chứng nhận số {number}, cấp ngày {day}").format(
        number=told.number, day=day(told.issued_on)
    )
    until = (
        " · " + translate("có giá trị đến hết ngày {day}").format(day=day(told.valid_until))
        if told.valid_until
        else ""
    )
    changed = (
        f" &nbsp; {markup.state(translate('Căn cứ đã thay đổi, nên học lại'), 'update', 'warn')}"
        if told.changed and told.standing is Standing.IN_FORCE
        else ""
    )
    name = f"<p class='vt-value'>{markup.safe(title)}</p>" if titled else ""
    return (
        f"<li><div>{name}<p class='vt-meta'>{markup.safe(said + until)}</p>"
        f"<p class='vt-meta'>{state(told.standing)}{changed}</p></div>"
        f"<p class='vt-links'>{_links(told)}</p></li>"
    )


def _links(told: Certificate) -> str:
    files = f"/api/certificates/{told.id}"
    address = f"{CHECK_PATH}/{shown(told.code)}"
    badge = translate("Huy hiệu số")
    return (
        f"<a href='{files}/pdf' download>{markup.safe(translate('Tải PDF'))}</a>"
        f"<a href='{address}' target='_blank' rel='noopener'>{markup.safe(translate('Trang tra cứu'))}</a>"
        f"<a href='{files}/jwt' download>{markup.safe(badge)}</a>"
    )
