"""Writing one question as an `assessmentItem` of QTI 2.1, which every system that knows QTI reads."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import ROUND_UP, Decimal

from lxml import etree

from training_modules.items import Item
from training_modules.items.cloze import GAP
from training_modules.items.numeric import figure
from vanthu.text import printable

NAMESPACE = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_FEEDBACK = "EXPLANATION"


def has_form(item: Item) -> bool:
    return item.kind in _WRITERS and item.is_plain


def assessment_item(item: Item) -> bytes:
    root = etree.Element(_q("assessmentItem"), nsmap={None: NAMESPACE})
    for name, told in {
        **{"identifier": _clean(item.id), "title": _clean(item.id), "adaptive": "false"},
        **{"timeDependent": "false", "toolName": "Van thu", "toolVersion": "1"},
    }.items():
        root.set(name, told)
    _WRITERS[item.kind](root, item)
    if item.explanation:
        said = _sub(
            root, "modalFeedback", outcomeIdentifier="FEEDBACK", identifier=_FEEDBACK, showHide="show"
        )
        said.text = _clean(item.explanation)
    return bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))


def _single(root: etree._Element, item: Item) -> None:
    ids = _ids(item)
    declared = _declare(root, "RESPONSE", "single", "identifier", [ids[code] for code in item.key])
    _map(declared, {ids[code]: Decimal(1) for code in item.key})
    asked = _sub(_body(root), "choiceInteraction", responseIdentifier="RESPONSE", maxChoices="1")
    asked.set("shuffle", "false" if item.kind == "true_false" else "true")
    _choices(asked, item, ids)
    _processing(root, "RESPONSE")


def _multiple(root: etree._Element, item: Item) -> None:
    ids = _ids(item)
    declared = _declare(root, "RESPONSE", "multiple", "identifier", [ids[code] for code in item.key])
    share = _share(item.key)
    _map(declared, {ids[code]: share if code in item.key else -share for code, _ in item.options})
    asked = _sub(
        _body(root), "choiceInteraction", responseIdentifier="RESPONSE", maxChoices="0", shuffle="true"
    )
    _choices(asked, item, ids)
    _processing(root, "RESPONSE")


def _ordering(root: etree._Element, item: Item) -> None:
    ids = _ids(item)
    _declare(root, "RESPONSE", "ordered", "identifier", [ids[code] for code in item.key])
    asked = _sub(_body(root), "orderInteraction", responseIdentifier="RESPONSE", shuffle="true")
    _choices(asked, item, ids)
    _processing(root, "RESPONSE", by="match")


def _matching(root: etree._Element, item: Item) -> None:
    lefts = _ids(item)
    rights = {code: f"t{n}" for n, (code, _) in enumerate(item.targets, 1)}
    pairs = [f"{lefts[left]} {rights[right]}" for left, right in (pair.split("=") for pair in item.key)]
    declared = _declare(root, "RESPONSE", "multiple", "directedPair", pairs)
    _map(declared, dict.fromkeys(pairs, _share(pairs)))
    asked = _sub(_body(root), "matchInteraction", responseIdentifier="RESPONSE", shuffle="true")
    asked.set("maxAssociations", str(len(lefts)))
    _sub(asked, "prompt").text = _clean(item.stem)
    for options, ids, most in ((item.options, lefts, "1"), (item.targets, rights, "0")):
        side = _sub(asked, "simpleMatchSet")
        for code, said in options:
            choice = _sub(side, "simpleAssociableChoice", identifier=ids[code], matchMax=most)
            choice.text = _clean(said)
    _processing(root, "RESPONSE")


def _cloze(root: etree._Element, item: Item) -> None:
    names = [f"RESPONSE{n}" for n in range(1, len(item.accepted) + 1)]
    for name, forms in zip(names, item.accepted, strict=True):
        _declare_words(root, name, forms)
    block = _sub(_body(root), "p")
    pieces = GAP.split(item.stem)  # words, number, words, number, …
    block.text = _clean(pieces[0])
    for number, after in zip(pieces[1::2], pieces[2::2], strict=True):
        gap = _sub(block, "textEntryInteraction", responseIdentifier=f"RESPONSE{number}")
        gap.set("expectedLength", str(max(map(len, item.accepted[int(number) - 1]))))
        gap.tail = _clean(after)
    _processing(root, *names)


def _short(root: etree._Element, item: Item) -> None:
    _declare_words(root, "RESPONSE", item.accepted[0])
    body = _body(root)
    _sub(body, "p").text = _clean(item.stem)
    gap = _sub(_sub(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE")
    gap.set("expectedLength", str(max(map(len, item.accepted[0]))))
    _processing(root, "RESPONSE")


def _numeric(root: etree._Element, item: Item) -> None:
    _declare(root, "RESPONSE", "single", "float", [format(figure(item.key[0]) or Decimal(0), "f")])
    body = _body(root)
    _sub(body, "p").text = _clean(item.stem)
    box = _sub(_sub(body, "p"), "textEntryInteraction", responseIdentifier="RESPONSE", expectedLength="20")
    box.tail = f" {_clean(item.unit)}" if item.unit else None
    off = format(Decimal(str(item.tolerance)), "f")
    _processing(root, "RESPONSE", by="equal", tolerance=f"{off} {off}")


_WRITERS: dict[str, Callable[[etree._Element, Item], None]] = {
    "single": _single,
    "true_false": _single,
    "multiple": _multiple,
    "ordering": _ordering,
    "matching": _matching,
    "cloze": _cloze,
    "short_text": _short,
    "numeric": _numeric,
}


def _ids(item: Item) -> dict[str, str]:
    """Identifiers begin with a letter in QTI, which a bank's codes need not; true and false keep theirs."""
    if item.kind == "true_false":
        return {code: code for code, _ in item.options}
    return {code: f"c{n}" for n, (code, _) in enumerate(item.options, 1)}


