"""Figures of a course: SVG files beside its texts, put in by `![words](name.svg)` on a line of its own.

They are shown as pictures, never as part of the page, so that nothing in them runs or fetches.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping

from lxml import etree

from training_modules.errors import CourseDamaged
from training_modules.files import Files, named

FIGURE = re.compile(r"(?m)^!\[([^\]\n]*)\]\(([\w-]+\.svg)\)[ \t]*$")
LARGEST = 100_000
"""Characters of one figure."""
_NEVER = frozenset({"script", "foreignObject", "iframe", "audio", "video", "image", "use", "a"})
_XML = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)


def figures_of(body: str, files: Files, file: str) -> dict[str, str]:
    """The figures a text names, by file. Raises `CourseDamaged` naming what is wrong."""
    found = {}
    for match in FIGURE.finditer(body):
        words, name = match.groups()
        if not words.strip():
            problem = "hình {figure} thiếu lời mô tả trong ngoặc vuông"
            raise CourseDamaged(file=named(files, file), problem=problem, figure=name)
        found[name] = files.text(name)
        if not is_drawing(found[name]):
            raise CourseDamaged(file=named(files, name), problem="tệp không phải là hình SVG an toàn")
    return found


def is_drawing(text: str) -> bool:
    """Whether this is SVG that only draws: no script, no address, nothing brought in from elsewhere."""
    if len(text) > LARGEST or "<!" in text.replace("<!--", ""):
        return False
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), _XML)
    except etree.XMLSyntaxError:
        return False
    if etree.QName(root).localname != "svg":
        return False
    return all(_only_draws(element) for element in root.iter() if isinstance(element.tag, str))


def _only_draws(element: etree._Element) -> bool:
    names = [etree.QName(name).localname.lower() for name in element.attrib]
    if etree.QName(element).localname in _NEVER or any(name.startswith(("on", "href")) for name in names):
        return False
    told = " ".join([*map(str, element.attrib.values()), element.text or ""])
    return not re.search(r"url\((?!#)|javascript:|@import|expression\(", told, re.IGNORECASE)


def parts_of(body: str, figures: Mapping[str, str]) -> Iterator[str | tuple[str, str]]:
    """The text cut at its figures: Markdown, and for each figure its words and its drawing."""
    at = 0
    for match in FIGURE.finditer(body):
        if match[2] not in figures:
            continue
        if text := body[at : match.start()].strip():
            yield text
        yield match[1], figures[match[2]]
        at = match.end()
    if text := body[at:].strip():
        yield text


def as_address(drawing: str) -> str:
    """The drawing as the address of a picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(drawing.encode()).decode()
