"""The web interface's main script: Streamlit runs it on every interaction."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from ui.web import context, frame, links, navigation
from vanthu.i18n import translate

# Our own: Streamlit would fetch a named icon from a host outside.
FAVICON = Path(__file__).parent / "favicon.svg"


def main() -> None:
    st.set_page_config(page_title=translate("Văn thư"), page_icon=FAVICON, layout="wide")
    context.choose_language()
    frame.draw_unseen()
    person = context.read_principal()
    if person is None:
        frame.draw_way_in()
        return
    context.remember_principal(person)
    frame.watch_session()
    pages = navigation.entries(person)

    def home() -> None:
        by_path = {page.url_path: page for page in [*pages, account]}
        path = navigation.start_path(person, pages)
        st.switch_page(by_path[path], query_params=navigation.start_place(person, path))

    documents, account = navigation.document_page(), navigation.account_page()
    links.remember_pages([*pages, documents, account])
    start = st.Page(home, title=translate("Văn thư"), default=True)
    here = st.navigation([start, *pages, documents, account, *navigation.closed(pages)], position="hidden")
    frame.draw_topbar(person, pages, here, account)
    # A link to the page one is on leaves the browser's address behind; a later click would lose its place.
    # Sent on arrival from another page, it would put an address into the history that never was.
    if st.session_state.get("here") == here.url_path:
        st.query_params.from_dict(st.query_params.to_dict())
    st.session_state["here"] = here.url_path
    here.run()


main()
