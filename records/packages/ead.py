"""The descriptive metadata of a package: the circular's elements under the root `simpledc`."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from records.archival import BESIDE, DOCUMENT, DOSSIER, Row
from records.archival import Element as Known
from records.outputs.markup import bytes_of, held, parsed

ROOT = "simpledc"
_XSD = "http://www.w3.org/2001/XMLSchema"


def schema() -> bytes:
    """The schema of these files: the elements of documents and dossiers, any of them, in any order."""
    root = etree.Element(f"{{{_XSD}}}schema", nsmap={"xs": _XSD}, elementFormDefault="qualified")
    kind = etree.SubElement(etree.SubElement(root, f"{{{_XSD}}}element", name=ROOT), f"{{{_XSD}}}complexType")
    choice = etree.SubElement(kind, f"{{{_XSD}}}choice", minOccurs="0", maxOccurs="unbounded")
    for name in dict.fromkeys(element.name for element in (*DOSSIER, *DOCUMENT, *BESIDE)):
        etree.SubElement(choice, f"{{{_XSD}}}element", name=name, type="xs:string")
    return bytes_of(root)


def ead(row: Row) -> bytes:
    """Elements with a value, in the circular's order."""
    root = etree.Element(ROOT)
    for name, value in row.items():
        if value:
            etree.SubElement(root, name).text = held(value)
    return bytes_of(root)


def read_ead(data: bytes, elements: Sequence[Known]) -> Row:
    """The known elements; raises `etree.XMLSyntaxError` for what is no such file."""
    root = parsed(data)
    if etree.QName(root).localname != ROOT:
        raise etree.XMLSyntaxError("root", 0, 0, 0)
    known = {element.name for element in elements}
    told = {etree.QName(each).localname: (each.text or "").strip() for each in root.iterchildren("*")}
    return {name: value for name, value in told.items() if name in known}
