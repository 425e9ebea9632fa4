"""Drills where a text is summarised, every sentence with the clause it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Protocol

from training_modules.front_matter import checked, typed
from training_modules.items.fields import options_of, words_of
from training_modules.items.request_wording import says_one
from training_modules.items.types import Answer, Criterion, Item, Kind, Options

JOINT = "="
OR = "|"
"""Between wordings that say the same: `5.000|5000`."""
MOST_SENTENCES = 15
LONGEST = 500
"""Characters of one sentence."""
HALF = 0.5
WORDING = frozenset({"nothing_alike", "mixed_up", "added"})
"""Reasons that good sentences get too, where they are far from the words of the clause: `enough` says how
many of these are let pass."""
POINT: dict[str, type] = {"clause": str, "words": list, "what": str}

_REASONS = {
    "nothing_alike": "không thấy nội dung này ở điều khoản đã chọn",
    "number": "con số khác điều khoản đã chọn",
    "date": "ngày tháng khác điều khoản đã chọn",
    "reference": "số, ký hiệu văn bản không có ở điều khoản đã chọn",
    "clause": "điều, khoản nêu trong câu không có ở điều khoản đã chọn",
    "name": "tên cơ quan, tổ chức hoặc người không có ở điều khoản đã chọn",
    "negation": "mất hoặc thêm phủ định",
    "modality": "đổi mức bắt buộc (phải, được, có thể)",
    "exception": "mất ngoại lệ hoặc điều kiện",
    "contrast": "dùng từ trái nghĩa với điều khoản",
    "mixed_up": "ghép nhầm chủ thể hoặc con số với việc khác",
    "added": "thêm nội dung mà điều khoản không nói",
}


class Grounded(Protocol):
    """What `rag.ground.check` says of a sentence."""

    @property
    def supported(self) -> bool: ...
    @property
    def reasons(self) -> tuple[str, ...]: ...


class Ground(Protocol):
    """Whether passages say what a sentence says."""

    def __call__(self, sentence: str, passages: Sequence[str]) -> Grounded: ...


class CitedSummary(Kind):
    """`options` are the clauses by their names, `texts` what each says. `points`: what the summary must have,
    each with its clause, the `words` that all show it (`5.000|5000`: either) and `what` it is; `need` of them
    are enough. `keeps`: words of a condition that every sentence citing the clause has to keep. `model` is a
    summary that passes.

    An answer holds `clause=sentence` for each sentence, `=sentence` where no clause was chosen yet.
    """

    may: ClassVar = {
        **dict.fromkeys(("texts", "keeps"), dict),
        **dict.fromkeys(("points", "model"), list),
        **dict.fromkeys(("need", "most_words"), int),
    }

    def __init__(self, ground: Ground) -> None:
        self._ground = ground

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        points = typed(raw.get("points"), list, file, f"{at}: points")
        keeps = typed(raw.get("keeps") or {}, dict, file, f"{at}: keeps")
        detail = {
            "texts": dict(options_of(raw.get("texts"), file, f"{at}: texts")),
            "points": [_point(point, file, f"{at}: points") for point in points],
            "keeps": {str(code): words_of(words, file, f"{at}: keeps") for code, words in keeps.items()},
            "need": raw.get("need") or len(points),
            "most_words": typed(raw.get("most_words"), int, file, f"{at}: most_words"),
            "model": words_of(raw.get("model"), file, f"{at}: model"),
        }
        options = options_of(raw.get("options"), file, f"{at}: options")
        source = raw.get("source")
        return Item(
            raw["id"], "cited_summary", raw["stem"], options, (), raw["explanation"], source, detail=detail
        )

    def problem(self, item: Item) -> str | None:
        codes = {code for code, _ in item.options}
        if set(item.detail["texts"]) != codes or any(JOINT in code for code in codes):
            return "câu {item}: mỗi điều khoản trong options phải có nội dung trong texts, mã không có dấu ="
        named = {point["clause"] for point in item.detail["points"]} | set(item.detail["keeps"])
        if not named <= codes or not 0 < item.detail["need"] <= len(item.detail["points"]):
            return "câu {item}: points hoặc keeps nêu điều khoản không có, hoặc need không hợp lệ"
        if item.enough <= HALF:
            return "câu {item}: enough phải lớn hơn 0,5"
        if not self.allows(item, item.detail["model"]) or self.share(item, item.detail["model"]) != 1.0:
            return "câu {item}: bản tóm tắt mẫu trong model chưa đạt chính các tiêu chí của câu"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        return len(answer) <= MOST_SENTENCES and all(
            JOINT in part and len(sentence) <= LONGEST and clause in {"", *(code for code, _ in item.options)}
            for part, (clause, sentence) in zip(answer, _cited(answer), strict=True)
        )

    def kept(self, answer: Answer) -> list[str]:
        return [part for part in answer if part.partition(JOINT)[2].strip()]

    def share(self, item: Item, answer: Answer) -> float:
        """The share of what it is graded on; never more than half where a sentence has no clause, or says
        another figure, name or duty than its clause."""
        criteria = self.criteria(item, answer)
        met = sum(each.met for each in criteria) / len(criteria) if criteria else 0.0
        return min(met, HALF) if self._says_otherwise(item, answer) else met

    def shown(self, item: Item, seed: int) -> Options:
        return item.options

    def told(self, item: Item, answer: Answer) -> list[str]:
        names = dict(item.options)
        return [
            f"{sentence} ({names[clause]})" if clause in names else sentence
            for clause, sentence in _cited(answer)
        ]

    def right(self, item: Item) -> list[str]:
        return list(item.detail["model"])

    def sheet(self, item: Item, seed: int) -> dict[str, Any]:
        texts = [[code, item.detail["texts"][code]] for code, _ in item.options]
        return {
            "texts": texts,
            "most_words": item.detail["most_words"],
            "most_sentences": MOST_SENTENCES,
            "longest": LONGEST,
        }

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        """Each sentence by itself, then what the whole has to say and how long it may be."""
        cited = _cited(self.kept(answer))
        if not cited:
            return []
        found = [self._sentence(item, clause, sentence) for clause, sentence in cited]
        sound = [pair for pair, result in zip(cited, found, strict=True) if result.met]
        return [*found, *_whole(item, cited, sound)]

    def _says_otherwise(self, item: Item, answer: Answer) -> bool:
        names = dict(item.options)
        for clause, sentence in _cited(self.kept(answer)):
            if not clause:
                return True
            found = self._ground(sentence, [f"{names[clause]}\n{item.detail['texts'][clause]}"])
            if not found.supported and not WORDING.issuperset(found.reasons):
                return True
        return False

    def _sentence(self, item: Item, clause: str, sentence: str) -> Criterion:
        if not clause:
            return Criterion(False, "Chưa có nguồn: “{sentence}”", {"sentence": sentence})
        name = dict(item.options)[clause]
        values = {"sentence": sentence, "clause": name}
        found = self._ground(sentence, [f"{name}\n{item.detail['texts'][clause]}"])
        if not found.supported:
            told = "{clause} không nói như vậy: “{sentence}” Lý do: {reasons}."
            return Criterion(False, told, values | {"reasons": _Reasons(found.reasons)})
        keeps = item.detail["keeps"].get(clause, [])
        if not all(says_one(sentence, words.split(OR)) for words in keeps):
            told = "Mất điều kiện của {clause}: “{sentence}”"
            return Criterion(False, told, values)
        return Criterion(True, "Đúng với {clause}: “{sentence}”", values)


def _point(raw: Any, file: str, at: str) -> dict[str, Any]:
    point = checked(raw, file, POINT, at=at)
    return point | {"words": words_of(point["words"], file, at)}


class _Reasons:
    """Reasons in words, in the language at show time."""

    def __init__(self, reasons: Sequence[str]) -> None:
        self._reasons = reasons

    def __str__(self) -> str:
        return "; ".join(Criterion(False, _REASONS[reason]).say() for reason in self._reasons)


def _whole(item: Item, cited: Sequence[tuple[str, str]], sound: Sequence[tuple[str, str]]) -> list[Criterion]:
    missing = [point["what"] for point in item.detail["points"] if not _covered(point, sound)]
    count = len(item.detail["points"])
    enough = count - len(missing) >= item.detail["need"]
    values = {
        "count": count - len(missing),
        "all": count,
        "need": item.detail["need"],
        "missing": "; ".join(missing),
    }
    told = "Nêu được {count}/{all} ý phải có (cần {need})."
    lacking = "Nêu được {count}/{all} ý phải có (cần {need}). Còn thiếu: {missing}."
    words = sum(len(sentence.split()) for _, sentence in cited)
    most = item.detail["most_words"]
    length = "Dài {words} chữ, tối đa {most} chữ."
    return [
        Criterion(enough, lacking if missing else told, values),
        Criterion(words <= most, length, {"words": words, "most": most}),
    ]


def _covered(point: dict[str, Any], sound: Sequence[tuple[str, str]]) -> bool:
    """Whether a sound sentence citing its clause has all of its words."""
    return any(
        clause == point["clause"] and all(says_one(sentence, words.split(OR)) for words in point["words"])
        for clause, sentence in sound
    )


def _cited(answer: Answer) -> list[tuple[str, str]]:
    return [(clause, sentence) for clause, _, sentence in (part.partition(JOINT) for part in answer)]
