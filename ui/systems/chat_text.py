"""An answer as the running text of a chat message: marks in brackets, the sources in a list below."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rag.types import AnswerForm
from vanthu.answer_files.words import standing_words, verdict_words
from vanthu.i18n import translate
from vanthu.text import printable

if TYPE_CHECKING:
    from rag.types import Answer, AnswerSentence, AnswerTable
    from vanthu.answer_files.content import Sources

_ACTIVE = re.compile(r"(?<=!)\[|\](?=\()|<(?=[A-Za-z/!?])")
"""Where Markdown or HTML in a document's text would become a picture, a link or an element."""
SOURCES_HEAD = "Nguồn trích dẫn:"
MADE_BY_AI = (
    "Do trợ lý trí tuệ nhân tạo lập từ văn bản trong kho; cần đối chiếu với văn bản gốc trước khi dùng."
)
NOT_WHOLE = frozenset({"expired", "partially_expired", "not_yet_effective"})
_OWN_MARKS = re.compile(r" ?\[\d{1,3}\]")


def sentence_text(sentence: AnswerSentence) -> str:
    """One sentence with the marks of its sources."""
    return " ".join([harmless(sentence.text), "".join(f"[{n}]" for n in sentence.citations)]).strip()


def joint(answer: Answer) -> str:
    """What stands between two sentences."""
    return " " if answer.mode == "written" and answer.form is not AnswerForm.LIST else "\n\n"


def body(answer: Answer) -> str:
    """The answer, or why there is none, without the sources."""
    if answer.refused:
        return "\n\n".join(part for part in (answer.answer, answer.ask_whom) if part)
    verdict = verdict_words(answer)
    parts = [verdict] if verdict else []
    parts += [joint(answer).join(map(sentence_text, answer.sentences))]
    if answer.table:
        parts.append(table(answer.table))
    return "\n\n".join(parts)


def closing(answer: Answer, sources: Sources) -> str:
    """What follows the answer: its sources, or the passages that came nearest; empty if there are none."""
    if answer.refused:
        near = [f"- {sources.hit_note(hit)}" for hit in answer.nearest]
        return _listed(translate("Đoạn gần nhất, không phải câu trả lời:"), near)
    notes = [f"[{cited.n}] {harmless(sources.note(cited, with_quote=False))}" for cited in answer.citations]
    ended = [
        f"- {sources.named(standing.document_id)}: {standing_words(standing)}"
        for standing in answer.standings
        if standing.validity.status in NOT_WHOLE
    ]
    parts = (
        _listed(translate(SOURCES_HEAD), notes),
        _listed(translate("Lưu ý về hiệu lực:"), ended),
        translate(MADE_BY_AI),
    )
    return "\n\n".join(part for part in parts if part)


def instead() -> str:
    """Said where sentences already sent turned out not to be the answer."""
    return translate("Các câu trên không đủ căn cứ, được thay bằng câu trả lời sau:")


def parted(text: str) -> tuple[str, str]:
    """An earlier message of ours: what it said, without marks, and the sources it named."""
    said, _, sources = text.partition(f"\n\n{translate(SOURCES_HEAD)}\n")
    return _OWN_MARKS.sub("", said).strip(), sources


def harmless(text: str) -> str:
    """The text so that a program showing Markdown fetches nothing and runs nothing for it."""
    return _ACTIVE.sub(r"\\\g<0>", printable(text))


def _listed(head: str, lines: Iterable[str]) -> str:
    told = [*lines]
    return "\n".join([head, *told]) if told else ""


def table(told: AnswerTable) -> str:
    rows = [[*told.columns], ["---"] * len(told.columns)]
    rows += [[_cell(cell.text, cell.citations) for cell in row] for row in told.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cell(text: str, citations: tuple[int, ...]) -> str:
    plain = " ".join(harmless(text).split()).replace("|", "\\|")
    return plain + "".join(f" [{n}]" for n in citations)
