"""QTI's elements under one set of names: version 3 writes `qti-choice-interaction` for `choiceInteraction`.

1EdTech, "QTI v3.0: Migration guide from QTI 2.x".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from training_modules.exchange.safe_xml import local
from vanthu.text import squeeze

_DASH = re.compile(r"-([a-z])")
_APART = {"feedbackInline", "feedbackBlock", "rubricBlock", "templateInline", "templateBlock", "stylesheet"}
"""What stands in the body of an item but is no part of what is asked."""


def name_of(element: etree._Element) -> str:
    """As version 2 spells it."""
    name = local(element)
    return _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name


def value(element: etree._Element, attribute: str) -> str:
    """An attribute by its version 2 name; empty where it is not there."""
    spelt = re.sub(r"[A-Z]", lambda found: "-" + found[0].lower(), attribute)
    return str(element.get(attribute) or element.get(spelt) or "").strip()


def found(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Every element of these names within, in document order."""
    return (each for each in element.iter() if name_of(each) in names)


def first(element: etree._Element, name: str) -> etree._Element | None:
    return next(found(element, name), None)


def words(element: etree._Element | None) -> str:
    """Its words without mark-up, interactions and what is said only after an answer."""
    return words_with(element, {}) if element is not None else ""


def words_with(element: etree._Element, marks: dict[etree._Element, str]) -> str:
    """The same, with a mark in the place of each of the interactions in `marks`."""
    return squeeze("".join(_parts(element, marks)))


def _parts(element: etree._Element, marks: dict[etree._Element, str]) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = name_of(child)
        if child in marks:
            yield marks[child]
        elif name.endswith("Interaction"):
            prompt = first(child, "prompt")
            yield from (" ", *_parts(prompt, marks), " ") if prompt is not None else ()
        elif name and name not in _APART:
            blank = " " if name in _BLOCKS else ""
            yield from (blank, *_parts(child, marks), blank)
        yield child.tail or ""


_BLOCKS = {
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "br",
    "table",
    "tr",
    "td",
    "th",
    "h1",
    "h2",
    "h3",
    "h4",
    "pre",
    "blockquote",
}


def _camel(name: str) -> str:
    return _DASH.sub(lambda each: each[1].upper(), name)
