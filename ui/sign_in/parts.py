"""Pieces of the pages of the way in: fields, buttons, lines of text. Every text is escaped here."""

from __future__ import annotations

from html import escape


def form(action: str, *content: str) -> str:
    return f'<form method="post" action="{escape(action)}">{"".join(content)}</form>'


def hidden(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def field(
    name: str,
    label: str,
    *,
    kind: str = "text",
    value: str = "",
    complete: str = "off",
    most: int = 128,
    focus: bool = False,
    faulty: bool = False,
    digits: bool = False,
    note: str = "",
) -> str:
    """A labelled field; `complete` is what a browser or password store may fill it with."""
    said_by = [f"{name}-note"] if note else []
    said_by += ["alert"] if faulty else []
    marks = [f'id="{name}" name="{name}" type="{kind}" autocomplete="{complete}" maxlength="{most}" required']
    marks += [f'value="{escape(value)}"'] if value else []
    marks += ['autocapitalize="none" spellcheck="false"'] if kind == "text" else []
    marks += ['inputmode="numeric"'] if digits else []
    marks += ["autofocus"] if focus else []
    marks += [f'aria-describedby="{" ".join(said_by)}"'] if said_by else []
    told = f'<p class="note" id="{name}-note">{escape(note)}</p>' if note else ""
    return f'<label for="{name}">{escape(label)}</label>{told}<input {" ".join(marks)}>'


def button(label: str, *, quiet: bool = False) -> str:
    kind = ' class="quiet"' if quiet else ""
    return f'<button type="submit"{kind}>{escape(label)}</button>'


def link(address: str, label: str) -> str:
    return f'<p class="help"><a href="{escape(address)}">{escape(label)}</a></p>'


def button_link(address: str, label: str) -> str:
    return f'<a class="button" href="{escape(address)}">{escape(label)}</a>'


def text(words: str, kind: str = "words") -> str:
    return f'<p class="{kind}">{escape(words)}</p>'


def help_line(words: str) -> str:
    return text(words, "help")
