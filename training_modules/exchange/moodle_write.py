"""Writing Moodle XML."""

from __future__ import annotations

import html
from collections.abc import Sequence

from lxml import etree

from training_modules.exchange.types import Written
from training_modules.items import Item

_TYPES = {
    "single": "multichoice",
    "multiple": "multichoice",
    "true_false": "truefalse",
    "short_text": "shortanswer",
    "numeric": "numerical",
    "matching": "matching",
    "ordering": "ordering",
}


def write_moodle(items: Sequence[Item]) -> Written:
    """Sentences with several gaps are left out: Moodle grades their gaps by other rules than ours. So are
    drills, which have no form there.
    """
    root = etree.Element("quiz")
    left_out = [item.id for item in items if not _has_form(item)]
    for item in items:
        if _has_form(item):
            _question(root, item)
    text = etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8").decode()
    return Written(text, tuple(left_out))


def _has_form(item: Item) -> bool:
    return item.kind in _TYPES and item.is_plain


def _question(root: etree._Element, item: Item) -> None:
    question = etree.SubElement(root, "question", type=_TYPES[item.kind])
    _text(etree.SubElement(question, "name"), item.id)
    _html(question, "questiontext", item.stem)
    _html(question, "generalfeedback", item.explanation)
    etree.SubElement(question, "idnumber").text = item.id
    match item.kind:
        case "single" | "multiple":
            etree.SubElement(question, "single").text = "true" if item.kind == "single" else "false"
            etree.SubElement(question, "shuffleanswers").text = "true"
            for code, words in item.options:
                _answer(question, _share(item, code), words, rich=True)
        case "true_false":
            for code, _ in item.options:
                _answer(question, 100 if code in item.key else 0, code)
        case "short_text":
            etree.SubElement(question, "usecase").text = "0"
            for form in item.accepted[0]:
                _answer(question, 100, form)
        case "numeric":
            answer = _answer(question, 100, item.key[0].replace(".", "").replace(",", "."))
            etree.SubElement(answer, "tolerance").text = f"{item.tolerance:g}"
        case "matching":
            _pairs(question, item)
        case "ordering":
            steps = dict(item.options)
            for code in item.key:
                _answer(question, 100, steps[code], rich=True)


def _pairs(question: etree._Element, item: Item) -> None:
    lefts, rights = dict(item.options), dict(item.targets)
    used = dict(pair.split("=") for pair in item.key)
    spare = [("", words) for code, words in item.targets if code not in used.values()]
    for left, right in [*((lefts[one], rights[other]) for one, other in used.items()), *spare]:
        pair = etree.SubElement(question, "subquestion", format="html")
        etree.SubElement(pair, "text").text = html.escape(left, quote=False)
        _text(etree.SubElement(pair, "answer"), right)


def _share(item: Item, code: str) -> float:
    share = 100 / len(item.key)
    if code in item.key:
        return share
    return 0 if item.kind == "single" else -share


def _answer(question: etree._Element, share: float, words: str, *, rich: bool = False) -> etree._Element:
    answer = etree.SubElement(question, "answer", fraction=f"{share:.5f}".rstrip("0").rstrip("."))
    answer.set("format", "html" if rich else "plain_text")
    _text(answer, html.escape(words, quote=False) if rich else words)
    return answer


def _html(parent: etree._Element, name: str, words: str) -> None:
    _text(etree.SubElement(parent, name, format="html"), html.escape(words, quote=False))


def _text(parent: etree._Element, words: str) -> None:
    etree.SubElement(parent, "text").text = words
