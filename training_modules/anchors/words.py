"""What a place that a source card names is called."""

from __future__ import annotations

from typing import Protocol

from vanthu.i18n import translate


class Placed(Protocol):
    """A source card, or a view of one."""

    @property
    def title(self) -> str: ...
    @property
    def reference_number(self) -> str | None: ...
    @property
    def article(self) -> str | None: ...
    @property
    def clause(self) -> str | None: ...
    @property
    def point(self) -> str | None: ...


def place_name(source: Placed) -> str:
    """`Khoản 2 Điều 8, 30/2020/NĐ-CP`; a document without a number goes by its title."""
    point = translate("điểm {number}").format(number=source.point) if source.point else ""
    clause = translate("khoản {number}").format(number=source.clause) if source.clause else ""
    article = translate("Điều {number}").format(number=source.article) if source.article else ""
    place = " ".join(part for part in (point, clause, article) if part)
    named = source.reference_number or source.title
    return f"{place[:1].upper()}{place[1:]}, {named}" if place else named
