"""A dossier's cover to be filled in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

import streamlit as st

from records.dossiers.types import DossierCard, Retention
from ui.web.screens.dossier_words import ACCESS, ORIGIN, PHYSICAL, RETENTION
from vanthu.i18n import translate

Code = TypeVar("Code", bound=StrEnum)


def fill(key: str, before: DossierCard | None) -> DossierCard | None:
    """The form; the card once its button is pressed."""
    card = before or DossierCard("", "", Retention.YEARS_10)
    with st.form(key=f"dossier-form-{key}", border=False):
        with st.container(horizontal=True, vertical_alignment="top"):
            code = st.text_input(translate("Mã hồ sơ"), card.code, max_chars=100, key=f"{key}-code")
            fond = st.text_input(translate("Mã phông"), card.fond_code or "", max_chars=50, key=f"{key}-fond")
        title = st.text_area(translate("Tiêu đề hồ sơ"), card.title, max_chars=1000, key=f"{key}-title")
        with st.container(horizontal=True, vertical_alignment="top"):
            retention = _pick("Thời hạn lưu trữ", RETENTION, card.retention, f"{key}-retention")
            access = _pick("Mức độ tiếp cận", ACCESS, card.access_mode, f"{key}-access")
            origin = _pick("Nguồn gốc", ORIGIN, card.origin, f"{key}-origin")
        with st.container(horizontal=True, vertical_alignment="top"):
            start = st.date_input(
                translate("Ngày bắt đầu"), card.start_date, format="DD/MM/YYYY", key=f"{key}-start"
            )
            end = st.date_input(
                translate("Ngày kết thúc"), card.end_date, format="DD/MM/YYYY", key=f"{key}-end"
            )
        with st.expander(translate("Thông tin thêm")):
            keyword = st.text_input(
                translate("Từ khoá"), card.keyword or "", max_chars=100, key=f"{key}-keyword"
            )
            sign = st.text_input(
                translate("Ký hiệu thông tin"), card.information_sign or "", max_chars=30, key=f"{key}-sign"
            )
            paper = st.text_input(
                translate("Mã hồ sơ gốc giấy"), card.paper_code or "", max_chars=100, key=f"{key}-paper"
            )
            state = st.selectbox(
                translate("Tình trạng vật lý"),
                list(PHYSICAL),
                index=list(PHYSICAL).index(card.physical_state) if card.physical_state else None,
                format_func=lambda each: translate(PHYSICAL[each]),
                placeholder=translate("Chưa ghi"),
                key=f"{key}-state",
            )
            backed_up = st.checkbox(translate("Đã lập bản dự phòng"), card.backed_up, key=f"{key}-backup")
            description = st.text_area(
                translate("Ghi chú"), card.description or "", max_chars=2000, key=f"{key}-description"
            )
        words = translate("Lưu") if before else translate("Lập hồ sơ")
        if not st.form_submit_button(words, type="primary"):
            return None
    return DossierCard(
        code=code,
        title=title,
        retention=retention,
        fond_code=fond or None,
        access_mode=access,
        start_date=start,
        end_date=end,
        keyword=keyword or None,
        information_sign=sign or None,
        physical_state=state,
        origin=origin,
        paper_code=paper or None,
        backed_up=backed_up,
        description=description or None,
    )


def _pick(label: str, words: Mapping[Code, str], chosen: Code, key: str) -> Code:
    codes = list(words)
    return st.selectbox(
        translate(label),
        codes,
        index=codes.index(chosen),
        format_func=lambda code: translate(words[code]),
        key=key,
    )
