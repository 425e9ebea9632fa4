"""METS after the E-ARK profiles CSIP and SIP 2.1: every file of the package with size and SHA-256."""

from __future__ import annotations

from collections.abc import Sequence

from lxml import etree

from records.outputs.markup import Element, bytes_of, held
from records.packages.parts import EAD, PREMIS, Member, PackageFacts

M = "http://www.loc.gov/METS/"
CSIP = "https://DILCIS.eu/XML/METS/CSIPExtensionMETS"
SIP = "https://DILCIS.eu/XML/METS/SIPExtensionMETS"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
PROFILE = "https://earksip.dilcis.eu/profile/E-ARK-SIP.xml"
CHECKSUM = "SHA-256"
GROUPS = ("Documentation", "Schemas", "Representations")
"""Names of the vocabulary; the folders are named alike, in small letters."""

_NAMESPACES = {"mets": M, "csip": CSIP, "sip": SIP, "xlink": XLINK, "xsi": XSI}
_WHERE = f"{M} http://www.loc.gov/standards/mets/mets.xsd"


def mets(facts: PackageFacts, members: Sequence[Member]) -> bytes:
    """The package's METS.xml; `members` are all its other files."""
    root = etree.Element(f"{{{M}}}mets", nsmap=_NAMESPACES)
    root.set("OBJID", facts.object_id)
    root.set("TYPE", "Textual works – Print")
    root.set("LABEL", held(facts.card.title if facts.card else facts.kind))
    root.set("PROFILE", PROFILE)
    root.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "MIXED")
    root.set(f"{{{XSI}}}schemaLocation", _WHERE)
    _header(root, facts)
    described = [member for member in members if member.name.startswith("metadata/descriptive/")]
    preserved = [member for member in members if member.name == PREMIS]
    for at, member in enumerate(described, start=1):
        section = _under(root, "dmdSec", ID=f"dmd-{at}", CREATED=facts.moment, STATUS="CURRENT")
        kind = "hồ sơ" if member.name == EAD else "tài liệu"
        _reference(section, member, facts, MDTYPE="OTHER", OTHERMDTYPE=f"simpledc {kind}")
    administrative = _under(root, "amdSec", ID="amd-1")
    for at, member in enumerate(preserved, start=1):
        section = _under(
            administrative, "digiprovMD", ID=f"digiprov-{at}", CREATED=facts.moment, STATUS="CURRENT"
        )
        _reference(section, member, facts, MDTYPE="PREMIS", MDTYPEVERSION="3.0")
    groups = _files(root, facts, members)
    _structure(root, facts, len(described), len(preserved), groups)
    return bytes_of(root)


def _header(root: Element, facts: PackageFacts) -> None:
    header = _under(root, "metsHdr", CREATEDATE=facts.moment, LASTMODDATE=facts.moment, RECORDSTATUS="NEW")
    header.set(f"{{{CSIP}}}OAISPACKAGETYPE", "SIP")
    maker = _under(header, "agent", ROLE="CREATOR", TYPE="OTHER", OTHERTYPE="SOFTWARE")
    _under(maker, "name").text = "vanthu"
    version = _under(maker, "note")
    version.text = facts.version
    version.set(f"{{{CSIP}}}NOTETYPE", "SOFTWARE VERSION")
    sender = _under(header, "agent", ROLE="ARCHIVIST", TYPE="ORGANIZATION")
    _under(sender, "name").text = held(facts.agency) or "vanthu"
    unit = _under(sender, "note")
    unit.text = facts.card.fond_code if facts.card and facts.card.fond_code else "LOCAL"
    unit.set(f"{{{CSIP}}}NOTETYPE", "IDENTIFICATIONCODE")


def _reference(section: Element, member: Member, facts: PackageFacts, **kind: str) -> None:
    told = {
        "LOCTYPE": "URL",
        **kind,
        "MIMETYPE": member.media_type,
        "SIZE": str(member.size),
        "CREATED": facts.moment,
        "CHECKSUM": member.sha256.upper(),
        "CHECKSUMTYPE": CHECKSUM,
    }
    reference = _under(section, "mdRef", **told)
    _point(reference, member)


def _files(root: Element, facts: PackageFacts, members: Sequence[Member]) -> list[str]:
    """One group for each part of the package; their names."""
    section = _under(root, "fileSec", ID="files")
    groups: list[str] = []
    for name in GROUPS:
        own = [member for member in members if member.name.startswith(f"{name.lower()}/")]
        if not own:
            continue
        groups.append(name)
        group = _under(section, "fileGrp", ID=f"group-{name}", USE=name)
        group.set(f"{{{CSIP}}}CONTENTINFORMATIONTYPE", "OTHER")
        group.set(f"{{{CSIP}}}OTHERCONTENTINFORMATIONTYPE", "05/2025/TT-BNV")
        for at, member in enumerate(own, start=1):
            told = {
                "ID": f"file-{name}-{at}",
                "MIMETYPE": member.media_type,
                "SIZE": str(member.size),
                "CREATED": facts.moment,
                "CHECKSUM": member.sha256.upper(),
                "CHECKSUMTYPE": CHECKSUM,
            }
            _point(_under(_under(group, "file", **told), "FLocat", LOCTYPE="URL"), member)
    return groups


def _structure(
    root: Element, facts: PackageFacts, described: int, preserved: int, groups: Sequence[str]
) -> None:
    structure = _under(root, "structMap", ID="structure", TYPE="PHYSICAL", LABEL="CSIP")
    whole = _under(structure, "div", ID="package", LABEL=facts.object_id)
    told = {
        "DMDID": " ".join(f"dmd-{at}" for at in range(1, described + 1)),
        "ADMID": " ".join(f"digiprov-{at}" for at in range(1, preserved + 1)),
    }
    _under(whole, "div", ID="div-metadata", LABEL="Metadata", **{n: v for n, v in told.items() if v})
    for name in groups:
        place = _under(whole, "div", ID=f"div-{name}", LABEL=name)
        _under(place, "fptr", FILEID=f"group-{name}")


def _point(element: Element, member: Member) -> None:
    element.set(f"{{{XLINK}}}type", "simple")
    element.set(f"{{{XLINK}}}href", member.name)


def _under(parent: Element, name: str, **facts: str) -> Element:
    return etree.SubElement(parent, f"{{{M}}}{name}", facts)
