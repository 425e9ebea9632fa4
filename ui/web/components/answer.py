"""An answer as it was given, with all that one may do with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rag.types import AnswerSentence, AnswerTable
from ui.web.components.parts import register
from vanthu.i18n import translate

_answer = register("answer")


@dataclass(frozen=True, slots=True)
class Sign:
    """A state as words and an icon; `kind` is `good`, `warn`, `stop` or nothing."""

    words: str
    icon: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Successor:
    """A document that stands in another's place."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Standing(Sign):
    after: tuple[Successor, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the source list: `title` names the document, `place` where in it."""

    n: int
    title: str
    place: str
    text: str = ""
    state: Standing | None = None


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that the question was understood to set, or that the asker has taken away."""

    key: str
    label: str
    found: bool = True
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Actions:
    """What can be done with a kept answer: addresses of its text and files, and what one thought of it."""

    text: str
    files: tuple[tuple[str, str], ...]
    """Label and address."""
    good: bool | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that is shown of an answer."""

    sentences: Sequence[AnswerSentence] = ()
    sources: Sequence[Source] = ()
    more: Sequence[Source] = ()
    """Places beside the answer, folded away; numbered from 1 on their own."""
    numbered: bool = True
    """Whether the sentences point to the sources by number."""
    listed_from: int | None = None
    """The sentence from which on they are items of a list."""
    shown: int = 6
    """Sentences shown at once."""
    table: AnswerTable | None = None
    verdict: Sign | None = None
    notices: Sequence[Sign] = ()
    chips: Sequence[Chip] = ()
    locked: bool = False
    """No filter may be changed now: an answer is being made."""
    actions: Actions | None = None
    active: int | None = None
    """What is open beside: the number of a source, or the negative one of a place in `more`."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """What was just chosen, if anything."""

    opened: int | None = None
    """As `Drawn.active`."""
    toggled: str | None = None
    """Key of a filter to take away or put back."""
    go: int | None = None
    """A document to go to."""
    rated: bool | None = None


def answer(drawn: Drawn, *, key: str) -> Chosen:
    """Draw it; tells what was chosen."""
    result = _answer(
        key=key,
        data=_data(drawn),
        on_open_change=_nothing,
        on_toggle_change=_nothing,
        on_go_change=_nothing,
        on_rate_change=_nothing,
    )
    rated = {"good": True, "bad": False}.get(result.rate or "")
    return Chosen(result.open, result.toggle, result.go, rated)


def _nothing() -> None:
    """A choice is read from the result."""


def _data(drawn: Drawn) -> dict[str, Any]:
    actions = drawn.actions
    return {
        "sentences": [{"text": each.text, "citations": list(each.citations)} for each in drawn.sentences],
        "sources": [asdict(source) for source in drawn.sources],
        "more": [asdict(source) for source in drawn.more],
        "numbered": drawn.numbered,
        "listed": drawn.listed_from is not None,
        "lead": drawn.listed_from or 0,
        "shown": drawn.shown,
        "table": _table(drawn.table),
        "verdict": asdict(drawn.verdict) if drawn.verdict else None,
        "notices": [asdict(each) for each in drawn.notices],
        "filters": [asdict(each) for each in drawn.chips],
        "locked": drawn.locked,
        "active": drawn.active,
        "actions": actions
        and {
            "text": actions.text,
            "files": [{"label": label, "href": address} for label, address in actions.files],
            "good": actions.good,
        },
        "labels": _labels(),
    }


def _table(table: AnswerTable | None) -> dict[str, Any] | None:
    if table is None:
        return None
    rows = [[{"text": cell.text, "citations": list(cell.citations)} for cell in row] for row in table.rows]
    return {"columns": list(table.columns), "rows": rows}


def _labels() -> dict[str, str]:
    return {
        "source": translate("Nguồn"),
        "sources": translate("Nguồn trích dẫn"),
        "open": translate("Xem trên ảnh trang"),
        "filters": translate("Tìm theo:"),
        "remove": translate("Bỏ điều kiện {name} và hỏi lại"),
        "restore": translate("Dùng lại điều kiện {name} và hỏi lại"),
        "absent": translate("không thấy trong kho bạn được xem"),
        "more": translate("Xem thêm {count} câu"),
        "others": translate("Đoạn liên quan khác"),
        "go": translate("Mở văn bản này"),
        "copy": translate("Chép kèm nguồn"),
        "copied": translate("Đã chép."),
        "uncopied": translate("Chưa chép được. Hãy tải tệp về."),
        "good": translate("Câu trả lời hữu ích"),
        "bad": translate("Câu trả lời chưa đúng, chưa đủ"),
    }
