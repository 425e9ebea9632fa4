"""What is said of a document's validity and of what an answer says to a yes/no question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from vanthu.i18n import translate

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from rag.types import Answer, Standing
    from records.types import Validity

VALIDITY_WORDS: dict[str, str] = {
    "valid": "Còn hiệu lực",
    "expired": "Hết hiệu lực",
    "partially_expired": "Hết hiệu lực một phần",
    "not_yet_effective": "Chưa có hiệu lực",
    "unknown": "Chưa xác định hiệu lực",
}
FAR_AS_SEEN = "theo các văn bản bạn được xem"
"""Said with every status: a document that ends or amends this one may be one that the reader may not see."""


def printed(day: date) -> str:
    """As official documents print it, whatever the reader's language: a file is such a document."""
    return f"{day:%d/%m/%Y}"


def force_words(state: Validity, shown: Callable[[date], str] = printed) -> str:
    """Whether a document is in force, and since or until when; `shown` writes a day."""
    words = translate(VALIDITY_WORDS.get(state.status, VALIDITY_WORDS["unknown"]))
    if state.status in {"valid", "expired"} and state.since:
        words += " " + translate("từ ngày {day}").format(day=shown(state.since))
    elif state.status == "not_yet_effective" and state.until:
        words += ", " + translate("có hiệu lực từ ngày {day}").format(day=shown(state.until))
    return words


def standing_words(told: Standing | None) -> str:
    """Whether a cited document is in force, since or until when, and what stands in its place."""
    if told is None:
        return translate(VALIDITY_WORDS["unknown"])
    state = told.validity
    words = force_words(state)
    if told.successors:
        words += f", {follows(state.status)} " + ", ".join(number for _, number in told.successors)
    return words


def follows(status: str) -> str:
    """What documents that changed one of this status are to it."""
    if status == "expired":
        return translate("thay bằng")
    if status == "partially_expired":
        return translate("phần thay đổi tại")
    return translate("xem thêm")


def verdict_words(answer: Answer) -> str | None:
    if answer.verdict is None:
        return None
    if answer.verdict == "yes":
        return translate("Có, theo đoạn được trích.")
    return translate("Không, theo đoạn được trích.")
