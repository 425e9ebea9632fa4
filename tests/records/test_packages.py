"""Submission packages: complete, with checksums that hold, read back the same; and what is refused."""

from __future__ import annotations

import hashlib
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from lxml import etree

from records.archival import DOCUMENT, missing
from records.dossiers.types import DossierCard
from records.errors import PackageRefused
from records.packages.ead import schema
from records.packages.mets import XLINK, M
from records.packages.parts import PackageFacts, PackedDocument, package_name
from records.packages.premis import P
from records.packages.read import Package, PackageReader
from records.packages.safe_zip import RATIO_FLOOR, ZipLimits
from records.packages.write import write_package
from tests.records.test_archival_tables import CARD, document

LIMITS = ZipLimits(unpacked=1 << 30)
ROOT = "uuid-00000000-0000-0000-0000-0000000000AB/"


def facts(card: DossierCard | None = CARD) -> PackageFacts:
    return PackageFacts(UUID(int=0xAB), datetime(2026, 11, 22, 8, 0, tzinfo=UTC), "UBND xã A", "0.1.0", card)


@pytest.fixture
def package(tmp_path: Path) -> bytes:
    """Two documents: a scan with its searchable copy, and one that is its own copy."""
    scan, copy, born = (tmp_path / name for name in ("scan.pdf", "copy.pdf", "born.pdf"))
    for path, content in ((scan, b"%PDF-scan"), (copy, b"%PDF-copy"), (born, b"%PDF-born")):
        path.write_bytes(content)
    out = io.BytesIO()
    packed = [PackedDocument(document(7), 1, scan, copy, True), PackedDocument(document(8), 2, born, born)]
    write_package(out, facts(), packed)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rebuilt(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def look(data: bytes) -> Package:
    return PackageReader(io.BytesIO(data), len(data), LIMITS).look()


def test_layout_and_names(package: bytes) -> None:
    inside = {name.removeprefix(ROOT) for name in members(package)}
    assert {
        "METS.xml", "metadata/descriptive/EAD.xml", "metadata/descriptive/EAD_doc_1.xml",
        "metadata/preservation/PREMIS.xml", "representations/rep1/data/H01.02.0000001.pdf",
        "representations/rep2/data/H01.02.0000001.pdf", "representations/rep1/data/H01.02.0000002.pdf",
    } <= inside  # fmt: skip
    assert "representations/rep2/data/H01.02.0000002.pdf" not in inside
    assert package_name(facts()) == "SIP_hoso_H01.02.zip"
    assert package_name(facts(None), document(7)) == "SIP_tailieu_7.zip"
    assert package_name(facts(DossierCard("../H 1/ớ", "x", CARD.retention))) == "SIP_hoso_H_1.zip"


def test_mets_and_premis_hold_the_checksum_of_every_file(package: bytes) -> None:
    files = members(package)
    mets = etree.fromstring(files[f"{ROOT}METS.xml"])
    assert mets.get("OBJID") == ROOT.rstrip("/")
    told = {}
    for element in mets.iter(f"{{{M}}}mdRef", f"{{{M}}}file"):
        place = element if element.tag.endswith("mdRef") else element[0]
        told[ROOT + place.get(f"{{{XLINK}}}href")] = element.get("CHECKSUM").lower(), int(element.get("SIZE"))
    wanted = {
        n: (hashlib.sha256(c).hexdigest(), len(c)) for n, c in files.items() if not n.endswith("METS.xml")
    }
    assert told == wanted
    premis = etree.fromstring(files[f"{ROOT}metadata/preservation/PREMIS.xml"])
    digests = [each.text for each in premis.iter(f"{{{P}}}messageDigest")]
    assert digests == [wanted[n][0] for n in files if "/representations/" in n]
    ids = [element.get("ID") for element in mets.iter() if element.get("ID")]
    assert len(set(ids)) == len(ids)
    for group in mets.iter(f"{{{M}}}fptr"):
        assert group.get("FILEID") in ids


def test_descriptions_follow_their_schema(package: bytes) -> None:
    files = members(package)
    rules = etree.XMLSchema(etree.fromstring(schema()))
    for name, content in files.items():
        if "/EAD" in name:
            rules.assertValid(etree.fromstring(content))
    assert files[f"{ROOT}schemas/simpledc.xsd"] == schema()


def test_a_package_reads_back(package: bytes) -> None:
    found = look(package)
    assert found.dossier is not None
    assert (found.dossier["arcFileCode"], found.dossier["totalDoc"]) == ("H01.02", "2")
    first, second = found.documents
    assert (first.ordinal, first.row["subject"], first.filename) == (1, "Về một số giải pháp", "nq.pdf")
    assert missing(first.row, DOCUMENT) == []
    reader = PackageReader(io.BytesIO(package), len(package), LIMITS)
    assert b"".join(reader.stream(first.member)) == b"%PDF-scan", "the original, not the copy"
    assert b"".join(reader.stream(second.member)) == b"%PDF-born"


def test_a_document_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(b"png")
    out = io.BytesIO()
    write_package(out, facts(None), [PackedDocument(document(7), 1, path, None)])
    found = look(out.getvalue())
    assert found.dossier is None and len(found.documents) == 1


@pytest.mark.parametrize(
    "name", ["representations/rep1/data/H01.02.0000001.pdf", "metadata/descriptive/EAD_doc_2.xml", "METS.xml"]
)
def test_one_changed_byte_refuses_it_all(package: bytes, name: str) -> None:
    files = members(package)
    files[ROOT + name] = (
        files[ROOT + name]
        .replace(b"copy", b"cop1")
        .replace(b"NQ-CP", b"NQ-TW")
        .replace(b'CHECKSUM="', b'CHECKSUM="0')
    )
    with pytest.raises(PackageRefused):
        look(rebuilt(files))


def test_a_file_too_many_or_too_few(package: bytes) -> None:
    files = members(package)
    with pytest.raises(PackageRefused):
        look(rebuilt({**files, f"{ROOT}representations/rep1/data/khac.pdf": b"%PDF"}))
    files.pop(f"{ROOT}metadata/preservation/PREMIS.xml")
    with pytest.raises(PackageRefused):
        look(rebuilt(files))


@pytest.mark.parametrize(
    "name", ["../evil.pdf", "/etc/passwd", "a/../../b", "C:/a.pdf", "a\\..\\b", "a//b", "ngoai.pdf"]
)
def test_names_that_lead_out_are_refused(package: bytes, name: str) -> None:
    with pytest.raises(PackageRefused):
        look(rebuilt({**members(package), name: b"x"}))


def test_links_bombs_and_broken_archives(package: bytes) -> None:
    out = io.BytesIO(package)
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo(f"{ROOT}link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(PackageRefused):
        look(out.getvalue())
    with pytest.raises(PackageRefused):
        look(rebuilt({f"{ROOT}METS.xml": b"\0" * (RATIO_FLOOR + 1)}))
    with pytest.raises(PackageRefused):
        PackageReader(io.BytesIO(package), len(package), ZipLimits(unpacked=100))
    with pytest.raises(PackageRefused):
        look(package[: len(package) // 2])
    with pytest.raises(PackageRefused):
        look(rebuilt({f"{ROOT}METS.xml": b'<!DOCTYPE m [<!ENTITY a "b">]><m>&a;</m>'}))
