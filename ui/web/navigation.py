"""The entries, who may open which, and where each person's work starts."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from access.principal import Principal
from access.roles import Action, Role
from ui.web import context
from ui.web.boundary import guarded
from ui.web.navigation_paths import (
    ACCOUNT,
    ADMIN,
    ASK,
    AUDIT,
    DIGITISE,
    DOCUMENT,
    KEEP,
    LEARN,
    LIBRARY,
    MISSING,
    TEACH,
)
from ui.web.screens import (
    admin,
    ask,
    audit,
    digitise,
    digitise_parts,
    document,
    keep,
    learn,
    learn_links,
    library,
    my_account,
    teach,
)
from vanthu.errors import Forbidden, NotFound
from vanthu.i18n import translate

STARTS: tuple[tuple[Role, str], ...] = (
    (Role.CLERK, DIGITISE),
    (Role.OFFICIAL, ASK),
    (Role.CUSTODIAN, DIGITISE),
    (Role.ADMINISTRATOR, ADMIN),
    (Role.AUDITOR, AUDIT),
    (Role.TRAINEE, LEARN),
    (Role.TRAINER, LEARN),
)
"""First match wins: who has several roles starts where the daily work is."""


def entries(person: Principal) -> list[st.Page]:
    """The entries of the bar, in their fixed order, as far as the person's roles go."""
    every = (
        (Action.READ, _page(ask.show, "Hỏi đáp", "forum", ASK)),
        (Action.READ, _page(library.show, "Kho văn bản", "folder_open", LIBRARY)),
        (Action.DIGITISE, _page(digitise.show, "Số hoá", "document_scanner", DIGITISE)),
        (Action.LEARN, _page(learn.show, "Học tập", "school", LEARN)),
        (Action.TEACH, _page(teach.show, "Giảng dạy", "co_present", TEACH)),
        (Action.KEEP, _page(keep.show, "Quản lý dữ liệu", "shield_person", KEEP)),
        (Action.ADMINISTER, _page(admin.show, "Quản trị", "settings", ADMIN)),
        (Action.AUDIT, _page(audit.show, "Nhật ký", "history", AUDIT)),
    )
    return [page for action, page in every if person.may(action)]


def closed(pages: list[st.Page]) -> list[st.Page]:
    """Addresses that lead nowhere for this person: told why, in our words, rather than by Streamlit."""
    open_to_them = {page.url_path for page in pages}
    entrances = (ASK, LIBRARY, DIGITISE, LEARN, TEACH, KEEP, ADMIN, AUDIT)
    refused = [path for path in entrances if path not in open_to_them]
    missing = _page(_missing, "Văn thư", "search_off", MISSING)
    return [*(_page(_refused, "Văn thư", "block", path) for path in refused), missing]


def _refused() -> None:
    raise Forbidden


def _missing() -> None:
    raise NotFound


def document_page() -> st.Page:
    """One document; reached from lists and citations, so it is no entry of its own."""
    return _page(document.show, "Văn bản", "description", DOCUMENT)


def account_page() -> st.Page:
    """One's own account; reached from the bar's right end."""
    return _page(my_account.show, "Tài khoản của tôi", "manage_accounts", ACCOUNT)


def start_path(person: Principal, pages: list[st.Page]) -> str:
    open_to_them = {page.url_path for page in pages}
    for role, path in STARTS:
        if role in person.roles and path in open_to_them:
            return path
    return pages[0].url_path if pages else ACCOUNT


def start_place(person: Principal, path: str) -> dict[str, str]:
    """Where in the starting screen: a clerk's desk while something waits there, a learner's next step in a
    course begun, else its beginning."""
    if path == DIGITISE:
        return {digitise_parts.PART: digitise_parts.DESK} if context.acts().desk.state().items else {}
    if path != LEARN or Role.TRAINEE not in person.roles:
        return {}
    begun = [card for card in context.services().training.courses(person) if card.done and card.next_activity]
    if not begun:
        return {}
    return {learn_links.COURSE: begun[0].id, learn_links.ACTIVITY: begun[0].next_activity or ""}


def _page(show: Callable[[], None], title: str, icon: str, path: str) -> st.Page:
    return st.Page(guarded(show), title=translate(title), icon=f":material/{icon}:", url_path=path)
