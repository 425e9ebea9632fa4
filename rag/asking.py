"""What may be asked: the checks before a question is looked for, and what is said when there is no answer."""

from __future__ import annotations

from vanthu.i18n import translate
from vanthu.text import nfc, squeeze

EMPTY, TOO_LONG, NOTHING_FOUND, NOT_SUPPORTED, NOT_HELD, NOT_A_QUESTION = (
    "empty_question",
    "question_too_long",
    "nothing_found",
    "not_supported",
    "not_held",
    "not_a_question",
)
UNANSWERED = frozenset((NOTHING_FOUND, NOT_SUPPORTED, NOT_HELD))
"""Reasons for which someone else may know."""

_SAID = {
    EMPTY: "Hãy nhập câu hỏi.",
    TOO_LONG: "Câu hỏi dài {length} ký tự, vượt quá giới hạn {limit} ký tự. Hãy rút gọn câu hỏi.",
    NOTHING_FOUND: "Không có văn bản nào trong phạm vi bạn được xem liên quan đến câu hỏi này.",
    NOT_SUPPORTED: (
        "Các văn bản bạn được xem không có nội dung trả lời câu hỏi này. Những đoạn gần nhất nêu dưới đây "
        "chỉ để tham khảo, không phải câu trả lời."
    ),
    NOT_HELD: (
        "Các văn bản bạn được xem không có {names}. Những đoạn gần nhất nêu dưới đây chỉ để tham khảo, "
        "không phải câu trả lời."
    ),
}


def cleaned(question: str) -> str:
    """One composed line without control characters; a question all in capitals in small letters."""
    text = squeeze("".join(c if c.isprintable() else " " for c in nfc(question)))
    letters = [c for c in text if c.isalpha()]
    shouted = len(letters) > 12 and all(c.isupper() for c in letters)
    return text.lower() if shouted else text


def refused_at_once(question: str, limit: int) -> str | None:
    """Why a cleaned question is not looked for at all; None if it is."""
    if not any(c.isalnum() for c in question):
        return EMPTY
    return TOO_LONG if len(question) > limit else None


def whom(reason: str) -> str | None:
    """Whom to ask instead, where someone may know; an office, never a person."""
    if reason not in UNANSWERED:
        return None
    return translate("Hỏi văn thư cơ quan hoặc người phụ trách hồ sơ, tài liệu của đơn vị bạn.")


def said(reason: str, *, length: int = 0, limit: int = 0, names: str = "") -> str:
    """The refusal in the current language; `names`: the documents asked for that are not held."""
    return translate(_SAID[reason]).format(length=length, limit=limit, names=names)
