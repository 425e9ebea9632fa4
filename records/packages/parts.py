"""What a package is made of, and where everything stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from records.archival import archival_code
from records.dossiers.types import DossierCard
from records.types import Document

README, SCHEMA = "documentation/gioi-thieu.txt", "schemas/simpledc.xsd"
METS, EAD, PREMIS = "METS.xml", "metadata/descriptive/EAD.xml", "metadata/preservation/PREMIS.xml"
DOSSIER_KIND, DOCUMENT_KIND = "SIP_hoso", "SIP_tailieu"
COPIES, ORIGINALS = "rep1", "rep2"
"""Representations: the searchable copies, and the files as they came in where those are others."""

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class PackedDocument:
    """A document with the files that stand for it."""

    document: Document
    ordinal: int
    """From 1, within the dossier."""
    original: Path
    archive: Path | None
    """The searchable PDF."""
    digitised: bool | None = None


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What the package says of itself."""

    id: UUID
    made: datetime
    agency: str
    """Who hands it in."""
    version: str
    """Of the program that made it."""
    card: DossierCard | None = None
    """None for a document alone."""

    @property
    def object_id(self) -> str:
        return f"uuid-{str(self.id).upper()}"

    @property
    def kind(self) -> str:
        return DOCUMENT_KIND if self.card is None else DOSSIER_KIND

    @property
    def moment(self) -> str:
        return self.made.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the package but the METS itself."""

    name: str
    """Under the package's own folder."""
    media_type: str
    size: int
    sha256: str
    original_name: str = ""


def ead_of(ordinal: int) -> str:
    return f"metadata/descriptive/EAD_doc_{ordinal}.xml"


def data_of(representation: str, facts: PackageFacts, packed: PackedDocument, ending: str) -> str:
    """`{mã hồ sơ}.{STT}` for a document of a dossier, its id for one alone."""
    told = archival_code(facts.card, packed.ordinal) if facts.card else str(packed.document.summary.id)
    return f"representations/{representation}/data/{plain(told)}{ending}"


def plain(told: str) -> str:
    """A name every file system takes."""
    return _UNSAFE.sub("_", told).strip("._")[:_LONGEST_NAME] or "0"


def package_name(facts: PackageFacts, document: Document | None = None) -> str:
    """The file name of the package: its kind, and the dossier's code or the document's id."""
    told = facts.card.code if facts.card else str(document.summary.id if document else facts.id)
    return f"{facts.kind}_{plain(told)}.zip"
