"""`imsmanifest.xml` of both editions: one course, one thing to launch.

ADL, "SCORM 1.2 Content Aggregation Model", section 2.3; "SCORM 2004 4th Edition Content Aggregation Model",
section 3.4.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from lxml import etree

from training_modules.content import Course
from vanthu.text import printable

Edition = Literal["scorm12", "scorm2004"]
EDITIONS: tuple[Edition, ...] = ("scorm12", "scorm2004")
START = "index.html"

_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_CP = {
    "scorm12": "http://www.imsproject.org/xsd/imscp_rootv1p1p2",
    "scorm2004": "http://www.imsglobal.org/xsd/imscp_v1p1",
}
_ADL = {
    "scorm12": "http://www.adlnet.org/xsd/adlcp_rootv1p2",
    "scorm2004": "http://www.adlnet.org/xsd/adlcp_v1p3",
}
_SEQUENCING = "http://www.imsglobal.org/xsd/imsss"
_VERSION = {"scorm12": "1.2", "scorm2004": "2004 4th Edition"}
_NOT_IN_ID = re.compile(r"[^A-Za-z0-9_.-]")


def manifest(course: Course, edition: Edition, files: Sequence[str]) -> bytes:
    """`files` are the package's files, the one to launch among them."""
    cp, adl = _CP[edition], _ADL[edition]
    spaces = {None: cp, "adlcp": adl, "xsi": _XSI}
    if edition == "scorm2004":
        spaces["imsss"] = _SEQUENCING
    root = etree.Element(f"{{{cp}}}manifest", nsmap=spaces)
    root.set("identifier", f"VANTHU-{_NOT_IN_ID.sub('-', course.id)}")
    root.set("version", str(course.version))
    about = etree.SubElement(root, f"{{{cp}}}metadata")
    etree.SubElement(about, f"{{{cp}}}schema").text = "ADL SCORM"
    etree.SubElement(about, f"{{{cp}}}schemaversion").text = _VERSION[edition]
    _organization(root, cp, course, edition)
    resources = etree.SubElement(root, f"{{{cp}}}resources")
    resource = etree.SubElement(
        resources, f"{{{cp}}}resource", identifier="RES-COURSE", type="webcontent", href=START
    )
    resource.set(f"{{{adl}}}{'scormtype' if edition == 'scorm12' else 'scormType'}", "sco")
    for name in files:
        etree.SubElement(resource, f"{{{cp}}}file", href=name)
    return bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))


def _organization(root: etree._Element, cp: str, course: Course, edition: Edition) -> None:
    organizations = etree.SubElement(root, f"{{{cp}}}organizations", default="ORG-COURSE")
    organization = etree.SubElement(organizations, f"{{{cp}}}organization", identifier="ORG-COURSE")
    etree.SubElement(organization, f"{{{cp}}}title").text = printable(course.title)
    told = {"identifier": "ITEM-COURSE", "identifierref": "RES-COURSE", "isvisible": "true"}
    item = etree.SubElement(organization, f"{{{cp}}}item", told)
    etree.SubElement(item, f"{{{cp}}}title").text = printable(course.title)
    if edition == "scorm2004":
        # The page says itself when it is done and passed; the system is not to guess from its being opened.
        sequencing = etree.SubElement(item, f"{{{_SEQUENCING}}}sequencing")
        told = {"completionSetByContent": "true", "objectiveSetByContent": "true"}
        etree.SubElement(sequencing, f"{{{_SEQUENCING}}}deliveryControls", told)
