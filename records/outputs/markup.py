"""What every XML we write shares."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from vanthu.text import nfc

Element = Any
"""An lxml element; lxml has no types of its own."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def held(text: str) -> str:
    """Composed, without the characters XML cannot hold."""
    return _NOT_XML.sub("", nfc(text))


def bytes_of(root: Element) -> bytes:
    """UTF-8 with its declaration; the same tree gives the same bytes."""
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
    return written


def parsed(data: bytes) -> Element:
    """XML of others: no DTD, no entities, nothing fetched. Raises `etree.XMLSyntaxError`."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise etree.XMLSyntaxError("document type", 0, 0, 0)
    return root
