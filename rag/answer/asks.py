"""What kind of answer a question asks for, from its words."""

from __future__ import annotations

import re
from collections.abc import Callable

from rag.answer.score import asking_words, asks_list, asks_number
from rag.types import AnswerForm

_SUMMARY = re.compile(
    r"\b(?:tom tat|tom luoc|noi dung (?:chinh|co ban|chu yeu)|nhung diem (?:chinh|noi bat|moi)|y chinh"
    r"|summar(?:y|i[sz]e))\b"
)
_HISTORY = re.compile(
    r"\b(?:lich su (?:sua doi|cua|khoan|dieu|thay doi|diem)"
    r"|(?:duoc|bi) (?:sua doi|sua|thay doi|dieu chinh)(?:,? bo sung)? (?:nhu )?(?:the nao|ra sao|nhung gi|gi)"
    r"|(?:truoc va sau|sau va truoc) (?:khi )?sua doi|thay doi (?:nhu )?the nao (?:so voi|qua)|amended)\b"
)
_COMPARISON = re.compile(
    r"\b(?:so sanh|khac (?:nhau|biet|gi)|khac voi|giong (?:nhau|va khac)|compare|difference)\b"
    r"|\bkhac \w+ (?:o )?(?:diem|cho) nao"
)
_DEFINITION = re.compile(
    r"\bla gi\b|\bla (?:the nao|viec gi|cai gi)\b|\bthe nao (?:la|duoc goi la)\b"
    r"|\bhieu (?:la|nhu the nao|the nao)"
    r"|\bkhai niem\b|\bdinh nghia\b|\bnghia la gi\b|\bwhat is (?:a|an|the)\b"
)
_RESPONSIBLE = re.compile(
    r"\bai\b|\b(?:co quan|don vi|nguoi|to chuc|so|ban|nganh|cap|bo|chuc danh) nao\b"
    r"|\btrach nhiem (?:cua|thuoc ve)\b"
    r"|\bthuoc (?:tham quyen|trach nhiem)\b|\bwho\b"
)
_DEADLINE = re.compile(
    r"\b(?:thoi han|bao lau|khi nao|luc nao|bao gio|cham nhat|ngay nao|thang nao|nam nao|may ngay"
    r"|bao nhieu ngay"
    r"|may gio|bao nhieu (?:gio|phut|thang|nam)|may (?:thang|nam)|den bao gio|deadline|when|how long)\b"
)
_YES_NO = re.compile(
    r"\b(?:khong|chua)(?: (?:a|nhi|vay|day))?\s*\??\s*$|\bco phai\b|\bhay (?:khong|chua)\b"
    r"|\bdung (?:khong|hay sai)\b"
    r"|\bphai khong\b"
)
_ASKS_ANYWAY = re.compile(r"\b(?:gi|nao|bao nhieu|may|ai|sao)\b")


def form_of(question: str) -> AnswerForm:
    """The form that suits the question; `SENTENCES` where no other does."""
    plain = asking_words(question)
    return next((form for form, asks in _FORMS if asks(plain)), AnswerForm.SENTENCES)


def _yes_or_no(plain: str) -> bool:
    return bool(_YES_NO.search(plain)) and not _ASKS_ANYWAY.search(plain.replace("hay khong", ""))


_FORMS: tuple[tuple[AnswerForm, Callable[[str], object]], ...] = (
    (AnswerForm.SUMMARY, _SUMMARY.search),
    (AnswerForm.HISTORY, _HISTORY.search),
    (AnswerForm.COMPARISON, _COMPARISON.search),
    (AnswerForm.YES_NO, _yes_or_no),
    (AnswerForm.LIST, asks_list),
    (AnswerForm.DEADLINE, _DEADLINE.search),
    (AnswerForm.NUMBER, asks_number),
    (AnswerForm.RESPONSIBILITY, _RESPONSIBLE.search),
    (AnswerForm.DEFINITION, _DEFINITION.search),
)
