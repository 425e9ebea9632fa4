"""Reading one question of QTI 2.0 to 3.0 (1EdTech, "Assessment, Section and Item Information Model").

An item is taken where its key is declared: the response processing of other systems is not run, except that
the tolerance of a figure is read from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from lxml import etree

from training_modules.exchange.qti_names import first, found, name_of, value, words, words_with
from training_modules.exchange.types import Wrong, key_of, plain_figure, sound
from training_modules.items import Item
from training_modules.items.choice import TRUE_FALSE
from vanthu.text import squeeze

_CODES = "abcdefghijklmnopqrstuvwxyz"
_RIGHT = 0.0
"""What a mapped answer must give more than to count as right."""
_NO_FORM = "câu {item}: loại câu hỏi này không chấm được theo quy tắc"


def read_item(root: etree._Element, number: int) -> Item:
    """The question in an `assessmentItem`. Raises `Wrong`."""
    name = value(root, "identifier") or f"q{number:02}"
    body = first(root, "itemBody")
    if body is None:
        raise Wrong("câu {item} không có nội dung", item=name)
    asked = list(found(body, *_INTERACTIONS, *_OTHERS))
    kinds = {name_of(each) for each in asked}
    if not asked or len(kinds) > 1 or (len(asked) > 1 and kinds != {"textEntryInteraction"}):
        raise Wrong(_NO_FORM, item=name)
    reader = _INTERACTIONS.get(kinds.pop())
    if reader is None:
        raise Wrong(_NO_FORM, item=name)
    explanation = " ".join(filter(None, (words(each) for each in found(root, "modalFeedback"))))
    blank = Item(name, "single", words(body), (), (), explanation, None)
    return sound(reader(root, body, asked, blank))


def _choice(root: etree._Element, _body: etree._Element, asked: list[etree._Element], blank: Item) -> Item:
    choices = list(found(asked[0], "simpleChoice"))
    codes = _codes(choices, blank)
    answers = _answers(root, asked[0])
    if set(codes) == {code for code, _ in TRUE_FALSE}:
        return replace(blank, kind="true_false", options=TRUE_FALSE, key=tuple(answers))
    options = tuple((codes[value(each, "identifier")], words(each)) for each in choices)
    key = tuple(codes.get(answer, answer) for answer in answers)
    many = _cardinality(root, asked[0]) == "multiple"
    return replace(blank, kind="multiple" if many else "single", options=options, key=key)


def _order(root: etree._Element, _body: etree._Element, asked: list[etree._Element], blank: Item) -> Item:
    steps = list(found(asked[0], "simpleChoice"))
    codes = _codes(steps, blank)
    options = tuple((codes[value(each, "identifier")], words(each)) for each in steps)
    key = tuple(codes.get(answer, answer) for answer in _answers(root, asked[0]))
    return replace(blank, kind="ordering", options=options, key=key)


def _match(root: etree._Element, _body: etree._Element, asked: list[etree._Element], blank: Item) -> Item:
    sides = list(found(asked[0], "simpleMatchSet"))
    if len(sides) != 2:
        raise Wrong(_NO_FORM, item=blank.id)
    lefts, rights = (list(found(side, "simpleAssociableChoice")) for side in sides)
    codes = _codes(lefts, blank)
    targets = {value(each, "identifier"): str(n) for n, each in enumerate(rights, 1)}
    key = []
    for pair in _answers(root, asked[0]):
        left, _, right = pair.partition(" ")
        key.append(f"{codes.get(left, left)}={targets.get(right.strip(), right)}")
    return replace(
        blank,
        kind="matching",
        options=tuple((codes[value(each, "identifier")], words(each)) for each in lefts),
        targets=tuple((targets[value(each, "identifier")], words(each)) for each in rights),
        key=tuple(key),
    )


def _typed(root: etree._Element, body: etree._Element, asked: list[etree._Element], blank: Item) -> Item:
    if len(asked) == 1:
        if _base(root, asked[0]) in {"float", "integer"}:
            return _figure(root, asked[0], blank)
        if _stands_alone(asked[0]) and blank.stem:
            return _short(root, body, asked, blank)
    marks = {each: f"[{n}]" for n, each in enumerate(asked, 1)}
    accepted = tuple(tuple(_answers(root, each)) for each in asked)
    return replace(blank, kind="cloze", stem=words_with(body, marks), accepted=accepted)


def _short(root: etree._Element, _body: etree._Element, asked: list[etree._Element], blank: Item) -> Item:
    return replace(blank, kind="short_text", accepted=(tuple(_answers(root, asked[0])),))


def _figure(root: etree._Element, asked: etree._Element, blank: Item) -> Item:
    answers = _answers(root, asked)
    key = plain_figure(answers[0]) if len(answers) == 1 else None
    if key is None:
        raise Wrong("câu {item} phải có đúng một đáp án là một số", item=blank.id)
    unit = squeeze(asked.tail or "") if _stands_alone(asked, unit_behind=True) else ""
    stem = blank.stem.removesuffix(unit).strip() if unit else blank.stem
    tolerance = float(_tolerance(root, abs(key)))
    return replace(blank, kind="numeric", stem=stem, key=(key_of(key),), tolerance=tolerance, unit=unit)


_Reader = Callable[[etree._Element, etree._Element, list[etree._Element], Item], Item]
_INTERACTIONS: dict[str, _Reader] = {
    "choiceInteraction": _choice,
    "orderInteraction": _order,
    "matchInteraction": _match,
    "textEntryInteraction": _typed,
    "extendedTextInteraction": _short,
}
_OTHERS = (
    *("associateInteraction", "customInteraction", "drawingInteraction", "endAttemptInteraction"),
    *("gapMatchInteraction", "graphicAssociateInteraction", "graphicGapMatchInteraction"),
    *("graphicOrderInteraction", "hotspotInteraction", "hottextInteraction", "inlineChoiceInteraction"),
    *("mediaInteraction", "portableCustomInteraction", "positionObjectInteraction"),
    *("selectPointInteraction", "sliderInteraction", "uploadInteraction"),
)


def _codes(choices: list[etree._Element], blank: Item) -> dict[str, str]:
    """Our code for each identifier: those of other systems are long, and of true and false known."""
    names = [value(each, "identifier") for each in choices]
    if len(names) > len(_CODES) or len(set(names)) != len(names):
        raise Wrong("câu {item} có quá nhiều phương án", item=blank.id)
    if set(names) == {code for code, _ in TRUE_FALSE}:
        return {name: name for name in names}
    return dict(zip(names, _CODES, strict=False))


def _declared(root: etree._Element, asked: etree._Element) -> etree._Element | None:
    wanted = value(asked, "responseIdentifier")
    return next((d for d in found(root, "responseDeclaration") if value(d, "identifier") == wanted), None)


def _base(root: etree._Element, asked: etree._Element) -> str:
    declared = _declared(root, asked)
    return value(declared, "baseType") if declared is not None else ""


def _cardinality(root: etree._Element, asked: etree._Element) -> str:
    declared = _declared(root, asked)
    return value(declared, "cardinality") if declared is not None else ""


def _answers(root: etree._Element, asked: etree._Element) -> list[str]:
    """What counts as right: the correct response first, then what is mapped to as much as the best."""
    declared = _declared(root, asked)
    if declared is None:
        return []
    correct = first(declared, "correctResponse")
    right = [words(each) for each in found(correct, "value")] if correct is not None else []
    if _base(root, asked) == "string" or not right:
        shares = {
            value(e, "mapKey"): plain_figure(value(e, "mappedValue")) for e in found(declared, "mapEntry")
        }
        given = {key: share for key, share in shares.items() if key and share is not None and share > _RIGHT}
        whole = _cardinality(root, asked) == "single"
        best = max(given.values(), default=None)
        right += [key for key, share in given.items() if not whole or share == best]
    return [answer for answer in dict.fromkeys(right) if answer]


def _tolerance(root: etree._Element, key: Decimal) -> Decimal:
    """How far off a figure may be, by the `equal` of the response processing."""
    processing = first(root, "responseProcessing")
    equal = first(processing, "equal") if processing is not None else None
    if equal is None:
        return Decimal(0)
    bounds = [plain_figure(part) for part in value(equal, "tolerance").split()]
    widest = max((abs(bound) for bound in bounds if bound is not None), default=Decimal(0))
    return widest * key / 100 if value(equal, "toleranceMode") == "relative" else widest


def _stands_alone(asked: etree._Element, *, unit_behind: bool = False) -> bool:
    """Whether the box has a paragraph of its own, so that no sentence runs through it."""
    block = asked.getparent()
    if block is None or name_of(block) == "itemBody":
        return block is not None
    around = [block.text or "", *(each.tail or "" for each in block if each is not asked or not unit_behind)]
    return len(block) == 1 and not any(part.strip() for part in around)