def _declare(
    root: etree._Element, name: str, cardinality: str, base: str, right: list[str]
) -> etree._Element:
    declared = _sub(root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    correct = _sub(declared, "correctResponse")
    for each in right:
        _sub(correct, "value").text = _clean(each)
    return declared


def _declare_words(root: etree._Element, name: str, forms: tuple[str, ...]) -> None:
    """The words that count as right; upper and lower case count as the same, as in our own grading."""
    declared = _declare(root, name, "single", "string", [forms[0]])
    _map(declared, dict.fromkeys(forms, Decimal(1)), case_sensitive=False)


def _share(parts: Sequence[str]) -> Decimal:
    """Of one point, for each right part. Rounded up, as the mapping's upper bound takes off what is over:
    rounded to the nearest, three thirds would be less than a point for ever."""
    return (Decimal(1) / len(parts)).quantize(Decimal("0.000001"), ROUND_UP)


def _map(declared: etree._Element, shares: dict[str, Decimal], *, case_sensitive: bool = True) -> None:
    mapping = _sub(declared, "mapping", lowerBound="0", upperBound="1", defaultValue="0")
    for answer, share in shares.items():
        entry = _sub(mapping, "mapEntry", mapKey=_clean(answer), mappedValue=f"{share:f}")
        if not case_sensitive:
            entry.set("caseSensitive", "false")


def _body(root: etree._Element) -> etree._Element:
    """The two outcomes, then the body: the order the schema asks for."""
    score = _sub(root, "outcomeDeclaration", identifier="SCORE", cardinality="single", baseType="float")
    score.set("normalMaximum", "1")
    _sub(_sub(score, "defaultValue"), "value").text = "0"
    _sub(root, "outcomeDeclaration", identifier="FEEDBACK", cardinality="single", baseType="identifier")
    return _sub(root, "itemBody")


def _choices(asked: etree._Element, item: Item, ids: dict[str, str]) -> None:
    _sub(asked, "prompt").text = _clean(item.stem)
    for code, said in item.options:
        _sub(asked, "simpleChoice", identifier=ids[code]).text = _clean(said)


def _processing(root: etree._Element, *names: str, by: str = "map", tolerance: str = "") -> None:
    """SCORE from the answers, then the explanation shown whatever was answered."""
    processing = _sub(root, "responseProcessing")
    if by == "map":
        score = _sub(processing, "setOutcomeValue", identifier="SCORE")
        if len(names) == 1:
            _sub(score, "mapResponse", identifier=names[0])
        else:  # every gap is worth a point by itself, and the question the mean of them
            mean = _sub(score, "divide")
            points = _sub(mean, "sum")
            for name in names:
                _sub(points, "mapResponse", identifier=name)
            _value(mean, "float", str(len(names)))
    else:
        right = _sub(_sub(processing, "responseCondition"), "responseIf")
        same = _sub(right, by)
        if tolerance:
            same.set("toleranceMode", "absolute")
            same.set("tolerance", tolerance)
        _sub(same, "variable", identifier=names[0])
        _sub(same, "correct", identifier=names[0])
        _value(_sub(right, "setOutcomeValue", identifier="SCORE"), "float", "1")
    _value(_sub(processing, "setOutcomeValue", identifier="FEEDBACK"), "identifier", _FEEDBACK)


def _value(parent: etree._Element, base: str, said: str) -> None:
    _sub(parent, "baseValue", baseType=base).text = said


def _sub(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, _q(name), attributes)


def _q(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    return printable(text)
