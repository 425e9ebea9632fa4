"""QTI files as they travel: one question as XML, or a content package (a zip with `imsmanifest.xml`)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from lxml import etree

from training_modules.exchange.qti_names import name_of
from training_modules.exchange.qti_read import read_item
from training_modules.exchange.qti_write import assessment_item, has_form
from training_modules.exchange.safe_xml import XmlBroken, local, parse
from training_modules.exchange.types import Brought, Fault, QuestionFileUnreadable, WrittenFile, Wrong
from training_modules.items import Item

MANIFEST = "imsmanifest.xml"
LARGEST_ITEM_BYTES = 2_000_000
LARGEST_PACKAGE_BYTES = 100_000_000
"""All questions of a package, unpacked."""
MOST_FILES = 20_000
_CP = "http://www.imsglobal.org/xsd/imscp_v1p1"
_MADE_AT = (2026, 1, 1, 0, 0, 0)
"""One moment for every file, so that the same bank gives the same bytes."""


def is_item(root: etree._Element) -> bool:
    return name_of(root) == "assessmentItem"


def read_qti(data: bytes) -> Brought:
    """The questions of a package, or of one item. Raises `QuestionFileUnreadable` where it is neither."""
    if not data.startswith(b"PK"):
        root = parse(data)
        if not is_item(root):
            raise QuestionFileUnreadable
        return _read([("", root)])
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _read(_files(package))
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise QuestionFileUnreadable from error


def _read(files: Iterable[tuple[str, etree._Element | Fault]]) -> Brought:
    items: list[Item] = []
    faults: list[Fault] = []
    known: set[str] = set()
    for name, root in files:
        if isinstance(root, Fault):
            faults.append(root)
            continue
        if not is_item(root):  # a test, or what other tools put beside their questions
            continue
        try:
            item = read_item(root, len(items) + len(faults) + 1)
            if item.id in known:
                raise Wrong("có hai câu trùng mã {item}", item=item.id)
        except Wrong as wrong:
            faults.append(Fault(root.sourceline or 1, wrong.problem, wrong.values, file=name))
        else:
            known.add(item.id)
            items.append(item)
    return Brought(tuple(items), tuple(faults))


def _files(package: zipfile.ZipFile) -> Iterator[tuple[str, etree._Element | Fault]]:
    """Every XML file but the manifest, in the manifest's order."""
    entries = {
        entry.filename: entry
        for entry in package.infolist()
        if entry.filename.lower().endswith(".xml") and PurePosixPath(entry.filename).name != MANIFEST
    }
    if not entries or len(package.infolist()) > MOST_FILES:
        raise QuestionFileUnreadable
    left = LARGEST_PACKAGE_BYTES
    for name in _ordered(package, list(entries)):
        data = _unpacked(package, entries[name])
        left -= len(data or b"")
        if left < 0:
            raise QuestionFileUnreadable
        if data is None:
            yield name, Fault(1, "tệp câu hỏi quá lớn", file=name)
            continue
        try:
            yield name, parse(data)
        except XmlBroken as broken:
            yield name, Fault(broken.line, "tệp câu hỏi không đúng dạng XML", file=name)


def _ordered(package: zipfile.ZipFile, names: list[str]) -> list[str]:
    """As the manifest lists them; what it does not name comes last, and a broken one changes nothing."""
    place: dict[str, int] = {}
    try:
        listed = parse(_unpacked(package, package.getinfo(MANIFEST)) or b"")
    except (KeyError, XmlBroken):
        return names
    for each in listed.iter():
        if local(each) == "resource":
            place.setdefault(str(each.get("href") or ""), len(place))
    return sorted(names, key=lambda name: place.get(name, len(place)))


def _unpacked(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes | None:
    """The file's bytes, never more than a question may have: what it says of its own size is not believed."""
    with package.open(entry) as file:
        data = file.read(LARGEST_ITEM_BYTES + 1)
    return data if len(data) <= LARGEST_ITEM_BYTES else None


def write_qti(items: Sequence[Item]) -> WrittenFile:
    """A QTI 2.1 package; kinds of question without a form there are left out."""
    kept = [item for item in items if has_form(item)]
    files = {f"items/q{n:04}.xml": assessment_item(item) for n, item in enumerate(kept, 1)}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in {MANIFEST: _manifest(list(files)), **files}.items():
            package.writestr(zipfile.ZipInfo(name, _MADE_AT), data, zipfile.ZIP_DEFLATED)
    return WrittenFile(packed.getvalue(), tuple(item.id for item in items if not has_form(item)))


def _manifest(names: Sequence[str]) -> bytes:
    root = etree.Element(f"{{{_CP}}}manifest", identifier="MANIFEST-QUESTIONS", nsmap={None: _CP})
    about = etree.SubElement(root, f"{{{_CP}}}metadata")
    etree.SubElement(about, f"{{{_CP}}}schema").text = "QTIv2.1 Package"
    etree.SubElement(about, f"{{{_CP}}}schemaversion").text = "1.0.0"
    etree.SubElement(root, f"{{{_CP}}}organizations")
    resources = etree.SubElement(root, f"{{{_CP}}}resources")
    for number, name in enumerate(names, 1):
        told = {"identifier": f"RES-{number:04}", "type": "imsqti_item_xmlv2p1", "href": name}
        resource = etree.SubElement(resources, f"{{{_CP}}}resource", told)
        etree.SubElement(resource, f"{{{_CP}}}file", href=name)
    return bytes(etree.tostring(root, pretty_print=True, xml_declaration=True, encoding="UTF-8"))
