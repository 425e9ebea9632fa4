"""Which conversation this tab shows: the address names it, so that a reload or a kept link finds it again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import streamlit as st

from rag.talks.types import Removed, TalkWhole
from ui.web import context
from vanthu.db import LARGEST_ID
from vanthu.errors import NotFound

ADDRESS = "trao-doi"
AS_OF = "as-of"
_OPENED = "talk-opened"
"""The conversation whose opening is recorded already: drawing it again is no new reading."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What was just asked on the page."""

    question: str
    again: int | None = None
    """An exchange whose question is asked again, in its place."""
    without: tuple[Removed, ...] = ()


def current() -> TalkWhole | None:
    """The conversation that is open, as it may be shown now; None for a new one."""
    number = st.query_params.get(ADDRESS, "")
    if not number:
        st.session_state.pop(_OPENED, None)
        return None
    if not (number.isascii() and number.isdecimal() and 0 < int(number) <= LARGEST_ID):
        leave()
        raise NotFound
    talk_id = int(number)
    seen = st.session_state.get(_OPENED) == talk_id
    try:
        whole = context.acts().talking.whole(talk_id, again=seen)
    except NotFound:
        leave()
        raise
    st.session_state[_OPENED] = talk_id
    return whole


def enter(talk_id: int) -> None:
    """Show this conversation from the next run on."""
    st.query_params[ADDRESS] = str(talk_id)


def leave() -> None:
    """A new conversation from the next run on."""
    st.query_params.pop(ADDRESS, None)
    st.session_state.pop(_OPENED, None)


def begun_here(talk_id: int) -> None:
    """This tab has just put the question: what it shows was recorded as an answer."""
    st.session_state[_OPENED] = talk_id
    enter(talk_id)


def as_of() -> date | None:
    """The day whose law is asked for; None for today."""
    chosen: date | None = st.session_state.get(AS_OF)
    return chosen
