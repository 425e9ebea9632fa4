"""PREMIS 3: each file with its checksum, how the copies came about, and by what."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from records.outputs.markup import Element, bytes_of, held
from records.packages.parts import COPIES, Member, PackageFacts

P = "http://www.loc.gov/premis/v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_AGENT = "vanthu"


def premis(facts: PackageFacts, files: Sequence[Member]) -> bytes:
    """Of the files of all representations."""
    root = etree.Element(f"{{{P}}}premis", nsmap={"premis": P, "xsi": XSI}, version="3.0")
    for at, member in enumerate(files, start=1):
        _object(root, f"object-{at}", member)
    copies = [f"object-{at}" for at, member in enumerate(files, start=1) if f"/{COPIES}/" in member.name]
    events = [
        ("creation", "Lập bản sao lưu trữ có lớp chữ do máy nhận dạng", copies),
        ("message digest calculation", "Tính SHA-256", [f"object-{at + 1}" for at in range(len(files))]),
    ]
    for at, (kind, detail, linked) in enumerate(events, start=1):
        _event(root, f"event-{at}", kind, detail=detail, linked=linked, facts=facts)
    agent = _under(root, "agent")
    _identifier(agent, "agent", _AGENT)
    _under(agent, "agentName").text = "vanthu"
    _under(agent, "agentType").text = "software"
    _under(agent, "agentVersion").text = facts.version
    return bytes_of(root)


def _object(root: Element, name: str, member: Member) -> None:
    item = _under(root, "object")
    item.set(f"{{{XSI}}}type", "premis:file")
    _identifier(item, "object", name)
    told = _under(item, "objectCharacteristics")
    fixity = _under(told, "fixity")
    _under(fixity, "messageDigestAlgorithm").text = "SHA-256"
    _under(fixity, "messageDigest").text = member.sha256
    _under(told, "size").text = str(member.size)
    designation = _under(_under(told, "format"), "formatDesignation")
    _under(designation, "formatName").text = member.media_type
    _under(item, "originalName").text = held(member.original_name or member.name)
    location = _under(_under(item, "storage"), "contentLocation")
    _under(location, "contentLocationType").text = "relative path"
    _under(location, "contentLocationValue").text = member.name


def _event(
    root: Element, name: str, kind: str, *, detail: str, linked: Sequence[str], facts: PackageFacts
) -> None:
    event = _under(root, "event")
    _identifier(event, "event", name)
    _under(event, "eventType").text = kind
    _under(event, "eventDateTime").text = facts.moment
    _under(_under(event, "eventDetailInformation"), "eventDetail").text = detail
    agent = _under(event, "linkingAgentIdentifier")
    _under(agent, "linkingAgentIdentifierType").text = "local"
    _under(agent, "linkingAgentIdentifierValue").text = _AGENT
    for each in linked:
        item = _under(event, "linkingObjectIdentifier")
        _under(item, "linkingObjectIdentifierType").text = "local"
        _under(item, "linkingObjectIdentifierValue").text = each


def _identifier(parent: Element, kind: str, value: str) -> None:
    identifier = _under(parent, f"{kind}Identifier")
    _under(identifier, f"{kind}IdentifierType").text = "local"
    _under(identifier, f"{kind}IdentifierValue").text = value


def _under(parent: Element, name: str) -> Element:
    return etree.SubElement(parent, f"{{{P}}}{name}")
