"""Drills where the wrong sentences of a text are marked, and where asked, what is wrong with each."""

from __future__ import annotations

from typing import Any, ClassVar

from training_modules.items.fields import as_codes, options_of
from training_modules.items.types import Answer, Criterion, Item, Kind, Options

JOINT = "="
HALF = 0.5
"""What a wrong sentence gives that was found without its kind of error."""


class Mark(Kind):
    """`options` are the sentences in their order, `targets` the kinds of error (none: only marking is asked),
    the key names the wrong ones: `c2`, or `c2=number` with its kind. An answer is given in the same way."""

    may: ClassVar = {"why": dict}

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        return Item(
            raw["id"],
            "mark",
            raw["stem"],
            options_of(raw.get("options"), file, f"{at}: options"),
            as_codes(raw),
            raw["explanation"],
            raw.get("source"),
            targets=options_of(raw["targets"], file, f"{at}: targets") if raw.get("targets") else (),
            detail={"why": dict(options_of(raw.get("why") or {}, file, f"{at}: why"))},
        )

    def problem(self, item: Item) -> str | None:
        names = {code for code, _ in item.options}
        marked = _marked(item.key)
        if any(JOINT in code for code in names) or not set(marked) <= names or len(marked) != len(item.key):
            return "câu {item}: đáp án phải nêu các câu sai, mỗi câu một lần, mã câu không có dấu ="
        if not marked or len(marked) == len(names):
            return "câu {item}: phải có câu sai và có câu đúng"
        if not set(item.detail["why"]) <= names:
            return "câu {item}: mục why nêu câu không có"
        kinds = {code for code, _ in item.targets}
        if any(kind not in kinds if kinds else kind for kind in marked.values()):
            return "câu {item}: mỗi câu sai phải có một kiểu sai trong targets"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        marked = _marked(answer)
        return (
            len(marked) == len(answer)
            and set(marked) <= {code for code, _ in item.options}
            and set(marked.values()) <= {"", *(code for code, _ in item.targets)}
        )

    def kept(self, answer: Answer) -> list[str]:
        return sorted(answer)

    def share(self, item: Item, answer: Answer) -> float:
        """What was found less what was marked without being wrong."""
        key, marked = _marked(item.key), _marked(answer)
        found = sum(1.0 if marked[code] == kind else HALF for code, kind in key.items() if code in marked)
        return max(0.0, found - len(set(marked) - set(key))) / len(key)

    def shown(self, item: Item, seed: int) -> Options:
        return item.options

    def told(self, item: Item, answer: Answer) -> list[str]:
        sentences, kinds = dict(item.options), dict(item.targets)
        return [
            f"{sentences.get(code, code)} ({kinds[kind]})" if kind in kinds else sentences.get(code, code)
            for code, kind in _marked(answer).items()
        ]

    def right(self, item: Item) -> list[str]:
        return sorted(item.key)

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        key, marked, kinds = _marked(item.key), _marked(answer), dict(item.targets)
        found: list[Criterion] = []
        for code, sentence in item.options:
            if code not in key and code not in marked:
                continue
            values = {"sentence": sentence, "why": item.detail["why"].get(code, "")}
            if code not in key:
                found.append(Criterion(False, "Đánh dấu nhầm một câu đúng: “{sentence}” {why}", values))
            elif code not in marked:
                found.append(Criterion(False, "Bỏ sót câu sai: “{sentence}” {why}", values))
            elif marked[code] != key[code]:
                told = "Tìm ra câu sai nhưng chưa đúng kiểu sai: “{sentence}” Kiểu sai: {kind}. {why}"
                found.append(Criterion(False, told, values | {"kind": kinds[key[code]]}))
            else:
                found.append(Criterion(True, "Tìm ra câu sai: “{sentence}” {why}", values))
        return found


def _marked(answer: Answer) -> dict[str, str]:
    """Sentence and kind of error; nothing for the kind where none was said."""
    return {code: kind for code, _, kind in (part.partition(JOINT) for part in answer)}
