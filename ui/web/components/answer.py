"""An answer with citation chips, and the nearest passages where there is no answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rag.types import AnswerSentence
from ui.web.components.parts import register
from vanthu.i18n import translate

_answer = register("answer")


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the source list: `title` names the document, `place` where in it."""

    n: int
    title: str
    place: str
    text: str = ""


def answer(
    sentences: Sequence[AnswerSentence], sources: Sequence[Source], *, key: str, active: int | None
) -> int | None:
    """Draw it; gives the number of the source just chosen, None otherwise. `active` is shown as open."""
    result = _answer(
        key=key,
        data={
            "sentences": [{"text": item.text, "citations": list(item.citations)} for item in sentences],
            "sources": [asdict(source) for source in sources],
            "numbered": bool(sentences),
            "active": active,
            "labels": {
                "source": translate("Nguồn"),
                "sources": translate("Nguồn trích dẫn"),
                "open": translate("Xem trên ảnh trang"),
            },
        },
        on_open_change=lambda: None,
    )
    chosen: int | None = result.open
    return chosen
