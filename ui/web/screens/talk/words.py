"""What an answer's standing, verdict and making are called: message ids in Vietnamese."""

from __future__ import annotations

from rag.talks.types import Reason
from rag.types import Answer, Citation, Hit, Standing
from ui.web.components.answer import Sign, Successor
from ui.web.components.answer import Standing as Shown
from ui.web.screens.keep_words import CLASSES
from ui.web.words import VALIDITY, day, headed
from vanthu.answer_files.words import follows, force_words, verdict_words
from vanthu.i18n import current_language, translate

KINDS = {"valid": "good", "expired": "stop", "partially_expired": "warn", "not_yet_effective": "warn"}
REASONS: dict[Reason, str] = {
    Reason.COMPLETE: "Đúng và đủ",
    Reason.CLEAR: "Dễ hiểu, dễ đối chiếu",
    Reason.WRONG: "Sai so với văn bản",
    Reason.OUTDATED: "Văn bản không còn hiệu lực",
    Reason.BESIDE: "Không đúng điều đã hỏi",
    Reason.INCOMPLETE: "Thiếu nội dung",
    Reason.SOURCE: "Thông tin hoặc chữ của văn bản bị sai",
    Reason.OTHER: "Lý do khác",
}


def name(item: Citation | Hit) -> str:
    title = headed(item.title)
    return f"{item.reference_number} · {title}" if item.reference_number else title


def place(item: Citation | Hit) -> str:
    page = translate("trang {page}").format(page=item.page)
    told = f"{item.heading}, {page}" if item.heading else page[:1].upper() + page[1:]
    if not item.data_class.needs_grant:
        return told
    return f"{told} · {translate(CLASSES[item.data_class][0])}"


def standing(told: Standing | None) -> Shown:
    """Whether a cited document is in force, since or until when, and what stands in its place."""
    if told is None:
        words, icon = VALIDITY["unknown"]
        return Shown(translate(words), icon)
    state = told.validity
    _, icon = VALIDITY.get(state.status, VALIDITY["unknown"])
    parts = force_words(state, day)
    if told.successors:
        parts += ", " + follows(state.status)
    after = tuple(Successor(number, called) for number, called in told.successors)
    return Shown(parts, icon, KINDS.get(state.status, ""), after)


def verdict(answer: Answer) -> Sign | None:
    told = verdict_words(answer)
    if told is None:
        return None
    icon, kind = ("check_circle", "good") if answer.verdict == "yes" else ("cancel", "stop")
    return Sign(told, icon, kind)


def how_made(answer: Answer) -> str:
    seconds = f"{answer.elapsed_ms / 1000:.1f}"
    if current_language() == "vi":
        seconds = seconds.replace(".", ",")
    if answer.mode == "verbatim":
        words = translate(
            "Trợ lý AI chọn và trích nguyên văn từ các văn bản bạn được xem, trong {seconds} giây."
        )
    else:
        words = translate(
            "Trợ lý AI viết theo các văn bản bạn được xem, từng câu đã đối chiếu với đoạn được trích, "
            "trong {seconds} giây."
        )
    text = words.format(seconds=seconds)
    if answer.withheld:
        text += " " + translate("Đã bỏ {count} câu không đủ căn cứ.").format(count=answer.withheld)
    return text
