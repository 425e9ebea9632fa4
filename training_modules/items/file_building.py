"""Drills where a work file is built from mixed documents: what belongs to it, its order, and its card."""

from __future__ import annotations

from typing import Any, ClassVar

from training_modules.front_matter import checked, typed
from training_modules.items.fields import as_codes, options_of, words_of
from training_modules.items.request_wording import says_one
from training_modules.items.shuffling import shuffled
from training_modules.items.types import Answer, Criterion, Item, Kind, Options
from vanthu.text import fold

JOINT = "="
DOCUMENT = "doc"
LONGEST = 300
"""Characters of one field of the card."""
FIELD: dict[str, type] = {"id": str, "label": str, "why": str}
FIELD_MAY: dict[str, type] = {"options": dict, "key": str, "accepted": list, "parts": list, "example": str}


class FileBuilding(Kind):
    """`options` are the documents on the desk, the key those of the file in their order, `fields` its card.

    A field is chosen (`options`, `key`), typed as one of the wordings `accepted`, or typed freely with one
    wording of each group of `parts` in it (`example` shows how). An answer holds `doc=CODE` for each document
    in the file, in its order, and `FIELD=words`.
    """

    may: ClassVar = {"fields": list, "why": dict}

    def read(self, raw: dict[str, Any], file: str, at: str) -> Item:
        fields = typed(raw.get("fields"), list, file, f"{at}: fields")
        return Item(
            raw["id"],
            "file_building",
            raw["stem"],
            options_of(raw.get("options"), file, f"{at}: options"),
            as_codes(raw),
            raw["explanation"],
            raw.get("source"),
            detail={
                "fields": [_field(field, file, f"{at}: fields") for field in fields],
                "why": dict(options_of(raw.get("why") or {}, file, f"{at}: why")),
            },
        )

    def problem(self, item: Item) -> str | None:
        documents = {code for code, _ in item.options}
        if len(set(item.key)) != len(item.key) or not item.key or not set(item.key) < documents:
            return "câu {item}: đáp án nêu tài liệu của hồ sơ theo thứ tự; phải có tài liệu không thuộc hồ sơ"
        if not set(item.detail["why"]) <= documents:
            return "câu {item}: mục why nêu câu không có"
        names = [field["id"] for field in item.detail["fields"]]
        if DOCUMENT in names or any(JOINT in name for name in names) or len(set(names)) != len(names):
            return "câu {item}: mã của các mục trong fields phải khác nhau và không có dấu ="
        if self.share(item, self.right(item)) != 1.0:
            return "câu {item}: một mục trong fields không có đáp án, hoặc example chưa đạt"
        return None

    def allows(self, item: Item, answer: Answer) -> bool:
        codes, card = _documents(answer), _card(answer)
        fields = {field["id"]: field for field in item.detail["fields"]}
        return (
            len(set(codes)) == len(codes)
            and set(codes) <= {code for code, _ in item.options}
            and len(codes) + len(card) == len(answer)
            and set(card) <= set(fields)
            and all(len(words) <= LONGEST for words in card.values())
            and all(words in (fields[name].get("options") or {words}) for name, words in card.items())
        )

    def kept(self, answer: Answer) -> list[str]:
        return [part for part in answer if part.partition(JOINT)[2].strip()]

    def share(self, item: Item, answer: Answer) -> float:
        if not _documents(answer):
            return 0.0
        criteria = self.criteria(item, answer)
        return sum(each.met for each in criteria) / len(criteria)

    def shown(self, item: Item, seed: int) -> Options:
        return shuffled(item.options, seed, item.id)

    def told(self, item: Item, answer: Answer) -> list[str]:
        words, card = dict(item.options), _card(answer)
        rows = [words.get(code, code) for code in _documents(answer)]
        for field in item.detail["fields"]:
            if given := card.get(field["id"]):
                rows.append(f"{field['label']}: {(field.get('options') or {}).get(given, given)}")
        return rows

    def right(self, item: Item) -> list[str]:
        return [
            *(f"{DOCUMENT}{JOINT}{code}" for code in item.key),
            *(f"{field['id']}{JOINT}{_example(field)}" for field in item.detail["fields"]),
        ]

    def sheet(self, item: Item, seed: int) -> dict[str, Any]:
        return {
            "fields": [
                {
                    "id": field["id"],
                    "label": field["label"],
                    "options": [[code, words] for code, words in (field.get("options") or {}).items()],
                }
                for field in item.detail["fields"]
            ],
            "longest": LONGEST,
        }

    def criteria(self, item: Item, answer: Answer) -> list[Criterion]:
        """Every document by itself, the order of what rightly stands in the file, every field of the card."""
        inside, card = _documents(answer), _card(answer)
        found = [_placed(item, code, words, code in inside) for code, words in item.options]
        found.append(_ordered(item, inside))
        for field in item.detail["fields"]:
            given = card.get(field["id"], "")
            values = {"label": field["label"], "right": _shown(field), "why": field["why"]}
            found.append(Criterion(_fits(field, given), "{label}: {right}. {why}", values))
        return found


def _field(raw: Any, file: str, at: str) -> dict[str, Any]:
    field = checked(raw, file, FIELD, FIELD_MAY, at)
    if field.get("options"):
        field["options"] = dict(options_of(field["options"], file, at))
    if field.get("accepted"):
        field["accepted"] = words_of(field["accepted"], file, at)
    if field.get("parts"):
        field["parts"] = [words_of(forms, file, at) for forms in field["parts"]]
    return field


def _placed(item: Item, code: str, words: str, inside: bool) -> Criterion:
    values = {"document": words, "why": item.detail["why"].get(code, "")}
    if code in item.key:
        told = "Thuộc hồ sơ: “{document}” {why}" if inside else "Bỏ sót: “{document}” {why}"
        return Criterion(inside, told, values)
    told = "Không thuộc hồ sơ này: “{document}” {why}"
    return Criterion(not inside, told, values)


def _ordered(item: Item, inside: list[str]) -> Criterion:
    """At least two thirds of the file's documents, in the order of the work."""
    mine = [code for code in inside if code in item.key]
    met = 3 * len(mine) >= 2 * len(item.key) and mine == [code for code in item.key if code in mine]
    return Criterion(met, "Tài liệu xếp theo trình tự giải quyết công việc.")


def _fits(field: dict[str, Any], given: str) -> bool:
    if not given.strip():
        return False
    if field.get("options"):
        return given == field.get("key")
    if field.get("parts"):
        return all(says_one(given, forms) for forms in field["parts"])
    return any(_tight(given) == _tight(form) for form in field.get("accepted") or ())


def _tight(words: str) -> str:
    """Case and blanks do not count in a code."""
    return "".join(fold(words).split())


def _example(field: dict[str, Any]) -> str:
    if field.get("options"):
        return str(field.get("key") or "")
    return str(field.get("example") or next(iter(field.get("accepted") or ()), ""))


def _shown(field: dict[str, Any]) -> str:
    right = _example(field)
    return str((field.get("options") or {}).get(right, right))


def _documents(answer: Answer) -> list[str]:
    return [code for name, _, code in (part.partition(JOINT) for part in answer) if name == DOCUMENT]


def _card(answer: Answer) -> dict[str, str]:
    return {name: words for name, _, words in (part.partition(JOINT) for part in answer) if name != DOCUMENT}
