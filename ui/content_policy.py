"""The content security policy of the pages: as strict as Streamlit can live with."""

from __future__ import annotations

import re
from base64 import b64encode
from functools import cache
from hashlib import sha256
from pathlib import Path

import streamlit as st

_INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)


@cache
def page_policy() -> str:
    """Everything from this server; scripts besides from our components only.

    Streamlit hands a component's script to the browser as a blob, which no text on a page can make; its own
    inline script is named by its hash. Styles are written inline by Streamlit, its icons and a few fonts are
    data. No evaluation of text, no frames, no plug-ins, no forms to elsewhere.
    """
    scripts = " ".join(["'self'", "blob:", *_inline_scripts()])
    return (
        f"default-src 'self'; script-src {scripts}; script-src-attr 'none'; "
        "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        "connect-src 'self'; worker-src 'self'; frame-src 'none'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    )


def _inline_scripts() -> list[str]:
    """Hashes of the scripts that stand in Streamlit's own page."""
    page = (Path(st.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    return [
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'" for text in _INLINE.findall(page)
    ]
