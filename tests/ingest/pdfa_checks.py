"""Clauses of ISO 19005 looked up in a finished file, apart from the product's own check; and a validator.

Apache PDFBox Preflight (Debian: libpdfbox2-java) judges PDF/A-1b by code that is not ours.
"""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
from lxml import etree
from PIL import ImageCms

JARS = Path("/usr/share/java")
PREFLIGHT = (
    "preflight",
    "pdfbox2",
    "fontbox2",
    "xmpbox",
    "commons-logging",
    "commons-io",
    "javax.activation",
    "jaxb-api",
)
_ID = "{http://www.aiim.org/pdfa/ns/id/}"
_ACTIVE = {"/JavaScript", "/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/SubmitForm"}


def has_preflight() -> bool:
    return shutil.which("java") is not None and all((JARS / f"{name}.jar").is_file() for name in PREFLIGHT)


def preflight(path: Path) -> str:
    """What PDFBox Preflight says of the file as PDF/A-1b; empty where it finds nothing."""
    jars = ":".join(str(JARS / f"{name}.jar") for name in PREFLIGHT)
    command = ["java", "-cp", jars, "org.apache.pdfbox.preflight.Validator_A1b", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return "" if "is a valid PDF/A-1b file" in done.stdout else done.stdout + done.stderr


def broken_clauses(path: Path, part: str, level: str) -> list[str]:
    """By number of the clause in ISO 19005-2, or its words."""
    raw = path.read_bytes()
    with pikepdf.open(path) as pdf:
        return [*_file(raw, pdf), *_said(pdf, part, level), *_objects(pdf, part)]


def _file(raw: bytes, pdf: pikepdf.Pdf) -> Iterator[str]:
    lines = raw.split(b"\n", 2)
    if not lines[0].startswith(b"%PDF-1.") or not (lines[1][:1] == b"%" and min(lines[1][1:5]) > 127):
        yield "6.1.2 header"
    if "/ID" not in pdf.trailer or len(pdf.trailer.ID) != 2:
        yield "6.1.3 identifier"
    if "/Encrypt" in pdf.trailer:
        yield "6.1.3 encrypted"


def _said(pdf: pikepdf.Pdf, part: str, level: str) -> Iterator[str]:
    packet = pdf.Root.get("/Metadata")
    if packet is None or "/Filter" in packet:
        yield "6.6.2.1 metadata"
        return
    root = etree.fromstring(packet.read_bytes())
    if root.findtext(f".//{_ID}part") != part or root.findtext(f".//{_ID}conformance") != level:
        yield "6.6.4 identification"
    intents: Any = pdf.Root.get("/OutputIntents", [])
    if len(intents) != 1 or intents[0].S != pikepdf.Name.GTS_PDFA1:
        yield "6.2.3 output intent"
        return
    stream = intents[0].DestOutputProfile
    profile = ImageCms.ImageCmsProfile(io.BytesIO(stream.read_bytes())).profile
    colours = {"RGB": 3, "GRAY": 1}[profile.xcolor_space.strip()]
    if int(stream.N) != colours or (part == "1" and profile.version >= 3):
        yield "6.2.3 profile"


def _objects(pdf: pikepdf.Pdf, part: str) -> Iterator[str]:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
            continue
        if str(item.get("/S", "")) in _ACTIVE or "/JS" in item or "/AA" in item:
            yield "6.5 action"
        if item.get("/Type") == pikepdf.Name.EmbeddedFile or "/EF" in item:
            yield "6.8 embedded file"
        if "/LZWDecode" in str(item.get("/Filter", "")):
            yield "6.1.7 LZW"
        if item.get("/Interpolate", False) or "/Alternates" in item or "/OPI" in item:
            yield "6.2.8 image"
        if item.get("/Subtype") == pikepdf.Name.Widget:
            yield "6.4 form field"
        if part == "1" and ("/SMask" in item or item.get("/S") == pikepdf.Name.Transparency):
            yield "6.4 transparency (part 1)"
        if part == "1" and item.get("/Type") == pikepdf.Name.ObjStm:
            yield "6.1.4 object stream (part 1)"
        if item.get("/Type") == pikepdf.Name.Font:
            yield from _font(item)


def _font(font: pikepdf.Object) -> Iterator[str]:
    if "/DescendantFonts" in font:
        if "/ToUnicode" not in font:
            yield "6.2.11.7 Unicode"
        elif any(
            bad in font.ToUnicode.read_bytes().upper() for bad in (b"<0000> <0000>", b"<FEFF>", b"<FFFE>")
        ):
            yield "6.2.11.7.2 Unicode values"
    elif "/FontFile2" not in font.get("/FontDescriptor", {}) and "/FontFile3" not in font.get(
        "/FontDescriptor", {}
    ):
        yield "6.2.11.4 font not embedded"
