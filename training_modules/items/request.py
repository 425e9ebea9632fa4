"""Drills where a request to an AI tool is written: four parts by their wording, and nothing let out."""

from __future__ import annotations

from typing import Any, ClassVar

from training_modules.front_matter import checked, typed
from training_modules.items.fields import words_of
from training_modules.items.request_wording import (
    PARTS,
    has_personal_shape,
    lets_out,
    part_said,
    says_one,
)
from training_modules.items.types import Answer, Criterion, Item, Kind, Options

PLANTED: dict[str, type] = {"what": str, "forms": list}
LONGEST = 3000
"""Characters of a request."""

_WORDS = {
    "role": (
        "Có vai trò: công cụ viết với tư cách ai.",
        "Thiếu vai trò: chưa nói công cụ viết với tư cách ai, ví dụ “Bạn là chuyên viên văn phòng cấp xã”.",
    ),
    "task": (
        "Có nhiệm vụ, đúng việc của tình huống.",
        "Thiếu nhiệm vụ, hoặc nhiệm vụ chưa nói rõ việc của tình huống.",
    ),
    "context": (
        "Có bối cảnh: cho ai, để làm gì.",
        "Thiếu bối cảnh: chưa nói kết quả dành cho ai, để làm gì.",
    ),
    "format": (
        "Có khuôn dạng: độ dài, bố cục, giọng văn hoặc chỗ để trống.",
        "Thiếu khuôn dạng: chưa nói dài bao nhiêu, mấy mục, giọng văn thế nào.",
    ),
}
"""What is said of each part: present, missing."""


class Request(Kind):
    """The stem is the situation, with names and numbers in it that must stay out of the request.

    `about`: groups of wordings; the task names one of each group. `planted`: what must not get out, each with
    `what` it is and the `forms` it may be written in. `model`: a request that passes.
    """

    may: ClassVar = {"about": list, "planted": list, "model": str}

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        about = typed(raw.get("about"), list, file, f"{at}: about")
        planted = typed(raw.get("planted"), list, file, f"{at}: planted")
        entries = [checked(entry, file, PLANTED, at=f"{at}: planted") for entry in planted]
        detail = {
            "about": [words_of(group, file, f"{at}: about") for group in about],
            "planted": [
                {"what": entry["what"], "forms": words_of(entry["forms"], file, f"{at}: forms")}
                for entry in entries
            ],
            "model": typed(raw.get("model"), str, file, f"{at}: model").strip(),
        }
        return Item(
            raw["id"], "request", raw["stem"], (), (), raw["explanation"], raw.get("source"), detail=detail
        )

    def problem(self, item: Item) -> str | None:
        planted = [entry["forms"] for entry in item.detail["planted"]]
        if not planted or not all(forms and lets_out(item.stem, forms) for forms in planted):
            return "câu {item}: mỗi thông tin trong planted phải có trong tình huống"
        if self.share(item, [item.detail["model"]]) != 1.0:
            return "câu {item}: yêu cầu mẫu trong model chưa đạt chính các tiêu chí của câu"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return len(answer) <= 1 and all(len(words) <= LONGEST for words in answer)

    def kept(self, answer: Answer) -> list[str]:
        return [words for words in answer if words.strip()]

    def share(self, item: Item, answer: Answer) -> float:
        """The share of the four parts that are there; nothing as soon as something is let out."""
        if not answer or self.leaks(item, answer):
            return 0.0
        return sum(_has(item, part, answer[0]) for part in PARTS) / len(PARTS)

    def leaks(self, item: Item, answer: Answer) -> bool:
        return bool(answer) and bool(_let_out(item, answer[0]) or has_personal_shape(answer[0]))

    def shown(self, item: Item, seed: int) -> Options:
        return ()

    def told(self, item: Item, answer: Answer) -> list[str]:
        return list(answer)

    def right(self, item: Item) -> list[str]:
        return [item.detail["model"]]

    def sheet(self, item: Item, seed: int) -> dict[str, Any]:
        return {"longest": LONGEST}

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        if not answer:
            return []
        found: list[Criterion] = []
        for part, (there, missing) in _WORDS.items():
            has = _has(item, part, answer[0])
            found.append(Criterion(has, there if has else missing))
        let_out = _let_out(item, answer[0])
        found += [Criterion(False, "Lộ {what}.", {"what": what}) for what in let_out]
        if has_personal_shape(answer[0]) and not let_out:
            told = "Có dãy số hoặc địa chỉ giống số điện thoại, số định danh, thư điện tử. Hãy để trống."
            found.append(Criterion(False, told))
        elif not let_out:
            found.append(Criterion(True, "Không lộ tên, số hay văn bản của tình huống."))
        return found


def _has(item: Item, part: str, text: str) -> bool:
    about = part != "task" or all(says_one(text, forms) for forms in item.detail["about"])
    return about and part_said(part, text)


def _let_out(item: Item, text: str) -> list[str]:
    return [entry["what"] for entry in item.detail["planted"] if lets_out(text, entry["forms"])]
