"""Relations to other documents and what the library knows of the document's validity."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from records.types import Relation, Validity
from ui.web import links, markup
from ui.web.screens.place import Shown
from ui.web.words import RELATIONS, VALIDITY, day, validity_words
from vanthu.acts import DocumentWhole
from vanthu.i18n import translate


def draw(whole: DocumentWhole, shown: Shown) -> None:
    _draw_validity(whole.validity)
    order = list(RELATIONS)
    relations = sorted(whole.relations, key=lambda item: order.index((item.kind, item.direction)))
    if not relations:
        st.html(
            markup.empty(
                translate("Chưa ghi nhận quan hệ"),
                translate("Văn bản này không nêu căn cứ, thay thế, sửa đổi hay dẫn chiếu nào đọc được."),
            )
        )
    number = 0
    for (kind, direction), group in groupby(relations, key=lambda item: (item.kind, item.direction)):
        st.html(f"<h3 class='vt-h'>{translate(RELATIONS[kind, direction])}</h3>")
        for relation in group:
            _draw_relation(relation, shown, number)
            number += 1


def _draw_validity(validity: Validity) -> None:
    icon = VALIDITY.get(validity.status, VALIDITY["unknown"])[1]
    lines = [markup.state(validity_words(validity), icon, "good" if validity.status == "valid" else "")]
    if validity.since:
        lines.append(translate("Từ ngày {day}").format(day=day(validity.since)))
    if validity.until:
        lines.append(translate("Đến ngày {day}").format(day=day(validity.until)))
    lines.extend(markup.safe(item) for item in validity.evidence)
    asked = translate("Tính đến ngày {day}").format(day=day(validity.as_of))
    st.html(
        f"<h3 class='vt-h'>{translate('Hiệu lực')}</h3><p class='vt-value'>{'<br>'.join(lines)}</p>"
        f"<p class='vt-meta'>{asked}</p>"
    )


def _draw_relation(relation: Relation, shown: Shown, number: int) -> None:
    with st.container(key=f"relation-{number}", gap=None):
        name = relation.reference_number
        if relation.document_id is not None:
            links.document_link(
                relation.document_id, f"{name} · {relation.title}" if relation.title else name
            )
        else:
            absent = translate("chưa có trong kho bạn được xem")
            st.html(
                f"<p class='vt-value'>{markup.safe(name)} "
                f"<span class='vt-meta'>({markup.safe(absent)})</span></p>"
            )
        if relation.scope:
            part = translate("Phần liên quan: {part}").format(part=relation.scope)
            st.html(f"<p class='vt-meta'>{markup.safe(part)}</p>")
        if relation.evidence:
            st.html(f"<p class='vt-evidence-text'>{markup.safe(relation.evidence)}</p>")
        if relation.page is not None and relation.direction == "outgoing":
            st.button(
                translate("Xem vị trí"),
                icon=":material/my_location:",
                type="tertiary",
                key=f"relation-where-{number}",
                on_click=shown.show,
                args=(relation.page, relation.box),
            )
