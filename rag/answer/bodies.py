"""A question about one body, plan or project by its name is not answered with what is said of another one.

"Trung tâm Hoa Mai" and "Trung tâm Hoa Sen" are alike to any search; only the name tells them apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rag.answer.told import Told
from rag.types import AnswerCell, AnswerForm, AnswerSentence, Citation
from rag.understand.words import Words

KINDS = frozenset(
    tuple(kind.split())
    for kind in (
        "trung tâm", "sở", "chi cục", "dự án", "kế hoạch", "công ty", "trường", "học viện", "bệnh viện",
        "ban quản lý", "ngân hàng", "đề án", "chương trình", "hợp tác xã", "chi nhánh",
    )
)  # fmt: skip
"""Nouns that a proper name follows. Without their marks they are other words too: "sở", "số"."""
SORTS = frozenset(
    tuple(sort.split())
    for sort in (
        "tiểu học", "trung học", "trung học cơ sở", "trung học phổ thông", "thcs", "thpt", "mầm non",
        "đại học", "cao đẳng", "tnhh", "trách nhiệm hữu hạn", "cổ phần", "mtv", "một thành viên", "cp",
    )
)  # fmt: skip
"""What may stand between the noun and the name."""
INSIDE_OTHERS = {"sở": {"cơ", "trụ", "hội", "xứ"}, "trường": {"môi", "thị", "hiện", "công", "nông", "lâm"}}
"""Words before which the noun is the second half of another one."""
_GOING_ON = "huyện tỉnh xã thành quận phường cấp khu thị có là của và các do được phải này nào trên tại ở về"
GOES_ON = frozenset(_GOING_ON.split())
"""What is no second syllable of a name: "Chi cục Thuế huyện"."""
HEAD = 12
"""Words in which the head of an entry is said: "3. Sở Nội vụ: …"."""


@dataclass(frozen=True, slots=True)
class Name:
    kind: str
    syllables: tuple[str, ...]
    """What tells it from others of its kind, folded: its words with capitals, two words where there are."""

    def same_as(self, other: Name) -> bool:
        """Whether one may be the other, said shorter."""
        both = zip(self.syllables, other.syllables, strict=False)
        return self.kind == other.kind and all(one == two for one, two in both)

    def stands_in(self, text: str) -> bool:
        return f" {' '.join(self.syllables)} " in f" {' '.join(word.text for word in Words(text).all)} "


def names(text: str) -> list[Name]:
    """The proper names in `text`: "Sở Nội vụ", "Công ty TNHH Hoa Mai"; none without capitals and marks."""
    words = Words(text)
    plain = [word.raw.lower() for word in words.all]
    found: list[Name] = []
    for place in range(len(words)):
        size = _longest(plain, place, KINDS)
        kind = " ".join(plain[place : place + size])
        if not size or (place and plain[place - 1] in INSIDE_OTHERS.get(kind, ())):
            continue
        at = place + size
        while more := _longest(plain, at, SORTS):
            at += more
        if (syllables := _name_at(words, at)) and all(words.spaced(n) for n in range(place, at)):
            found.append(Name(kind, syllables))
    return found


def of_what_is_named(question: str, told: Told, heads: Mapping[int, str], issuers: Mapping[int, str]) -> Told:
    """`told` without what is said of others of the kind that the question names; empty where nothing is left
    that is of what it names.

    `heads`: how the passage begins that is cited, by its id; `issuers` by document.
    """
    asked = [name for name in names(question) if len(name.syllables) > 1]
    if not asked or told.form in {AnswerForm.HISTORY, AnswerForm.COMPARISON, AnswerForm.SUMMARY}:
        return told
    said: dict[tuple[int, str], str] = {}
    for each in told.citations:
        said[_part(each)] = f"{said.get(_part(each), '')}\n{each.quote}"
    others = set()
    own = set()
    for each in told.citations:
        quoted = said[_part(each)]
        whole = "\n".join(
            (
                quoted,
                each.heading,
                each.title,
                issuers.get(each.document_id, ""),
                heads.get(each.passage_id, ""),
            )
        )
        if any(name.stands_in(whole) for name in asked):
            own.add(each.n)
        if _of_another(asked, quoted, whole):
            others.add(each.n)
    if not others:
        return told
    return _without(told, others) if own - others else Told()


def head_of(text: str) -> str:
    """The head of an entry; empty where it has none."""
    first, colon, _ = text.partition(":")
    return first if colon and len(first.split()) <= HEAD else ""


def _of_another(asked: Sequence[Name], quoted: str, whole: str) -> bool:
    there = names(quoted)
    for kind in {name.kind for name in asked}:
        mine = [name for name in asked if name.kind == kind]
        if any(name.stands_in(whole) for name in mine):
            continue
        if any(other.kind == kind and not any(other.same_as(name) for name in mine) for other in there):
            return True
    return False


def _name_at(words: Words, at: int) -> tuple[str, ...]:
    """The syllables of the name that begins there; empty without a capital, or for an abbreviation."""
    end = at
    while end < len(words) and words[end].raw[:1].isupper() and (end == at or words.spaced(end - 1)):
        end += 1
    if end == at + 1:
        if len(words[at].raw) > 1 and words[at].raw.isupper():
            return ()
        goes_on = end < len(words) and words.spaced(at) and not words[end].digits
        if goes_on and words[end].raw.lower() not in GOES_ON:
            end += 1
    return tuple(word.text for word in words.all[at:end])


def _longest(plain: Sequence[str], at: int, among: frozenset[tuple[str, ...]]) -> int:
    return next((size for size in range(4, 0, -1) if tuple(plain[at : at + size]) in among), 0)


def _part(each: Citation) -> tuple[int, str]:
    """Sentences of one part of a document are about one thing."""
    return each.document_id, each.heading


def _without(told: Told, numbers: set[int]) -> Told:
    """Without these citations and what rests on them; the others numbered anew."""
    kept = [each for each in told.citations if each.n not in numbers]
    anew = {each.n: n for n, each in enumerate(kept, 1)}

    def left(cited: Sequence[int]) -> tuple[int, ...]:
        return tuple(anew[n] for n in cited if n in anew)

    sentences = [
        AnswerSentence(each.text, left(each.citations))
        for each in told.sentences
        if not each.citations or left(each.citations)
    ]
    table = told.table
    if table is not None:
        rows = (row for row in table.rows if numbers.isdisjoint(n for cell in row for n in cell.citations))
        table = replace(
            table,
            rows=tuple(tuple(AnswerCell(cell.text, left(cell.citations)) for cell in row) for row in rows),
        )
    first_stays = bool(told.sentences) and numbers.isdisjoint(told.sentences[0].citations)
    return replace(
        told,
        sentences=sentences,
        citations=[replace(each, n=anew[each.n]) for each in kept],
        verdict=told.verdict if first_stays else None,
        table=table,
    )
