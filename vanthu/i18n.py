"""Languages: Vietnamese is the source text, every other language a gettext catalogue in `locale/`."""

from __future__ import annotations

from contextvars import ContextVar
from functools import cache
from pathlib import Path

SOURCE_LANGUAGE = "vi"
LOCALE_FOLDER = Path(__file__).parent / "locale"

_language: ContextVar[str] = ContextVar("vanthu_language", default=SOURCE_LANGUAGE)


def languages() -> list[str]:
    """Codes of the languages the interface speaks, the source language first."""
    return [SOURCE_LANGUAGE, *sorted(path.stem for path in LOCALE_FOLDER.glob("*.po"))]


def use_language(code: str) -> None:
    """Choose the language of this context (a request, a page run, a command)."""
    _language.set(code if code in languages() else SOURCE_LANGUAGE)


def current_language() -> str:
    return _language.get()


def translate(text: str) -> str:
    """`text` (Vietnamese) in the current language; unchanged where the catalogue has no entry."""
    language = _language.get()
    return text if language == SOURCE_LANGUAGE else _catalogue(language).get(text, text)


@cache
def _catalogue(language: str) -> dict[str, str]:
    from babel.messages.pofile import read_po  # noqa: PLC0415 - Vietnamese needs no catalogue, commands are quick

    with (LOCALE_FOLDER / f"{language}.po").open("rb") as stream:
        entries = read_po(stream, locale=language)
    return {str(entry.id): str(entry.string) for entry in entries if entry.id and entry.string}
