"""What the pages outside Streamlit have in common: an error told, and the choice of language."""

from __future__ import annotations

from html import escape
from urllib.parse import urlencode

from vanthu.errors import VanthuError
from vanthu.i18n import current_language, languages, translate

LANGUAGE_NAMES = {"vi": "Tiếng Việt", "en": "English"}


def alert(fault: VanthuError | None) -> str:
    """The error and its remedy; nothing without one."""
    if fault is None:
        return ""
    said, remedy = escape(fault.say()), escape(fault.say_remedy())
    return f'<div class="alert" id="alert" role="alert"><p>{said}</p><p>{remedy}</p></div>'


def language_switch(path: str, **query: str) -> str:
    """Links to `path` in the other languages; `query`: what the address holds besides."""
    parts = []
    for code in languages():
        name = escape(LANGUAGE_NAMES.get(code, code))
        if code == current_language():
            parts.append(f'<span lang="{code}" aria-current="true">{name}</span>')
        else:
            address = escape(f"{path}?{urlencode({'language': code, **query})}")
            parts.append(f'<a lang="{code}" hreflang="{code}" href="{address}">{name}</a>')
    return f'<nav aria-label="{escape(translate("Ngôn ngữ"))}">{"".join(parts)}</nav>'
