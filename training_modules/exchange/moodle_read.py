"""Reading Moodle XML (docs.moodle.org, "Moodle XML format"). Names of other systems stay as they are."""

from __future__ import annotations

import html
from collections.abc import Iterator

from lxml import etree

from training_modules.exchange.safe_xml import parse
from training_modules.exchange.types import Brought, Fault, Wrong, key_of, plain_figure, sound
from training_modules.items import Item
from training_modules.items.choice import TRUE_FALSE
from vanthu.text import squeeze

_CODES = "abcdefghijklmnopqrstuvwxyz"
_WHOLE = 99.9
"""Percent from which an answer counts as right: shares are written rounded."""


def read_moodle(text: str) -> Brought:
    """Raises `QuestionFileUnreadable` where it is no XML. Nothing outside the file is ever read."""
    root = parse(text.encode(errors="replace"))
    items: list[Item] = []
    faults: list[Fault] = []
    known: set[str] = set()
    for number, question in enumerate(_questions(root), 1):
        try:
            item = _question(question, number)
            if item.id in known:
                raise Wrong("có hai câu trùng mã {item}", item=item.id)
        except Wrong as wrong:
            faults.append(Fault(question.sourceline or number, wrong.problem, wrong.values))
        else:
            known.add(item.id)
            items.append(item)
    return Brought(tuple(items), tuple(faults))


def _questions(root: etree._Element) -> Iterator[etree._Element]:
    yield from (question for question in root.iter("question") if question.get("type") != "category")


def _question(question: etree._Element, number: int) -> Item:
    name = _words(question, "idnumber") or _words(question, "name/text") or f"q{number:02}"
    stem, explanation = _words(question, "questiontext/text"), _words(question, "generalfeedback/text")
    reader = _READERS.get(question.get("type") or "")
    if reader is None:
        raise Wrong("câu {item}: loại câu hỏi này không chấm được theo quy tắc", item=name)
    return sound(reader(question, name, stem, explanation))


def _choice(question: etree._Element, name: str, stem: str, explanation: str) -> Item:
    answers = _answers(question)
    if len(answers) > len(_CODES):
        raise Wrong("câu {item} có quá nhiều phương án", item=name)
    coded = list(zip(_CODES, answers, strict=False))
    options = tuple((code, words) for code, (words, _) in coded)
    if _words(question, "single") != "false":
        key = [code for code, (_, share) in coded if share >= _WHOLE]
        return Item(name, "single", stem, options, tuple(key), explanation, None)
    key = [code for code, (_, share) in coded if share > 0]
    return Item(name, "multiple", stem, options, tuple(key), explanation, None)


def _true_false(question: etree._Element, name: str, stem: str, explanation: str) -> Item:
    key = tuple(words.lower() for words, share in _answers(question) if share >= _WHOLE)
    return Item(name, "true_false", stem, TRUE_FALSE, key, explanation, None)


def _short(question: etree._Element, name: str, stem: str, explanation: str) -> Item:
    forms = tuple(words for words, share in _answers(question) if share >= _WHOLE)
    return Item(name, "short_text", stem, (), (), explanation, None, accepted=(forms,))


def _numeric(question: etree._Element, name: str, stem: str, explanation: str) -> Item:
    right = [answer for answer in question.findall("answer") if _share(answer) >= _WHOLE]
    value = plain_figure(_words(right[0], "text")) if len(right) == 1 else None
    if value is None:
        raise Wrong("câu {item} phải có đúng một đáp án là một số", item=name)
    off = plain_figure(_words(right[0], "tolerance") or "0")
    return Item(name, "numeric", stem, (), (key_of(value),), explanation, None, tolerance=float(off or 0))


def _matching(question: etree._Element, name: str, stem: str, explanation: str) -> Item:
    lefts: list[tuple[str, str]] = []
    targets: dict[str, str] = {}
    key: list[str] = []
    for code, pair in zip(_CODES, question.findall("subquestion"), strict=False):
        target = targets.setdefault(_words(pair, "answer/text"), str(len(targets) + 1))
        if left := _words(pair, "text"):
            lefts.append((code, left))
            key.append(f"{code}={target}")
    options = tuple((code, words) for words, code in targets.items())
    return Item(name, "matching", stem, tuple(lefts), tuple(key), explanation, None, targets=options)


def _ordering(question: etree._Element, name: str, stem: str, explanation: str) -> Item:
    """Moodle's own ordering question: its answers stand in the right order."""
    steps = [words for words, _ in _answers(question)]
    options = tuple(zip(_CODES, steps, strict=False))
    return Item(name, "ordering", stem, options, tuple(code for code, _ in options), explanation, None)


_READERS = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "shortanswer": _short,
    "numerical": _numeric,
    "matching": _matching,
    "ordering": _ordering,
}


def _answers(question: etree._Element) -> list[tuple[str, float]]:
    return [(_words(answer, "text"), _share(answer)) for answer in question.findall("answer")]


def _share(answer: etree._Element) -> float:
    try:
        return float(answer.get("fraction") or 0)
    except ValueError:
        return 0.0


def _words(element: etree._Element, path: str) -> str:
    """The plain words at `path`; HTML is taken off where it may stand."""
    node = element.find(path)
    if node is None:
        return ""
    found, holder = node.text or "", node.getparent()
    if holder is not None and holder.get("format") == "plain_text":
        return squeeze(found)
    if "<" not in found:
        return squeeze(html.unescape(found))
    try:
        parsed = etree.fromstring(found, etree.HTMLParser(no_network=True))
    except etree.XMLSyntaxError:
        return ""
    return squeeze(" ".join(parsed.itertext())) if parsed is not None else ""
