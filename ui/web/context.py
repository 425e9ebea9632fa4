"""Who is asking and with what: read anew on every page run, so that a disabled account stops at once."""

from __future__ import annotations

import streamlit as st

from access.principal import Principal
from ui.door import LANGUAGE_COOKIE, SESSION_COOKIE, principal_of_session
from vanthu.acts import Acts
from vanthu.administration import Administration
from vanthu.errors import VanthuError
from vanthu.i18n import SOURCE_LANGUAGE, languages, use_language
from vanthu.services import Services, current


def services() -> Services:
    """The rooms of this process, built once by the server."""
    return current()


def cookie(name: str) -> str | None:
    """A cookie of the request that opened this page."""
    return st.context.cookies.get(name)


def read_principal() -> Principal | None:
    """The signed-in person, or None where there is no valid session."""
    token = cookie(SESSION_COOKIE)
    if not token:
        return None
    try:
        return principal_of_session(token, services())
    except VanthuError:
        return None


def remember_principal(principal: Principal) -> None:
    """Keep the person for the rest of this run; the next run reads the session again."""
    st.session_state["principal"] = principal


def principal() -> Principal:
    person: Principal = st.session_state["principal"]
    return person


def acts() -> Acts:
    """What this person does with documents: every read of theirs on these pages goes through it."""
    return services().acting(principal())


def administration() -> Administration:
    """What this person does with accounts and units; raises `Forbidden` unless they administer."""
    return services().administering(acts())


def choose_language() -> str:
    """The language of this run: what was chosen in this tab, else the cookie, else Vietnamese."""
    chosen = st.session_state.get("language") or cookie(LANGUAGE_COOKIE)
    code = chosen if chosen in languages() else SOURCE_LANGUAGE
    use_language(code)
    return code
