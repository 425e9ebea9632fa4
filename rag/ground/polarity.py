"""Negation, obligation and exception: small words that turn a sentence round."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.ground.tokens import FUNCTION_WORDS, coverage

_MARKERS: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): kind
    for kind, phrases in {
        "forbid": "không được|không được phép|nghiêm cấm|cấm|không cho phép|không có quyền|chưa được",
        "must": "phải|phải được|phải bị|cần phải|có trách nhiệm|có nghĩa vụ|bắt buộc|chịu trách nhiệm",
        "may": "có thể|có thể được|có quyền|được phép|được quyền|được",
        "not": "không|chưa|chẳng|không phải|không bắt buộc|không cần|không thể|không có|chưa có|thiếu",
        "except": "trừ|ngoại trừ|trừ trường hợp|không bao gồm|không kể|loại trừ",
    }.items()
    for phrase in phrases.split("|")
}
_LONGEST = max(len(phrase) for phrase in _MARKERS)
_REACH = 4
"""Words between a marker and the word it governs."""

_CONTRASTS = (
    ("tăng|nâng", "giảm|hạ"),
    ("ít nhất|tối thiểu|từ đủ|trở lên", "tối đa|nhiều nhất|không quá|trở xuống"),
    ("trước", "sau"),
    ("trên", "dưới"),
    ("hằng năm|hàng năm|mỗi năm", "hằng tháng|hàng tháng|mỗi tháng", "hằng quý|hàng quý", "hằng tuần"),
    ("ngày làm việc", "ngày dương lịch"),
    ("bắt buộc", "tự nguyện|khuyến khích"),
    ("tất cả|toàn bộ|mọi|toàn thể", "một số|một phần|phần lớn|đa số"),
    ("cấp tỉnh", "cấp xã", "cấp huyện", "cấp trung ương"),
    ("bí mật|mật", "công khai"),
    ("bãi bỏ|huỷ bỏ|hủy bỏ", "ban hành|bổ sung"),
    ("đồng ý|chấp thuận|phê duyệt", "từ chối|bác bỏ"),
    ("trực tiếp", "gián tiếp"),
    ("thường trú", "tạm trú"),
    ("bản chính", "bản sao"),
    ("trong nước", "nước ngoài"),
)  # fmt: skip
_SIDES = [[[tuple(p.split()) for p in side.split("|")] for side in group] for group in _CONTRASTS]


@dataclass(frozen=True, slots=True)
class Marked:
    kind: str
    start: int
    end: int
    scope: tuple[str, ...]
    """The first two words it governs."""
    passive: bool = False
    """Whether it is the bare "được"."""


def markers(row: Sequence[str]) -> list[Marked]:
    """The markers of a sentence, longest phrase first, each with what it governs."""
    found: list[Marked] = []
    i = 0
    while i < len(row):
        for length in range(min(_LONGEST, len(row) - i), 0, -1):
            kind = _MARKERS.get(tuple(row[i : i + length]))
            if kind is not None:
                bare = length == 1 and row[i] == "được"
                found.append(Marked(kind, i, i + length, _scope(row, i + length), bare))
                i += length
                break
        else:
            i += 1
    return found


def _scope(row: Sequence[str], at: int) -> tuple[str, ...]:
    content = [word for word in row[at : at + _REACH + 2] if word not in FUNCTION_WORDS]
    return tuple(content[:2])


def turned(sentence: Sequence[str], source: Sequence[str]) -> str | None:
    """Why `sentence` turns `source` round: negation, modality, exception or contrast."""
    said, written = markers(sentence), markers(source)
    for mark in said:
        if problem := _unmatched(mark, source, written, strict=True):
            return problem
    for mark in written:
        if problem := _unmatched(mark, sentence, said, strict=False):
            return problem
    if _drops_exception(sentence, said, source, written):
        return "exception"
    if _weighed_otherwise(said, written):
        return "modality"
    return "contrast" if _contrasts(sentence, source) else None


def _weighed_otherwise(said: Sequence[Marked], written: Sequence[Marked]) -> bool:
    """Whether a duty became a possibility, or the other way: one more of the one, one fewer of the other."""
    change = {
        kind: sum(_is(mark, kind) for mark in said) - sum(_is(mark, kind) for mark in written)
        for kind in ("must", "may", "not")
    }
    return (change["may"] > 0 > change["must"]) or (change["must"] > 0 > change["may"]) or change["not"] > 0


def _is(mark: Marked, kind: str) -> bool:
    """The bare "được" is more often the passive than a permission."""
    if kind == "not":
        return mark.kind in {"not", "forbid"}
    return mark.kind == kind and not mark.passive


def _unmatched(mark: Marked, other: Sequence[str], marks: Sequence[Marked], *, strict: bool) -> str | None:
    """Whether the same words stand under another marker, or under none, in the other text."""
    if mark.kind == "except" or not mark.scope:
        return None
    kinds = [_kind_at(place, other, marks) for place in _places(mark.scope, other)]
    negative = mark.kind in {"not", "forbid"}
    if not kinds:
        lost = strict and negative and not any(m.kind in {"not", "forbid", "except"} for m in marks)
        return "negation" if lost else None
    if negative:
        return None if any(kind in {"not", "forbid"} for kind in kinds) else "negation"
    if mark.kind == "must":
        wrong = {"may", "not", "forbid"} | ({"none"} if strict else set())
    else:
        wrong = {"must", "not", "forbid"}
    return "modality" if all(kind in wrong for kind in kinds) else None


def _places(scope: tuple[str, ...], row: Sequence[str]) -> Iterator[int]:
    """Where the governed words stand in another text: both, with at most function words between."""
    content = [i for i, word in enumerate(row) if word not in FUNCTION_WORDS]
    if len(scope) == 1:
        yield from (i for i in content if row[i] == scope[0])
        return
    for i, j in pairwise(content):
        if row[i] == scope[0] and row[j] == scope[1]:
            yield i


def _kind_at(place: int, row: Sequence[str], marks: Sequence[Marked]) -> str:
    """The marker governing the word at `place`, or `none`."""
    before = [m for m in marks if m.end <= place <= m.end + _REACH and m.kind != "except"]
    before = [m for m in before if m.scope[:1] == (row[place],) or place == m.end]
    return before[-1].kind if before else "none"


def _drops_exception(
    sentence: Sequence[str], said: Sequence[Marked], source: Sequence[str], written: Sequence[Marked]
) -> bool:
    """Whether the source limits its statement ("trừ trường hợp …") and the sentence does not."""
    limits = [m for m in written if m.kind == "except" and m.start > 4]
    if not limits or any(m.kind == "except" for m in said):
        return False
    return coverage(source[max(0, limits[0].start - 14) : limits[0].start], sentence) >= 0.75


def _contrasts(sentence: Sequence[str], source: Sequence[str]) -> bool:
    """Whether the sentence says one of two opposites oftener than the source, which says the other."""
    for group in _SIDES:
        said = [sum(_count(sentence, phrase) for phrase in side) for side in group]
        written = [sum(_count(source, phrase) for phrase in side) for side in group]
        for i, times in enumerate(said):
            others = any(written[j] > said[j] for j in range(len(group)) if j != i)
            if times > written[i] and others:
                return True
    return False


def _count(row: Sequence[str], phrase: tuple[str, ...]) -> int:
    size = len(phrase)
    return sum(tuple(row[i : i + size]) == phrase for i in range(len(row) - size + 1))
