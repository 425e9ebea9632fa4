"""The dossier a document is filed in, on the document's own page."""

from __future__ import annotations

import streamlit as st

from access.roles import Action
from ui.web import context, links, markup
from ui.web.navigation_paths import DIGITISE
from ui.web.screens import digitise_parts, dossiers
from vanthu.i18n import translate


def draw(document_id: int) -> None:
    """Nothing where it is filed in none of the reader's unit; a way to it for who works on dossiers."""
    filed = context.acts().filing.of_document(document_id)
    if filed is None:
        return
    with st.container(key="document-dossier", gap=None):
        label = markup.safe(translate("Hồ sơ"))
        facts = f"<p class='vt-value'>{markup.safe(filed.card.title)}</p>{markup.meta(filed.card.code)}"
        st.html(f"<div class='vt-field'><p class='vt-meta'>{label}</p>{facts}</div>")
        if context.principal().may(Action.DIGITISE):
            place = {digitise_parts.PART: digitise_parts.DOSSIERS, dossiers.PLACE: str(filed.id)}
            links.entry_link(DIGITISE, translate("Xem hồ sơ này"), icon="folder_open", query=place)
