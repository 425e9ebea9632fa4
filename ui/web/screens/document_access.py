"""On a document's screen: its class, until when one may read it, and for custodians who else may."""

from __future__ import annotations

import streamlit as st

from access.grant_views import GrantView
from access.roles import Action
from records.types import Document
from ui.web import context, links, markup
from ui.web.navigation_paths import KEEP
from ui.web.screens import keep_choice
from ui.web.screens.keep_grant_rows import draw_rows
from ui.web.screens.keep_words import class_state
from ui.web.words import day
from vanthu.errors import NotFound
from vanthu.i18n import translate


def states(document: Document) -> list[str]:
    """Class, last day and covering, as icons and words; nothing for an ordinary document."""
    if not document.summary.data_class.needs_grant:
        return []
    parts = [class_state(document.summary.data_class)]
    grant = context.acts().keeping.own_grant(document.summary.id)
    if grant is not None:
        words = translate("Bạn được xem đến hết {day}").format(day=day(grant.until_day))
        parts.append(markup.state(words, "event"))
    if document.masked:
        parts.append(markup.state(translate("Thông tin cá nhân được che"), "visibility_off"))
    return parts


def grants_of(document: Document) -> list[GrantView] | None:
    """The document's grants, for a custodian of its unit; None for others."""
    if not context.principal().may(Action.KEEP):
        return None
    try:
        return context.acts().keeping.grants_of(document.summary.id)
    except NotFound:
        return None


def draw(document: Document, grants: list[GrantView]) -> None:
    """Who may read the document."""
    if not document.summary.data_class.needs_grant:
        words = translate(
            "Văn bản loại thường: người của đơn vị và của các đơn vị cấp dưới xem được, không cần cấp quyền."
        )
        st.html(markup.meta(words))
    draw_rows("here", grants, empty=translate("Chưa ai được cấp quyền xem văn bản này."))
    links.entry_link(
        KEEP,
        translate("Cấp quyền, đổi phân loại"),
        icon="shield_person",
        query={keep_choice.PLACE: str(document.summary.id)},
    )
